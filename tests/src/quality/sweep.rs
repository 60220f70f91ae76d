//! Which of many boxes meet: a line sweeps over them from top to bottom.

use super::{Point, Rect};

/// What a straight line takes up.
pub(super) fn extent([from, to]: [Point; 2]) -> Rect {
    Rect {
        low: [from[0].min(to[0]), from[1].min(to[1])],
        high: [from[0].max(to[0]), from[1].max(to[1])],
        parent: None,
    }
}

/// Calls `meet` with each pair of `ones` and `others` that share a height and touch in width.
pub(super) fn sweep(ones: &[Rect], others: &[Rect], mut meet: impl FnMut(usize, usize)) {
    let by_top = |rects: &[Rect]| {
        let mut order: Vec<usize> = (0..rects.len()).collect();
        order.sort_by(|&a, &b| rects[a].low[1].total_cmp(&rects[b].low[1]));
        order.into_iter().peekable()
    };
    let (mut next_ones, mut next_others) = (by_top(ones), by_top(others));
    let (mut open_ones, mut open_others): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let one_is_next = match (next_ones.peek(), next_others.peek()) {
            (Some(&one), Some(&other)) => ones[one].low[1] <= others[other].low[1],
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return,
        };
        let (rect, index) = if one_is_next {
            let index = next_ones.next().unwrap_or_default();
            (&ones[index], index)
        } else {
            let index = next_others.next().unwrap_or_default();
            (&others[index], index)
        };
        let (open, open_rects) = if one_is_next {
            (&mut open_others, others)
        } else {
            (&mut open_ones, ones)
        };
        open.retain(|&opened| open_rects[opened].high[1] >= rect.low[1]);
        for &opened in open.iter() {
            let other = &open_rects[opened];
            if other.low[0] <= rect.high[0] && rect.low[0] <= other.high[0] {
                if one_is_next {
                    meet(index, opened);
                } else {
                    meet(opened, index);
                }
            }
        }
        if one_is_next {
            open_ones.push(index);
        } else {
            open_others.push(index);
        }
    }
}
