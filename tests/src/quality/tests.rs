//! Each count on drawings of which it can be seen.

use super::*;

/// Boxes of 10 by 10 with these centres.
fn boxes(centres: &[Point]) -> Vec<Rect> {
    let around = |&centre| Rect::around(centre, [10.0, 10.0]);
    centres.iter().map(around).collect()
}

fn line(from: usize, to: usize, points: &[Point]) -> Line {
    Line {
        from,
        to,
        points: points.to_vec(),
    }
}

/// What two edges between four boxes far away have in common: crossings, and whether they lie on one another.
fn meet(one: &[Point], other: &[Point]) -> (usize, usize) {
    let far = [-500.0, -400.0, -300.0, -200.0].map(|x| [x, 0.0]);
    let lines = |edges: [&[Point]; 2]| vec![line(0, 1, edges[0]), line(2, 3, edges[1])];
    let count = |edges| {
        let drawn = Drawn {
            boxes: boxes(&far),
            edges: lines(edges),
        };
        let quality = drawn.quality();
        (quality.crossings, quality.lying)
    };
    let reversed: Vec<Point> = other.iter().rev().copied().collect();
    let counts = [
        count([one, other]),
        count([other, one]),
        count([one, &reversed]),
    ];
    assert!(
        counts.iter().all(|&found| found == counts[0]),
        "{counts:?} for {one:?} and {other:?}"
    );
    counts[0]
}

#[test]
fn edges_cross_where_they_change_sides() {
    let upright: &[Point] = &[[50.0, 0.0], [50.0, 100.0]];
    for (other, expect) in [
        (&[[0.0, 50.0], [100.0, 50.0]][..], (1, 0)),
        // Its end lies on the edge.
        (&[[0.0, 50.0], [50.0, 50.0]], (0, 0)),
        // It turns on the edge: to the other side, and back.
        (&[[0.0, 50.0], [50.0, 50.0], [100.0, 90.0]], (1, 0)),
        (&[[0.0, 50.0], [50.0, 50.0], [0.0, 90.0]], (0, 0)),
        (&[[0.0, 20.0], [100.0, 40.0], [0.0, 60.0]], (2, 0)),
        (&[[60.0, 0.0], [60.0, 100.0]], (0, 0)),
    ] {
        assert_eq!(meet(upright, other), expect, "{other:?}");
    }
}

#[test]
fn edges_that_turn_at_one_point_cross_if_one_goes_between_the_other_s_arms() {
    let bent: &[Point] = &[[0.0, 0.0], [50.0, 50.0], [100.0, 0.0]];
    for (other, expect) in [
        (&[[50.0, 0.0], [50.0, 50.0], [51.0, 100.0]][..], 1),
        (&[[40.0, 0.0], [50.0, 50.0], [60.0, 0.0]], 0),
        (&[[0.0, 90.0], [50.0, 50.0], [100.0, 90.0]], 0),
        (&[[0.0, 50.0], [50.0, 50.0], [90.0, 0.0]], 1),
    ] {
        assert_eq!(meet(bent, other), (expect, 0), "{other:?}");
    }
}

#[test]
fn edges_that_lie_on_one_another_count() {
    let upright: &[Point] = &[[50.0, 0.0], [50.0, 100.0]];
    for (other, expect) in [
        (&[[50.0, 0.0], [50.0, 100.0]][..], 1),
        (&[[20.0, 0.0], [50.0, 40.0], [50.0, 60.0], [20.0, 90.0]], 1),
        // They follow one another, with a pixel in common, and with two.
        (&[[50.0, 99.0], [50.0, 150.0]], 0),
        (&[[50.0, 98.0], [50.0, 150.0]], 1),
        (&[[52.0, 0.0], [52.0, 100.0]], 0),
    ] {
        assert_eq!(meet(upright, other), (expect, expect), "{other:?}");
    }
}

