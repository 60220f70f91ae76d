//! What the graph of a workflow shows: its steps, what is in them, and the ways between them.
//!
//! Containers are opened breadth first, so that an outer one is never closed for the sake of an inner one. Those
//! that the options name are open or closed whatever room there is.

use std::{collections::VecDeque, sync::Arc};

use time::OffsetDateTime;

use super::{
    BOX_HEIGHT, DETAIL_SIZE, NAME_SIZE, TEXT_LEFT,
    drawing::{EdgeKind, Graph, GraphEdge, GraphNode, NodeKind, Options},
    text,
};
use crate::{
    Map, path,
    workflow::{Action, Chain, ChainId, Step, Target, Wait, Workflow},
};

/// The width and height of the start and end markers.
const MARKER: f64 = 28.0;
/// The longest that the text of a box is shown.
const TEXT_MOST: f64 = 340.0;
/// The room right of a box's text.
const TEXT_RIGHT: f64 = 14.0;
/// The room for the button that opens and closes a container, right of its title.
pub const TOGGLE_ROOM: f64 = 22.0;
/// The least width of a box.
const LEAST_WIDTH: f64 = 132.0;
/// The height of a task's box inside a parallel or map step.
const TASK_HEIGHT: f64 = 42.0;
/// What stands before how often a step is tried again, in its second line.
pub const RETRIES: &str = "↻ ";
/// The id of the start marker; no path has `[` where a name starts.
pub const START: &str = "[start]";
/// The id of the end marker.
pub const END: &str = "[end]";

/// The graph of a workflow, whose boxes are as large as their texts need.
pub fn workflow_graph(workflow: &Workflow, options: &Options) -> Graph {
    let mut builder = Builder {
        workflow,
        options,
        graph: Graph::default(),
        ahead: VecDeque::new(),
    };
    builder.add_root();
    while let Some(inner) = builder.ahead.pop_front() {
        builder.open(&inner);
    }
    builder.graph
}

/// The id of the box for a path: the same for every item of a map.
pub fn box_id(path: &str) -> String {
    let mut id = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        id.push_str(before);
        id.push_str("[]");
        rest = after.split_once(']').map_or("", |(_, after)| after);
    }
    id.push_str(rest);
    id
}

/// The id of the edge between two boxes by their ids.
pub fn edge_id(from: &str, kind: EdgeKind, to: &str) -> String {
    [from, "[", kind.as_str(), "]", to].concat()
}

struct Builder<'a> {
    workflow: &'a Workflow,
    options: &'a Options,
    graph: Graph,
    ahead: VecDeque<Inner>,
}

/// A box that something is in.
struct Inner {
    /// Its id.
    id: String,
    /// Its place among the graph's nodes.
    node: usize,
    /// The number of levels around what is in it.
    depth: usize,
    content: Content,
}

enum Content {
    /// The steps of a workflow, their paths beginning with the prefix.
    Steps { chain: ChainId, prefix: String },
    /// The tasks of a parallel step.
    Tasks(Vec<(Arc<str>, Target)>),
    /// The function that a map calls.
    Item(Arc<str>),
}

