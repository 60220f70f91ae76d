//! Random definitions, random mistakes in them, and random bytes.

use proptest::{collection::vec, option, prelude::*, sample::select};
use stepwell_core::{
    Json,
    workflow::{
        Definition, FailDefinition, FailureHandlers, FailureRule, Func, MapDefinition, Nested,
        RetryRule, Severity, StepDefinition, TaskDefinition, WaitTime, Workflow, locate, nested,
    },
};

fn name() -> impl Strategy<Value = String> {
    select(&["A", "B", "C", "é/~", "0", "\"\\", "a b"]).prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0_u32..1000).prop_map(f64::from),
        0.001..1e9,
        Just(0.1),
        Just(1e-7)
    ]
}

fn json() -> impl Strategy<Value = Json> {
    select(&["null", "[1,{\"a\":1e3}]", "\"\\u0000é\"", "-0.0", "{}"])
        .prop_map(|text| Json::parse(text).expect("valid"))
}

prop_compose! {
    fn retry_rule()(
        errors in vec(name(), 0..3),
        max_retries in option::of(any::<u32>()),
        interval in option::of(number()),
        backoff in option::of(1.0..1000.0),
        max_delay in option::of(number()),
        jitter in option::of(any::<bool>()),
    ) -> RetryRule {
        RetryRule { errors, max_retries, interval, backoff, max_delay, jitter }
    }
}

fn failure_handlers() -> impl Strategy<Value = FailureHandlers> {
    let rule =
        (vec(name(), 0..3), name()).prop_map(|(errors, go_to)| FailureRule { errors, go_to });
    prop_oneof![
        name().prop_map(FailureHandlers::Step),
        vec(rule, 0..3).prop_map(FailureHandlers::Rules),
    ]
}

fn action(nested_one: &BoxedStrategy<Nested>) -> BoxedStrategy<StepDefinition> {
    let task = prop_oneof![
        name().prop_map(TaskDefinition::Function),
        nested_one.clone().prop_map(nested),
    ];
    let tasks = vec((name(), task), 0..3).prop_map(|tasks| StepDefinition {
        func: Some(Func::Tasks(tasks.into_iter().collect())),
        parallel: Some(true),
        ..StepDefinition::default()
    });
    let call = name().prop_map(|name| StepDefinition {
        func: Some(Func::Function(name)),
        ..StepDefinition::default()
    });
    let nest = nested_one.clone().prop_map(|nested| StepDefinition {
        workflow: Some(nested),
        ..StepDefinition::default()
    });
    let map = (
        option::of(name()),
        option::of(nested_one.clone()),
        option::of(name()),
        option::of(any::<u32>()),
    )
        .prop_map(|(func, workflow, items, concurrency)| StepDefinition {
            map: Some(MapDefinition {
                func,
                workflow,
                items,
                concurrency,
            }),
            ..StepDefinition::default()
        });
    let wait = prop_oneof![
        number().prop_map(WaitTime::Seconds),
        name().prop_map(WaitTime::Until),
        Just(WaitTime::Until("2030-01-31T12:00:00Z".to_owned())),
    ];
    let wait = wait.prop_map(|wait| StepDefinition {
        wait: Some(wait),
        ..StepDefinition::default()
    });
    let fail = (name(), option::of(name())).prop_map(|(error, message)| StepDefinition {
        fail: Some(FailDefinition { error, message }),
        ..StepDefinition::default()
    });
    prop_oneof![
        Just(StepDefinition::default()),
        call.boxed(),
        tasks.boxed(),
        nest.boxed(),
        map.boxed(),
        wait.boxed(),
        fail.boxed(),
    ]
    .boxed()
}

prop_compose! {
    /// Each of the other keys now and then.
    fn other_keys()(
        parallel in option::weighted(0.1, any::<bool>()),
        stop_on_failure in option::weighted(0.1, any::<bool>()),
        next_step in option::of(name()),
        branch in option::weighted(0.2, vec((name(), name()), 0..3)),
        branch_on in option::weighted(0.1, name()),
        on_failure in option::weighted(0.2, failure_handlers().boxed()),
        retry in option::weighted(0.2, vec(retry_rule().boxed(), 0..3)),
        timeout in option::weighted(0.2, number().boxed()),
        params in option::weighted(0.2, json()),
        isolated in option::weighted(0.1, any::<bool>()),
        comment in option::weighted(0.1, name()),
    ) -> StepDefinition {
        StepDefinition {
            parallel,
            stop_on_failure,
            next_step,
            branch: branch.map(|branch| branch.into_iter().collect()),
            branch_on,
            on_failure,
            retry,
            timeout,
            params,
            isolated,
            comment,
            ..StepDefinition::default()
        }
    }
}

fn step(nested: &BoxedStrategy<Nested>) -> BoxedStrategy<StepDefinition> {
    let parts = (action(nested), other_keys().boxed());
    let both = parts.prop_map(|(action, other)| StepDefinition {
        func: action.func,
        workflow: action.workflow,
        map: action.map,
        wait: action.wait,
        fail: action.fail,
        parallel: action.parallel.or(other.parallel),
        ..other
    });
    both.boxed()
}

