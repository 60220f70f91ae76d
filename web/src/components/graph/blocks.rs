//! The drawing from very far: a few paths for each block of it, one for each status and each kind of edge.
//!
//! There a box is a few pixels, and an element for each would be all that a browser can paint in time.

use std::fmt::Write as _;

use stepwell_core::{export::edge_line, layout::EdgeKind};

use super::{
    network::{Links, Network},
    stage::Stage,
};
use crate::{run_signals::RunSignals, run_view::StepStatus};

/// The side of a block, in the drawing's pixels; a drawing that is larger than so many of them has larger ones.
const SIDE: f64 = 4096.0;
const MOST: f64 = 64.0;

/// The statuses, each beneath those that it must not hide.
pub(super) const STATUSES: [StepStatus; 9] = [
    StepStatus::Pending,
    StepStatus::Skipped,
    StepStatus::Cancelled,
    StepStatus::Succeeded,
    StepStatus::Handled,
    StepStatus::Waiting,
    StepStatus::Running,
    StepStatus::Retrying,
    StepStatus::Failed,
];

/// The blocks of a drawing.
#[derive(Debug)]
pub(super) struct Blocks {
    /// The block of each box and edge.
    of_box: Vec<usize>,
    of_edge: Vec<usize>,
    boxes: Links,
    edges: Links,
    /// Which are not in the DOM as they should be.
    stale: Vec<bool>,
}

impl Blocks {
    pub(super) fn new(network: &Network) -> Self {
        let drawing = &network.drawing;
        let side = (drawing.width.max(drawing.height) / MOST).max(SIDE);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates"
        )]
        let number = |length: f64| (length / side) as usize;
        let (columns, rows) = (number(drawing.width) + 1, number(drawing.height) + 1);
        let block =
            |[x, y]: [f64; 2]| number(y).min(rows - 1) * columns + number(x).min(columns - 1);
        let boxes = drawing.nodes.iter().map(|node| block([node.x, node.y]));
        let edges = drawing
            .edges
            .iter()
            .map(|edge| block(edge.points.first().copied().unwrap_or_default()));
        let (of_box, of_edge): (Vec<usize>, Vec<usize>) = (boxes.collect(), edges.collect());
        Self {
            boxes: Links::new(columns * rows, of_box.iter().copied()),
            edges: Links::new(columns * rows, of_edge.iter().copied()),
            stale: vec![true; columns * rows],
            of_box,
            of_edge,
        }
    }

    /// The status of a box has changed.
    pub(super) fn change_box(&mut self, index: usize) {
        self.stale[self.of_box[index]] = true;
    }

    /// Whether the run has taken an edge has changed.
    pub(super) fn change_edge(&mut self, index: usize) {
        self.stale[self.of_edge[index]] = true;
    }

    /// All may have changed.
    pub(super) fn change(&mut self) {
        self.stale.fill(true);
    }

    /// Brings the DOM up to date while there is budget left.
    pub(super) fn draw(
        &mut self,
        stage: &Stage,
        network: &Network,
        run: RunSignals,
        left: &mut i64,
    ) {
        for block in 0..self.stale.len() {
            if *left > 0 && std::mem::take(&mut self.stale[block]) {
                *left -= self.draw_block(block, stage, network, run);
            }
        }
    }

    /// Draws a block; what it costs.
    fn draw_block(&self, block: usize, stage: &Stage, network: &Network, run: RunSignals) -> i64 {
        let drawing = &network.drawing;
        let mut count = 10;
        let mut shapes: [String; STATUSES.len()] = Default::default();
        for index in self.boxes.of(block) {
            let node = &drawing.nodes[index];
            if node.container || !network.can_be_chosen(index) {
                continue;
            }
            let status = run.look(&node.id, |step| step.status);
            let at = STATUSES.iter().position(|other| *other == status);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "whole pixels; `as` saturates"
            )]
            let [left, top, width, height] = [
                node.x - node.width / 2.0,
                node.y - node.height / 2.0,
                node.width,
                node.height,
            ]
            .map(|length| length as i32);
            let _ = write!(
                shapes[at.unwrap_or(0)],
                "M{left} {top}h{width}v{height}h-{width}z"
            );
            count += 1;
        }
        for (status, shape) in STATUSES.iter().zip(&shapes) {
            stage.block(block, "boxes", status.as_str(), shape);
        }
        let mut lines: [String; 3] = Default::default();
        for index in self.edges.of(block) {
            let edge = &drawing.edges[index];
            let kind = match edge.kind {
                _ if run.has_taken(&edge.id) => 2,
                EdgeKind::Failure => 0,
                _ => 1,
            };
            lines[kind].push_str(&edge_line(edge));
            count += 1;
        }
        for (layer, line) in ["failures", "ways", "taken"].iter().zip(&lines) {
            stage.block(block, layer, "", line);
        }
        count / 4
    }
}
