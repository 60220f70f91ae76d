//! The keys that each kind of object has: one table for the reader, held against the JSON Schema by a test.

/// A workflow's.
pub(crate) const WORKFLOW: &[&str] = &[
    "name",
    "startAt",
    "steps",
    "workflows",
    "timeout",
    "allowCycles",
    "maxSteps",
];

/// A step's.
pub(crate) const STEP: &[&str] = &[
    "func",
    "workflow",
    "map",
    "wait",
    "fail",
    "parallel",
    "stopOnFailure",
    "nextStep",
    "branch",
    "branchOn",
    "onFailure",
    "retry",
    "timeout",
    "params",
    "isolated",
    "comment",
];

/// Those of a parallel step's task that is a workflow.
pub(crate) const TASK: &[&str] = &["workflow"];

/// A map's.
pub(crate) const MAP: &[&str] = &["func", "workflow", "items", "concurrency"];

/// A fail action's.
pub(crate) const FAIL: &[&str] = &["error", "message"];

/// A failure handler's.
pub(crate) const FAILURE_RULE: &[&str] = &["errors", "goTo"];

/// A retry rule's.
pub(crate) const RETRY_RULE: &[&str] = &[
    "errors",
    "maxRetries",
    "interval",
    "backoff",
    "maxDelay",
    "jitter",
];

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::workflow::Definition;

    const EVERY_KEY: &str = include_str!("../../tests/data/every_key.json");

    /// Reading goes by the tables, writing by the Rust types: where every key is written, they meet.
    #[test]
    fn the_types_write_the_keys_that_the_reader_knows() {
        let definition = Definition::parse(EVERY_KEY).unwrap_or_else(|invalid| panic!("{invalid}"));
        let json = serde_json::to_value(definition).unwrap();
        let steps = json["steps"].as_object().unwrap();
        let mut of_steps: Vec<&str> = Vec::new();
        for step in steps.values() {
            of_steps.extend(keys(step));
        }
        let mut of_maps = keys(&steps["Map"]["map"]);
        of_maps.extend(keys(&steps["Maps"]["map"]));
        for (written, known) in [
            (keys(&json), WORKFLOW),
            (of_steps, STEP),
            (keys(&steps["Tasks"]["func"]["y/z"]), TASK),
            (of_maps, MAP),
            (keys(&steps["Fail"]["fail"]), FAIL),
            (keys(&steps["Call"]["onFailure"][0]), FAILURE_RULE),
            (keys(&steps["Call"]["retry"][1]), RETRY_RULE),
        ] {
            assert_eq!(sorted(written), sorted(known.to_vec()));
        }
    }

    fn keys(value: &Value) -> Vec<&str> {
        value
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect()
    }

    fn sorted(mut keys: Vec<&str>) -> Vec<&str> {
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}
