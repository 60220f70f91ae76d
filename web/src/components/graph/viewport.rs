//! What part of a drawing is in view, and how large: a place and a scale, and what moves them.
//!
//! Pure. Lengths are pixels, either of the drawing or of the view; which, each says.

/// The smallest scale at which a step's name can be read.
const READABLE: f64 = 0.66;
/// The largest scale.
const LARGEST: f64 = 3.0;
/// The smallest scale, unless it takes a smaller one to show the whole drawing.
const SMALLEST: f64 = 0.2;
/// How much of the drawing stays in view however far it is moved, in the view's pixels.
const STAYS: f64 = 64.0;
/// The room left round what is brought into view.
const MARGIN: f64 = 24.0;

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    /// The rectangle of a size round a centre.
    pub(super) fn around(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    /// The rectangle that has two points at opposite corners.
    pub(super) fn between(a: [f64; 2], b: [f64; 2]) -> Self {
        Self {
            left: a[0].min(b[0]),
            top: a[1].min(b[1]),
            right: a[0].max(b[0]),
            bottom: a[1].max(b[1]),
        }
    }

    /// It, and so much more on each side, as a part of its own width and height.
    pub(super) fn grown(self, part: f64) -> Self {
        let (x, y) = (
            (self.right - self.left) * part,
            (self.bottom - self.top) * part,
        );
        Self {
            left: self.left - x,
            top: self.top - y,
            right: self.right + x,
            bottom: self.bottom + y,
        }
    }

    /// Whether all of the other is in it.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    /// Whether some of the other is in it.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left <= other.right
            && self.top <= other.bottom
            && self.right >= other.left
            && self.bottom >= other.top
    }

    fn centre(&self) -> [f64; 2] {
        [
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        ]
    }
}

/// A view of a drawing: where the drawing's origin stands in it, and at what scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Viewport {
    /// Of the drawing's origin, in the view's pixels.
    pub(super) place: [f64; 2],
    /// A pixel of the drawing in the view's pixels.
    pub(super) scale: f64,
    /// The view's width and height.
    pub(super) size: [f64; 2],
    /// The drawing's width and height.
    pub(super) drawing: [f64; 2],
}

impl Default for Viewport {
    fn default() -> Self {
        Self {
            place: [0.0; 2],
            scale: 1.0,
            size: [0.0; 2],
            drawing: [1.0; 2],
        }
    }
}

impl Viewport {
    /// The first view: all of the drawing, or as much of it as can be read, with `start` in the middle of its edge.
    pub(super) fn first(self, start: [f64; 2]) -> Self {
        let scale = within(self.whole(), READABLE, 1.0);
        let place = [0, 1].map(|axis: usize| {
            // In the middle, or as near to it as leaves no empty ground on either side.
            let room = self.size[axis] - self.drawing[axis] * scale;
            if room >= 0.0 {
                room / 2.0
            } else {
                within(self.size[axis] / 2.0 - start[axis] * scale, room, 0.0)
            }
        });
        Self {
            place,
            scale,
            ..self
        }
    }

    /// All of the drawing, no larger than it is drawn.
    pub(super) fn fit(self) -> Self {
        let scale = self.whole().min(1.0);
        Self { scale, ..self }.centred(self.drawing.map(|length| length / 2.0))
    }

    /// A point of the drawing in the middle of the view.
    pub(super) fn centred(self, at: [f64; 2]) -> Self {
        let place = [0, 1].map(|axis| self.size[axis] / 2.0 - at[axis] * self.scale);
        Self { place, ..self }.held()
    }

    /// Moved by so many of the view's pixels.
    pub(super) fn moved(self, by: [f64; 2]) -> Self {
        let place = [0, 1].map(|axis| self.place[axis] + by[axis]);
        Self { place, ..self }.held()
    }

    /// Larger by a factor, so that what is at a point of the view stays there.
    pub(super) fn zoomed(self, at: [f64; 2], factor: f64) -> Self {
        let scale = within(self.scale * factor, self.smallest(), LARGEST);
        let part = scale / self.scale;
        let place = [0, 1].map(|axis| at[axis] - (at[axis] - self.place[axis]) * part);
        Self {
            place,
            scale,
            ..self
        }
        .held()
    }

