//! Fingers and the mouse on the ground: what is pressed, and how far it has moved.
//!
//! Pure. One pointer moves the view; of two, what is beneath each stays there, so that they also zoom.

/// How far a pointer may move and still press what is beneath it, in pixels.
const PRESSES: f64 = 4.0;

/// The pointers that are down.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    pointers: Vec<Pointer>,
    /// Whether it has gone too far to be a press.
    drags: bool,
}

#[derive(Debug)]
struct Pointer {
    id: i32,
    from: [f64; 2],
    at: [f64; 2],
}

/// How a gesture moves the view.
#[derive(Debug, PartialEq, Clone, Copy)]
pub(super) struct Step {
    /// By so many pixels.
    pub(super) by: [f64; 2],
    /// Then larger by this factor,
    pub(super) factor: f64,
    /// so that what is here stays here.
    pub(super) at: [f64; 2],
}

impl Gesture {
    /// A pointer came down.
    pub(super) fn press(&mut self, id: i32, at: [f64; 2]) {
        if self.pointers.is_empty() {
            self.drags = false;
        }
        self.pointers.retain(|pointer| pointer.id != id);
        self.pointers.push(Pointer { id, from: at, at });
        self.drags |= self.pointers.len() > 1;
    }

    /// A pointer moved: how that moves the view, if it is down and it is no press any more.
    pub(super) fn drag(&mut self, id: i32, at: [f64; 2]) -> Option<Step> {
        let index = self.pointers.iter().position(|pointer| pointer.id == id)?;
        if !self.drags && distance(self.pointers[index].from, at) < PRESSES {
            return None;
        }
        self.drags = true;
        let (middle, spread) = self.middle_and_spread();
        self.pointers[index].at = at;
        let (after, spread_after) = self.middle_and_spread();
        Some(Step {
            by: [after[0] - middle[0], after[1] - middle[1]],
            factor: if spread > 0.0 {
                spread_after / spread
            } else {
                1.0
            },
            at: after,
        })
    }

    /// A pointer went up, or away.
    pub(super) fn release(&mut self, id: i32) {
        self.pointers.retain(|pointer| pointer.id != id);
    }

    /// Whether the latest gesture was more than a press.
    pub(super) fn drags(&self) -> bool {
        self.drags
    }

    /// The middle of the first two pointers, and how far they are from each other.
    fn middle_and_spread(&self) -> ([f64; 2], f64) {
        match &*self.pointers {
            [] => ([0.0; 2], 0.0),
            [one] => (one.at, 0.0),
            [one, other, ..] => {
                let middle = [0, 1].map(|axis| f64::midpoint(one.at[axis], other.at[axis]));
                (middle, distance(one.at, other.at))
            }
        }
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [x, y] = [a[0] - b[0], a[1] - b[1]];
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_may_tremble_and_a_drag_moves_from_where_it_began() {
        let mut gesture = Gesture::default();
        gesture.press(1, [100.0, 100.0]);
        assert_eq!(gesture.drag(1, [102.0, 101.0]), None);
        assert!(!gesture.drags());
        let step = gesture.drag(1, [110.0, 95.0]);
        let moved = Step {
            by: [10.0, -5.0],
            factor: 1.0,
            at: [110.0, 95.0],
        };
        assert_eq!(step, Some(moved));
        gesture.release(1);
        assert!(gesture.drags(), "what it was is known when it is over");
        assert_eq!(gesture.drag(1, [200.0, 200.0]), None);
        gesture.press(1, [0.0, 0.0]);
        assert!(!gesture.drags());
    }

    #[test]
    fn two_fingers_move_and_zoom() {
        let mut gesture = Gesture::default();
        gesture.press(1, [100.0, 100.0]);
        gesture.press(2, [200.0, 100.0]);
        assert!(gesture.drags());
        let apart = gesture.drag(2, [300.0, 100.0]);
        let step = Step {
            by: [50.0, 0.0],
            factor: 2.0,
            at: [200.0, 100.0],
        };
        assert_eq!(apart, Some(step));
        gesture.release(1);
        let alone = gesture.drag(2, [310.0, 100.0]);
        assert_eq!(
            alone.map(|step| (step.by, step.factor)),
            Some(([10.0, 0.0], 1.0))
        );
    }

    #[test]
    fn fingers_that_meet_do_not_zoom_without_end() {
        let mut gesture = Gesture::default();
        gesture.press(1, [100.0, 100.0]);
        gesture.press(2, [100.0, 100.0]);
        let step = gesture.drag(2, [200.0, 100.0]);
        assert_eq!(step.map(|step| step.factor), Some(1.0));
    }
}
