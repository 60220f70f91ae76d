//! New steps of each kind, and names for them.

use serde_json::{Map, Value, json};

use super::Kind;

impl Kind {
    /// What a step of this kind is called at first.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Task => "Task",
            Self::Pass => "Pass",
            Self::Branch => "Choose",
            Self::Parallel => "Parallel",
            Self::Map => "Each",
            Self::Nested => "Nested",
            Self::Wait => "Wait",
            Self::Fail => "Fail",
        }
    }

    /// Whether a step may follow one of this kind.
    pub(super) fn goes_on(self) -> bool {
        self != Self::Fail
    }

    /// A step of this kind, which leads to `next`.
    pub(super) fn step(self, name: &str, next: Option<&str>) -> Value {
        let function = function_name(name);
        let mut step = match self {
            Self::Task => json!({ "func": function }),
            Self::Pass => json!({}),
            Self::Branch => match next {
                Some(next) => json!({ "branch": { "true": next } }),
                None => json!({ "branch": {} }),
            },
            Self::Parallel => json!({
                "func": { "first": format!("{function}First"), "second": format!("{function}Second") },
                "parallel": true,
            }),
            Self::Map => json!({ "map": { "func": format!("{function}Item") } }),
            Self::Nested => {
                json!({ "workflow": { "steps": { "Task": { "func": format!("{function}Task") } } } })
            }
            Self::Wait => json!({ "wait": 1 }),
            Self::Fail => {
                json!({ "fail": { "error": "Failed", "message": "The workflow failed on purpose." } })
            }
        };
        if let (Some(step), Some(next), true) = (step.as_object_mut(), next, self.goes_on()) {
            let mut whole = Map::new();
            // Where people write it: behind the action, before the branches.
            let branch = step.remove("branch");
            whole.append(step);
            whole.insert("nextStep".to_owned(), next.into());
            whole.extend(branch.map(|branch| ("branch".to_owned(), branch)));
            *step = whole;
        }
        step
    }

    /// A parallel step's task of this kind.
    pub(super) fn task(self, name: &str) -> Value {
        match self {
            Self::Task => function_name(name).into(),
            Self::Nested => {
                json!({ "workflow": { "steps": { "Task": { "func": function_name(name) } } } })
            }
            kind => {
                let step = kind.name();
                json!({ "workflow": { "steps": { step: kind.step(step, None) } } })
            }
        }
    }
}

/// A name of a JavaScript function, made of a step's.
fn function_name(step: &str) -> String {
    let words = step.split(|c: char| !c.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        name.push_str(&if name.is_empty() {
            first.to_ascii_lowercase()
        } else {
            first.to_ascii_uppercase()
        });
        name.push_str(rest);
    }
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "step");
    }
    name
}

/// `wanted`, or, where it is taken, with the next number: `Parse`, `Parse 2`, `Parse 3`.
pub(super) fn free_name(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    let (base, from) = match wanted.rsplit_once(' ') {
        Some((base, number)) if !base.is_empty() => match number.parse::<u32>() {
            Ok(number) if number < 1_000_000 => (base, number + 1),
            _ => (wanted, 2),
        },
        _ => (wanted, 2),
    };
    (from..u32::MAX)
        .map(|number| format!("{base} {number}"))
        .find(|name| !is_taken(name))
        .expect("names do not run out")
}
