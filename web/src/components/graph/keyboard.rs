//! What a key does in the graph.
//!
//! Pure: from the key, and where the focus is, to a command.

use stepwell_core::layout::Direction;

use super::{network::Way, stage::Key};

/// How far an arrow moves the view, in pixels.
const STRIDE: f64 = 64.0;
/// By what a key or a button zooms.
pub(super) const ZOOM: f64 = 1.25;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Command {
    /// Goes to a neighbour.
    Walk(Way),
    /// Goes to the first box.
    First,
    /// Selects the box.
    Choose,
    /// Lets go of the selection or, if there is none, of the box.
    Leave,
    /// Moves the view by so many pixels.
    Move([f64; 2]),
    /// Zooms by a factor.
    Zoom(f64),
    /// Shows the drawing at its own size.
    FullSize,
    /// Shows all of it.
    Fit,
    /// Opens the search.
    Search,
}

/// What a key does, if anything: with the focus on a box or not, in a drawing of that direction. On the buttons beside
/// the drawing only what Ctrl is held for.
pub(super) fn command(key: &Key, on_box: bool, direction: Direction) -> Option<Command> {
    if key.alt {
        return None;
    }
    let zoom = match &*key.name {
        "+" | "=" => Some(Command::Zoom(ZOOM)),
        "-" | "_" => Some(Command::Zoom(1.0 / ZOOM)),
        "0" => Some(Command::FullSize),
        "f" | "F" if key.control => Some(Command::Search),
        _ => None,
    };
    if key.control || !key.in_graph {
        return zoom.filter(|_| key.control);
    }
    let arrow = match &*key.name {
        "ArrowUp" => Some([0.0, -1.0]),
        "ArrowDown" => Some([0.0, 1.0]),
        "ArrowLeft" => Some([-1.0, 0.0]),
        "ArrowRight" => Some([1.0, 0.0]),
        _ => None,
    };
    match (arrow, &*key.name) {
        (Some(to), _) if on_box => Some(Command::Walk(way(to, direction))),
        // The view goes where the arrow points, so that the drawing goes the other way.
        (Some(to), _) => Some(Command::Move(to.map(|part| -part * STRIDE))),
        (_, "f" | "F") => Some(Command::Fit),
        (_, "Home") => Some(Command::First),
        (_, "Enter") if on_box => Some(Command::Choose),
        (_, "Escape") => Some(Command::Leave),
        _ => zoom,
    }
}

fn way([x, y]: [f64; 2], direction: Direction) -> Way {
    let (along, across) = match direction {
        Direction::Down => (y, x),
        Direction::Right => (x, y),
    };
    if along > 0.0 {
        Way::On
    } else if along < 0.0 {
        Way::Back
    } else if across > 0.0 {
        Way::After
    } else {
        Way::Before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, control: bool, in_graph: bool) -> Key {
        Key {
            name: name.to_owned(),
            control,
            alt: false,
            in_graph,
        }
    }

    #[test]
    fn arrows_walk_from_a_box_and_move_the_ground() {
        for (name, down, right, by) in [
            ("ArrowUp", Way::Back, Way::Before, [0.0, STRIDE]),
            ("ArrowDown", Way::On, Way::After, [0.0, -STRIDE]),
            ("ArrowLeft", Way::Before, Way::Back, [STRIDE, 0.0]),
            ("ArrowRight", Way::After, Way::On, [-STRIDE, 0.0]),
        ] {
            let key = key(name, false, true);
            let walk = |way| Some(Command::Walk(way));
            assert_eq!(command(&key, true, Direction::Down), walk(down));
            assert_eq!(command(&key, true, Direction::Right), walk(right));
            assert_eq!(
                command(&key, false, Direction::Down),
                Some(Command::Move(by))
            );
        }
    }

    #[test]
    fn what_the_browser_needs_stays_its_own() {
        let command = |key: &Key| command(key, true, Direction::Down);
        assert_eq!(command(&key("f", true, false)), Some(Command::Search));
        assert_eq!(command(&key("0", true, false)), Some(Command::FullSize));
        for (name, control, in_graph) in [
            ("f", false, false),
            ("Enter", false, false),
            ("ArrowDown", false, false),
            ("ArrowDown", true, true),
            ("c", true, true),
            ("Tab", false, true),
        ] {
            assert_eq!(command(&key(name, control, in_graph)), None, "{name}");
        }
        let alt = Key {
            alt: true,
            ..key("ArrowLeft", false, true)
        };
        assert_eq!(command(&alt), None);
    }
}
