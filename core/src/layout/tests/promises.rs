//! What every drawing promises, and the geometry to hold it to that.

use std::collections::HashMap;

use super::*;

/// Holds a drawing against everything that a layout promises.
pub(super) fn check(graph: &Graph, options: &Options) -> Drawing {
    let drawing = layout_graph(graph, options);
    assert_eq!(drawing, layout_graph(graph, options), "the same again");
    hold(&drawing);
    drawing
}

/// Holds a drawing against everything but that it comes out again.
pub(super) fn hold(drawing: &Drawing) {
    let boxes = Boxes::new(drawing);
    let lengths = drawing
        .nodes
        .iter()
        .flat_map(|node| [node.x, node.y, node.width, node.height]);
    assert!(
        lengths
            .chain([drawing.width, drawing.height])
            .all(f64::is_finite)
    );
    for (index, node) in drawing.nodes.iter().enumerate() {
        let rect = Rect::of(node);
        assert!(Rect::whole(drawing).holds(&rect), "{} is outside", node.id);
        if let Some(container) = boxes.parent[index] {
            assert!(container < index, "{} comes before its container", node.id);
            assert!(
                Rect::of(&drawing.nodes[container]).holds(&rect),
                "{} sticks out",
                node.id
            );
        }
        for (other, before) in drawing.nodes[..index].iter().enumerate() {
            if !boxes.is_around(other, index) {
                assert!(
                    !Rect::of(before).meets(&rect),
                    "{} overlaps {}",
                    node.id,
                    before.id
                );
            }
        }
    }
    for edge in &drawing.edges {
        check_edge(drawing, &boxes, edge);
    }
    let labels: Vec<Rect> = drawing
        .edges
        .iter()
        .filter_map(|edge| edge.label_box.as_ref().map(Rect::of_label))
        .collect();
    for (index, label) in labels.iter().enumerate() {
        assert!(Rect::whole(drawing).holds(label));
        assert!(
            labels[..index].iter().all(|other| !other.meets(label)),
            "labels overlap"
        );
    }
}

fn check_edge(drawing: &Drawing, boxes: &Boxes, edge: &DrawnEdge) {
    let name = &edge.id;
    assert!(edge.points.len() >= 2, "{name} has a way");
    assert!(
        edge.points
            .iter()
            .flatten()
            .all(|length| length.is_finite())
    );
    let (from, to) = boxes.ends(edge);
    let on_border =
        |node: usize, point: [f64; 2]| Rect::of(&drawing.nodes[node]).has_on_border(point);
    assert!(on_border(from, edge.points[0]), "{name} leaves its box");
    assert!(
        on_border(to, edge.points[edge.points.len() - 1]),
        "{name} enters its box"
    );
    let label = edge.label_box.as_ref().map(Rect::of_label);
    assert_eq!(label.is_some(), edge.label.is_some());
    for (index, node) in drawing.nodes.iter().enumerate() {
        let rect = Rect::of(node);
        if boxes.is_around(index, from) && boxes.is_around(index, to) {
            continue;
        }
        assert!(
            !label.as_ref().is_some_and(|label| label.meets(&rect)),
            "the label of {name} lies on {}",
            node.id
        );
        for pair in edge.points.windows(2) {
            assert!(
                !rect.is_crossed(pair[0], pair[1]),
                "{name} runs through {}",
                node.id
            );
        }
    }
}

/// Two edges may cross, but lie on one another only where they lead to the same node. (A border of a few pixels
/// has no room for ends that stand apart.)
pub(super) fn check_that_edges_lie_apart(drawing: &Drawing) {
    let boxes = Boxes::new(drawing);
    for (index, edge) in drawing.edges.iter().enumerate() {
        for other in &drawing.edges[..index] {
            if boxes.ends(edge).1 == boxes.ends(other).1 {
                continue;
            }
            for (a, b) in edge.points.iter().zip(&edge.points[1..]) {
                for (c, d) in other.points.iter().zip(&other.points[1..]) {
                    let lie = (0..2).any(|axis| lie_on_one_another([*a, *b], [*c, *d], axis));
                    assert!(
                        !lie,
                        "{} lies on {}: {a:?} {b:?} {c:?} {d:?}",
                        edge.id, other.id
                    );
                }
            }
        }
    }
}

