//! Where edges meet the borders of their boxes.
//!
//! The ends on one border stand apart in the order of what they lead to, so that edges of one box do not cross
//! beside it; a bundle has one end. The main path keeps the middle.

use crate::sort::sort_by_key;

use super::{
    exits::Exits,
    layered::{Pull, Role},
    order::Ordered,
};

/// Where each segment and each edge that leads back meets its boxes, from the middle of the box.
#[derive(Debug)]
pub(super) struct Ports {
    /// For each segment at the lower border of its upper box; 0 where that is no box.
    bottom: Vec<f64>,
    /// For each segment at the upper border of its lower box.
    top: Vec<f64>,
    /// For each edge that leads back, and leaves below its box: where.
    pub(super) leaves: Vec<f64>,
    /// For each edge that leads back, and enters its box from above: where.
    pub(super) enters: Vec<f64>,
    /// For each edge that leads back, and leaves its box at the left: how far below the middle.
    pub(super) leaves_left: Vec<f64>,
    /// The borders with several ends.
    borders: Vec<Border>,
}

/// The most room between two ends on a border.
const PITCH: f64 = 24.0;
/// Between the ends and the corners of a box.
const CORNER: f64 = 12.0;

/// Between the middle of a box's left side and where an edge that leads back leaves or enters it.
pub(super) const RETURN_OFFSET: f64 = 7.0;

/// An end of an edge on a border.
#[derive(Debug, Clone, Copy)]
struct End {
    of: Of,
    /// The place on its rank of what it leads to.
    place: usize,
    is_main: bool,
    /// Failures stand beside the others, which keep the middle.
    is_failure: bool,
    /// What is joined with others meets the border at one point: failures, or other ways.
    joins: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
enum Of {
    Segment(usize),
    Return(usize),
}

impl Ports {
    /// Evenly round the end of the main path, or the middle.
    pub(super) fn new(ordered: &Ordered) -> Self {
        let layered = &ordered.layered;
        let edges = &layered.ranked.acyclic.edges;
        let nodes = layered.ranked.rank.len();
        let mut returns = [vec![Vec::new(); nodes], vec![Vec::new(); nodes]];
        for (index, edge) in edges.iter().enumerate() {
            if edge.reversed {
                returns[0][edge.lower].push(index);
                returns[1][edge.upper].push(index);
            }
        }
        let mut ports = Self {
            bottom: vec![0.0; layered.segments.len()],
            top: vec![0.0; layered.segments.len()],
            leaves: vec![0.0; edges.len()],
            enters: vec![0.0; edges.len()],
            leaves_left: vec![0.0; edges.len()],
            borders: Vec::new(),
        };
        for leaving in &mut returns[0] {
            ports.leave_left(ordered, leaving);
        }
        for node in 0..nodes {
            for (upper, returns) in [false, true].into_iter().zip(&returns) {
                let border = Border::new(ordered, node, upper, &returns[node]);
                if border.ends.is_empty() {
                    continue;
                }
                ports.set(&border);
                if border.slots > 1 {
                    ports.borders.push(border);
                }
            }
        }
        ports
    }

    /// The one with the nearest lane is on top, so that they do not cross.
    fn leave_left(&mut self, ordered: &Ordered, leaving: &mut [usize]) {
        let layered = &ordered.layered;
        let Some(&first) = leaving.first() else {
            return;
        };
        let foot = |edge: usize| {
            layered
                .lane(layered.first[edge])
                .last()
                .map(|foot| ordered.place[foot])
        };
        sort_by_key(leaving, |&edge| std::cmp::Reverse(foot(edge)));
        let node = layered.ranked.acyclic.edges[first].lower;
        let half = layered.ranked.acyclic.graph.nodes[node].height / 2.0;
        let pitch = RETURN_OFFSET.min(half / as_length(leaving.len() + 1));
        for (index, &edge) in leaving.iter().enumerate() {
            self.leaves_left[edge] = as_length(index + 1) * pitch;
        }
    }

    /// By how much the lower end of a segment must stand right of the upper one for the segment to be straight.
    pub(super) fn offset(&self, segment: usize) -> i32 {
        // Offsets are within a box.
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        let offset = (self.bottom[segment] - self.top[segment]).round() as i32;
        offset
    }

