//! The definition as people write it: plain data, key for key what the JSON says.
//!
//! A `Definition` may be wrong in any way; [`super::Workflow`] is the checked form. The doc comments of the
//! fields are the hover texts of the published JSON Schema.

use serde::{Serialize, Serializer};

use crate::{Json, Map};

/// A workflow: a directed graph of named steps.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Definition {
    /// The workflow's name: any text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first step. Default: the first step written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_at: Option<String>,
    /// The steps by name, in the order written.
    #[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1)))]
    pub steps: Map<String, StepDefinition>,
    /// Workflows by name, for steps that nest one by name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub workflows: Map<String, Definition>,
    /// Seconds that the whole run may take (for a nested workflow: that it may take).
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "number"
    )]
    #[cfg_attr(feature = "schema", schemars(extend("exclusiveMinimum" = 0, "maximum" = 1_000_000_000)))]
    pub timeout: Option<f64>,
    /// Whether a step may lead back to an earlier one. Default: false, and a cycle is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_cycles: Option<bool>,
    /// At most so many step visits in one scope; more end the run with `Run.TooManySteps`.
    /// Default: 10,000 with `allowCycles`, otherwise none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max_steps: Option<u64>,
}

/// A step: one action or none, and where to go next.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepDefinition {
    /// The function that the step calls, by name; with `parallel: true`, a map from task name to a
    /// function's name or `{ "workflow": … }`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub func: Option<Func>,
    /// A nested workflow, inline or by the name of one in `workflows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Nested>,
    /// Calls a function, or runs a workflow, for each item of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<MapDefinition>,
    /// Waits so many seconds, or until an ISO 8601 timestamp; the output is the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitTime>,
    /// Fails on purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail: Option<FailDefinition>,
    /// Runs all the tasks of `func` at once. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallel: Option<bool>,
    /// For `parallel` and `map`: the first failure cancels the others and fails the step. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_on_failure: Option<bool>,
    /// The next step when there is no branch, or none of its keys matches. Absent: the scope ends here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    /// From the result to a step: strings match as they are; numbers, booleans and null by their JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
    /// JSON pointer into the result: what `branch` looks at. Default: the whole result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch_on: Option<String>,
    /// The step to go to when this one fails; or a list of rules, of which the first that matches counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<FailureHandlers>,
    /// When to try again: a list of rules, of which the first that matches counts, each with its own counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Vec<RetryRule>>,
    /// Seconds that an attempt may take. Default: no limit.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "number"
    )]
    #[cfg_attr(feature = "schema", schemars(extend("exclusiveMinimum" = 0, "maximum" = 1_000_000_000)))]
    pub timeout: Option<f64>,
    /// Constant JSON handed to the function beside its input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub params: Option<Json>,
    /// The page runs the function in a worker of its own. No meaning elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isolated: Option<bool>,
    /// Free text, shown on the graph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What a step calls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Func {
    /// One function, by name.
    Function(String),
    /// The tasks of a parallel step by name.
    Tasks(Map<String, TaskDefinition>),
}

/// What a task of a parallel step calls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum TaskDefinition {
    /// A function, by name.
    Function(String),
    /// A nested workflow.
    Workflow(NestedTask),
}

/// A task that is a nested workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NestedTask {
    /// A nested workflow, inline or by the name of one in `workflows`.
    pub workflow: Nested,
}

/// A nested workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Nested {
    /// The name of one in `workflows`, of this workflow or of one around it.
    Name(String),
    /// Written in place.
    Inline(Box<Definition>),
}

/// What a map step does with each item.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MapDefinition {
    /// The function called for each item, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub func: Option<String>,
    /// The workflow run for each item, inline or by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Nested>,
    /// JSON pointer to the list in the step's input. Default: the input itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// At most so many items at once. Default: 40.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub concurrency: Option<u32>,
}

/// How long a wait step waits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum WaitTime {
    /// Seconds.
    Seconds(
        #[serde(serialize_with = "seconds")]
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1_000_000_000)))]
        f64,
    ),
    /// An ISO 8601 timestamp with an offset (RFC 3339), such as `2030-01-31T12:00:00Z`.
    Until(String),
}

/// The error that a fail step raises.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FailDefinition {
    /// The error's name, which `onFailure` and `retry` match.
    pub error: String,
    /// What went wrong, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Where each result leads. (A list of rules `{ when, goTo }` is reserved.)
pub type Branch = Map<String, String>;

/// What happens when a step fails.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum FailureHandlers {
    /// The step to go to, whatever the error.
    Step(String),
    /// Rules, of which the first that matches counts.
    Rules(Vec<FailureRule>),
}

/// Where some errors lead.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FailureRule {
    /// Names of errors; `"*"` matches all.
    pub errors: Vec<String>,
    /// The step to go to.
    pub go_to: String,
}

/// When and how often to try again.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetryRule {
    /// Names of errors; `"*"` matches all but `Branch.NoMatch`, `Data.*`, `Map.NotAList`,
    /// `Parallel.TaskFailed` and `Map.ItemFailed`, which must be named.
    pub errors: Vec<String>,
    /// At most so many further attempts. Default: 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_retries: Option<u32>,
    /// Seconds before the first retry. Default: 1.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "number"
    )]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1_000_000_000)))]
    pub interval: Option<f64>,
    /// By what the delay is multiplied for each further retry: from 1, which keeps it the same, to 1000.
    /// Default: 2.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "number"
    )]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub backoff: Option<f64>,
    /// The longest delay, in seconds. Default: none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "number"
    )]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1_000_000_000)))]
    pub max_delay: Option<f64>,
    /// Full jitter: a delay drawn evenly between none and the computed one. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jitter: Option<bool>,
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn number<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => seconds(number, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes 30 as `30`, not as `30.0`.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes the field by reference; on wasm32 that is no larger than the number"
)]
fn seconds<S: Serializer>(seconds: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and within 53 bits, as is checked just before"
    )]
    if seconds.fract() == 0.0 && seconds.abs() < 9_007_199_254_740_992.0 {
        serializer.serialize_i64(*seconds as i64)
    } else {
        serializer.serialize_f64(*seconds)
    }
}
