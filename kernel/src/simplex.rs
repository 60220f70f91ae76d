//! Positions on a line that cost least: the network simplex method that ranks nodes and places vertices.
//!
//! Each [`Link`] between two positions costs what its [`Link::low`] and [`Link::high`] slopes say, with one bend.
//! The method is the dual network simplex of Gansner, Koutsofios, North and Vo, "A technique for drawing directed
//! graphs" (1993), section 2.3, with the long steps of a boxed dual simplex (Maros, "Computational Techniques of
//! the Simplex Method", 2003, section 10.2): a move goes on past bends for as long as that pays. Positions
//! are integers and stay feasible all the time, so that it may stop early.

mod tree;

use crate::sort_keys;

/// The slope of a link that must not become shorter than its bend.
pub const NEVER: i32 = i32::MIN;

/// What the distance `x[head] - x[tail]` of two positions costs: `low` a pixel below `at`, `high` a pixel above.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The position that is counted from.
    pub tail: u32,
    /// The position that is counted to.
    pub head: u32,
    /// Where the cost bends.
    pub at: i32,
    /// The slope below: negative, or [`NEVER`].
    pub low: i32,
    /// The slope above; at least `low`.
    pub high: i32,
}

/// No link, no node.
const NONE: u32 = u32::MAX;

/// Lessens the cost of the links until it is least, or until about `effort` nodes and links were visited.
///
/// `x` holds positions that no [`NEVER`] forbids, and will again.
pub fn minimise(x: &mut [i32], links: &[Link], effort: usize) {
    if x.is_empty() || links.is_empty() {
        return;
    }
    let mut simplex = Simplex::new(x, links);
    let mut from = 0;
    while simplex.work < effort {
        let Some(node) = simplex.leaving(&mut from) else {
            break;
        };
        if !simplex.pivot(node) {
            break;
        }
    }
    x.copy_from_slice(&simplex.x[..x.len()]);
}

/// The state: a spanning tree of links that are at their bends, rooted at a node of its own. Where such links do
/// not reach, nodes hang at the root by a tie that costs nothing at any length, and never is in the way.
struct Simplex<'a> {
    links: &'a [Link],
    x: Vec<i32>,
    /// The slope of each link that is taken to hold; between its two for a link of the tree.
    flow: Vec<i64>,
    /// The links at each node.
    first: Vec<u32>,
    at: Vec<u32>,
    /// Of the tree: each node's parent, and the link to it; [`NONE`] for a tie, whose flow is in `tied`.
    parent: Vec<u32>,
    up: Vec<u32>,
    tied: Vec<i64>,
    children: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
    in_tree: Vec<bool>,
    /// On which side of a cut a node was last seen.
    seen: Vec<u32>,
    stamp: u32,
    sides: [Vec<u32>; 2],
    /// How far away a bend is, and in the lower half its link.
    steps: Vec<u64>,
    work: usize,
}

impl<'a> Simplex<'a> {
    fn new(x: &[i32], links: &'a [Link]) -> Self {
        let count = x.len();
        let root = count;
        let mut first = vec![0_u32; count + 2];
        for link in links {
            first[link.tail as usize + 1] += 1;
            first[link.head as usize + 1] += 1;
        }
        for node in 0..=count {
            first[node + 1] += first[node];
        }
        let mut fill = first.clone();
        let mut at = vec![0; 2 * links.len()];
        for (index, link) in (0_u32..).zip(links) {
            for end in [link.tail, link.head] {
                at[fill[end as usize] as usize] = index;
                fill[end as usize] += 1;
            }
        }
        let mut simplex = Self {
            links,
            x: x.iter().copied().chain([0]).collect(),
            flow: links
                .iter()
                .map(|link| {
                    let distance = x[link.head as usize] - x[link.tail as usize];
                    i64::from(if distance < link.at {
                        link.low
                    } else {
                        link.high
                    })
                })
                .collect(),
            first,
            at,
            parent: vec![NONE; count + 1],
            up: vec![NONE; count + 1],
            tied: vec![0; count + 1],
            children: vec![NONE; count + 1],
            next: vec![NONE; count + 1],
            previous: vec![NONE; count + 1],
            in_tree: vec![false; links.len()],
            seen: vec![0; count + 1],
            stamp: 0,
            sides: [Vec::new(), Vec::new()],
            steps: Vec::new(),
            work: count + links.len(),
        };
        simplex.grow(root);
        simplex
    }

    fn distance(&self, link: Link) -> i32 {
        self.x[link.head as usize] - self.x[link.tail as usize]
    }

    /// By how much the flow of a node's link to its parent is above what the link bears, or, negative, below.
    fn excess(&self, node: usize) -> i64 {
        let up = self.up[node];
        if up == NONE {
            return self.tied[node];
        }
        let (link, flow) = (self.links[up as usize], self.flow[up as usize]);
        if flow > i64::from(link.high) {
            flow - i64::from(link.high)
        } else if link.low != NEVER && flow < i64::from(link.low) {
            flow - i64::from(link.low)
        } else {
            0
        }
    }

