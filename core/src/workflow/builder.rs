//! Writing a definition in Rust.
//!
//! The builder makes a [`Definition`], and [`Workflow::new`] checks it: what can be written as JSON can be
//! written here, mistakes included.

use crate::{Json, JsonError};

use super::{
    definition::{
        Definition, FailDefinition, FailureHandlers, FailureRule, Func, MapDefinition, Nested,
        NestedTask, RetryRule, StepDefinition, TaskDefinition, WaitTime,
    },
    diagnostic::Invalid,
    model::Workflow,
};

impl Workflow {
    /// Starts a workflow of this name.
    ///
    /// ```
    /// use stepwell_core::workflow::{RetryRule, Workflow, nested, step};
    ///
    /// let workflow = Workflow::builder("Order")
    ///     .step("Check", step().call("check").branch("valid", "Update").next("Reject"))
    ///     .step(
    ///         "Update",
    ///         step()
    ///             .parallel([("stock", "update_stock"), ("payment", "update_payment")])
    ///             .stop_on_failure(true)
    ///             .retry(RetryRule { max_retries: Some(2), ..RetryRule::of(["Net.Timeout"]) })
    ///             .on_failure("Reject")
    ///             .next("Ship"),
    ///     )
    ///     .step("Ship", step().nest("Shipping"))
    ///     .step("Reject", step().fail("Order.Rejected", "the order is not valid"))
    ///     .workflow(
    ///         "Shipping",
    ///         Workflow::builder("Shipping")
    ///             .step("Pack", step().map("pack").items("/parcels").concurrency(4).next("Dispatch"))
    ///             .step("Dispatch", step().call("dispatch").timeout(30.0)),
    ///     )
    ///     .build()?;
    /// assert_eq!(workflow.root().steps.len(), 4);
    /// # Ok::<(), stepwell_core::workflow::Invalid>(())
    /// ```
    pub fn builder(name: impl Into<String>) -> WorkflowBuilder {
        WorkflowBuilder {
            definition: Definition {
                name: Some(name.into()),
                ..Definition::default()
            },
        }
    }
}

/// A workflow in the making; each method is a key of the definition.
#[derive(Debug, Clone, Default)]
#[must_use = "it builds nothing until `build` or `definition` is called"]
pub struct WorkflowBuilder {
    definition: Definition,
}

impl WorkflowBuilder {
    /// Adds a step. The first one added is where the workflow starts, unless [`start_at`](Self::start_at) names
    /// another. A step of the same name is replaced, in its place.
    pub fn step(mut self, name: impl Into<String>, step: StepBuilder) -> Self {
        self.definition.steps.insert(name.into(), step.definition);
        self
    }

    /// The step to start at.
    pub fn start_at(mut self, step: impl Into<String>) -> Self {
        self.definition.start_at = Some(step.into());
        self
    }

    /// Adds a workflow that steps nest by this name.
    pub fn workflow(mut self, name: impl Into<String>, workflow: impl Into<Definition>) -> Self {
        self.definition
            .workflows
            .insert(name.into(), workflow.into());
        self
    }

    /// Seconds that a run may take.
    pub fn timeout(mut self, seconds: f64) -> Self {
        self.definition.timeout = Some(seconds);
        self
    }

    /// Whether steps may lead back to earlier ones.
    pub fn allow_cycles(mut self, allow: bool) -> Self {
        self.definition.allow_cycles = Some(allow);
        self
    }

    /// At most so many step visits in a scope.
    pub fn max_steps(mut self, most: u64) -> Self {
        self.definition.max_steps = Some(most);
        self
    }

    /// The definition, unchecked.
    pub fn definition(self) -> Definition {
        self.definition
    }

    /// Checks the definition.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn build(self) -> Result<Workflow, Invalid> {
        Workflow::new(&self.definition)
    }
}

impl From<WorkflowBuilder> for Definition {
    fn from(builder: WorkflowBuilder) -> Self {
        builder.definition
    }
}

impl From<&str> for Nested {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for Nested {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<Definition> for Nested {
    fn from(definition: Definition) -> Self {
        Self::Inline(Box::new(definition))
    }
}

impl From<WorkflowBuilder> for Nested {
    fn from(builder: WorkflowBuilder) -> Self {
        builder.definition.into()
    }
}

impl From<&str> for TaskDefinition {
    fn from(function: &str) -> Self {
        Self::Function(function.to_owned())
    }
}

impl From<String> for TaskDefinition {
    fn from(function: String) -> Self {
        Self::Function(function)
    }
}

/// A task of a parallel step that runs a workflow: one written in place, or the name of one in `workflows`.
pub fn nested(workflow: impl Into<Nested>) -> TaskDefinition {
    TaskDefinition::Workflow(NestedTask {
        workflow: workflow.into(),
    })
}

impl RetryRule {
    /// A rule for these errors, with the defaults: 3 retries, after 1, 2 and 4 seconds.
    pub fn of<E: Into<String>>(errors: impl IntoIterator<Item = E>) -> Self {
        Self {
            errors: errors.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }
}

/// A step that does nothing yet: its output is its input.
pub fn step() -> StepBuilder {
    StepBuilder::default()
}

/// A step in the making; each method is a key of the definition.
#[derive(Debug, Clone, Default)]
#[must_use = "it does nothing until it is added to a workflow"]
pub struct StepBuilder {
    definition: StepDefinition,
}

/// What the step does.
impl StepBuilder {
    /// Calls a function.
    pub fn call(mut self, function: impl Into<String>) -> Self {
        self.definition.func = Some(Func::Function(function.into()));
        self
    }

