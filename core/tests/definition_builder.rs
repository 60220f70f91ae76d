//! The builder writes what JSON writes, and is checked the same.

use stepwell_core::{
    Json,
    workflow::{Definition, RetryRule, Workflow, nested, step},
};

const EVERY_KEY: &str = include_str!("data/every_key.json");

#[test]
fn the_builder_writes_every_key() {
    let workflow = Workflow::builder("All")
        .start_at("Branch")
        .step(
            "Call",
            step()
                .call("call")
                .next("Wait")
                .on_errors(["E", "Net.*"], "Fail")
                .on_failure("Until")
                .retry(RetryRule::of(["E"]))
                .retry(RetryRule {
                    max_retries: Some(7),
                    interval: Some(0.5),
                    backoff: Some(1.5),
                    max_delay: Some(60.0),
                    jitter: Some(true),
                    ..RetryRule::of(["*"])
                })
                .timeout(1.0005)
                .params(Json::parse(r#"{"b":[1,2.50],"a":null}"#).unwrap())
                .isolated(true)
                .comment("hello"),
        )
        .step(
            "Tasks",
            step()
                .parallel([
                    ("x", "fx".into()),
                    (
                        "y/z",
                        nested(Definition::parse(r#"{"steps":{"In":{"func":"in"}}}"#).unwrap()),
                    ),
                ])
                .stop_on_failure(true)
                .next("Call"),
        )
        .step(
            "Map",
            step()
                .map("each")
                .items("/list")
                .concurrency(2)
                .next("Tasks"),
        )
        .step("Maps", step().map_nested("Named").next("Map"))
        .step(
            "Nest",
            step()
                .nest(Workflow::builder("Inner").step("Deep", step().nest("Named")))
                .next("Maps"),
        )
        .step("Wait", step().wait(3.5).next("Fail"))
        .step(
            "Until",
            step()
                .wait_until("1970-01-01T02:00:01.5+01:00")
                .next("Past"),
        )
        .step("Past", step().wait_until("1969-12-31T23:59:59Z"))
        .step("Fail", step().fail("Oops", "on purpose"))
        .step(
            "Branch",
            step()
                .branch("yes", "Nest")
                .branch("1", "Call")
                .branch_on("/answer")
                .on_failure("Until"),
        )
        .workflow(
            "Named",
            Definition {
                name: None,
                ..Workflow::builder("")
                    .step("Weigh", step().call("call"))
                    .timeout(5.0)
                    .allow_cycles(true)
                    .definition()
            },
        )
        .timeout(600.0)
        .allow_cycles(false)
        .max_steps(50);
    assert_eq!(
        workflow.clone().definition(),
        Definition::parse(EVERY_KEY).unwrap()
    );
    let workflow = workflow.build().unwrap();
    assert_eq!(workflow.definition(), &Json::parse(EVERY_KEY).unwrap());
    assert_eq!(workflow.warnings(), []);
}

#[test]
fn a_built_definition_gets_the_same_diagnostics_without_places() {
    let invalid = Workflow::builder("Order")
        .step(
            "Check",
            step().call("check").timeout(f64::NAN).next("Chekc"),
        )
        .step("Lost", step())
        .step("Bad", step().params_from(&[1]).unwrap())
        .build()
        .unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "the workflow has 2 errors\n\
         - warning: /steps/Bad: nothing leads from the first step to `Bad` (Step.Unreachable)\n\
         - warning: /steps/Bad/params: `params` does nothing on a step that calls no function (Step.NoEffect)\n\
         - /steps/Check/nextStep: there is no step `Chekc`; did you mean `Check`? (Step.Unknown)\n\
         - /steps/Check/timeout: expected seconds, more than 0 and at most 1000000000, found NaN \
         (Definition.OutOfRange)\n\
         - warning: /steps/Lost: nothing leads from the first step to `Lost` (Step.Unreachable)"
    );
    assert!(invalid.diagnostics.iter().all(|d| d.span.is_none()));
}