/// Definitions that nest others up to `levels` deep.
fn definition(levels: u32) -> BoxedStrategy<Definition> {
    let by_name = name().prop_map(Nested::Name).boxed();
    let (nested, named) = if levels == 0 {
        (by_name, Just(Vec::new()).boxed())
    } else {
        let inner = definition(levels - 1);
        let inline = inner
            .clone()
            .prop_map(|definition| Nested::Inline(Box::new(definition)));
        let named = vec((name(), inner), 0..2).boxed();
        (prop_oneof![by_name, inline].boxed(), named)
    };
    let parts = (
        option::of(name()),
        option::weighted(0.2, name()),
        vec((name(), step(&nested)), 0..4),
        named,
        option::weighted(0.2, number()),
        option::of(any::<bool>()),
        option::weighted(0.2, 1_u64..1 << 53),
    );
    parts
        .prop_map(|parts| Definition {
            name: parts.0,
            start_at: parts.1,
            steps: parts.2.into_iter().collect(),
            workflows: parts.3.into_iter().collect(),
            timeout: parts.4,
            allow_cycles: parts.5,
            max_steps: parts.6,
        })
        .boxed()
}

/// What `Workflow::parse` promises of any text.
fn check_promises(text: &str) {
    let result = Workflow::parse(text);
    let diagnostics = match &result {
        Ok(workflow) => workflow.warnings(),
        Err(invalid) => &invalid.diagnostics,
    };
    let is_wrong = diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(result.is_err(), is_wrong);
    let mut last = 0;
    for diagnostic in diagnostics {
        let span = diagnostic.span.expect("read from text");
        assert!(last <= span.start, "in the order of the text");
        last = span.start;
        assert!(text.get(span.start..span.end).is_some(), "{diagnostic}");
        assert!(!diagnostic.message.is_empty());
    }
    for (i, diagnostic) in diagnostics.iter().enumerate() {
        assert!(
            !diagnostics[..i].contains(diagnostic),
            "each once: {diagnostic}"
        );
    }
    let mut again = diagnostics.to_vec();
    locate(text, &mut again);
    // The text of a valid definition leads back to the same workflow.
    if let Ok(workflow) = &result {
        let again = Workflow::parse(workflow.definition().as_str()).expect("valid");
        assert_eq!(again.definition(), workflow.definition());
        assert_eq!(again.chains().len(), workflow.chains().len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_definition_survives_the_way_through_json(definition in definition(2)) {
        let text = serde_json::to_string(&definition).unwrap();
        prop_assert_eq!(Definition::parse(&text).unwrap(), definition.clone());
        check_promises(&text);
        let codes = |result: Result<Workflow, stepwell_core::workflow::Invalid>| {
            let diagnostics = match result {
                Ok(workflow) => workflow.warnings().to_vec(),
                Err(invalid) => invalid.diagnostics,
            };
            let mut lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(codes(Workflow::parse(&text)), codes(Workflow::new(&definition)));
    }

    #[test]
    fn a_broken_definition_never_panics(
        definition in definition(2),
        mistakes in vec((any::<prop::sample::Index>(), 0_usize..4, select(PIECES)), 1..6),
    ) {
        let mut text: Vec<char> = serde_json::to_string(&definition).unwrap().chars().collect();
        for (at, length, piece) in mistakes {
            let at = at.index(text.len() + 1);
            let end = (at + length).min(text.len());
            text.splice(at..end, piece.chars());
        }
        check_promises(&text.into_iter().collect::<String>());
    }

    #[test]
    fn random_text_never_panics(pieces in vec(select(PIECES), 0..60)) {
        check_promises(&pieces.concat());
    }

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        check_promises(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_missing_comma_is_found_and_nothing_else(steps in 2_usize..8, without in any::<prop::sample::Index>()) {
        let without = without.index(steps - 1);
        let step = |n: usize| {
            let last = n + 1 == steps;
            let next = if last { String::new() } else { format!(r#","nextStep":"s{}""#, n + 1) };
            let comma = if n == without || last { "" } else { "," };
            format!(r#""s{n}":{{"func":"f"{next}}}{comma}"#)
        };
        let text = format!(r#"{{"steps":{{{}}}}}"#, (0..steps).map(step).collect::<String>());
        let invalid = Workflow::parse(&text).unwrap_err();
        prop_assert_eq!(invalid.diagnostics.len(), 1);
        let key = format!("\"s{}\"", without + 1);
        let span = invalid.diagnostics[0].span.unwrap();
        prop_assert_eq!(&text[span.start..span.end], key);
    }
}

/// What texts are broken with.
const PIECES: &[&str] = &[
    "",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "\n",
    " ",
    "=",
    "/*",
    "*/",
    "//",
    "é",
    "\u{feff}",
    "\u{0}",
    "0",
    "-",
    "1e",
    ".5",
    "tru",
    "true",
    "null",
    "NaN",
    "\"steps\"",
    "\"A\"",
    "\"nextStep\"",
    "\"workflow\"",
    "\\u12",
    "\\ud800",
    "\\q",
    "{\"steps\":{\"A\":",
    "}}",
    "\"func\":\"f\"",
];