impl Builder<'_> {
    fn add_root(&mut self) {
        let chain = self.workflow.root();
        self.graph
            .nodes
            .push(marker(START, NodeKind::Start, "Start"));
        self.add_edge(START, &path::segment(&chain.start), EdgeKind::Success, None);
        self.add_steps(chain, "", None, 0);
        let ends: Vec<&Step> = chain.steps.values().filter(|step| ends(step)).collect();
        if !ends.is_empty() {
            self.graph.nodes.push(marker(END, NodeKind::End, "End"));
        }
        for step in ends {
            self.add_edge(&path::segment(&step.name), END, EdgeKind::Success, None);
        }
    }

    /// Adds what is in a box, unless the options close it, or there is no room for it and they do not open it.
    fn open(&mut self, inner: &Inner) {
        let count = match &inner.content {
            Content::Steps { chain, .. } => self.workflow.chain(*chain).steps.len(),
            Content::Tasks(tasks) => tasks.len(),
            Content::Item(_) => 1,
        };
        let options = self.options;
        let has_room =
            inner.depth <= options.depth && self.graph.nodes.len() + count <= options.max_nodes;
        if options.collapsed.contains(&inner.id)
            || !(has_room || options.expanded.contains(&inner.id))
        {
            self.graph.nodes[inner.node].hidden = count;
            return;
        }
        let parent = Some(&*inner.id);
        match &inner.content {
            Content::Steps { chain, prefix } => {
                let chain = self.workflow.chain(*chain);
                self.add_steps(chain, prefix, parent, inner.depth);
            }
            Content::Tasks(tasks) => {
                for (name, target) in tasks {
                    let id = path::join(&inner.id, &path::segment(name));
                    let detail = self.target_detail(target);
                    let detail = (detail != **name).then_some(detail);
                    let mut task = sized(id, NodeKind::ParallelTask, name, detail, parent);
                    if let Target::Workflow(chain) = target {
                        task.width += TOGGLE_ROOM;
                        self.put_ahead_steps(&task.id, *chain, &task.id, inner.depth + 1);
                    }
                    self.graph.nodes.push(task);
                }
            }
            Content::Item(function) => {
                let id = format!("{}[]", inner.id);
                let item = sized(id, NodeKind::MapItem, function, None, parent);
                self.graph.nodes.push(item);
            }
        }
    }

    fn add_steps(&mut self, chain: &Chain, prefix: &str, parent: Option<&str>, depth: usize) {
        let id = |name: &str| path::join(prefix, &path::segment(name));
        for step in chain.steps.values() {
            self.add_step(step, id(&step.name), parent, depth);
            for (to, kind, label) in ways(step) {
                self.add_edge(&id(&step.name), &id(&to), kind, label);
            }
        }
    }

    fn add_step(&mut self, step: &Step, id: String, parent: Option<&str>, depth: usize) {
        let (kind, action) = self.action(step);
        let parts: Vec<String> = action.into_iter().chain(limits(step)).collect();
        let detail = (!parts.is_empty()).then(|| parts.join(" · "));
        let before = self.ahead.len();
        match &step.action {
            Action::Task(Target::Workflow(chain)) => {
                self.put_ahead_steps(&id, *chain, &id, depth + 1);
            }
            Action::Map {
                target: Target::Workflow(chain),
                ..
            } => self.put_ahead_steps(&id, *chain, &format!("{id}[]"), depth + 1),
            Action::Map {
                target: Target::Function(function),
                ..
            } => self.put_ahead(&id, depth + 1, Content::Item(function.clone())),
            Action::Parallel(tasks) => {
                let tasks = tasks
                    .iter()
                    .map(|(name, target)| (name.clone(), target.clone()));
                self.put_ahead(&id, depth + 1, Content::Tasks(tasks.collect()));
            }
            Action::Task(Target::Function(_))
            | Action::Pass
            | Action::Wait(_)
            | Action::Fail { .. } => {}
        }
        let mut node = sized(id, kind, &step.name, detail, parent);
        if self.ahead.len() > before {
            node.width += TOGGLE_ROOM;
        }
        self.graph.nodes.push(node);
    }

    fn put_ahead_steps(&mut self, id: &str, chain: ChainId, prefix: &str, depth: usize) {
        let prefix = prefix.to_owned();
        self.put_ahead(id, depth, Content::Steps { chain, prefix });
    }

    /// Notes what is in the box that is added next.
    fn put_ahead(&mut self, id: &str, depth: usize, content: Content) {
        self.ahead.push_back(Inner {
            id: id.to_owned(),
            node: self.graph.nodes.len(),
            depth,
            content,
        });
    }

    fn add_edge(&mut self, from: &str, to: &str, kind: EdgeKind, label: Option<String>) {
        self.graph.edges.push(GraphEdge {
            id: edge_id(from, kind, to),
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
            label,
        });
    }

    fn action(&self, step: &Step) -> (NodeKind, Option<String>) {
        let (kind, detail) = match &step.action {
            Action::Pass if step.branch.is_empty() => return (NodeKind::Pass, None),
            Action::Pass if step.branch_on.is_empty() => (NodeKind::Pass, "branch".to_owned()),
            Action::Pass => (NodeKind::Pass, format!("branch on {}", step.branch_on)),
            Action::Wait(Wait::For(milliseconds)) => {
                (NodeKind::Wait, format!("wait {}", duration(*milliseconds)))
            }
            Action::Wait(Wait::Until(at)) => {
                (NodeKind::Wait, format!("wait until {}", instant(*at)))
            }
            Action::Fail { error, .. } => (NodeKind::Fail, format!("fail {error}")),
            Action::Task(Target::Function(function)) => (NodeKind::Task, function.to_string()),
            Action::Task(target) => (NodeKind::Nested, self.target_detail(target)),
            Action::Parallel(tasks) => {
                let tasks = match tasks.len() {
                    1 => "parallel, 1 task".to_owned(),
                    count => format!("parallel, {count} tasks"),
                };
                let stops = if step.stop_on_failure {
                    ", stops on failure"
                } else {
                    ""
                };
                (NodeKind::Parallel, tasks + stops)
            }
            Action::Map { target, .. } => (
                NodeKind::Map,
                format!("for each item: {}", self.target_detail(target)),
            ),
        };
        (kind, Some(detail))
    }

    fn target_detail(&self, target: &Target) -> String {
        match target {
            Target::Function(function) => function.to_string(),
            Target::Workflow(chain) => format!("workflow {}", self.workflow.chain(*chain).name),
        }
    }
}

