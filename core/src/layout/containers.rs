//! Containers: what each holds is a level that is laid out by itself, innermost first, and then is one box of
//! the level around it.
//!
//! Guarantees: children lie inside their container, below its title. An edge whose ends have different
//! containers is drawn on the innermost level that holds both, between the boxes that contain them there.

use rustc_hash::FxHashMap;

use super::{
    BOX_HEIGHT, LABEL_SIZE,
    acyclic::{Acyclic, Flat, FlatEdge, FlatNode},
    curve::flatten,
    drawing::{
        Direction, Drawing, DrawnEdge, DrawnNode, Graph, GraphEdge, GraphNode, LabelBox, NodeKind,
        Options,
    },
    grid::grid,
    layered::Layered,
    order::Ordered,
    position::Positioned,
    rank::Ranked,
    route::Routed,
    text,
};

/// The room between a container's border and what it holds.
const PADDING: f64 = 16.0;
/// The room between the boxes of a level without edges.
const GRID_GAP: f64 = 12.0;
/// The room on either side of a label's text, within its box.
const LABEL_PADDING: f64 = 7.0;
/// The height of a label's box.
const LABEL_HEIGHT: f64 = 18.0;
/// The longest that a label's text is shown.
const LABEL_MOST: f64 = 150.0;

/// The drawing of any graph.
pub fn layout_graph(graph: &Graph, options: &Options) -> Drawing {
    layout_with(graph, options, &Before::default())
}

/// The drawing of a graph of which there was a drawing before it was changed: what is in both moves as little as a
/// good drawing allows.
pub fn layout_graph_after(graph: &Graph, options: &Options, before: &Drawing) -> Drawing {
    if before.direction == options.direction {
        let nodes = before.nodes.iter();
        let edges = before.edges.iter();
        let before = Before {
            nodes: nodes.map(|node| (&*node.id, [node.x, node.y])).collect(),
            edges: edges.map(|edge| (&*edge.id, &*edge.points)).collect(),
        };
        layout_with(graph, options, &before)
    } else {
        layout_graph(graph, options)
    }
}

/// An earlier drawing: where its nodes were, and the ways of its edges.
#[derive(Default)]
struct Before<'a> {
    nodes: FxHashMap<&'a str, [f64; 2]>,
    edges: FxHashMap<&'a str, &'a [[f64; 2]]>,
}

fn layout_with(graph: &Graph, options: &Options, before: &Before) -> Drawing {
    let tree = Tree::new(graph);
    let mut levels = tree.levels(graph);
    let mut sizes: Vec<[f64; 2]> = tree.nodes.iter().map(|node| size(node)).collect();
    // Deeper containers come later, so that backwards each is done before the one around it.
    for level in levels.iter_mut().rev() {
        let routed = level.lay_out(graph, &tree, &sizes, options, before);
        if let Some(container) = level.container {
            let node = tree.nodes[container];
            sizes[container] = [
                sizes[container][0].max(routed.width + 2.0 * PADDING),
                sizes[container][1].max(routed.height + PADDING + title(node)),
            ];
        }
        level.routed = Some(routed);
    }
    assemble(graph, &tree, &sizes, levels, options)
}

/// The nodes that count, and which contains which.
struct Tree<'a> {
    nodes: Vec<&'a GraphNode>,
    parent: Vec<Option<usize>>,
    depth: Vec<usize>,
    by_id: FxHashMap<&'a str, usize>,
}

/// What one container, or the whole, holds.
#[derive(Default)]
struct Level {
    container: Option<usize>,
    children: Vec<usize>,
    /// Edges by index in the graph, with the places of the boxes that they join among the children.
    edges: Vec<(usize, usize, usize)>,
    routed: Option<Routed>,
}

impl<'a> Tree<'a> {
    fn new(graph: &'a Graph) -> Self {
        let mut by_id = FxHashMap::default();
        let mut nodes: Vec<&GraphNode> = Vec::with_capacity(graph.nodes.len());
        for node in &graph.nodes {
            if !by_id.contains_key(node.id.as_str()) {
                by_id.insert(node.id.as_str(), nodes.len());
                nodes.push(node);
            }
        }
        let mut parent: Vec<Option<usize>> = nodes
            .iter()
            .map(|node| by_id.get(node.parent.as_deref()?).copied())
            .collect();
        let depth = depths(&mut parent);
        Self {
            nodes,
            parent,
            depth,
            by_id,
        }
    }

