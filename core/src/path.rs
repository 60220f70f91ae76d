//! Where something is within a run: `Ship/pack[3]/Weigh`.
//!
//! `~`, `/`, `[` and `]` in a name are written `~0`, `~1`, `~2` and `~3`, so that paths never collide. This
//! module knows nothing of workflows or runs.

use std::borrow::Cow;

/// A step's or task's name as one segment of a path.
pub fn segment(name: &str) -> Cow<'_, str> {
    if !name.contains(['~', '/', '[', ']']) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(
        name.replace('~', "~0")
            .replace('/', "~1")
            .replace('[', "~2")
            .replace(']', "~3"),
    )
}

/// The name that a segment (without an item's `[n]`) was written for.
pub fn name(segment: &str) -> Cow<'_, str> {
    if !segment.contains('~') {
        return Cow::Borrowed(segment);
    }
    Cow::Owned(
        segment
            .replace("~3", "]")
            .replace("~2", "[")
            .replace("~1", "/")
            .replace("~0", "~"),
    )
}

/// `prefix/segment`, or the segment alone where the prefix is empty.
pub fn join(prefix: &str, segment: &str) -> String {
    if prefix.is_empty() {
        segment.to_owned()
    } else {
        format!("{prefix}/{segment}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_way_there_and_back_and_never_collide() {
        for text in ["a", "a/b", "a~1b", "a[3]", "~", "~0", "~~11", "", "[]/~"] {
            let escaped = segment(text);
            assert!(!escaped.contains(['/', '[', ']']), "{text}");
            assert_eq!(name(&escaped), text);
        }
    }
}
