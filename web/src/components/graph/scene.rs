//! What of a drawing stands in the DOM: what is in view and a margin, as boxes with texts or, far out, as plain shapes;
//! from very far all of it, in blocks.
//!
//! Things are added and taken away when the view leaves what is covered, so many a frame that the frame is in time.

use stepwell_core::{
    export::{edge_head, edge_line},
    layout::{BOX_HEIGHT, DrawnNode, EdgeKind, TEXT_LEFT, TOGGLE_ROOM},
};

use super::{
    blocks::Blocks,
    grid::Grid,
    network::{Marks, Network},
    stage::Stage,
    viewport::{Rect, Viewport},
    wording,
};
use crate::{components::status::sign, run_signals::RunSignals};

/// The scales below which the view is further out: texts cannot be read, and boxes become plain shapes; they are a few
/// pixels, and only blocks are drawn; lines need to be thicker still.
const LEVELS: [f64; 3] = [0.4, 0.18, 0.05];
/// The level from which there are only blocks.
const BLOCKS: usize = 2;
/// How far beyond a level's bound the scale goes before the level changes, so that it does not flicker.
const TARRIES: f64 = 1.08;
/// How much is covered round the view, as a part of its size; and how much must be.
const MARGINS: [f64; 2] = [0.3, 0.05];
/// The room right of a box's text.
const TEXT_RIGHT: f64 = 14.0;

/// How much a frame may add and take away, as the cost of a plain shape: while the view moves, and while it rests.
pub(super) const MOVING: u32 = 80;
pub(super) const RESTING: u32 = 400;
const COST_OF_BOX: u32 = 8;
const COST_OF_EDGE: u32 = 4;

/// The layers of edges in `stage.js`.
const FAILURES: usize = 1;
const WAYS: usize = 2;
const TAKEN: usize = 3;

/// How something stands in the DOM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Absent,
    /// With texts.
    Full,
    /// As a plain shape.
    Plain,
}

/// A drawing, and what of it stands in the DOM.
pub(super) struct Scene {
    pub(super) network: Network,
    run: RunSignals,
    places: [Grid; 2],
    blocks: Blocks,
    /// How far out the view is: 0 is near.
    level: usize,
    boxes: Vec<Form>,
    edges: Vec<Form>,
    /// The boxes and edges in what is covered.
    wanted: [Vec<bool>; 2],
    covered: Rect,
    complete: bool,
    traced: Option<Marks>,
    /// The selected box.
    pressed: Option<usize>,
    /// The box at which Tab stops.
    stop: Option<usize>,
}

impl Scene {
    /// Nothing of a drawing yet.
    pub(super) fn new(network: Network, run: RunSignals) -> Self {
        let drawing = &network.drawing;
        let size = [drawing.width, drawing.height];
        let boxes = Grid::new(size, &|place| {
            for (index, node) in drawing.nodes.iter().enumerate() {
                place(index, &rect(node));
            }
        });
        let edges = Grid::new(size, &|place| {
            for (index, edge) in drawing.edges.iter().enumerate() {
                for ends in edge.points.windows(2) {
                    place(index, &Rect::between(ends[0], ends[1]));
                }
            }
        });
        let (nodes, lines) = (drawing.nodes.len(), drawing.edges.len());
        Self {
            run,
            places: [boxes, edges],
            blocks: Blocks::new(&network),
            level: 0,
            boxes: vec![Form::Absent; nodes],
            edges: vec![Form::Absent; lines],
            wanted: [vec![false; nodes], vec![false; lines]],
            covered: Rect::default(),
            complete: false,
            traced: None,
            pressed: None,
            stop: None,
            network,
        }
    }

    /// Puts into the DOM what is to be seen of the drawing, but no more than the budget allows. Whether that was all.
    pub(super) fn cover(&mut self, stage: &Stage, view: &Viewport, budget: u32) -> bool {
        self.choose_level(view.scale);
        let visible = view.visible();
        if !self.covered.contains(&visible.grown(MARGINS[1])) {
            self.covered = visible.grown(MARGINS[0]);
            self.wanted = if self.level < BLOCKS {
                self.within(&self.covered)
            } else {
                [vec![false; self.boxes.len()], vec![false; self.edges.len()]]
            };
            for pinned in [self.stop, self.pressed].into_iter().flatten() {
                self.wanted[0][pinned] = true;
            }
            self.complete = false;
        }
        if !self.complete {
            let in_view = self.within(&visible);
            let mut left = i64::from(budget);
            if self.level >= BLOCKS {
                self.blocks.draw(stage, &self.network, self.run, &mut left);
            }
            // What is in view first.
            for now in [true, false] {
                self.cover_boxes(stage, &in_view[0], now, &mut left);
                self.cover_edges(stage, &in_view[1], now, &mut left);
            }
            self.complete = left > 0;
        }
        self.complete
    }

