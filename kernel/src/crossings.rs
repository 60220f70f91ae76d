//! Fewer crossings: the heart of the ordering pass.
//!
//! Needs: vertices on ranks, joined to the ranks above and below. Guarantees: each rank keeps its vertices, the
//! sides of a rank keep their order, and what comes out never crosses more than what went in. Weighted medians up
//! and down with transposition (Gansner et al. 1993, section 3), from several first orders, then sifting (Matuszewski,
//! Schönfeld and Molitor, "Using sifting for k-layer straightline crossing minimization", 1999) of the best.

use std::ops::Range;

use crate::{
    Dice,
    ladder::{Ladder, Order},
    simplex::as_u32,
    sort_keys,
};

/// Sweeps that bring little before a descent ends.
const PATIENCE: usize = 6;
/// The most sweeps of a descent.
const SWEEPS: usize = 40;
/// How many ranks above and below the stirred one are swept again at most.
const REACH: usize = 4;
/// The most rounds of sifting.
const SIFTINGS: usize = 12;

/// Lessens the crossings of an order; `work` counts down the vertices and segments that may still be visited.
pub struct Reducer<'a> {
    ladder: &'a Ladder,
    /// What is left of it.
    pub work: usize,
    tree: Vec<u32>,
    keys: Vec<u64>,
}

