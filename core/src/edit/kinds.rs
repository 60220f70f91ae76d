//! New steps of each kind, and names for them.

use serde_json::{Map, Value, json};

use super::Kind;

/// What a step is called at first that handles failures.
pub(super) const HANDLER: &str = "Handle failure";

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

    /// A step of this kind, which leads to `next`, and behind it those that are made along with it: one that chooses has
    /// something to choose from.
    pub(super) fn steps(
        self,
        name: &str,
        next: Option<&str>,
        is_taken: impl Fn(&str) -> bool,
    ) -> Vec<(String, Value)> {
        let function = function_name(name);
        let mut made = Vec::new();
        let mut step = match self {
            Self::Task => json!({ "func": function }),
            Self::Pass => json!({}),
            Self::Branch => {
                let mut target = || {
                    let others = |name: &str| made.iter().any(|(other, _)| other == name);
                    let task = free_name(Self::Task.name(), |name| is_taken(name) || others(name));
                    made.push((task.clone(), json!({ "func": function_name(&task) })));
                    task
                };
                let on_true = next.map_or_else(&mut target, str::to_owned);
                json!({ "branch": { "true": on_true, "false": target() } })
            }
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
        let goes_on = !matches!(self, Self::Fail | Self::Branch);
        if let (Some(step), Some(next), true) = (step.as_object_mut(), next, goes_on) {
            step.insert("nextStep".to_owned(), next.into());
        }
        made.insert(0, (name.to_owned(), step));
        made
    }

    /// A parallel step's task of this kind.
    pub(super) fn task(self, name: &str) -> Value {
        match self {
            Self::Task => function_name(name).into(),
            Self::Nested => {
                json!({ "workflow": { "steps": { "Task": { "func": function_name(name) } } } })
            }
            kind => {
                let steps = kind.steps(kind.name(), None, |_| false).into_iter();
                json!({ "workflow": { "steps": steps.collect::<Map<_, _>>() } })
            }
        }
    }
}

/// Whether a step is one that was made to be led to, and that nobody has written in since.
pub(super) fn is_as_made(name: &str, step: &Value) -> bool {
    let is_numbered = |base: &str| {
        name.strip_prefix(base).is_some_and(|rest| {
            rest.is_empty()
                || rest
                    .strip_prefix(' ')
                    .is_some_and(|number| number.parse::<u32>().is_ok())
        })
    };
    [Kind::Task.name(), HANDLER].into_iter().any(is_numbered)
        && *step == json!({ "func": function_name(name) })
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
