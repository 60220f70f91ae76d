//! Graphs to lay out, drawn from a seed: what the layout is measured and tested with.
//!
//! Boxes are 80 to 180 px wide and 40 px high, and there are 1.3 edges a step. No edge leads back: the order of the
//! boxes is a topological one. Nothing here knows how a graph is laid out.

use std::collections::BTreeSet;
use std::ops::Range;

use fastrand::Rng;

/// How a [`Sample`] looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// As workflows do: long chains with choices and fan-outs that nest and join again, steps that share a failure
    /// handler, and some jumps ahead.
    Workflow,
    /// Layers of random width, with edges from each to the next three.
    Layered,
}

/// A graph without coordinates.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Width and height of each box, in pixels.
    pub boxes: Vec<[f64; 2]>,
    /// From which box to which.
    pub edges: Vec<[usize; 2]>,
}

/// How far ahead of its start an edge out of the order of the steps ends at most, in steps.
const JUMP: usize = 60;
/// A failure handler for so many steps.
const STEPS_A_HANDLER: usize = 200;
/// Choices and fan-outs nest so deep.
const DEPTH: u32 = 2;

impl Look {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Workflow, Self::Layered];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workflow => "workflow",
            Self::Layered => "layered",
        }
    }

    /// The graph of `steps` boxes that comes of this seed.
    pub fn sample(self, steps: usize, seed: u64) -> Sample {
        let mut rng = Rng::with_seed(seed);
        let mut edges = match self {
            Self::Workflow => workflow(&mut rng, steps),
            Self::Layered => layered(&mut rng, steps),
        };
        edges.sort_unstable();
        edges.dedup();
        let boxes = (0..steps).map(|_| [80.0 + 10.0 * f64::from(rng.u8(0..=10)), 40.0]);
        Sample {
            boxes: boxes.collect(),
            edges,
        }
    }
}

/// One of these, the same whatever the width of a `usize`, which is not so of `fastrand`'s own.
fn pick(rng: &mut Rng, from: Range<usize>) -> usize {
    let count = u32::try_from(from.len()).expect("far fewer steps");
    from.start + rng.u32(0..count) as usize
}

fn edges_of(steps: usize) -> usize {
    steps * 13 / 10
}

fn workflow(rng: &mut Rng, steps: usize) -> Vec<[usize; 2]> {
    let handlers = handlers(rng, steps);
    // The flow is made of the other steps, in their order.
    let flow: Vec<usize> = (0..steps).filter(|step| !handlers.contains(step)).collect();
    let mut builder = Flow {
        rng,
        edges: Vec::new(),
        next: 0,
    };
    builder.sequence(Vec::new(), flow.len(), 0);
    let mut edges: BTreeSet<[usize; 2]> = builder
        .edges
        .into_iter()
        .map(|edge| edge.map(|step| flow[step]))
        .collect();
    for &handler in &handlers {
        let first = handler.saturating_sub(JUMP);
        for _ in 0..rng.u8(2..=3) {
            edges.insert([pick(rng, first..handler), handler]);
        }
        edges.insert([handler, pick(rng, handler + 1..last(handler, steps) + 1)]);
    }
    while edges.len() < edges_of(steps) {
        let from = pick(rng, 0..steps - 2);
        edges.insert([
            from,
            pick(rng, from + 2..last(from, steps).max(from + 2) + 1),
        ]);
    }
    edges.into_iter().collect()
}

/// Which steps are failure handlers: never the first nor the last.
fn handlers(rng: &mut Rng, steps: usize) -> BTreeSet<usize> {
    let mut handlers = BTreeSet::new();
    while handlers.len() < steps.div_ceil(STEPS_A_HANDLER) {
        handlers.insert(pick(rng, steps.min(JUMP) / 2..steps - 1));
    }
    handlers
}

/// The last step to which a jump may lead.
fn last(from: usize, steps: usize) -> usize {
    (from + JUMP).min(steps - 1)
}

/// Steps in sequence, choices and fan-outs.
struct Flow<'a> {
    rng: &'a mut Rng,
    edges: Vec<[usize; 2]>,
    next: usize,
}

impl Flow<'_> {
    /// A step after these.
    fn step(&mut self, after: &[usize]) -> usize {
        let step = self.next;
        self.next += 1;
        self.edges
            .extend(after.iter().map(|&before| [before, step]));
        step
    }

    /// So many steps after these; answers the last of them.
    fn sequence(&mut self, mut after: Vec<usize>, mut budget: usize, depth: u32) -> Vec<usize> {
        while budget > 0 {
            let opens = self.next > 0 && depth < DEPTH && budget >= 4 && self.rng.u8(0..5) == 0;
            let (end, taken) = if opens {
                self.fork(&after, budget, depth)
            } else {
                (self.step(&after), 1)
            };
            after = vec![end];
            budget -= taken;
        }
        after
    }

    /// A choice or a fan-out of at most `budget` steps, with its join; answers the join, and how many steps it took.
    fn fork(&mut self, after: &[usize], budget: usize, depth: u32) -> (usize, usize) {
        let begin = self.next;
        let fork = self.step(after);
        let is_choice = self.rng.bool();
        let ways = self.rng.u8(2..=if is_choice { 4 } else { 8 });
        let longest = if depth == 0 { 20 } else { 1 };
        let mut ends = Vec::new();
        for _ in 0..ways {
            let left = budget - (self.next - begin) - 1;
            if left == 0 {
                break;
            }
            let length = usize::from(self.rng.u8(1..=longest)).min(left);
            ends.extend(self.sequence(vec![fork], length, depth + 1));
        }
        if is_choice && self.rng.u8(0..5) < 2 {
            ends.push(fork);
        }
        (self.step(&ends), self.next - begin)
    }
}

fn layered(rng: &mut Rng, steps: usize) -> Vec<[usize; 2]> {
    let widest = steps.isqrt();
    // Where each layer begins, and where the last one ends.
    let mut begins = vec![0];
    let mut end = 0;
    while end < steps {
        end = (end + pick(rng, 1..widest + 1)).min(steps);
        begins.push(end);
    }
    let layers = begins.len() - 1;
    let mut edges = BTreeSet::new();
    for layer in 1..layers {
        for step in begins[layer]..begins[layer + 1] {
            let before = begins[layer - 1]..begins[layer];
            let place = opposite(rng, step, &(begins[layer]..begins[layer + 1]), &before, 1);
            edges.insert([place, step]);
        }
    }
    while edges.len() < edges_of(steps) {
        let from = pick(rng, 0..layers - 1);
        let to = (from + pick(rng, 1..4)).min(layers - 1);
        let (from, to) = (begins[from]..begins[from + 1], begins[to]..begins[to + 1]);
        let step = pick(rng, from.clone());
        edges.insert([step, opposite(rng, step, &from, &to, 3)]);
    }
    edges.into_iter().collect()
}

/// A step of the layer `to` about opposite to a step of the layer `from`, at most `aside` places off.
fn opposite(
    rng: &mut Rng,
    step: usize,
    from: &Range<usize>,
    to: &Range<usize>,
    aside: i8,
) -> usize {
    let place = (2 * (step - from.start) + 1) * to.len() / (2 * from.len());
    let place = place.saturating_add_signed(rng.i8(-aside..=aside).into());
    to.start + place.min(to.len() - 1)
}