/// Whether two lines that are both level along an axis share more than a point.
fn lie_on_one_another(one: [[f64; 2]; 2], other: [[f64; 2]; 2], axis: usize) -> bool {
    let level = one[0][axis];
    let all = [one[1], other[0], other[1]];
    let along = |line: [[f64; 2]; 2]| {
        let (a, b) = (line[0][1 - axis], line[1][1 - axis]);
        (a.min(b), a.max(b))
    };
    let (one, other) = (along(one), along(other));
    all.iter().all(|point| (point[axis] - level).abs() < 0.01)
        && one.0.max(other.0) + 0.01 < one.1.min(other.1)
}

struct Boxes<'a> {
    by_id: HashMap<&'a str, usize>,
    parent: Vec<Option<usize>>,
}

impl<'a> Boxes<'a> {
    fn new(drawing: &'a Drawing) -> Self {
        let by_id: HashMap<&str, usize> = drawing
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (&*node.id, index))
            .collect();
        let parent = drawing
            .nodes
            .iter()
            .map(|node| node.parent.as_deref().map(|id| by_id[id]))
            .collect();
        Self { by_id, parent }
    }

    fn around(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |&node| self.parent[node]).skip(1)
    }

    fn is_around(&self, container: usize, node: usize) -> bool {
        self.around(node).any(|around| around == container)
    }

    /// The boxes between which an edge is drawn.
    fn ends(&self, edge: &DrawnEdge) -> (usize, usize) {
        let (from, to) = (self.by_id[&*edge.from], self.by_id[&*edge.to]);
        let chain = |node| std::iter::once(node).chain(self.around(node));
        chain(from)
            .flat_map(|a| chain(to).map(move |b| (a, b)))
            .find(|&(a, b)| self.parent[a] == self.parent[b])
            .expect("the outermost boxes are on one level")
    }
}

#[derive(Debug)]
struct Rect {
    low: [f64; 2],
    high: [f64; 2],
}

impl Rect {
    fn new(centre: [f64; 2], size: [f64; 2]) -> Self {
        let at = |sign: f64| {
            [
                centre[0] + sign * size[0] / 2.0,
                centre[1] + sign * size[1] / 2.0,
            ]
        };
        Self {
            low: at(-1.0),
            high: at(1.0),
        }
    }

    fn of(node: &DrawnNode) -> Self {
        Self::new([node.x, node.y], [node.width, node.height])
    }

    fn of_label(label: &LabelBox) -> Self {
        Self::new([label.x, label.y], [label.width, label.height])
    }

    fn whole(drawing: &Drawing) -> Self {
        Self {
            low: [0.0; 2],
            high: [drawing.width, drawing.height],
        }
    }

    fn holds(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] <= other.low[axis] && other.high[axis] <= self.high[axis])
    }

    fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] < other.high[axis] && other.low[axis] < self.high[axis])
    }

    fn has_on_border(&self, point: [f64; 2]) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() < 0.01;
        let within = (0..2).all(|axis| {
            self.low[axis] - 0.01 <= point[axis] && point[axis] <= self.high[axis] + 0.01
        });
        within
            && (0..2)
                .any(|axis| near(point[axis], self.low[axis]) || near(point[axis], self.high[axis]))
    }

    /// Whether a line runs through the inside (Liang and Barsky's clipping).
    fn is_crossed(&self, from: [f64; 2], to: [f64; 2]) -> bool {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            let (low, high) = (self.low[axis] + 0.01, self.high[axis] - 0.01);
            let step = to[axis] - from[axis];
            if step == 0.0 {
                if from[axis] <= low || from[axis] >= high {
                    return false;
                }
                continue;
            }
            let (a, b) = ((low - from[axis]) / step, (high - from[axis]) / step);
            enter = enter.max(a.min(b));
            leave = leave.min(a.max(b));
        }
        enter < leave
    }
}
