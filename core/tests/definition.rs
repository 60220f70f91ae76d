//! What a good definition becomes.

use stepwell_core::{
    Json,
    workflow::{
        Action, ChainId, Code, Definition, Target, Wait, Workflow, diagnostics_json, locate,
    },
};

const CAR_PURCHASE: &str = include_str!("data/car_purchase.json");

fn workflow(text: &str) -> Workflow {
    Workflow::parse(text).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn function(name: &str) -> Target {
    Target::Function(name.into())
}

#[test]
fn the_car_purchase_has_no_diagnostic() {
    let workflow = workflow(CAR_PURCHASE);
    assert_eq!(workflow.warnings(), []);
    let root = workflow.root();
    assert_eq!(
        root.name.as_ref(),
        "Validate_Car_Purchase_Transaction_Workflow"
    );
    assert_eq!(root.start.as_ref(), "Parse_Car_Purchase_Transaction");
    assert_eq!(root.steps.len(), 7);
    assert_eq!(workflow.functions().len(), 9);
    let update = &root.steps["Update_Company_DB_Records"];
    assert!(matches!(&update.action, Action::Parallel(tasks) if tasks.len() == 3));
    assert!(!update.stop_on_failure);
}

/// Every key, in the order of the definition's types.
const EVERY_KEY: &str = include_str!("data/every_key.json");

#[test]
fn every_key_arrives_in_the_workflow() {
    let workflow = workflow(EVERY_KEY);
    assert_eq!(workflow.warnings(), []);
    let root = workflow.root();
    assert_eq!(
        (
            root.name.as_ref(),
            root.start.as_ref(),
            root.timeout,
            root.max_steps
        ),
        ("All", "Branch", Some(600_000), Some(50))
    );

    let call = &root.steps["Call"];
    assert!(matches!(&call.action, Action::Task(target) if *target == function("call")));
    assert_eq!(call.next.as_deref(), Some("Wait"));
    assert_eq!((call.timeout, call.isolated), (Some(1001), true));
    assert_eq!(
        call.params.as_ref().map(Json::as_str),
        Some(r#"{"b":[1,2.50],"a":null}"#)
    );
    assert_eq!(call.comment.as_deref(), Some("hello"));
    let handlers: Vec<(Vec<&str>, &str)> = call
        .on_failure
        .iter()
        .map(|h| {
            (
                h.errors.iter().map(AsRef::as_ref).collect(),
                h.go_to.as_ref(),
            )
        })
        .collect();
    assert_eq!(
        handlers,
        [(vec!["E", "Net.*"], "Fail"), (vec!["*"], "Until")]
    );
    let retries: Vec<_> = call
        .retry
        .iter()
        .map(|r| (r.max_retries, r.interval, r.backoff, r.max_delay, r.jitter))
        .collect();
    assert_eq!(
        retries,
        [
            (3, 1000.0, 2.0, None, false),
            (7, 500.0, 1.5, Some(60_000.0), true)
        ]
    );
}

#[test]
fn every_action_arrives_in_the_workflow() {
    let workflow = workflow(EVERY_KEY);
    let root = workflow.root();
    let tasks = &root.steps["Tasks"];
    assert!(tasks.stop_on_failure);
    let Action::Parallel(targets) = &tasks.action else {
        panic!("{:?}", tasks.action);
    };
    assert_eq!(targets["x"], function("fx"));
    let Target::Workflow(inner) = &targets["y/z"] else {
        panic!("{targets:?}");
    };
    let inner = workflow.chain(*inner);
    assert_eq!(
        (inner.pointer.as_ref(), inner.name.as_ref()),
        ("/steps/Tasks/func/y~1z/workflow", "y/z")
    );

    let Action::Map {
        target,
        items,
        concurrency,
    } = &root.steps["Map"].action
    else {
        panic!("{:?}", root.steps["Map"]);
    };
    assert_eq!(
        (target, items.as_ref(), *concurrency),
        (&function("each"), "/list", 2)
    );
    let Action::Map {
        target: Target::Workflow(named),
        items,
        concurrency,
    } = &root.steps["Maps"].action
    else {
        panic!("{:?}", root.steps["Maps"]);
    };
    assert_eq!((items.as_ref(), *concurrency), ("", 40));

    let waits: Vec<_> = ["Wait", "Until", "Past"]
        .iter()
        .map(|name| match root.steps[*name].action {
            Action::Wait(wait) => wait,
            ref other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        waits,
        [Wait::For(3500), Wait::Until(3_601_500), Wait::Until(0)]
    );
    assert!(matches!(
        &root.steps["Fail"].action,
        Action::Fail { error, message } if &**error == "Oops" && &**message == "on purpose"
    ));
    let branch = &root.steps["Branch"];
    assert!(matches!(branch.action, Action::Pass));
    assert_eq!(branch.branch_on.as_ref(), "/answer");
    assert_eq!(branch.branch["yes"].as_ref(), "Nest");
    assert_eq!(branch.on_failure[0].errors[0].as_ref(), "*");

    // One chain for the workflow that is nested by name twice.
    let chain = workflow.chain(*named);
    assert_eq!(
        (
            chain.pointer.as_ref(),
            chain.name.as_ref(),
            chain.timeout,
            chain.max_steps
        ),
        ("/workflows/Named", "Named", Some(5000), Some(10_000))
    );
    let nest = workflow.chain_at("/steps/Nest/workflow").unwrap();
    assert_eq!(nest.name.as_ref(), "Inner");
    assert!(
        matches!(&nest.steps["Deep"].action, Action::Task(Target::Workflow(id)) if id == named)
    );
    assert_eq!(workflow.chain(ChainId::ROOT).pointer.as_ref(), "");
    let pointers: Vec<&str> = workflow
        .chains()
        .iter()
        .map(|c| c.pointer.as_ref())
        .collect();
    assert_eq!(
        pointers,
        [
            "",
            "/workflows/Named",
            "/steps/Tasks/func/y~1z/workflow",
            "/steps/Nest/workflow"
        ]
    );
}

#[test]
fn the_definition_is_compact_json_in_the_order_written() {
    let compact = Json::parse(EVERY_KEY).unwrap();
    assert_eq!(workflow(EVERY_KEY).definition(), &compact);
    let numbers =
        r#"{ "timeout": 3e1, "steps": { "b": { "wait": 2.0 }, "a": {} }, "startAt": "b" }"#;
    let workflow = Definition::parse(numbers).unwrap();
    assert_eq!(
        serde_json::to_string(&workflow).unwrap(),
        r#"{"startAt":"b","steps":{"b":{"wait":2},"a":{}},"timeout":30}"#
    );
}

#[test]
fn a_diagnostic_is_plain_data() {
    let text = r#"{"steps":{"A":{"nextStep":"a"}}}"#;
    let invalid = Workflow::parse(text).unwrap_err();
    assert_eq!(
        serde_json::to_string(&invalid.diagnostics).unwrap(),
        r#"[{"code":"Step.Unknown","severity":"error","pointer":"/steps/A/nextStep","message":"there is no step `a`","suggestion":"A","span":{"start":26,"end":29}}]"#
    );
    let workflow = workflow(r#"{"steps":{"A":{},"B":{}}}"#);
    assert_eq!(
        serde_json::to_string(workflow.warnings()).unwrap(),
        r#"[{"code":"Step.Unreachable","severity":"warning","pointer":"/steps/B","message":"nothing leads from the first step to `B`","span":{"start":17,"end":20}}]"#
    );
    for diagnostics in [&invalid.diagnostics[..], workflow.warnings(), &[]] {
        assert_eq!(
            diagnostics_json(diagnostics),
            serde_json::to_string(diagnostics).unwrap()
        );
    }
}

#[test]
fn unknown_functions_are_found_where_they_are_called() {
    let workflow = workflow(EVERY_KEY);
    let names: Vec<String> = workflow
        .functions()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["call", "fx", "each", "in"]);
    assert_eq!(workflow.check_functions(&names), []);

    let mut unknown = workflow.check_functions(&["calls", "each"]);
    locate(EVERY_KEY, &mut unknown);
    let found: Vec<(&str, &str, Option<&str>)> = unknown
        .iter()
        .map(|d| {
            let span = d.span.unwrap();
            (
                d.pointer.as_str(),
                &EVERY_KEY[span.start..span.end],
                d.suggestion.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("/steps/Call/func", "\"call\"", Some("calls")),
            ("/steps/Tasks/func/x", "\"fx\"", None),
            (
                "/workflows/Named/steps/Weigh/func",
                "\"call\"",
                Some("calls")
            ),
            (
                "/steps/Tasks/func/y~1z/workflow/steps/In/func",
                "\"in\"",
                None
            ),
        ]
    );
    assert!(unknown.iter().all(|d| d.code == Code::UnknownFunction));
    assert_eq!(unknown[0].message, "there is no function `call`");
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let compact = workflow(EVERY_KEY).definition().clone();
    for text in [
        EVERY_KEY.replace('\n', "\r\n"),
        EVERY_KEY.replace('\n', "\r"),
        EVERY_KEY.replace('\n', " "),
        format!("\u{feff}{EVERY_KEY}"),
    ] {
        assert_eq!(workflow(&text).definition(), &compact);
    }
}

#[test]
fn a_definition_that_makes_no_sense_can_still_be_read() {
    let text = r#"{"steps":{"A":{"nextStep":"B"}}}"#;
    let definition = Definition::parse(text).unwrap();
    assert_eq!(definition.steps["A"].next_step.as_deref(), Some("B"));
    assert!(Workflow::new(&definition).is_err());
    assert_eq!(Definition::parse("{").unwrap_err().diagnostics.len(), 1);
}
