//! How the boxes of a drawing hang together: who is whose neighbour, which way leads where.
//!
//! Pure. It knows a drawing by the indices of its boxes and edges.

use std::sync::Arc;

use stepwell_core::layout::{Direction, Drawing, DrawnNode, EdgeKind, NodeKind};

/// A drawing, and how its boxes hang together.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) drawing: Arc<Drawing>,
    boxes: Names,
    edges: Names,
    /// The box that each lies in.
    parents: Vec<Option<usize>>,
    /// Where each edge leads from and to.
    ends: Vec<[usize; 2]>,
    leaving: Links,
    arriving: Links,
}

/// Where an arrow key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Along an edge.
    On,
    /// Against an edge.
    Back,
    /// To what stands before it beside it.
    Before,
    /// To what stands after it beside it.
    After,
}

/// Boxes and edges that stand out.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) boxes: Vec<bool>,
    pub(super) edges: Vec<bool>,
}

impl Network {
    pub(super) fn new(drawing: Arc<Drawing>) -> Self {
        let count = drawing.nodes.len();
        let boxes = Names::new(count, &|index| &drawing.nodes[index].id);
        let edges = Names::new(drawing.edges.len(), &|index| &drawing.edges[index].id);
        let find = |id: &str| boxes.find(id, &|index| &drawing.nodes[index].id);
        let parents = drawing
            .nodes
            .iter()
            .map(|node| find(node.parent.as_deref()?));
        let ends = drawing.edges.iter().map(|edge| {
            // Every edge of a drawing joins two of its boxes.
            [find(&edge.from).unwrap_or(0), find(&edge.to).unwrap_or(0)]
        });
        let (parents, ends): (_, Vec<_>) = (parents.collect(), ends.collect());
        Self {
            leaving: Links::new(count, ends.iter().map(|ends| ends[0])),
            arriving: Links::new(count, ends.iter().map(|ends| ends[1])),
            boxes,
            edges,
            parents,
            ends,
            drawing,
        }
    }

    /// The box of that id.
    pub(super) fn find_box(&self, id: &str) -> Option<usize> {
        self.boxes.find(id, &|index| &self.drawing.nodes[index].id)
    }

    /// The edge of that id.
    pub(super) fn find_edge(&self, id: &str) -> Option<usize> {
        self.edges.find(id, &|index| &self.drawing.edges[index].id)
    }

    /// The boxes at the ends of an edge.
    pub(super) fn ends(&self, edge: usize) -> [&DrawnNode; 2] {
        self.ends[edge].map(|end| &self.drawing.nodes[end])
    }

    /// All that leads to a box and all that it leads to, with the edges on the way. For what lies in a container,
    /// the container's ways count too.
    pub(super) fn paths(&self, from: usize) -> Marks {
        let mut marks = Marks {
            boxes: vec![false; self.parents.len()],
            edges: vec![false; self.ends.len()],
        };
        let mut within = vec![from];
        while let Some(container) = self.parents[within[within.len() - 1]] {
            within.push(container);
        }
        for (links, end) in [(&self.leaving, 1), (&self.arriving, 0)] {
            let mut seen = vec![false; self.parents.len()];
            let mut ahead = within.clone();
            while let Some(here) = ahead.pop() {
                if std::mem::replace(&mut seen[here], true) {
                    continue;
                }
                marks.boxes[here] = true;
                for edge in links.of(here) {
                    marks.edges[edge] = true;
                    ahead.push(self.ends[edge][end]);
                }
            }
        }
        // With a container all that is in it, which comes after it.
        for index in 0..self.parents.len() {
            let around = self.parents[index].filter(|around| !within[1..].contains(around));
            marks.boxes[index] |= around.is_some_and(|around| marks.boxes[around]);
        }
        marks
    }

    /// The first box that can be chosen.
    pub(super) fn first(&self) -> Option<usize> {
        let start = (0..self.parents.len()).find(|&index| self.node(index).kind == NodeKind::Start);
        start
            .and_then(|start| self.leaving.of(start).map(|edge| self.ends[edge][1]).next())
            .or_else(|| (0..self.parents.len()).find(|&index| self.can_be_chosen(index)))
    }