    /// Larger by a factor, so that what is in the middle of the view stays there.
    pub(super) fn zoomed_in_the_middle(self, factor: f64) -> Self {
        self.zoomed(self.size.map(|length| length / 2.0), factor)
    }

    /// Moved no further than it takes to have a rectangle of the drawing in view, its start before its end.
    pub(super) fn revealing(self, rect: &Rect) -> Self {
        let (low, high) = ([rect.left, rect.top], [rect.right, rect.bottom]);
        let by = [0, 1].map(|axis| {
            let low = low[axis] * self.scale + self.place[axis] - MARGIN;
            let high = high[axis] * self.scale + self.place[axis] + MARGIN;
            let end = (self.size[axis] - high).min(0.0);
            if low + end < 0.0 { -low } else { end }
        });
        self.moved(by)
    }

    /// In a view of another size: the middle stays, of a view that has had no size the first.
    pub(super) fn resized(self, size: [f64; 2]) -> Self {
        let by = [0, 1].map(|axis| (size[axis] - self.size[axis]) / 2.0);
        Self { size, ..self }.moved(by)
    }

    /// A part of the way to another view.
    pub(super) fn towards(self, other: &Self, part: f64) -> Self {
        let between = |from: f64, to: f64| from + (to - from) * part;
        Self {
            place: [0, 1].map(|axis| between(self.place[axis], other.place[axis])),
            scale: between(self.scale, other.scale),
            ..*other
        }
    }

    /// Whether the way to another view is short enough to be followed by the eye.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let (here, there) = (self.visible(), other.visible());
        here.grown(1.5).contains(&there) || there.grown(1.5).contains(&here)
    }

    /// What is in view, in the drawing's pixels.
    pub(super) fn visible(&self) -> Rect {
        let low = [0, 1].map(|axis| -self.place[axis] / self.scale);
        let high = [0, 1].map(|axis| low[axis] + self.size[axis] / self.scale);
        Rect::between(low, high)
    }

    /// The point of the drawing in the middle of the view.
    pub(super) fn middle(&self) -> [f64; 2] {
        self.visible().centre()
    }

    /// Whether the drawing is so much larger than the view that one needs to know where one is.
    pub(super) fn is_small_part(&self) -> bool {
        let part = |axis: usize| (self.size[axis] / (self.drawing[axis] * self.scale)).min(1.0);
        part(0) * part(1) < 0.4
    }

    /// The scale at which the whole drawing is in view.
    fn whole(&self) -> f64 {
        let of = |axis: usize| self.size[axis] / self.drawing[axis].max(1.0);
        of(0).min(of(1)).max(f64::MIN_POSITIVE)
    }

    fn smallest(&self) -> f64 {
        self.whole().min(SMALLEST)
    }

    /// Moved back as far as it takes so that some of the drawing is in view.
    fn held(mut self) -> Self {
        for axis in 0..2 {
            let length = self.drawing[axis] * self.scale;
            let stays = STAYS.min(length).min(self.size[axis]);
            let least = stays - length;
            self.place[axis] = within(self.place[axis], least, self.size[axis] - stays);
        }
        self
    }
}