    pub(super) fn bottom(&self, segment: usize) -> f64 {
        self.bottom[segment]
    }

    pub(super) fn top(&self, segment: usize) -> f64 {
        self.top[segment]
    }

    /// Moves the ends towards what they lead to, now that that has an x; those that are straight stay.
    /// `exits` are not of the border.
    pub(super) fn turn_to_targets(&mut self, ordered: &Ordered, x: &[f64], exits: &Exits) {
        let mut borders = std::mem::take(&mut self.borders);
        for border in &mut borders {
            if !border.upper {
                border.leave_out(
                    |end| matches!(end.of, Of::Segment(index) if exits[index].is_some()),
                );
            }
            let mut wanted: Vec<Wanted> = Vec::with_capacity(border.slots);
            for (end, &slot) in border.ends.iter().zip(&border.slot_of) {
                if slot < wanted.len() {
                    continue;
                }
                let half = border.half;
                wanted.push(match end.of {
                    Of::Return(_) => Wanted {
                        x: -half,
                        stays: false,
                    },
                    Of::Segment(index) => {
                        let segment = ordered.layered.segments[index];
                        let dx = x[segment.lower] + self.top[index]
                            - x[segment.upper]
                            - self.bottom[index];
                        let now = if border.upper {
                            self.top[index]
                        } else {
                            self.bottom[index]
                        };
                        let other = if border.upper {
                            segment.upper
                        } else {
                            segment.lower
                        };
                        Wanted {
                            x: if dx.abs() < 0.5 {
                                now
                            } else {
                                (x[other] - x[border.node]).max(-half).min(half)
                            },
                            stays: dx.abs() < 0.5,
                        }
                    }
                });
            }
            border.settle(&wanted);
            self.set(border);
        }
    }

    fn set(&mut self, border: &Border) {
        for (end, &slot) in border.ends.iter().zip(&border.slot_of) {
            let offset = border.offsets[slot];
            match (end.of, border.upper) {
                (Of::Segment(segment), false) => self.bottom[segment] = offset,
                (Of::Segment(segment), true) => self.top[segment] = offset,
                (Of::Return(edge), false) => self.leaves[edge] = offset,
                (Of::Return(edge), true) => self.enters[edge] = offset,
            }
        }
    }
}

/// Where an end would best be.
struct Wanted {
    x: f64,
    stays: bool,
}

/// The ends on one border of a box.
#[derive(Debug)]
struct Border {
    node: usize,
    upper: bool,
    /// How far from the middle an end may be.
    half: f64,
    ends: Vec<End>,
    /// For each end which one it is from the left; ends that are joined are one.
    slot_of: Vec<usize>,
    slots: usize,
    offsets: Vec<f64>,
}

impl Border {
    fn new(ordered: &Ordered, node: usize, upper: bool, returns: &[usize]) -> Self {
        let layered = &ordered.layered;
        let links = if upper {
            &ordered.links.above[node]
        } else {
            &ordered.links.below[node]
        };
        let mut ends: Vec<End> = Vec::with_capacity(returns.len() + links.len());
        ends.extend(returns.iter().map(|&edge| End {
            of: Of::Return(edge),
            place: 0,
            is_main: false,
            is_failure: false,
            joins: None,
        }));
        ends.extend(links.iter().map(|&index| {
            let segment = layered.segments[index];
            let other = if upper { segment.upper } else { segment.lower };
            End {
                of: Of::Segment(index),
                place: ordered.place[other] + 1,
                is_main: segment.pull == Pull::Main,
                is_failure: segment.pull == Pull::Failure,
                joins: (upper && segment.joins).then_some(segment.pull == Pull::Failure),
            }
        }));
        if ends.len() > 1 {
            join(&mut ends);
            sort_by_key(&mut ends, |end| end.place);
        }
        let mut slots = 0;
        let mut slot_of: Vec<usize> = Vec::with_capacity(ends.len());
        for (index, end) in ends.iter().enumerate() {
            let with_last = index > 0 && end.joins.is_some() && end.joins == ends[index - 1].joins;
            slots += usize::from(!with_last);
            slot_of.push(slots - 1);
        }
        let half = layered.ranked.acyclic.graph.nodes[node].width / 2.0;
        let mut border = Self {
            node,
            upper,
            half: (half - CORNER).max(half / 2.0),
            ends,
            slot_of,
            slots,
            offsets: vec![0.0; slots],
        };
        border.spread();
        border
    }