    /// The levels, each after the one around it.
    fn levels(&self, graph: &Graph) -> Vec<Level> {
        let mut outwards: Vec<usize> = (0..self.nodes.len()).collect();
        crate::sort::sort_by_key(&mut outwards, |&node| self.depth[node]);
        let mut levels = vec![Level::default()];
        let mut level_of: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut place = vec![0; self.nodes.len()];
        for &node in &outwards {
            let level = match self.parent[node] {
                None => 0,
                Some(container) => *level_of[container].get_or_insert_with(|| {
                    levels.push(Level {
                        container: Some(container),
                        ..Level::default()
                    });
                    levels.len() - 1
                }),
            };
            place[node] = levels[level].children.len();
            levels[level].children.push(node);
        }
        for (index, edge) in graph.edges.iter().enumerate() {
            let ends = (self.by_id.get(&*edge.from), self.by_id.get(&*edge.to));
            let (Some(&from), Some(&to)) = ends else {
                continue;
            };
            let (from, to) = self.on_one_level(from, to);
            let level = self.parent[from].map_or(0, |container| {
                level_of[container].expect("a container of a node has a level")
            });
            levels[level].edges.push((index, place[from], place[to]));
        }
        levels
    }

    /// The boxes that hold two nodes, or are they, on the innermost level that holds both.
    fn on_one_level(&self, mut a: usize, mut b: usize) -> (usize, usize) {
        let out = |node: usize| self.parent[node].expect("an inner node has a container");
        while self.depth[a] > self.depth[b] {
            a = out(a);
        }
        while self.depth[b] > self.depth[a] {
            b = out(b);
        }
        while self.parent[a] != self.parent[b] {
            (a, b) = (out(a), out(b));
        }
        (a, b)
    }
}

/// How many containers are around each node. One that would be within itself is taken out of its container.
fn depths(parent: &mut [Option<usize>]) -> Vec<usize> {
    let mut depth: Vec<Option<usize>> = vec![None; parent.len()];
    let mut on_way = vec![false; parent.len()];
    let mut way = Vec::new();
    for start in 0..parent.len() {
        let mut node = start;
        while depth[node].is_none() {
            on_way[node] = true;
            way.push(node);
            match parent[node] {
                Some(container) if on_way[container] => {
                    parent[node] = None;
                    break;
                }
                Some(container) => node = container,
                None => break,
            }
        }
        while let Some(node) = way.pop() {
            on_way[node] = false;
            let around = parent[node].and_then(|container| depth[container]);
            depth[node] = Some(around.map_or(0, |depth| depth + 1));
        }
    }
    depth.into_iter().map(Option::unwrap_or_default).collect()
}

impl Level {
    fn lay_out(
        &self,
        graph: &Graph,
        tree: &Tree,
        sizes: &[[f64; 2]],
        options: &Options,
        before: &Before,
    ) -> Routed {
        let turned = options.direction == Direction::Right;
        let nodes = self.children.iter().map(|&node| {
            let [width, height] = turn(sizes[node], turned);
            FlatNode {
                width,
                height,
                gathers: tree.nodes[node].kind == NodeKind::End,
                before: before
                    .nodes
                    .get(&*tree.nodes[node].id)
                    .map(|centre| centre[usize::from(turned)]),
            }
        });
        let edges = self.edges.iter().map(|&(index, from, to)| FlatEdge {
            from,
            to,
            kind: graph.edges[index].kind,
            label: label_box(&graph.edges[index]).map(|label| {
                let [width, height] = turn([label.width, label.height], turned);
                (width, height)
            }),
            before: before
                .edges
                .get(&*graph.edges[index].id)
                .map_or_else(Vec::new, |way| {
                    way.iter().map(|&point| turn(point, turned)).collect()
                }),
        });
        let flat = Flat {
            nodes: nodes.collect(),
            edges: edges.collect(),
        };
        let mut routed = if flat.edges.is_empty() {
            grid(&flat.nodes, GRID_GAP)
        } else {
            let ranked = Ranked::new(Acyclic::new(&flat));
            let ordered = Ordered::new(Layered::new(ranked));
            Routed::new(&Positioned::new(ordered, options))
        };
        if turned {
            std::mem::swap(&mut routed.width, &mut routed.height);
            routed.map(|point| point.swap(0, 1));
        }
        routed
    }
}