#[test]
fn what_meets_at_a_common_box_does_not_count() {
    let two = |from, other: &[Point]| {
        let drawn = Drawn {
            boxes: boxes(&[[0.0, 0.0], [0.0, 100.0], [50.0, 100.0]]),
            edges: vec![
                line(0, 1, &[[0.0, 0.0], [0.0, 100.0]]),
                line(from, 2, other),
            ],
        };
        drawn.quality().crossings
    };
    assert_eq!(two(0, &[[-4.0, 4.0], [4.0, 4.0], [50.0, 95.0]]), 0);
    assert_eq!(two(0, &[[-4.0, 4.0], [-4.0, 20.0], [50.0, 95.0]]), 1);
    assert_eq!(two(0, &[[0.0, 5.0], [50.0, 95.0]]), 0);
    assert_eq!(
        two(2, &[[-4.0, 4.0], [4.0, 4.0], [50.0, 95.0]]),
        1,
        "it is not its box"
    );
}

#[test]
fn an_edge_runs_through_boxes_that_are_not_its_own() {
    let inside = |rect: Rect| Rect {
        parent: Some(0),
        ..rect
    };
    let whole = Rect::around([50.0, 0.0], [200.0, 50.0]);
    let steps = boxes(&[[0.0, 0.0], [50.0, 0.0], [100.0, 0.0]]);
    let drawn = |points: &[Point]| Drawn {
        boxes: [whole]
            .into_iter()
            .chain(steps.iter().copied().map(inside))
            .collect(),
        edges: vec![line(1, 3, points)],
    };
    for (points, expect) in [
        (&[[5.0, 0.0], [95.0, 0.0]][..], 1),
        (&[[5.0, 0.0], [45.0, 10.0], [95.0, 0.0]], 0),
        (&[[5.0, 5.0], [95.0, 5.0]], 0),
        (&[[5.0, 5.0], [95.0, 3.0]], 1),
    ] {
        assert_eq!(drawn(points).quality().through, expect, "{points:?}");
    }
    let mut other = drawn(&[[0.0, 0.0], [45.0, 10.0], [95.0, 0.0]]);
    other.edges[0].from = 2;
    assert_eq!(
        other.quality().through,
        1,
        "the box that it leaves is another"
    );
}

#[test]
fn boxes_overlap_unless_one_is_around_the_other() {
    let mut drawn = Drawn {
        boxes: boxes(&[[0.0, 0.0], [8.0, 8.0], [20.0, 0.0], [30.0, 0.0]]),
        edges: Vec::new(),
    };
    assert_eq!(drawn.quality().overlaps, 1, "the last two only touch");
    drawn.boxes[1].parent = Some(0);
    assert_eq!(drawn.quality().overlaps, 0);
}

#[test]
fn length_bends_and_size_are_those_of_the_polylines() {
    let drawn = Drawn {
        boxes: boxes(&[[5.0, 5.0], [35.0, 45.0]]),
        edges: vec![line(
            0,
            1,
            &[
                [5.0, 10.0],
                [5.0, 10.0],
                [5.0, 25.0],
                [5.0, 30.0],
                [50.0, 30.0],
                [50.0, 40.0],
            ],
        )],
    };
    let quality = drawn.quality();
    assert!((quality.length - 75.0).abs() < 1e-9);
    assert_eq!(quality.bends, 2);
    assert_eq!((quality.width, quality.height), (50.0, 50.0));
}

#[test]
fn a_spline_is_sampled_on_its_curves() {
    let controls = [
        [0.0, 0.0],
        [0.0, 10.0],
        [10.0, 10.0],
        [10.0, 0.0],
        [10.0, -10.0],
        [20.0, -10.0],
        [20.0, 0.0],
    ];
    let points = sampled(&controls, 2);
    assert_eq!(
        points,
        [
            [0.0, 0.0],
            [5.0, 7.5],
            [10.0, 0.0],
            [15.0, -7.5],
            [20.0, 0.0]
        ]
    );
    assert!(sampled(&[], 8).is_empty());
}
