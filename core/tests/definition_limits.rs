//! Huge, deep and hostile definitions: no panic, no overflow of a small stack, no waiting.

use std::thread;

use stepwell_core::workflow::{Code, Definition, Nested, StepDefinition, Workflow};

/// Half of what there is in WebAssembly. Only writing a definition as JSON recurses, and that takes some four
/// times the stack where it is not optimised.
const SMALL_STACK: usize = if cfg!(debug_assertions) { 4 } else { 1 } * 512 * 1024;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(SMALL_STACK);
    let running = thread.spawn(test).expect("a thread");
    running.join().expect("a test that passes");
}

fn codes(text: &str) -> Vec<Code> {
    match Workflow::parse(text) {
        Ok(workflow) => workflow.warnings().iter().map(|d| d.code).collect(),
        Err(invalid) => invalid.diagnostics.iter().map(|d| d.code).collect(),
    }
}

fn nested_inline(levels: usize) -> String {
    let open = r#"{"steps":{"A":{"workflow":"#.repeat(levels);
    open + r#"{"steps":{"A":{"func":"f"}}}"# + &"}}}".repeat(levels)
}

fn nested_by_name(levels: usize) -> String {
    let open = r#"{"steps":{"A":{"workflow":"W"}},"workflows":{"W":"#.repeat(levels);
    open + r#"{"steps":{"A":{"func":"f"}}}"# + &"}}".repeat(levels)
}

#[test]
fn two_hundred_workflows_nest_on_a_small_stack() {
    on_a_small_stack(|| {
        for text in [nested_inline(200), nested_by_name(300)] {
            let definition = Definition::parse(&text).unwrap();
            let workflow = Workflow::new(&definition).unwrap();
            assert_eq!(workflow.definition().as_str(), text);
            assert_eq!(
                Workflow::parse(&text).unwrap().chains().len(),
                workflow.chains().len()
            );
            let innermost = workflow.chains().last().unwrap();
            assert!(workflow.chain_at(&innermost.pointer).is_some());
        }
    });
}

#[test]
fn what_nests_too_deep_is_one_diagnostic() {
    on_a_small_stack(|| {
        assert_eq!(codes(&nested_inline(400)), [Code::TooDeep]);
        assert_eq!(codes(&nested_by_name(600)), [Code::TooDeep]);
        assert_eq!(
            codes(&r#"{"":"#.repeat(1_000_000)),
            [Code::UnknownKey, Code::TooDeep]
        );
        assert_eq!(
            codes(&"[".repeat(10_000_000)),
            [Code::WrongType, Code::TooDeep]
        );
        let params = format!(
            r#"{{"steps":{{"A":{{"func":"f","params":{}{}}}}}}}"#,
            "[".repeat(600),
            "]".repeat(600)
        );
        assert_eq!(codes(&params), [Code::TooDeep]);
    });
}

#[test]
fn a_built_definition_that_nests_too_deep_is_refused() {
    let mut definition = Definition::default();
    definition
        .steps
        .insert("A".to_owned(), StepDefinition::default());
    for _ in 0..400 {
        let workflow = Some(Nested::Inline(Box::new(std::mem::take(&mut definition))));
        let step = StepDefinition {
            workflow,
            ..StepDefinition::default()
        };
        definition.steps.insert("A".to_owned(), step);
    }
    let invalid = Workflow::new(&definition).unwrap_err();
    let codes: Vec<Code> = invalid.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::TooDeep]);
}

fn chain(steps: usize, last: &str) -> String {
    let step = |n: usize| {
        let next = n + 1;
        format!(r#""s{n}":{{"func":"f","nextStep":"s{next}"}},"#)
    };
    let all_but_last: String = (1..steps).map(step).collect();
    format!(r#"{{"steps":{{{all_but_last}"s{steps}":{{{last}}}}}}}"#)
}

#[test]
fn a_hundred_thousand_steps_are_checked() {
    on_a_small_stack(|| {
        assert_eq!(codes(&chain(100_000, "")), []);
        let text = chain(100_000, r#""nextStep":"s1""#);
        let invalid = Workflow::parse(&text).unwrap_err();
        let [cycle] = invalid.diagnostics.as_slice() else {
            panic!("{invalid}");
        };
        assert_eq!(cycle.pointer, "/steps/s100000/nextStep");
        assert_eq!(
            cycle.message,
            "a cycle without `allowCycles`: `s1` → `s2` → `s3` → `s4` → `s5` → `s6` → `s7` → `s8` → `s9` → `s10` \
             → (99981 more) → `s99992` → `s99993` → `s99994` → `s99995` → `s99996` → `s99997` → `s99998` → \
             `s99999` → `s100000` → `s1`"
        );
        let unknown = chain(20_000, "").replace(r#""nextStep":"s"#, r#""nextStep":"t"#);
        assert_eq!(
            codes(&unknown).len(),
            19_999 * 2,
            "each unknown, and each unreachable"
        );
    });
}

#[test]
fn hostile_texts_end_soon() {
    for text in [
        "{".repeat(5_000_000),
        "\"".repeat(5_000_000),
        ",".repeat(5_000_000),
        "/*".repeat(2_000_000),
        "\\\"\n".repeat(1_000_000),
        format!("{{\"{}", "\\\"\n".repeat(300_000)),
        format!("{{\"steps\":[{}", "tru ".repeat(1_000_000)),
        format!(
            "{{\"steps\":{{{}\"b\":{{}}}}}}",
            "\"a\":{},".repeat(100_000)
        ),
        format!("{{\"name\":\"{}\"}}", "é".repeat(1_000_000)),
    ] {
        assert!(Workflow::parse(&text).is_err());
    }
}