impl<'a> Reducer<'a> {
    /// Of an order of this layering.
    pub fn new(ladder: &'a Ladder, work: usize) -> Self {
        Self {
            ladder,
            work,
            tree: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// Sweeps over some ranks of an order as long as that helps, and answers the crossings there of the best order that
    /// was met.
    pub fn descend(
        &mut self,
        order: &mut Order,
        ranks: Range<usize>,
        downwards_first: bool,
    ) -> u64 {
        let mut fewest = self.crossings(order, ranks.clone());
        let mut best: Vec<Vec<u32>> = order.layers[ranks.clone()].to_vec();
        let mut idle = 0;
        for sweep in 0..SWEEPS {
            if fewest == 0 || idle == PATIENCE || self.work == 0 {
                break;
            }
            let down = (sweep % 2 == 0) == downwards_first;
            self.sweep(order, ranks.clone(), down, sweep % 4 < 2);
            self.transpose(order, ranks.clone(), sweep % 4 < 2);
            let crossings = self.crossings(order, ranks.clone());
            // Less than half a per cent is not worth much patience.
            idle = if crossings + crossings / 200 < fewest {
                0
            } else {
                idle + 1
            };
            if crossings < fewest {
                fewest = crossings;
                best.clone_from_slice(&order.layers[ranks.clone()]);
            }
        }
        order.restore(ranks.start, &best);
        fewest - self.sift_all(order, ranks)
    }

    /// Moves single vertices on some ranks to where they cross least, as long as that helps; answers the crossings there.
    pub fn refine(&mut self, order: &mut Order, ranks: Range<usize>) -> u64 {
        self.sift_all(order, ranks.clone());
        self.crossings(order, ranks)
    }

    /// Stirs a few ranks where edges cross, and sweeps over them again, for as long as there is work left: a large graph
    /// is untangled piece by piece.
    pub fn stir(&mut self, order: &mut Order, dice: &mut Dice) {
        let count = order.layers.len();
        let mut crossed: Vec<usize> = Vec::new();
        loop {
            crossed.clear();
            for rank in 0..count.saturating_sub(1) {
                let crossings = self.crossings_below(order, rank);
                // A rank with many crossings is tried more often, but not in proportion.
                for _ in 0..u64::BITS - crossings.leading_zeros() {
                    crossed.push(rank);
                }
            }
            if crossed.is_empty() {
                return;
            }
            for _ in 0..crossed.len() {
                if self.work == 0 {
                    return;
                }
                let rank = crossed[dice.below(crossed.len())];
                let reach = 1 + dice.below(REACH);
                let ranks = rank.saturating_sub(reach)..(rank + 2 + reach).min(count);
                self.stir_one(order, rank + dice.below(2), ranks, dice);
            }
        }
    }

    fn stir_one(&mut self, order: &mut Order, rank: usize, ranks: Range<usize>, dice: &mut Dice) {
        let before = self.crossings(order, ranks.clone());
        if before == 0 {
            return;
        }
        let old: Vec<Vec<u32>> = order.layers[ranks.clone()].to_vec();
        for range in &self.ladder.movable[rank] {
            if range.len() > 1 {
                dice.shuffle(&mut order.layers[rank][range.clone()]);
            }
        }
        for (place, &vertex) in (0..).zip(&order.layers[rank]) {
            order.place[vertex as usize] = place;
        }
        if self.descend(order, ranks.clone(), dice.below(2) == 0) > before {
            order.restore(ranks.start, &old);
        }
    }

    /// Answers how many crossings are gone.
    fn sift_all(&mut self, order: &mut Order, ranks: Range<usize>) -> u64 {
        let mut gone = 0;
        for round in 0..SIFTINGS {
            let saved = self.sift(order, ranks.clone(), round % 2 == 0);
            gone += saved;
            if saved == 0 || self.work == 0 {
                break;
            }
        }
        gone
    }

    /// Sorts each rank by the medians of what each vertex is joined to on the rank before; what is joined to
    /// nothing there keeps its place.
    fn sweep(&mut self, order: &mut Order, ranks: Range<usize>, down: bool, keeps_ties: bool) {
        for step in 0..ranks.len() {
            let rank = if down {
                ranks.start + step
            } else {
                ranks.end - 1 - step
            };
            for range in self.ladder.movable[rank].clone() {
                if range.len() < 2 {
                    continue;
                }
                self.keys.clear();
                for &vertex in &order.layers[rank][range.clone()] {
                    let neighbours = if down {
                        self.ladder.above.of(vertex)
                    } else {
                        self.ladder.below.of(vertex)
                    };
                    self.work = self.work.saturating_sub(1 + neighbours.len());
                    if let Some(median) = median(neighbours, &order.place) {
                        let place = order.place[vertex as usize];
                        let tie = if keeps_ties { place } else { u32::MAX - place };
                        self.keys.push(u64::from(median) << 32 | u64::from(tie));
                    }
                }
                sort_keys(&mut self.keys);
                // Read back by the places that they had.
                let old: Vec<u32> = order.layers[rank][range.clone()].to_vec();
                let mut next = self.keys.iter().map(|&key| {
                    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
                    let tie = key as u32;
                    let place = if keeps_ties { tie } else { u32::MAX - tie };
                    old[place as usize - range.start]
                });
                for place in range.clone() {
                    let vertex = old[place - range.start];
                    let neighbours = if down {
                        self.ladder.above.of(vertex)
                    } else {
                        self.ladder.below.of(vertex)
                    };
                    if !neighbours.is_empty()
                        && let Some(vertex) = next.next()
                    {
                        order.layers[rank][place] = vertex;
                    }
                }
                for place in range {
                    order.place[order.layers[rank][place] as usize] = as_u32(place);
                }
            }
        }
    }

    /// Swaps neighbours on a rank as long as that saves crossings.
    fn transpose(&mut self, order: &mut Order, ranks: Range<usize>, swaps_ties: bool) {
        let mut is_due = vec![true; ranks.len()];
        let mut ties = swaps_ties;
        for _ in 0..PATIENCE {
            let mut saved = false;
            for step in 0..ranks.len() {
                if !std::mem::take(&mut is_due[step]) {
                    continue;
                }
                let rank = ranks.start + step;
                let mut changed = false;
                for range in self.ladder.movable[rank].clone() {
                    for right in range.start + 1..range.end {
                        let (a, b) = (order.layers[rank][right - 1], order.layers[rank][right]);
                        let gain = self.gain(order, a, b);
                        if gain > 0 || (gain == 0 && ties) {
                            order.layers[rank].swap(right - 1, right);
                            order.place.swap(a as usize, b as usize);
                            changed |= gain > 0;
                        }
                    }
                }
                if changed {
                    saved = true;
                    is_due[step.saturating_sub(1)] = true;
                    is_due[step] = true;
                    if let Some(due) = is_due.get_mut(step + 1) {
                        *due = true;
                    }
                }
            }
            ties = false;
            if !saved || self.work == 0 {
                break;
            }
        }
    }

    /// Moves each vertex to the place on its rank where it crosses least.
    fn sift(&mut self, order: &mut Order, ranks: Range<usize>, down: bool) -> u64 {
        let mut gone = 0;
        for step in 0..ranks.len() {
            let rank = if down {
                ranks.start + step
            } else {
                ranks.end - 1 - step
            };
            for range in self.ladder.movable[rank].clone() {
                let vertices: Vec<u32> = order.layers[rank][range.clone()].to_vec();
                for vertex in vertices {
                    if self.work == 0 {
                        return gone;
                    }
                    gone += self.sift_one(order, rank, &range, vertex);
                }
            }
        }
        gone
    }

    fn sift_one(
        &mut self,
        order: &mut Order,
        rank: usize,
        range: &Range<usize>,
        vertex: u32,
    ) -> u64 {
        let from = order.place[vertex as usize] as usize;
        let (mut best, mut most) = (from, 0);
        let mut gain = 0;
        for place in (range.start..from).rev() {
            gain += self.gain(order, order.layers[rank][place], vertex);
            if gain > most {
                (best, most) = (place, gain);
            }
        }
        gain = 0;
        for place in from + 1..range.end {
            gain += self.gain(order, vertex, order.layers[rank][place]);
            if gain > most {
                (best, most) = (place, gain);
            }
        }
        if best == from {
            return 0;
        }
        let layer = &mut order.layers[rank];
        if best < from {
            layer[best..=from].rotate_right(1);
        } else {
            layer[from..=best].rotate_left(1);
        }
        let (low, high) = (best.min(from), best.max(from));
        for (place, &vertex) in (as_u32(low)..).zip(&layer[low..=high]) {
            order.place[vertex as usize] = place;
        }
        most.unsigned_abs()
    }

    /// How many crossings are saved if `a`, left of `b`, came right of it.
    fn gain(&mut self, order: &Order, a: u32, b: u32) -> i64 {
        let mut gain = 0;
        for lists in [&self.ladder.above, &self.ladder.below] {
            let (of_a, of_b) = (lists.of(a), lists.of(b));
            self.work = self.work.saturating_sub(of_a.len() * of_b.len());
            for &left in of_a {
                let left = order.place[left as usize];
                for &right in of_b {
                    let right = order.place[right as usize];
                    gain += i64::from(left > right) - i64::from(left < right);
                }
            }
        }
        self.work = self.work.saturating_sub(1);
        gain
    }

    /// How many pairs of segments cross that touch some ranks.
    pub fn crossings(&mut self, order: &Order, ranks: Range<usize>) -> u64 {
        let last = ranks.end.min(order.layers.len() - 1);
        (ranks.start.saturating_sub(1)..last)
            .map(|rank| self.crossings_below(order, rank))
            .sum()
    }

    /// How many pairs of segments cross between a rank and the next: inversions, counted with a Fenwick tree (Barth,
    /// Jünger and Mutzel, "Simple and efficient bilayer cross counting", 2002).
    fn crossings_below(&mut self, order: &Order, rank: usize) -> u64 {
        let mut crossings = 0;
        let width = order.layers[rank + 1].len();
        self.tree.clear();
        self.tree.resize(width + 1, 0);
        let mut seen = 0_u32;
        for &vertex in &order.layers[rank] {
            let below = self.ladder.below.of(vertex);
            self.work = self.work.saturating_sub(1 + below.len());
            // Segments of one vertex do not cross: all are counted before the first is entered.
            for &other in below {
                let mut not_right = 0;
                let mut at = order.place[other as usize] as usize + 1;
                while at > 0 {
                    not_right += self.tree[at];
                    at &= at - 1;
                }
                crossings += u64::from(seen - not_right);
            }
            for &other in below {
                seen += 1;
                let mut at = order.place[other as usize] as usize + 1;
                while at <= width {
                    self.tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
        crossings
    }
}

/// The weighted median of some vertices' places, in sixteenths (Gansner et al. 1993, section 3); none of nothing.
fn median(vertices: &[u32], place: &[u32]) -> Option<u32> {
    let at = |vertex: u32| place[vertex as usize];
    match *vertices {
        [] => None,
        [one] => Some(at(one) * 16),
        [a, b] => Some((at(a) + at(b)) * 8),
        _ => {
            let mut places: Vec<u64> = vertices
                .iter()
                .map(|&vertex| u64::from(at(vertex)))
                .collect();
            sort_keys(&mut places);
            let middle = places.len() / 2;
            if places.len() % 2 == 1 {
                return u32::try_from(places[middle] * 16).ok();
            }
            let (low, high) = (places[middle - 1], places[middle]);
            let left = low - places[0];
            let right = places[places.len() - 1] - high;
            let weighted = (low * right + high * left) * 16;
            let median = weighted.checked_div(left + right);
            u32::try_from(median.unwrap_or((low + high) * 8)).ok()
        }
    }
}

#[cfg(test)]
mod tests;
