//! The boxes of a drawing as nested lists, for formats that are laid out by others.

use rustc_hash::FxHashMap;

use crate::layout::{Drawing, DrawnNode};

/// A drawing's boxes in their containers, and the place of each by its id.
pub(super) struct Outline<'a> {
    /// Containers come before what they contain and are closed after it.
    pub(super) parts: Vec<Part<'a>>,
    pub(super) places: FxHashMap<&'a str, usize>,
}

/// One line of an outline. Places are those in the drawing's list of nodes.
pub(super) enum Part<'a> {
    Box(usize, &'a DrawnNode),
    Open(usize, &'a DrawnNode),
    Close,
}

impl<'a> Outline<'a> {
    pub(super) fn new(drawing: &'a Drawing) -> Self {
        let nodes = &drawing.nodes;
        let ids = nodes.iter().map(|node| &*node.id);
        let places: FxHashMap<&str, usize> = ids.zip(0..).collect();
        let mut children = vec![Vec::new(); nodes.len()];
        let mut ahead = Vec::new();
        for (place, node) in nodes.iter().enumerate().rev() {
            let parent = node.parent.as_deref().and_then(|id| places.get(id));
            match parent {
                Some(&parent) => children[parent].push(place),
                None => ahead.push(Some(place)),
            }
        }
        let mut parts = Vec::with_capacity(nodes.len());
        while let Some(next) = ahead.pop() {
            let Some(place) = next else {
                parts.push(Part::Close);
                continue;
            };
            let node = &nodes[place];
            if node.container {
                parts.push(Part::Open(place, node));
                ahead.push(None);
                ahead.extend(children[place].iter().map(|&child| Some(child)));
            } else {
                parts.push(Part::Box(place, node));
            }
        }
        Self { parts, places }
    }

    /// The places of the boxes that an edge joins.
    pub(super) fn ends(&self, from: &str, to: &str) -> Option<(usize, usize)> {
        Some((*self.places.get(from)?, *self.places.get(to)?))
    }
}

/// Appends a line, two spaces in for each level.
pub(super) fn write_line(out: &mut String, indent: usize, line: &str) {
    for _ in 0..indent {
        out.push_str("  ");
    }
    out.push_str(line);
    out.push('\n');
}
