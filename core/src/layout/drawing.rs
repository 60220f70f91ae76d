//! What a layout gives and takes as plain data: coordinates only, no markup.
//!
//! Everything serializes in camelCase, which is what the npm package hands out. This module knows neither
//! workflows nor how coordinates come about.

use serde::{Deserialize, Serialize};

use super::curve::Stroke;

/// A laid-out graph. Lengths are CSS pixels, x grows to the right and y downwards, from the top left corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawing {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The way its edges run.
    pub direction: Direction,
    /// The boxes, in the graph's order; a container comes before what it contains.
    pub nodes: Vec<DrawnNode>,
    /// The edges, in the graph's order.
    pub edges: Vec<DrawnEdge>,
}

/// A box of a [`Drawing`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrawnNode {
    /// The node's id; for a step of a workflow its path, in which a map's item is written `[]`.
    pub id: String,
    /// What it shows.
    pub kind: NodeKind,
    /// Its centre.
    pub x: f64,
    /// Its centre.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The id of the container that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Whether it is drawn as a container round its children.
    pub container: bool,
    /// Its name in full.
    pub name: String,
    /// Its name as shown: on one line and shortened to fit.
    pub label: String,
    /// The second line, shortened to fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How many boxes are in it that are not drawn, since it is a closed container. One that is open has none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub hidden: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_none(hidden: &usize) -> bool {
    *hidden == 0
}

/// An edge of a [`Drawing`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrawnEdge {
    /// The edge's id.
    pub id: String,
    /// The id of the node that it leaves.
    pub from: String,
    /// The id of the node that it leads to.
    pub to: String,
    /// When it is taken.
    pub kind: EdgeKind,
    /// Its label in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where the label stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_box: Option<LabelBox>,
    /// The polyline as drawn, from the border of one box to the border of the other: its curves flattened.
    pub points: Vec<[f64; 2]>,
    /// The same way as lines and curves, from the first of the points.
    #[serde(skip)]
    pub strokes: Vec<Stroke>,
}

/// The room of an edge's label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelBox {
    /// The label as shown: on one line and shortened to fit.
    pub text: String,
    /// Its centre.
    pub x: f64,
    /// Its centre.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// What a box shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    /// Where the workflow starts.
    Start,
    /// Where it ends.
    End,
    /// A step that calls a function, or any node of a plain graph.
    #[default]
    Task,
    /// A step that runs several tasks at once.
    Parallel,
    /// A step that does something for each item of a list.
    Map,
    /// A step that runs a nested workflow.
    Nested,
    /// A step that waits.
    Wait,
    /// A step that fails on purpose.
    Fail,
    /// A step without an action.
    Pass,
    /// A task of a parallel step.
    ParallelTask,
    /// What a map step does with an item.
    MapItem,
}

/// When an edge is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EdgeKind {
    /// After success.
    #[default]
    Success,
    /// After a failure.
    Failure,
    /// When the result matches one of the label's keys.
    Branch,
    /// When the result matches no branch.
    Default,
}

/// The way edges run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// From top to bottom.
    #[default]
    Down,
    /// From left to right.
    Right,
}

impl NodeKind {
    /// As it is serialized.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Task => "task",
            Self::Parallel => "parallel",
            Self::Map => "map",
            Self::Nested => "nested",
            Self::Wait => "wait",
            Self::Fail => "fail",
            Self::Pass => "pass",
            Self::ParallelTask => "parallelTask",
            Self::MapItem => "mapItem",
        }
    }
}

impl EdgeKind {
    /// As it is serialized.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Branch => "branch",
            Self::Default => "default",
        }
    }
}

impl Direction {
    /// As it is serialized.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Right => "right",
        }
    }
}

/// How to lay out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// The way edges run.
    pub direction: Direction,
    /// The room between neighbouring boxes, in pixels; less than 8 is taken as 8.
    pub node_gap: f64,
    /// The room between successive ranks, in pixels; less than 16 is taken as 16.
    pub rank_gap: f64,
    /// The room round the whole, in pixels.
    pub margin: f64,
    /// For a workflow: how many levels of containers are opened.
    pub depth: usize,
    /// For a workflow: containers are opened, outermost first, while the drawing has at most so many nodes.
    pub max_nodes: usize,
    /// For a workflow: the ids of containers that are open whatever `depth` and `max_nodes` say, if what they lie in
    /// is open.
    pub expanded: Vec<String>,
    /// For a workflow: the ids of containers that are closed, whatever else is said.
    pub collapsed: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            direction: Direction::Down,
            node_gap: 36.0,
            rank_gap: 44.0,
            margin: 24.0,
            depth: 3,
            max_nodes: 2_000,
            expanded: Vec::new(),
            collapsed: Vec::new(),
        }
    }
}

impl Options {
    /// Opens or closes the container of that id by name.
    pub fn set_open(&mut self, id: String, open: bool) {
        self.expanded.retain(|expanded| *expanded != id);
        self.collapsed.retain(|collapsed| *collapsed != id);
        let named = if open {
            &mut self.expanded
        } else {
            &mut self.collapsed
        };
        named.push(id);
    }
}

/// A graph to lay out.
///
/// Nothing in it can be wrong enough to give no drawing: of two nodes with one id the first counts, an edge
/// to or from no node is left out, an unknown `parent` (or one that lies within its own child) is none, and a
/// size that is no positive number is 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// Its nodes.
    pub nodes: Vec<GraphNode>,
    /// Its edges.
    pub edges: Vec<GraphEdge>,
}

/// A node of a [`Graph`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GraphNode {
    /// Tells it from the others.
    pub id: String,
    /// What it shows.
    pub kind: NodeKind,
    /// Its width; a container becomes as wide as its children need.
    pub width: f64,
    /// Its height; a container becomes as high as its children and, if it has a name, its title need.
    pub height: f64,
    /// The id of the container that it lies in.
    pub parent: Option<String>,
    /// Its name in full.
    pub name: String,
    /// Its name as shown.
    pub label: String,
    /// The second line.
    pub detail: Option<String>,
    /// How many nodes are in it that the graph leaves out.
    pub hidden: usize,
}

/// An edge of a [`Graph`]. One that crosses a container's border is drawn from or to that border.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GraphEdge {
    /// Tells it from the others.
    pub id: String,
    /// The id of the node that it leaves.
    pub from: String,
    /// The id of the node that it leads to.
    pub to: String,
    /// When it is taken. Failure edges to one node are drawn as one bundle.
    pub kind: EdgeKind,
    /// Its label in full.
    pub label: Option<String>,
}