/// As `clamp`, which brings along what writes doubles: it tells its bounds when they are wrong.
fn within(value: f64, least: f64, most: f64) -> f64 {
    value.min(most).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(drawing: [f64; 2]) -> Viewport {
        Viewport {
            size: [800.0, 600.0],
            drawing,
            ..Viewport::default()
        }
    }

    fn close(a: [f64; 2], b: [f64; 2]) -> bool {
        (a[0] - b[0]).abs() < 1e-9 && (a[1] - b[1]).abs() < 1e-9
    }

    /// Where a point of the view is in the drawing.
    fn under(view: &Viewport, at: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| (at[axis] - view.place[axis]) / view.scale)
    }

    #[test]
    fn the_first_view_shows_all_that_can_be_read() {
        let small = view([400.0, 300.0]).first([200.0, 20.0]);
        assert_eq!((small.scale, small.place), (1.0, [200.0, 150.0]));
        let fits = view([1000.0, 600.0]).first([500.0, 20.0]);
        assert!((fits.scale - 0.8).abs() < 1e-9);
        let long = view([1000.0, 9000.0]).first([900.0, 20.0]);
        assert!((long.scale - READABLE).abs() < 1e-9);
        assert!(long.place[1].abs() < 1e-9, "it begins at its top");
        assert!(
            long.visible()
                .contains(&Rect::around(900.0, 20.0, 1.0, 1.0)),
            "the start is in view"
        );
        let wide = view([9000.0, 300.0]).first([20.0, 150.0]);
        assert!(wide.place[0].abs() < 1e-9);
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let at = [123.0, 456.0];
        let mut view = view([2000.0, 2000.0]).centred([1000.0, 1000.0]);
        for factor in [1.3, 1.3, 0.5, 0.9] {
            let before = under(&view, at);
            view = view.zoomed(at, factor);
            assert!(close(under(&view, at), before));
        }
    }

    #[test]
    fn the_scale_has_bounds_within_which_all_can_be_seen() {
        let view = view([4000.0, 40_000.0]);
        assert!((view.zoomed([0.0; 2], 1e9).scale - LARGEST).abs() < 1e-9);
        let far = view.zoomed([0.0; 2], 1e-9);
        assert!((far.scale - view.fit().scale).abs() < 1e-9);
        let all = view.fit().visible();
        assert!(
            all.grown(1e-9)
                .contains(&Rect::between([0.0; 2], view.drawing))
        );
    }

    #[test]
    fn some_of_the_drawing_stays_in_view() {
        for by in [[-1e9, -1e9], [1e9, 1e9]] {
            for drawing in [[10.0, 10.0], [4000.0, 300.0]] {
                let moved = view(drawing).moved(by);
                assert!(moved.visible().meets(&Rect::between([0.0; 2], drawing)));
            }
        }
        let nowhere = Viewport {
            size: [0.0; 2],
            ..view([10.0; 2])
        };
        assert!(nowhere.moved([5.0; 2]).place[0].is_finite());
    }

    #[test]
    fn a_box_is_brought_into_view_by_the_shortest_way() {
        let view = view([4000.0, 4000.0]).centred([2000.0, 2000.0]);
        let there = Rect::around(2000.0, 2000.0, 100.0, 50.0);
        assert_eq!(view.revealing(&there), view, "it was in view");
        for at in [[100.0, 2000.0], [2000.0, 3900.0], [3900.0, 100.0]] {
            let rect = Rect::around(at[0], at[1], 100.0, 50.0);
            let moved = view.revealing(&rect);
            assert!(moved.visible().contains(&rect));
            assert_eq!(moved.revealing(&rect), moved);
        }
        let larger = Rect::between([100.0, 100.0], [3000.0, 3000.0]);
        let start = [larger.left + 1.0, larger.top + 1.0];
        let start = Rect::between(start, start);
        assert!(view.revealing(&larger).visible().contains(&start));
    }

    #[test]
    fn the_middle_stays_where_the_size_changes() {
        let view = view([4000.0, 4000.0]).centred([1500.0, 1700.0]);
        assert!(close(
            view.resized([400.0, 900.0]).middle(),
            [1500.0, 1700.0]
        ));
    }

    #[test]
    fn a_way_begins_and_ends_where_it_should() {
        let (from, to) = (
            view([900.0; 2]).fit(),
            view([900.0; 2]).zoomed([0.0; 2], 2.0),
        );
        assert!(close(from.towards(&to, 0.0).place, from.place));
        assert!(close(from.towards(&to, 1.0).place, to.place));
        assert!(from.is_near(&to));
        let far = view([90_000.0; 2]);
        assert!(!far.is_near(&far.centred([80_000.0; 2])));
        assert!(far.is_small_part() && !view([700.0; 2]).is_small_part());
    }
}