    /// A node whose link to its parent does not hold, searched from where the last one was; of the first few the
    /// one that bears most too much.
    fn leaving(&mut self, from: &mut usize) -> Option<u32> {
        const SEARCH: usize = 24;
        let count = self.x.len() - 1;
        let (mut best, mut most, mut found) = (None, 0, 0);
        for _ in 0..count {
            let node = *from;
            *from = if node + 1 == count { 0 } else { node + 1 };
            let excess = self.excess(node).abs();
            if excess > 0 {
                if excess > most {
                    (best, most) = (Some(as_u32(node)), excess);
                }
                found += 1;
                if found == SEARCH {
                    break;
                }
            }
        }
        self.work += count.min(SEARCH * 8) / 8;
        best
    }

    /// Cuts a node off its parent, moves the smaller part for as long as that pays, and ties both together by the
    /// link that stopped it. Answers whether there was one.
    fn pivot(&mut self, node: u32) -> bool {
        let parent = self.parent[node as usize];
        let up = self.up[node as usize];
        let excess = self.excess(node as usize);
        let small = self.smaller_side(node, parent);
        let moves_node = small == 0;
        // Above what it bears a link wants to be longer.
        let node_is_head = up == NONE || self.links[up as usize].head == node;
        let right = (excess > 0) == (node_is_head == moves_node);
        let Some((entering, passed, distance)) = self.step(small, right, excess.abs()) else {
            return false;
        };
        let link = self.links[entering as usize];
        let in_small = self.seen[link.head as usize] == self.stamp + u32::from(small == 1);
        let head_is_below = in_small == moves_node;
        let by = if right { distance } else { -distance };
        for &moved in &self.sides[small] {
            self.x[moved as usize] += by;
        }
        for step in 0..passed {
            let index = link_of(self.steps[step]) as usize;
            let passed = self.links[index];
            let (low, high) = (i64::from(passed.low), i64::from(passed.high));
            let turned = if self.flow[index] == low { high } else { low };
            let more = turned - self.flow[index];
            self.flow[index] = turned;
            self.circulate(passed, more);
        }
        // What is left too much goes round by the new link.
        let left = if up == NONE {
            -self.tied[node as usize]
        } else {
            let link = self.links[up as usize];
            let bound = if excess > 0 { link.high } else { link.low };
            i64::from(bound) - self.flow[up as usize]
        };
        // Into the node from its parent, or the other way round.
        let downwards = if node_is_head { left } else { -left };
        let more = if head_is_below { -downwards } else { downwards };
        self.flow[entering as usize] += more;
        self.circulate(link, more);
        self.replace(node, up, entering, head_is_below);
        true
    }

    /// How far the smaller side is to move: to the bend at which that no longer pays. Answers the link that has it,
    /// how many bends (in `steps`) are passed on the way, and the distance.
    fn step(&mut self, small: usize, right: bool, excess: i64) -> Option<(u32, usize, i32)> {
        let mark = self.stamp + u32::from(small == 1);
        let mut steps = std::mem::take(&mut self.steps);
        steps.clear();
        // Beyond the nearest bend that stops the move for sure nothing counts.
        let mut limit = u64::MAX;
        for &node in &self.sides[small] {
            let around = self.first[node as usize]..self.first[node as usize + 1];
            self.work += around.len();
            for place in around {
                let index = self.at[place as usize];
                let link = self.links[index as usize];
                let node_is_head = link.head == node;
                let other = if node_is_head { link.tail } else { link.head };
                if self.seen[other as usize] == mark
                    || self.in_tree[index as usize]
                    || link.low == link.high
                {
                    continue;
                }
                let longer = node_is_head == right;
                let distance = self.distance(link) - link.at;
                let flow = self.flow[index as usize];
                let before = if longer {
                    flow == i64::from(link.low)
                } else {
                    flow == i64::from(link.high)
                };
                if !before {
                    continue;
                }
                let far = u64::from(distance.unsigned_abs());
                if far > limit {
                    continue;
                }
                if link.low == NEVER || i64::from(link.high) - i64::from(link.low) >= excess {
                    limit = far;
                }
                steps.push(far << 32 | u64::from(index));
            }
        }
        steps.retain(|step| step >> 32 <= limit);
        sort_keys(&mut steps);
        let mut left = excess;
        let mut found = None;
        for (passed, &step) in steps.iter().enumerate() {
            let index = link_of(step);
            let link = self.links[index as usize];
            let range = i64::from(link.high) - i64::from(link.low);
            if link.low == NEVER || range >= left {
                found = Some((
                    index,
                    passed,
                    i32::try_from(step >> 32).expect("a distance of two positions"),
                ));
                break;
            }
            left -= range;
        }
        self.steps = steps;
        found
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
fn link_of(step: u64) -> u32 {
    step as u32
}

/// The number of a node or link.
pub fn as_u32(index: usize) -> u32 {
    u32::try_from(index).expect("a graph in memory has fewer nodes than 2^32")
}

/// A rank as a position.
pub fn as_i32(rank: usize) -> i32 {
    i32::try_from(rank).expect("a graph in memory has fewer ranks than 2^31")
}

#[cfg(test)]
mod tests;
