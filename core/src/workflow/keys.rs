//! The keys that each kind of object has: one table for the reader, held against the JSON Schema by a test.

/// A workflow's.
pub(super) const WORKFLOW: &[&str] = &[
    "name",
    "startAt",
    "steps",
    "workflows",
    "timeout",
    "allowCycles",
    "maxSteps",
];

/// A step's.
pub(super) const STEP: &[&str] = &[
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
pub(super) const TASK: &[&str] = &["workflow"];

/// A map's.
pub(super) const MAP: &[&str] = &["func", "workflow", "items", "concurrency"];

/// A fail action's.
pub(super) const FAIL: &[&str] = &["error", "message"];

/// A failure handler's.
pub(super) const FAILURE_RULE: &[&str] = &["errors", "goTo"];

/// A retry rule's.
pub(super) const RETRY_RULE: &[&str] = &[
    "errors",
    "maxRetries",
    "interval",
    "backoff",
    "maxDelay",
    "jitter",
];