/// How often a step is tried again, and how long a try may take, if its action is one that is tried.
fn limits(step: &Step) -> impl Iterator<Item = String> {
    let is_tried = matches!(
        step.action,
        Action::Task(_) | Action::Parallel(_) | Action::Map { .. }
    );
    let retries: u64 = step
        .retry
        .iter()
        .map(|rule| u64::from(rule.max_retries))
        .sum();
    let again = (is_tried && retries > 0).then(|| format!("{RETRIES}{retries}"));
    let timeout = step.timeout.filter(|_| is_tried);
    again
        .into_iter()
        .chain(timeout.map(|limit| format!("max {}", duration(limit))))
}

/// Whether the scope can end after this step.
fn ends(step: &Step) -> bool {
    let fails = matches!(step.action, Action::Fail { .. });
    step.next.is_none() && step.branch.is_empty() && !fails
}

/// The edges that leave a step, one for each kind and target: target, kind, label.
fn ways(step: &Step) -> Vec<(Arc<str>, EdgeKind, Option<String>)> {
    let mut ways = Vec::new();
    let mut keys: Map<Arc<str>, Vec<Arc<str>>> = Map::default();
    for (key, to) in &step.branch {
        keys.entry(to.clone()).or_default().push(key.clone());
    }
    for (to, keys) in keys {
        ways.push((to, EdgeKind::Branch, Some(keys.join(", "))));
    }
    match &step.next {
        // Nothing is reached from a step that only fails.
        Some(_) if matches!(step.action, Action::Fail { .. }) => {}
        Some(to) if step.branch.is_empty() => ways.push((to.clone(), EdgeKind::Success, None)),
        Some(to) => ways.push((to.clone(), EdgeKind::Default, Some("default".to_owned()))),
        None => {}
    }
    let mut errors: Map<Arc<str>, Vec<Arc<str>>> = Map::default();
    for handler in &step.on_failure {
        let of_target = errors.entry(handler.go_to.clone()).or_default();
        of_target.extend(handler.errors.iter().cloned());
    }
    for (to, errors) in errors {
        let names_errors = errors.iter().all(|error| **error != *"*");
        let label = names_errors.then(|| errors.join(", "));
        ways.push((to, EdgeKind::Failure, label));
    }
    ways
}

pub(super) fn marker(id: &str, kind: NodeKind, name: &str) -> GraphNode {
    GraphNode {
        id: id.to_owned(),
        kind,
        width: MARKER,
        height: MARKER,
        parent: None,
        name: name.to_owned(),
        label: name.to_owned(),
        detail: None,
        hidden: 0,
    }
}

/// A box as wide as its texts, the longest of which are shortened.
pub(super) fn sized(
    id: String,
    kind: NodeKind,
    name: &str,
    detail: Option<String>,
    parent: Option<&str>,
) -> GraphNode {
    let label = text::fit(name, NAME_SIZE, TEXT_MOST);
    let detail = detail.map(|detail| text::fit(&detail, DETAIL_SIZE, TEXT_MOST));
    let detail_width = detail
        .as_deref()
        .map_or(0.0, |detail| text::width(detail, DETAIL_SIZE));
    let texts = text::width(&label, NAME_SIZE).max(detail_width);
    let width = (texts + TEXT_LEFT + TEXT_RIGHT).max(LEAST_WIDTH);
    let is_inner = matches!(kind, NodeKind::ParallelTask | NodeKind::MapItem);
    GraphNode {
        id,
        kind,
        // Even, so that both borders of a box with a whole centre fall on whole pixels.
        width: (width / 2.0).ceil() * 2.0,
        height: if is_inner { TASK_HEIGHT } else { BOX_HEIGHT },
        parent: parent.map(str::to_owned),
        name: name.to_owned(),
        label,
        detail,
        hidden: 0,
    }
}

/// `1.5 s`, `5 min`, `3 d`: the largest unit that gives a short number.
fn duration(milliseconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [
        (86_400_000, "d"),
        (3_600_000, "h"),
        (60_000, "min"),
        (1000, "s"),
    ];
    for (unit, name) in UNITS {
        let tenths = unit / 10;
        if milliseconds >= unit && milliseconds.is_multiple_of(tenths) {
            let (whole, tenth) = (milliseconds / unit, milliseconds % unit / tenths);
            return match tenth {
                0 => format!("{whole} {name}"),
                tenth => format!("{whole}.{tenth} {name}"),
            };
        }
    }
    format!("{milliseconds} ms")
}

/// `2030-01-31 12:00:00 UTC`, from milliseconds after the Unix epoch.
fn instant(milliseconds: u64) -> String {
    let seconds = i64::try_from(milliseconds / 1000).ok();
    let at = seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    at.map_or_else(
        || format!("{milliseconds} ms after 1970"),
        |at| {
            let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
            let (hour, minute, second) = at.to_hms();
            format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
        },
    )
}
