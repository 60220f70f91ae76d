//! The post-condition of each pass, on graphs small enough to see.

use super::super::{
    acyclic::{Acyclic, Flat, FlatEdge, FlatNode},
    layered::{Layered, Role},
    order::Ordered,
    position::Positioned,
    rank::Ranked,
    route::Routed,
};
use super::*;

/// `"0>1 1>2:label 2!0"`: from, `>` or `!` for a failure, to, and a label.
fn flat(edges: &str) -> Flat {
    let edges: Vec<FlatEdge> = edges
        .split_whitespace()
        .map(|edge| {
            let (ends, label) = match edge.split_once(':') {
                Some((ends, label)) => (
                    ends,
                    Some((f64::from(u8::try_from(label.len()).unwrap()) * 6.0, 18.0)),
                ),
                None => (edge, None),
            };
            let kind = if ends.contains('!') {
                EdgeKind::Failure
            } else {
                EdgeKind::Success
            };
            let (from, to) = ends.split_once(['>', '!']).unwrap();
            FlatEdge {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                kind,
                label,
                before: Vec::new(),
            }
        })
        .collect();
    let count = edges.iter().map(|edge| edge.from.max(edge.to) + 1).max();
    let node = FlatNode {
        width: 100.0,
        height: 40.0,
        gathers: false,
        before: None,
    };
    Flat {
        nodes: vec![node; count.unwrap_or(0)],
        edges,
    }
}

fn ordered(flat: &Flat) -> Ordered<'_> {
    Ordered::new(Layered::new(Ranked::new(Acyclic::new(flat))))
}

#[test]
fn acyclic_turns_only_what_leads_back() {
    for (edges, turned, loops) in [
        ("0>1 1>2", &[][..], &[][..]),
        ("0>1 1>2 2>0", &[2], &[]),
        ("0>1 1>1 1>2 2>1", &[3], &[1]),
        ("0>1 1>0", &[1], &[]),
        ("0>1 0>2 1>3 2>3", &[], &[]),
        // The search starts where no edge enters.
        ("1>0 2>1 0>1", &[2], &[]),
    ] {
        let flat = flat(edges);
        let acyclic = Acyclic::new(&flat);
        let is_turned = acyclic.edges.iter().filter(|edge| edge.reversed);
        let found: Vec<usize> = is_turned.map(|edge| edge.edge).collect();
        assert_eq!(found, turned, "{edges}");
        assert_eq!(acyclic.loops, loops, "{edges}");
    }
}

#[test]
fn ranks_lead_down_and_leave_room_for_labels() {
    for (edges, ranks) in [
        ("0>1 1>2", &[0, 1, 2][..]),
        ("0>1 1>2 0>2", &[0, 1, 2]),
        ("0>1:yes 1>2", &[0, 2, 3]),
        ("0>1:yes 0>2:no 1>3 2>3", &[0, 2, 2, 3]),
        ("0>1 1>2 2>3 4>3", &[0, 1, 2, 3, 2]),
        ("0>1 1>0:again", &[0, 2]),
    ] {
        assert_eq!(
            Ranked::new(Acyclic::new(&flat(edges))).rank,
            ranks,
            "{edges}"
        );
    }
}

#[test]
fn layers_are_proper_and_bundles_share_their_lanes() {
    for (edges, lanes, labels, returns) in [
        ("0>1 1>2", 0, 0, 0),
        ("0>1 1>2 2>3 0>3", 2, 0, 0),
        ("0>1 1>2 0!3 1!3 2!3", 2, 0, 0),
        ("0>1 1>2 2>3 0>3 1>3", 3, 0, 0),
        ("0>1:a 1>2 0>2:b", 1, 2, 0),
        ("0>1 1>2 2>0", 0, 0, 3),
    ] {
        let flat = flat(edges);
        let layered = Layered::new(Ranked::new(Acyclic::new(&flat)));
        let count = |role| layered.vertices.iter().filter(|v| v.role == role).count();
        assert_eq!(count(Role::Lane), lanes, "{edges}");
        assert_eq!(count(Role::Label), labels, "{edges}");
        assert_eq!(count(Role::Return), returns, "{edges}");
        for segment in &layered.segments {
            let rank = |vertex: usize| layered.vertices[vertex].rank;
            assert_eq!(rank(segment.upper) + 1, rank(segment.lower), "{edges}");
        }
    }
}

#[test]
fn the_order_holds_each_vertex_once_and_crosses_no_more_than_needed() {
    for (edges, crossings) in [
        ("0>1 0>2 1>4 2>3", 0),
        ("0>1 0>2 0>3 1>6 2>5 3>4", 0),
        ("0>2 0>3 1>2 1>3", 1),
        ("0>3 0>4 0>5 1>3 1>4 1>5 2>3 2>4 2>5", 9),
        ("0>1 1>2 2>3 0!4 1!4 2!4", 0),
    ] {
        let flat = flat(edges);
        let ordered = ordered(&flat);
        assert_eq!(ordered.crossings(), crossings, "{edges}");
        let mut all: Vec<usize> = ordered.layers.concat();
        all.sort_unstable();
        assert!(
            all.into_iter().eq(0..ordered.layered.vertices.len()),
            "{edges}"
        );
    }
}

#[test]
fn positions_keep_the_order_and_the_room() {
    for edges in [
        "0>1 0>2 0>3 1>4 2>4",
        "0>1:a 0>2:b 1>3 0>3 3>0",
        "0>2 1>2 2>3 2>4 2>2:again",
    ] {
        let flat = flat(edges);
        let positioned = Positioned::new(ordered(&flat), &Options::default());
        let vertices = &positioned.ordered.layered.vertices;
        for layer in &positioned.ordered.layers {
            for pair in layer.windows(2) {
                let room = vertices[pair[0]].reach.1 + vertices[pair[1]].reach.0;
                assert!(
                    positioned.x[pair[1]] - positioned.x[pair[0]] > room,
                    "{edges}"
                );
            }
        }
        for pair in positioned.bands.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{edges}");
        }
    }
}

#[test]
fn the_main_path_is_straight() {
    let flat = flat("0>1 1>2:yes 1>5:no 2>3 3>4 5>4 0!6 1!6 2!6");
    let routed = Routed::new(&Positioned::new(ordered(&flat), &Options::default()));
    for edge in [0, 1, 3, 4] {
        assert_eq!(routed.edges[edge].strokes.len(), 1, "edge {edge}");
    }
    let x = |node: usize| routed.nodes[node][0];
    assert!(
        (0..6).all(|node| x(6) > x(node)),
        "the handler stands aside"
    );
    // All failures enter the handler at one point, from the lane that they share.
    let ends: Vec<_> = [6, 7, 8]
        .map(|edge| routed.edges[edge].strokes.last().map(Stroke::end))
        .into();
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]));
}