    /// Where an arrow key leads from a box. On leads into an open container and, behind the last box in it, out of it;
    /// Back from the first box in it to the container itself. Beside a box are those of the same rank, or else what
    /// could be in its place: where its predecessors also lead, and what also leads to its successors.
    pub(super) fn walk(&self, from: usize, way: Way) -> Option<usize> {
        match way {
            Way::On => self.on(from),
            Way::Back => {
                let back = self.follow(from, &self.arriving, 0);
                back.or_else(|| self.in_grid(from, -1.0))
                    .or(self.parents[from])
            }
            Way::Before => self.beside(from, -1.0),
            Way::After => self.beside(from, 1.0),
        }
    }

    fn on(&self, from: usize) -> Option<usize> {
        if self.node(from).container {
            let inner = (0..self.parents.len()).filter(|&index| self.parents[index] == Some(from));
            let entry = inner.min_by(|&a, &b| {
                let is_entry = |index: usize| self.arriving.of(index).next().is_some();
                let key = |index: usize| (is_entry(index), self.main(index), self.cross(index));
                key(a)
                    .partial_cmp(&key(b))
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
            return entry.or_else(|| self.follow(from, &self.leaving, 1));
        }
        let mut here = from;
        loop {
            let on = self.follow(here, &self.leaving, 1);
            if let Some(on) = on.or_else(|| self.in_grid(here, 1.0)) {
                return Some(on);
            }
            here = self.parents[here]?;
        }
    }

    /// The end of the best edge: not one of failure if there is another, then one that leads straight.
    fn follow(&self, from: usize, links: &Links, end: usize) -> Option<usize> {
        let ways = links.of(from).map(|edge| {
            let to = self.ends[edge][end];
            let fails = self.drawing.edges[edge].kind == EdgeKind::Failure;
            (to, (fails, (self.cross(to) - self.cross(from)).abs()))
        });
        nearest(ways.filter(|&(to, _)| to != from && self.can_be_chosen(to)))
    }

    /// The next box in a container whose boxes no edge joins, in the row after (`side` 1) or before it (-1).
    fn in_grid(&self, from: usize, side: f64) -> Option<usize> {
        let is_alone = |index: usize| {
            self.leaving.of(index).next().is_none() && self.arriving.of(index).next().is_none()
        };
        self.parents[from].filter(|_| is_alone(from))?;
        let siblings = self.siblings(from).filter_map(|index| {
            let ahead = (self.main(index) - self.main(from)) * side;
            let aside = (self.cross(index) - self.cross(from)).abs();
            (ahead > 1.0).then_some((index, (ahead, aside)))
        });
        nearest(siblings)
    }

    /// The nearest box on one side: before it (-1) or after it (1).
    fn beside(&self, from: usize, side: f64) -> Option<usize> {
        let ahead = |index: usize| (self.cross(index) - self.cross(from)) * side;
        let of_rank = self.siblings(from).filter_map(|index| {
            let apart = (self.main(index) - self.main(from)).abs();
            let together = f64::midpoint(self.depth(index), self.depth(from));
            (apart < together && ahead(index) > 0.0).then_some((index, (ahead(index), apart)))
        });
        nearest(of_rank).or_else(|| {
            let back = self.arriving.of(from).map(|edge| self.ends[edge][0]);
            let on = self.leaving.of(from).map(|edge| self.ends[edge][1]);
            let others = back.flat_map(|back| self.leaving.of(back).map(|edge| self.ends[edge][1]));
            let others = others
                .chain(on.flat_map(|on| self.arriving.of(on).map(|edge| self.ends[edge][0])))
                .filter(|&index| ahead(index) > 0.0 && self.can_be_chosen(index));
            nearest(others.map(|index| {
                let apart = (self.main(index) - self.main(from)).abs();
                (index, (apart, ahead(index)))
            }))
        })
    }

    /// The other boxes in the same container.
    fn siblings(&self, of: usize) -> impl Iterator<Item = usize> {
        (0..self.parents.len()).filter(move |&index| {
            index != of && self.parents[index] == self.parents[of] && self.can_be_chosen(index)
        })
    }

    /// Whether it is a step or task.
    pub(super) fn can_be_chosen(&self, index: usize) -> bool {
        !matches!(self.node(index).kind, NodeKind::Start | NodeKind::End)
    }

    fn node(&self, index: usize) -> &DrawnNode {
        &self.drawing.nodes[index]
    }

    /// Where it is along the way that edges run.
    fn main(&self, index: usize) -> f64 {
        let node = self.node(index);
        if self.is_down() { node.y } else { node.x }
    }

    /// Where it is across that.
    fn cross(&self, index: usize) -> f64 {
        let node = self.node(index);
        if self.is_down() { node.x } else { node.y }
    }

    /// How long it is along the way that edges run.
    fn depth(&self, index: usize) -> f64 {
        let node = self.node(index);
        if self.is_down() {
            node.height
        } else {
            node.width
        }
    }

    fn is_down(&self) -> bool {
        self.drawing.direction == Direction::Down
    }
}

/// The one with the smallest distance, which is the first where there are several.
fn nearest<K: PartialOrd>(all: impl Iterator<Item = (usize, K)>) -> Option<usize> {
    let least = all.reduce(|least, other| if other.1 < least.1 { other } else { least });
    least.map(|(index, _)| index)
}

/// Things by the group that each is in, such as edges by the box that they leave.
#[derive(Debug)]
pub(super) struct Links {
    /// Where the list of each group begins in `things`; and the end.
    starts: Vec<u32>,
    things: Vec<u32>,
}

impl Links {
    /// Things by their groups.
    pub(super) fn new(groups: usize, group_of: impl Iterator<Item = usize> + Clone) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for group in group_of.clone() {
            starts[group + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        let (mut things, mut next) = (vec![0; starts[groups] as usize], starts.clone());
        for (thing, group) in (0..).zip(group_of) {
            things[next[group] as usize] = thing;
            next[group] += 1;
        }
        Self { starts, things }
    }

    /// What is in a group.
    pub(super) fn of(&self, group: usize) -> impl Iterator<Item = usize> {
        let (start, end) = (self.starts[group] as usize, self.starts[group + 1] as usize);
        self.things[start..end].iter().map(|&thing| thing as usize)
    }
}

/// Indices by name, as a table with open addressing: a fraction of the wasm that the standard library's is.
#[derive(Debug)]
struct Names {
    /// An index and one more; 0 where there is none.
    slots: Vec<u32>,
}

impl Names {
    fn new<'a>(count: usize, name: &dyn Fn(usize) -> &'a str) -> Self {
        let mut slots = vec![0; (2 * count + 1).next_power_of_two()];
        for (index, mark) in (0..count).zip(1..) {
            let mut slot = hash(name(index)) & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = mark;
        }
        Self { slots }
    }

    fn find<'a>(&self, wanted: &str, name: &dyn Fn(usize) -> &'a str) -> Option<usize> {
        let mut slot = hash(wanted) & (self.slots.len() - 1);
        loop {
            let index = self.slots[slot].checked_sub(1)? as usize;
            if name(index) == wanted {
                return Some(index);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

/// FNV-1a (Fowler, Noll, Vo).
fn hash(name: &str) -> usize {
    name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    }) as usize
}

#[cfg(test)]
mod tests {
    use stepwell_core::{
        Workflow,
        layout::{Options, layout},
    };

    use super::*;

    fn network(steps: &str, direction: Direction) -> Network {
        let workflow = Workflow::parse(&format!("{{\"steps\": {steps}}}")).unwrap();
        let options = Options {
            direction,
            ..Options::default()
        };
        Network::new(Arc::new(layout(&workflow, &options)))
    }

    const FORK: &str = r#"{
        "Ask": {"func": "f", "branch": {"yes": "Yes", "no": "No"}, "onFailure": "Sorry"},
        "Yes": {"nextStep": "Join", "onFailure": "Sorry"},
        "No": {"nextStep": "Join"},
        "Join": {"parallel": true, "func": {"a": "f", "b": "f"}, "nextStep": "Last"},
        "Last": {},
        "Sorry": {"fail": {"error": "E"}}
    }"#;

    fn walk(network: &Network, from: &str, way: Way) -> Option<String> {
        let to = network.walk(network.find_box(from).unwrap(), way);
        to.map(|to| network.drawing.nodes[to].id.clone())
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        let network = network(FORK, Direction::Down);
        for (index, node) in network.drawing.nodes.iter().enumerate() {
            assert_eq!(network.find_box(&node.id), Some(index));
        }
        for (index, edge) in network.drawing.edges.iter().enumerate() {
            assert_eq!(network.find_edge(&edge.id), Some(index));
        }
        assert_eq!(network.find_box("Nowhere"), None);
        assert_eq!(Names::new(0, &|_| "").find("", &|_| ""), None);
    }

    #[test]
    fn arrows_walk_along_the_edges_whatever_the_direction() {
        for direction in [Direction::Down, Direction::Right] {
            let network = network(FORK, direction);
            let walk = |from, way| walk(&network, from, way);
            let first = network
                .first()
                .map(|first| &*network.drawing.nodes[first].id);
            assert_eq!(first, Some("Ask"));
            let on = walk("Ask", Way::On).unwrap();
            assert!(["Yes", "No"].contains(&&*on), "{on}: not the handler");
            assert_eq!(walk(&on, Way::On).as_deref(), Some("Join"));
            assert_eq!(walk(&on, Way::Back).as_deref(), Some("Ask"));
            assert_eq!(walk("Ask", Way::Back), None, "the marker cannot be chosen");
            assert_eq!(walk("Last", Way::On), None);
            let [one, other] = [walk("Yes", Way::After), walk("No", Way::After)];
            let neighbours = one.as_deref() == Some("No") || other.as_deref() == Some("Yes");
            assert!(neighbours, "{one:?} {other:?}");
        }
    }

    #[test]
    fn arrows_lead_into_a_container_and_out_of_it() {
        let network = network(FORK, Direction::Down);
        let mut here = "Join".to_owned();
        let mut way = Vec::new();
        while let Some(on) = walk(&network, &here, Way::On) {
            way.push(on.clone());
            here = on;
            assert!(way.len() < 9, "{way:?}");
        }
        assert_eq!(way[0], "Join/a");
        assert_eq!(way.last().map(String::as_str), Some("Last"));
        assert_eq!(walk(&network, "Join/a", Way::Back).as_deref(), Some("Join"));
        assert_eq!(walk(&network, "Last", Way::Back).as_deref(), Some("Join"));
    }

    #[test]
    fn arrows_alone_reach_every_box() {
        for direction in [Direction::Down, Direction::Right] {
            let network = network(FORK, direction);
            let mut reached = vec![false; network.drawing.nodes.len()];
            let mut ahead = vec![network.first().unwrap()];
            while let Some(here) = ahead.pop() {
                if !std::mem::replace(&mut reached[here], true) {
                    let ways = [Way::On, Way::Back, Way::Before, Way::After];
                    ahead.extend(ways.iter().filter_map(|&way| network.walk(here, way)));
                }
            }
            for (index, node) in network.drawing.nodes.iter().enumerate() {
                assert_eq!(reached[index], network.can_be_chosen(index), "{}", node.id);
            }
        }
    }

    #[test]
    fn paths_are_all_that_leads_there_and_on_from_there() {
        let network = network(FORK, Direction::Down);
        let paths = |from: &str| {
            let marks = network.paths(network.find_box(from).unwrap());
            let nodes = network.drawing.nodes.iter().zip(&marks.boxes);
            let nodes = nodes
                .filter(|(_, mark)| **mark)
                .map(|(node, _)| node.id.clone());
            (
                nodes.collect::<Vec<_>>(),
                marks.edges.iter().filter(|mark| **mark).count(),
            )
        };
        assert_eq!(
            paths("No"),
            (
                ["[start]", "Ask", "No", "Join", "Last", "[end]"]
                    .map(String::from)
                    .to_vec(),
                5
            )
        );
        assert_eq!(
            paths("Join/a").0,
            [
                "[start]", "Ask", "Yes", "No", "Join", "Last", "[end]", "Join/a"
            ]
            .map(String::from)
        );
    }
}