    /// How far out the view is, as `stage.js` and the style know it.
    pub(super) fn level(&self) -> &'static str {
        ["0", "1", "2", "3"][self.level]
    }

    fn choose_level(&mut self, scale: f64) {
        let is_beyond = |bound: &&f64| scale < **bound;
        let (sooner, later) = (scale * TARRIES, scale / TARRIES);
        let level = LEVELS.iter().filter(is_beyond).count();
        let count = |scale: f64| LEVELS.iter().filter(|bound| scale < **bound).count();
        // Between the two it stays as it is.
        if level != self.level && (self.level < count(sooner) || self.level > count(later)) {
            if self.level.min(BLOCKS) != level.min(BLOCKS) {
                self.complete = false;
                self.covered = Rect::default();
            }
            self.level = level;
        }
    }

    fn form(&self) -> Form {
        if self.level == 0 {
            Form::Full
        } else {
            Form::Plain
        }
    }

    fn within(&self, area: &Rect) -> [Vec<bool>; 2] {
        let mut marks = [vec![false; self.boxes.len()], vec![false; self.edges.len()]];
        for (place, marks) in self.places.iter().zip(&mut marks) {
            place.mark(area, marks);
        }
        marks
    }

    fn cover_boxes(&mut self, stage: &Stage, in_view: &[bool], now: bool, left: &mut i64) {
        let form = self.form();
        // The next box in the DOM, and the next container, so that the order is that of the drawing.
        let mut next = [usize::MAX; 2];
        for index in (0..self.boxes.len()).rev() {
            if *left <= 0 {
                return;
            }
            let next = &mut next[usize::from(self.network.drawing.nodes[index].container)];
            let (is, wanted) = (self.boxes[index], self.wanted[0][index]);
            if in_view[index] == now && is != Form::Absent && (!wanted || is != form) {
                stage.remove_box(index);
                self.boxes[index] = Form::Absent;
                *left -= 1;
            }
            if in_view[index] == now && wanted && is != form {
                *left -= i64::from(if form == Form::Full { COST_OF_BOX } else { 1 });
                self.add_box(stage, index, *next);
            }
            if self.boxes[index] != Form::Absent {
                *next = index;
            }
        }
    }

    fn cover_edges(&mut self, stage: &Stage, in_view: &[bool], now: bool, left: &mut i64) {
        let form = self.form();
        for (index, in_view) in in_view.iter().enumerate() {
            if *left <= 0 {
                return;
            }
            let (is, wanted) = (self.edges[index], self.wanted[1][index]);
            if *in_view != now {
                continue;
            }
            if is != Form::Absent && (!wanted || is != form) {
                stage.remove_edge(index);
                self.edges[index] = Form::Absent;
                *left -= 1;
            }
            if wanted && is != form {
                *left -= i64::from(if form == Form::Full { COST_OF_EDGE } else { 1 });
                self.add_edge(stage, index);
            }
        }
    }

    fn add_box(&mut self, stage: &Stage, index: usize, before: usize) {
        let form = self.form();
        self.boxes[index] = form;
        let node = &self.network.drawing.nodes[index];
        let Rect { left, top, .. } = rect(node);
        let DrawnNode { width, height, .. } = *node;
        let kind = node.kind.as_str();
        if !self.network.can_be_chosen(index) {
            let radius = width.min(height) / 2.0;
            stage.marker(index, before, node.x, node.y, radius, kind, &node.name);
            self.trace_box(stage, index);
            return;
        }
        if form == Form::Full {
            let middle = if node.container { BOX_HEIGHT } else { height } / 2.0;
            #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
            let toggle = match node.hidden {
                0 if !node.container => -1.0,
                hidden => hidden as f64,
            };
            stage.add_box(
                index,
                before,
                node.container,
                left,
                top,
                width,
                height,
                middle,
                kind,
                &node.id,
                &node.label,
                &node.name,
                toggle,
            );
        } else {
            stage.shape(
                index,
                before,
                node.container,
                left,
                top,
                width,
                height,
                kind,
                &node.id,
                &node.name,
            );
        }
        self.tell(stage, index);
        stage.press(index, self.pressed == Some(index));
        if self.stop == Some(index) {
            stage.stop(index, true);
        }
        self.trace_box(stage, index);
    }

    fn trace_box(&self, stage: &Stage, index: usize) {
        if self.traced.as_ref().is_some_and(|marks| marks.boxes[index]) {
            stage.trace_box(index, true);
        }
    }

    fn add_edge(&mut self, stage: &Stage, index: usize) {
        let form = self.form();
        self.edges[index] = form;
        let edge = &self.network.drawing.edges[index];
        let (kind, layer) = (edge.kind.as_str(), self.layer(index));
        let line = edge_line(edge);
        if form == Form::Full {
            let [from, to] = self.network.ends(index);
            let name = wording::spoken_edge(edge, &from.name, &to.name);
            stage.edge(index, layer, kind, &edge.id, &line, &edge_head(edge), &name);
            if let Some(label) = &edge.label_box {
                stage.label(
                    index,
                    kind,
                    layer == TAKEN,
                    &label.text,
                    label.x,
                    label.y,
                    label.width,
                    label.height,
                );
            }
        } else {
            stage.edge(index, layer, kind, &edge.id, &line, "", "");
        }
        if self.traced.as_ref().is_some_and(|marks| marks.edges[index]) {
            stage.trace_edge(index, true);
        }
    }

    /// Failures first, so that the ways of success lie over them; over all the ways that the run took.
    fn layer(&self, edge: usize) -> usize {
        let edge = &self.network.drawing.edges[edge];
        if self.run.has_taken(&edge.id) {
            TAKEN
        } else if edge.kind == EdgeKind::Failure {
            FAILURES
        } else {
            WAYS
        }
    }

    /// Shows what has become of a step. Whether it takes a frame until that is to be seen.
    pub(super) fn change_box(&mut self, stage: &Stage, index: usize) -> bool {
        self.tell(stage, index);
        self.blocks.change_box(index);
        self.change()
    }

    /// Shows that the run has taken an edge. Whether it takes a frame until that is to be seen.
    pub(super) fn change_edge(&mut self, stage: &Stage, index: usize) -> bool {
        self.take(stage, index);
        self.blocks.change_edge(index);
        self.change()
    }

    /// Shows the run anew.
    pub(super) fn change_all(&mut self, stage: &Stage) -> bool {
        for index in 0..self.boxes.len() {
            self.tell(stage, index);
        }
        for index in 0..self.edges.len() {
            self.take(stage, index);
        }
        self.blocks.change();
        self.change()
    }

    fn change(&mut self) -> bool {
        let in_blocks = self.level >= BLOCKS;
        self.complete &= !in_blocks;
        in_blocks
    }

    /// The box at a point of the drawing that is too small to be pressed itself.
    pub(super) fn tiny_box_at(&self, at: [f64; 2]) -> Option<usize> {
        let point = Rect::between(at, at);
        let is_there = |&index: &usize| {
            self.network.can_be_chosen(index) && rect(self.node(index)).contains(&point)
        };
        // What is in a container comes after it.
        let found = (0..self.boxes.len()).rev().find(is_there);
        found.filter(|_| self.level >= BLOCKS)
    }

    /// Shows what has become of a step, if its box is there.
    fn tell(&self, stage: &Stage, index: usize) {
        if !self.network.can_be_chosen(index) {
            return;
        }
        let node = &self.network.drawing.nodes[index];
        self.run.look(&node.id, |step| {
            let status = step.status.as_str();
            match self.boxes[index] {
                Form::Absent => {}
                Form::Plain => stage.status(index, status),
                Form::Full => {
                    let toggle = if node.container || node.hidden > 0 {
                        TOGGLE_ROOM
                    } else {
                        0.0
                    };
                    let room = node.width - TEXT_LEFT - TEXT_RIGHT - toggle;
                    let told = wording::told(step, room);
                    let detail = match &*told {
                        "" => wording::detail(node),
                        told => told,
                    };
                    let spoken = wording::spoken_box(node, step);
                    stage.tell(index, status, sign(step.status), detail, &spoken);
                }
            }
        });
    }

    /// Shows whether the run has taken an edge, if it is there.
    fn take(&self, stage: &Stage, index: usize) {
        if self.edges[index] != Form::Absent {
            stage.take(index, self.layer(index));
        }
    }

    /// Selects a box.
    pub(super) fn press(&mut self, stage: &Stage, pressed: Option<usize>) {
        for (index, on) in [(self.pressed, false), (pressed, true)] {
            if let Some(index) = index.filter(|&index| self.boxes[index] != Form::Absent) {
                stage.press(index, on);
            }
        }
        self.pressed = pressed;
        if let Some(pressed) = pressed.filter(|_| self.level >= BLOCKS) {
            self.wanted[0][pressed] = true;
            self.complete = false;
        }
    }

    /// The selected box.
    pub(super) fn pressed(&self) -> Option<usize> {
        self.pressed
    }

    /// Lets Tab stop at a box, which stays in the DOM.
    pub(super) fn set_stop(&mut self, stage: &Stage, stop: usize) {
        if let Some(before) = self
            .stop
            .filter(|&before| self.boxes[before] != Form::Absent)
        {
            stage.stop(before, false);
        }
        self.stop = Some(stop);
        if self.boxes[stop] == Form::Absent {
            self.wanted[0][stop] = true;
            let container = self.network.drawing.nodes[stop].container;
            let same = |&index: &usize| {
                self.boxes[index] != Form::Absent
                    && self.network.drawing.nodes[index].container == container
            };
            let before = (stop + 1..self.boxes.len()).find(same);
            self.add_box(stage, stop, before.unwrap_or(usize::MAX));
        } else {
            stage.stop(stop, true);
        }
    }

    /// Lets Tab stop at a box of a drawing of which nothing is in the DOM yet.
    pub(super) fn set_stop_quietly(&mut self, stop: usize) {
        self.stop = Some(stop);
    }

    /// The box at which Tab stops.
    pub(super) fn stop(&self) -> Option<usize> {
        self.stop
    }

    /// Lets the ways to a box and from it stand out, or none.
    pub(super) fn trace(&mut self, stage: &Stage, from: Option<usize>) {
        let marks = from.map(|from| self.network.paths(from));
        let before = std::mem::replace(&mut self.traced, marks);
        let is_in = |marks: &Option<Marks>, of: fn(&Marks) -> &[bool], index: usize| {
            marks.as_ref().is_some_and(|marks| of(marks)[index])
        };
        for index in 0..self.boxes.len() {
            let on = is_in(&self.traced, |marks| &marks.boxes, index);
            if self.boxes[index] != Form::Absent
                && on != is_in(&before, |marks| &marks.boxes, index)
            {
                stage.trace_box(index, on);
            }
        }
        for index in 0..self.edges.len() {
            let on = is_in(&self.traced, |marks| &marks.edges, index);
            if self.edges[index] != Form::Absent
                && on != is_in(&before, |marks| &marks.edges, index)
            {
                stage.trace_edge(index, on);
            }
        }
        stage.set_tracing(self.traced.is_some());
    }

    /// Takes the place of the scene of an earlier drawing, whose boxes it uses again; `by` is how far the drawing as a
    /// whole has moved, in its own pixels. Where there is no stillness, what was there glides from where it was and
    /// what is new appears.
    pub(super) fn replace(&mut self, stage: &Stage, old: &Self, view: &Viewport, by: [f64; 2]) {
        self.level = old.level;
        for (index, node) in self.network.drawing.nodes.iter().enumerate() {
            let before = old.network.find_box(&node.id);
            let Some(before) = before.filter(|_| self.network.can_be_chosen(index)) else {
                continue;
            };
            if old.boxes[before] == Form::Full && looks_like(node, old.node(before)) {
                let Rect { left, top, .. } = rect(node);
                stage.again(before, index, left, top);
                stage.trace_box(index, false);
                self.boxes[index] = Form::Full;
            }
        }
        stage.clear();
        let again = self.boxes.clone();
        self.cover(stage, view, u32::MAX);
        for (index, form) in again.iter().enumerate() {
            if *form != Form::Absent && self.boxes[index] != Form::Absent {
                stage.press(index, self.pressed == Some(index));
                self.tell(stage, index);
                stage.stop(index, self.stop == Some(index));
            }
        }
        if self.level == 0 && !stage.still() {
            self.animate(stage, old, by);
        }
    }

    fn animate(&self, stage: &Stage, old: &Self, by: [f64; 2]) {
        let from = |index: usize| {
            let node = self.node(index);
            let before = old.node(old.network.find_box(&node.id)?);
            // A container's title is what one looks at.
            let corner = |node: &DrawnNode| [node.x - node.width / 2.0, node.y - node.height / 2.0];
            let (new, old) = (corner(node), corner(before));
            Some([0, 1].map(|axis| old[axis] - new[axis] - by[axis]))
        };
        let has_moved = |[x, y]: [f64; 2]| x.abs() > 0.5 || y.abs() > 0.5;
        for index in (0..self.boxes.len()).filter(|&index| self.boxes[index] != Form::Absent) {
            match from(index) {
                None => stage.fade_box(index),
                Some(way) if has_moved(way) => stage.glide_box(index, way[0], way[1]),
                Some(_) => {}
            }
        }
        for index in (0..self.edges.len()).filter(|&index| self.edges[index] != Form::Absent) {
            let edge = &self.network.drawing.edges[index];
            let before = old.network.find_edge(&edge.id);
            let before = before.map(|before| &*old.network.drawing.edges[before].points);
            // One that has kept its shape comes along with its boxes.
            match before.and_then(|before| shift(before, &edge.points)) {
                None => stage.fade_edge(index),
                Some(way) => {
                    let way = [0, 1].map(|axis| -way[axis] - by[axis]);
                    if has_moved(way) {
                        stage.glide_edge(index, way[0], way[1]);
                    }
                }
            }
        }
    }

    pub(super) fn node(&self, index: usize) -> &DrawnNode {
        &self.network.drawing.nodes[index]
    }

    /// The box that a person looks at: the selected one if it is in view, otherwise the one nearest to the middle of
    /// which `there_too` is so.
    pub(super) fn looked_at(
        &self,
        view: &Viewport,
        there_too: impl Fn(&str) -> bool,
    ) -> Option<usize> {
        let visible = view.visible();
        let is_seen = |&index: &usize| {
            let node = self.node(index);
            visible.meets(&rect(node)) && there_too(&node.id)
        };
        if let Some(pressed) = self.pressed.filter(is_seen) {
            return Some(pressed);
        }
        let [x, y] = view.middle();
        let distance = |index: usize| {
            let node = self.node(index);
            // Of a container, its title.
            let top = if node.container {
                node.height / 2.0
            } else {
                0.0
            };
            (node.x - x).abs() + (node.y - top - y).abs()
        };
        (0..self.boxes.len())
            .filter(is_seen)
            .min_by(|&a, &b| distance(a).total_cmp(&distance(b)))
    }
}

/// Where a box is.
pub(super) fn rect(node: &DrawnNode) -> Rect {
    Rect::around(node.x, node.y, node.width, node.height)
}

/// Whether a box of one drawing shows what a box of another does.
fn looks_like(node: &DrawnNode, other: &DrawnNode) -> bool {
    let size = |node: &DrawnNode| [node.width, node.height].map(f64::to_bits);
    node.kind == other.kind
        && size(node) == size(other)
        && node.name == other.name
        && node.detail == other.detail
        && node.container == other.container
        && node.hidden == other.hidden
}

/// By how much a line has moved that has kept its shape.
fn shift(before: &[[f64; 2]], after: &[[f64; 2]]) -> Option<[f64; 2]> {
    let way = |(a, b): (&[f64; 2], &[f64; 2])| [b[0] - a[0], b[1] - a[1]];
    let first = way((before.first()?, after.first()?));
    let is_same =
        |way: [f64; 2]| (way[0] - first[0]).abs() < 0.5 && (way[1] - first[1]).abs() < 0.5;
    let moved_together =
        before.len() == after.len() && before.iter().zip(after).map(way).all(is_same);
    moved_together.then_some(first)
}