fn turn(size: [f64; 2], turned: bool) -> [f64; 2] {
    if turned { [size[1], size[0]] } else { size }
}

fn size(node: &GraphNode) -> [f64; 2] {
    let sound = |length: f64| {
        if length.is_finite() {
            length.max(0.0)
        } else {
            0.0
        }
    };
    [sound(node.width), sound(node.height)]
}

/// The height of a container's title: none without a name.
fn title(node: &GraphNode) -> f64 {
    if node.label.is_empty() {
        PADDING
    } else {
        BOX_HEIGHT
    }
}

fn label_box(edge: &GraphEdge) -> Option<LabelBox> {
    let label = edge.label.as_deref().filter(|label| !label.is_empty())?;
    let text = text::fit(label, LABEL_SIZE, LABEL_MOST);
    Some(LabelBox {
        width: (text::width(&text, LABEL_SIZE) + 2.0 * LABEL_PADDING).ceil(),
        height: LABEL_HEIGHT,
        x: 0.0,
        y: 0.0,
        text,
    })
}

/// Puts the levels into one another, from the outermost inwards.
fn assemble(
    graph: &Graph,
    tree: &Tree,
    sizes: &[[f64; 2]],
    levels: Vec<Level>,
    options: &Options,
) -> Drawing {
    let margin = options.margin.max(0.0);
    let whole = levels[0].routed.as_ref();
    let (width, height) = whole.map_or((0.0, 0.0), |whole| (whole.width, whole.height));
    let mut centres = vec![[0.0; 2]; tree.nodes.len()];
    let mut edges: Vec<Option<DrawnEdge>> = vec![None; graph.edges.len()];
    let mut nodes = Vec::with_capacity(tree.nodes.len());
    let is_container = {
        let mut is_container = vec![false; tree.nodes.len()];
        for container in levels.iter().filter_map(|level| level.container) {
            is_container[container] = true;
        }
        is_container
    };
    for level in levels {
        let routed = level.routed.unwrap_or_else(|| grid(&[], 0.0));
        let origin = level.container.map_or([margin, margin], |container| {
            let [x, y] = centres[container];
            let top = y - sizes[container][1] / 2.0 + title(tree.nodes[container]);
            [(x - routed.width / 2.0).floor(), top]
        });
        let at = |point: [f64; 2]| [point[0] + origin[0], point[1] + origin[1]];
        for (&node, &centre) in level.children.iter().zip(&routed.nodes) {
            centres[node] = at(centre);
            nodes.push(draw_node(
                tree,
                node,
                centres[node],
                sizes[node],
                is_container[node],
            ));
        }
        for (&(index, ..), mut route) in level.edges.iter().zip(routed.edges) {
            let edge = &graph.edges[index];
            let label_box = label_box(edge).zip(route.label).map(|(label, centre)| {
                let [x, y] = at(centre);
                LabelBox { x, y, ..label }
            });
            for stroke in &mut route.strokes {
                stroke.map(|point| *point = at(*point));
            }
            edges[index] = Some(DrawnEdge {
                id: edge.id.clone(),
                from: edge.from.clone(),
                to: edge.to.clone(),
                kind: edge.kind,
                label: edge.label.clone(),
                label_box,
                points: flatten(at(route.start), &route.strokes),
                strokes: route.strokes,
            });
        }
    }
    Drawing {
        width: width + 2.0 * margin,
        height: height + 2.0 * margin,
        direction: options.direction,
        nodes,
        edges: edges.into_iter().flatten().collect(),
    }
}

fn draw_node(
    tree: &Tree,
    node: usize,
    [x, y]: [f64; 2],
    [width, height]: [f64; 2],
    container: bool,
) -> DrawnNode {
    let drawn = tree.nodes[node];
    DrawnNode {
        id: drawn.id.clone(),
        kind: drawn.kind,
        x,
        y,
        width,
        height,
        parent: tree.parent[node].map(|container| tree.nodes[container].id.clone()),
        container,
        name: drawn.name.clone(),
        label: drawn.label.clone(),
        detail: drawn.detail.clone(),
        hidden: drawn.hidden,
    }
}
