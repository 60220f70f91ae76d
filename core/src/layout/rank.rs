//! The second pass: on which rank (row) each node stands.
//!
//! Needs: [`Acyclic`]. Guarantees: every oriented edge leads at least one rank down, ranks start at 0, and where
//! an edge has a label, there is a rank of its own for it right below its upper node. Nodes stand as high as
//! they can (longest path), but a node that no edge enters stands right above the first that it leads to.

use stepwell_kernel::simplex::{Link, NEVER, as_i32, as_u32, minimise};

use super::acyclic::Acyclic;

/// An acyclic graph whose nodes have ranks.
#[derive(Debug)]
pub(super) struct Ranked<'a> {
    pub(super) acyclic: Acyclic<'a>,
    /// The rank of each node.
    pub(super) rank: Vec<usize>,
    /// For each rank whether it holds labels and no nodes.
    pub(super) is_label_rank: Vec<bool>,
}

/// About how many nodes and edges the simplex may visit for each there is.
const EFFORT: usize = 400;

impl<'a> Ranked<'a> {
    pub(super) fn new(acyclic: Acyclic<'a>) -> Self {
        let mut rank = longest_paths(&acyclic);
        shorten(&acyclic, &mut rank);
        let is_label_rank = insert_label_ranks(&acyclic, &mut rank);
        Self {
            acyclic,
            rank,
            is_label_rank,
        }
    }
}

/// Makes the edges as short as they can be in all.
fn shorten(acyclic: &Acyclic, rank: &mut [usize]) {
    let links: Vec<Link> = acyclic
        .edges
        .iter()
        .map(|edge| Link {
            tail: as_u32(edge.upper),
            head: as_u32(edge.lower),
            at: 1,
            low: NEVER,
            high: 1,
        })
        .collect();
    let mut x: Vec<i32> = rank.iter().map(|&rank| as_i32(rank)).collect();
    let effort = EFFORT * (x.len() + links.len());
    minimise(&mut x, &links, effort);
    let least = x.iter().copied().min().unwrap_or(0);
    for (rank, x) in rank.iter_mut().zip(x) {
        *rank = usize::try_from(x - least).expect("none is less than the least");
    }
}

fn longest_paths(acyclic: &Acyclic) -> Vec<usize> {
    let count = acyclic.graph.nodes.len();
    let mut below = vec![Vec::new(); count];
    let mut waiting = vec![0_usize; count];
    for edge in &acyclic.edges {
        below[edge.upper].push(edge.lower);
        waiting[edge.lower] += 1;
    }
    let is_source: Vec<bool> = waiting.iter().map(|&above| above == 0).collect();
    let mut rank = vec![0_usize; count];
    let mut ready: Vec<usize> = (0..count).filter(|&node| is_source[node]).collect();
    let mut done = 0;
    while let Some(&node) = ready.get(done) {
        done += 1;
        for &lower in &below[node] {
            rank[lower] = rank[lower].max(rank[node] + 1);
            waiting[lower] -= 1;
            if waiting[lower] == 0 {
                ready.push(lower);
            }
        }
    }
    for node in 0..count {
        if is_source[node]
            && let Some(first) = below[node].iter().map(|&lower| rank[lower]).min()
        {
            rank[node] = first - 1;
        }
    }
    rank
}

/// Makes room below each rank that a labelled edge leaves; says which of the new ranks these are.
fn insert_label_ranks(acyclic: &Acyclic, rank: &mut [usize]) -> Vec<bool> {
    let Some(last) = rank.iter().copied().max() else {
        return Vec::new();
    };
    let mut labelled = vec![false; last + 1];
    for edge in &acyclic.edges {
        if acyclic.graph.edges[edge.edge].label.is_some() {
            labelled[rank[edge.upper]] = true;
        }
    }
    let mut moved = Vec::with_capacity(last + 1);
    let mut is_label_rank = Vec::with_capacity(last + 1);
    for has_label in labelled {
        moved.push(is_label_rank.len());
        is_label_rank.push(false);
        if has_label {
            is_label_rank.push(true);
        }
    }
    for rank in rank {
        *rank = moved[*rank];
    }
    is_label_rank
}
