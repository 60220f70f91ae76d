//! A layering in lists of numbers: what is joined to what from rank to rank, and an order of each rank.

use std::ops::Range;

use crate::simplex::as_u32;

/// The vertices of a layering and their segments, packed.
#[derive(Debug)]
pub struct Ladder {
    /// For each vertex the vertices above.
    pub above: Packed,
    /// For each vertex the vertices below.
    pub below: Packed,
    /// The rank of each vertex.
    pub rank: Vec<u32>,
    /// For each rank the places whose vertices may change them with one another: the middle, then the right side.
    pub movable: Vec<[Range<usize>; 2]>,
}

/// A list for each vertex.
#[derive(Debug)]
pub struct Packed {
    first: Vec<u32>,
    items: Vec<u32>,
}

impl Packed {
    /// From pairs of a vertex and an item of its list, in their order.
    pub fn new(count: usize, pairs: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut first = vec![0_u32; count + 1];
        for (vertex, _) in pairs.clone() {
            first[vertex + 1] += 1;
        }
        for vertex in 0..count {
            first[vertex + 1] += first[vertex];
        }
        let mut items = vec![0; first[count] as usize];
        let mut fill = first.clone();
        for (vertex, item) in pairs {
            items[fill[vertex] as usize] = as_u32(item);
            fill[vertex] += 1;
        }
        Self { first, items }
    }

    /// The list of a vertex.
    pub fn of(&self, vertex: u32) -> &[u32] {
        let vertex = vertex as usize;
        &self.items[self.first[vertex] as usize..self.first[vertex + 1] as usize]
    }
}

/// An order of the vertices on each rank.
#[derive(Debug, Clone)]
pub struct Order {
    /// The vertices of each rank from left to right.
    pub layers: Vec<Vec<u32>>,
    /// The place of each vertex on its rank.
    pub place: Vec<u32>,
}

impl Order {
    /// Of `count` vertices.
    pub fn new(layers: Vec<Vec<u32>>, count: usize) -> Self {
        let mut place = vec![0; count];
        for layer in &layers {
            for (at, &vertex) in (0..).zip(layer) {
                place[vertex as usize] = at;
            }
        }
        Self { layers, place }
    }

    /// Puts the layers from a rank on back as they were.
    pub(crate) fn restore(&mut self, from: usize, layers: &[Vec<u32>]) {
        for (layer, old) in self.layers[from..].iter_mut().zip(layers) {
            layer.clone_from(old);
            for (at, &vertex) in (0..).zip(old) {
                self.place[vertex as usize] = at;
            }
        }
    }
}