    /// Runs these tasks at once: pairs of a task's name and a function's name or a [`nested`] workflow.
    pub fn parallel<N: Into<String>, T: Into<TaskDefinition>>(
        mut self,
        tasks: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let tasks = tasks.into_iter();
        let tasks = tasks.map(|(name, task)| (name.into(), task.into()));
        self.definition.func = Some(Func::Tasks(tasks.collect()));
        self.definition.parallel = Some(true);
        self
    }

    /// Runs a workflow: one written in place, or the name of one in `workflows`.
    pub fn nest(mut self, workflow: impl Into<Nested>) -> Self {
        self.definition.workflow = Some(workflow.into());
        self
    }

    /// Calls a function for each item of a list.
    pub fn map(mut self, function: impl Into<String>) -> Self {
        self.map_definition().func = Some(function.into());
        self
    }

    /// Runs a workflow for each item of a list.
    pub fn map_nested(mut self, workflow: impl Into<Nested>) -> Self {
        self.map_definition().workflow = Some(workflow.into());
        self
    }

    /// For a map: JSON pointer to the list in the step's input.
    pub fn items(mut self, pointer: impl Into<String>) -> Self {
        self.map_definition().items = Some(pointer.into());
        self
    }

    /// For a map: at most so many items at once.
    pub fn concurrency(mut self, most: u32) -> Self {
        self.map_definition().concurrency = Some(most);
        self
    }

    /// Waits so many seconds.
    pub fn wait(mut self, seconds: f64) -> Self {
        self.definition.wait = Some(WaitTime::Seconds(seconds));
        self
    }

    /// Waits until an ISO 8601 timestamp with an offset (RFC 3339).
    pub fn wait_until(mut self, timestamp: impl Into<String>) -> Self {
        self.definition.wait = Some(WaitTime::Until(timestamp.into()));
        self
    }

    /// Fails with this error.
    pub fn fail(mut self, error: impl Into<String>, message: impl Into<String>) -> Self {
        self.definition.fail = Some(FailDefinition {
            error: error.into(),
            message: Some(message.into()),
        });
        self
    }

    fn map_definition(&mut self) -> &mut MapDefinition {
        self.definition.map.get_or_insert_default()
    }
}

/// Where it leads, and how it is done.
impl StepBuilder {
    /// For a parallel or map step: whether the first failure cancels the others.
    pub fn stop_on_failure(mut self, stop: bool) -> Self {
        self.definition.stop_on_failure = Some(stop);
        self
    }

    /// The next step when no branch matches.
    pub fn next(mut self, step: impl Into<String>) -> Self {
        self.definition.next_step = Some(step.into());
        self
    }

    /// The step that this result leads to.
    pub fn branch(mut self, result: impl Into<String>, step: impl Into<String>) -> Self {
        let branch = self.definition.branch.get_or_insert_default();
        branch.insert(result.into(), step.into());
        self
    }

    /// JSON pointer to what of the result the branches look at.
    pub fn branch_on(mut self, pointer: impl Into<String>) -> Self {
        self.definition.branch_on = Some(pointer.into());
        self
    }

    /// The step that any failure leads to; where [`on_errors`](Self::on_errors) came before, any other failure.
    pub fn on_failure(mut self, step: impl Into<String>) -> Self {
        if let Some(FailureHandlers::Rules(_)) = self.definition.on_failure {
            return self.on_errors(["*"], step);
        }
        self.definition.on_failure = Some(FailureHandlers::Step(step.into()));
        self
    }

    /// The step that these errors lead to, unless an earlier rule takes them.
    pub fn on_errors<E: Into<String>>(
        mut self,
        errors: impl IntoIterator<Item = E>,
        step: impl Into<String>,
    ) -> Self {
        let mut rules = match self.definition.on_failure.take() {
            None => Vec::new(),
            Some(FailureHandlers::Rules(rules)) => rules,
            Some(FailureHandlers::Step(go_to)) => vec![FailureRule {
                errors: vec!["*".to_owned()],
                go_to,
            }],
        };
        rules.push(FailureRule {
            errors: errors.into_iter().map(Into::into).collect(),
            go_to: step.into(),
        });
        self.definition.on_failure = Some(FailureHandlers::Rules(rules));
        self
    }

    /// Adds a rule for trying again.
    pub fn retry(mut self, rule: RetryRule) -> Self {
        self.definition.retry.get_or_insert_default().push(rule);
        self
    }

    /// Seconds that an attempt may take.
    pub fn timeout(mut self, seconds: f64) -> Self {
        self.definition.timeout = Some(seconds);
        self
    }

    /// Constant JSON for the function, beside its input.
    pub fn params(mut self, params: Json) -> Self {
        self.definition.params = Some(params);
        self
    }

    /// Constant JSON for the function, beside its input, from any serializable value.
    ///
    /// # Errors
    /// When the value cannot be JSON.
    pub fn params_from(self, params: &(impl serde::Serialize + ?Sized)) -> Result<Self, JsonError> {
        Ok(self.params(Json::from_value(params)?))
    }

    /// Whether the page runs the function in a worker of its own.
    pub fn isolated(mut self, isolated: bool) -> Self {
        self.definition.isolated = Some(isolated);
        self
    }

    /// Free text, shown on the graph.
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.definition.comment = Some(text.into());
        self
    }
}