    fn spread(&mut self) {
        let Some(last) = self.slots.checked_sub(1) else {
            return;
        };
        let main = self.ends.iter().position(|end| end.is_main);
        let middle = main.map_or_else(
            || {
                let is_flow = |end: &End| !end.is_failure;
                let first = self.ends.iter().position(is_flow).unwrap_or(0);
                let last = self
                    .ends
                    .iter()
                    .rposition(is_flow)
                    .map_or(last, |end| self.slot_of[end]);
                f64::midpoint(as_length(self.slot_of[first]), as_length(last))
            },
            |end| as_length(self.slot_of[end]),
        );
        let widest = middle.max(as_length(last) - middle).max(1.0);
        let pitch = PITCH.min(self.half / widest);
        for (slot, offset) in self.offsets.iter_mut().enumerate() {
            *offset = (as_length(slot) - middle) * pitch;
            if pitch > 1.0 {
                *offset = offset.round();
            }
        }
    }

    fn leave_out(&mut self, is_out: impl Fn(&End) -> bool) {
        let mut kept = Vec::with_capacity(self.slots);
        let (mut slots, mut last) = (0, None);
        for (end, &slot) in self.ends.iter().zip(&self.slot_of) {
            if !is_out(end) {
                slots += usize::from(last != Some(slot));
                last = Some(slot);
                kept.push((*end, slots - 1, self.offsets[slot]));
            }
        }
        if kept.len() < self.ends.len() {
            self.ends = kept.iter().map(|&(end, ..)| end).collect();
            self.slot_of = kept.iter().map(|&(_, slot, _)| slot).collect();
            self.offsets = vec![0.0; slots];
            for (_, slot, offset) in kept {
                self.offsets[slot] = offset;
            }
            self.slots = slots;
        }
    }

    /// Gives each slot what it wants, as far as they keep their order and some room.
    fn settle(&mut self, wanted: &[Wanted]) {
        let room = (PITCH / 2.0).min(2.0 * self.half / as_length(self.slots.max(1)));
        let mut next = vec![self.half; self.slots];
        let mut limit = self.half + room;
        for (slot, wanted) in wanted.iter().enumerate().rev() {
            next[slot] = if wanted.stays {
                wanted.x
            } else {
                wanted.x.min(limit - room)
            };
            limit = next[slot];
        }
        let mut limit = -self.half - room;
        for (slot, wanted) in wanted.iter().enumerate() {
            if !wanted.stays {
                next[slot] = next[slot].max(limit + room);
            }
            limit = next[slot];
        }
        // Where what stays leaves no room the even order holds.
        let is_in_order = next.windows(2).all(|pair| pair[0] < pair[1]);
        if is_in_order && next.iter().all(|offset| offset.abs() <= self.half + 0.01) {
            self.offsets = next;
        }
    }
}

/// Gives what joins one place: that of the one in the middle.
fn join(ends: &mut [End]) {
    for bundle in [Some(true), Some(false)] {
        let mut places: Vec<usize> = ends
            .iter()
            .filter(|end| end.joins == bundle)
            .map(|end| end.place)
            .collect();
        sort_by_key(&mut places, |&place| place);
        if let Some(&middle) = places.get(places.len() / 2) {
            for end in ends.iter_mut().filter(|end| end.joins == bundle) {
                end.place = middle;
            }
        }
    }
    // Of one place and one bundle, so that they follow one another.
    sort_by_key(ends, |end| end.joins);
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a node has far fewer edges than 2^52"
)]
pub(super) fn as_length(count: usize) -> f64 {
    count as f64
}

/// Whether no box stands left of `node` on its rank.
pub(super) fn is_clear_to_the_left(ordered: &Ordered, node: usize) -> bool {
    let layered = &ordered.layered;
    let layer = &ordered.layers[layered.vertices[node].rank];
    layer[..ordered.place[node]]
        .iter()
        .rev()
        .all(|&vertex| layered.vertices[vertex].role != Role::Box)
}
