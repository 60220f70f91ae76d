//! What each mistake is answered with: everything that is wrong, and nothing else.
//!
//! A diagnostic is written `code pointer ‹text underlined› message → suggestion`; in inputs and underlined text
//! `⏎` stands for a line break and `⇥` for a tab.

use stepwell_core::workflow::{Code, Diagnostic, Severity, Workflow};

#[test]
fn each_mistake_gets_its_diagnostic_and_no_other() {
    for (input, expected) in CASES {
        check(input, expected);
    }
}

#[test]
fn every_code_has_a_case() {
    for code in Code::ALL {
        let elsewhere = [Code::TooDeep, Code::UnknownFunction].contains(code);
        let start = format!("{code} ");
        let here = CASES
            .iter()
            .any(|(_, expected)| expected.iter().any(|line| line.starts_with(&start)));
        assert!(here || elsewhere, "no case for {code}");
    }
}

fn check(input: &str, expected: &[&str]) {
    let text = input.replace('⏎', "\n").replace('⇥', "\t");
    let result = Workflow::parse(&text);
    let diagnostics = match &result {
        Ok(workflow) => workflow.warnings(),
        Err(invalid) => &invalid.diagnostics,
    };
    let lines: Vec<String> = diagnostics.iter().map(|d| line(d, &text)).collect();
    assert_eq!(lines, expected, "\n{input}");
    let is_wrong = diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(result.is_err(), is_wrong, "{input}");
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.severity, diagnostic.code.severity());
    }
}

fn line(diagnostic: &Diagnostic, text: &str) -> String {
    let span = diagnostic.span.expect("read from text");
    let underlined = text[span.start..span.end]
        .replace('\n', "⏎")
        .replace('\t', "⇥");
    let suggestion = diagnostic
        .suggestion
        .as_ref()
        .map_or(String::new(), |suggestion| format!(" → {suggestion}"));
    format!(
        "{} {} ‹{underlined}› {}{suggestion}",
        diagnostic.code, diagnostic.pointer, diagnostic.message
    )
}

/// A text, and all its diagnostics.
type Case = (&'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    // syntax
    (
        "",
        &["Json.Syntax  ‹› expected a workflow (an object in `{ }`), found the end of the text"],
    ),
    (
        "hello",
        &["Json.Syntax  ‹hello› expected a workflow (an object in `{ }`), found `hello`"],
    ),
    (
        r#"{"steps":{"A":{}}} x"#,
        &["Json.Syntax  ‹x› expected the end of the text, found `x`"],
    ),
    (
        r#"{"steps":{"A":{},}}"#,
        &["Json.Syntax /steps ‹,› a comma before the closing `}`"],
    ),
    (
        r#"{"steps":{"A":{}"#,
        &["Json.Syntax /steps ‹› expected `,` or `}`, found the end of the text"],
    ),
    (
        r#"{"steps":{"A":{"func":"f" "nextStep":"B"},"B":{}}}"#,
        &[r#"Json.Syntax /steps/A ‹"nextStep"› expected `,` or `}`, found `"nextStep"`"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","nextStep" "B"},"B":{}}}"#,
        &[r#"Json.Syntax /steps/A/nextStep ‹"B"› expected `:` after the key, found `"B"`"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","nextStep"="B"},"B":{}}}"#,
        &["Json.Syntax /steps/A/nextStep ‹=› expected `:` after the key, found `=`"],
    ),
    (
        r#"{"steps":{"A":{"func":"f","nextStep":},"B":{}}}"#,
        &["Json.Syntax /steps/A/nextStep ‹}› expected a value, found `}`"],
    ),
    (
        r#"{"steps":{"A":{"func":"f","nextStep"},"B":{}}}"#,
        &["Json.Syntax /steps/A/nextStep ‹}› expected `:` after the key, found `}`"],
    ),
    (
        r#"{"steps":{"A":{"func":"f",,"nextStep":"B"},"B":{}}}"#,
        &["Json.Syntax /steps/A ‹,› expected a key, found `,`"],
    ),
    (
        r#"{"steps":{"A":{func:"f",'nextStep':"B"},"B":{}}}"#,
        &[
            r#"Json.Syntax /steps/A ‹func› a key stands in double quotes: "func""#,
            r#"Json.Syntax /steps/A ‹'nextStep'› a key stands in double quotes: "nextStep""#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":'f'}}}"#,
        &["Json.Syntax /steps/A/func ‹'f'› expected a value, found `'f'`"],
    ),
    (
        r#"{"steps":{"A":{"func":"f",⏎"comment":"x,⏎"nextStep":"B"},"B":{}}}"#,
        &[r#"Json.Syntax /steps/A/comment ‹"x› a string without its closing quote"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","comment":"a\qb","params":[tru,01,.5,NaN,1,,2,]}}}"#,
        &[
            r#"Json.Syntax /steps/A/comment ‹"a\qb"› not a JSON string: '\q' is not a valid escape sequence"#,
            "Json.Syntax /steps/A/params/0 ‹tru› expected a value or `]`, found `tru`",
            "Json.Syntax /steps/A/params ‹1› expected `,` or `]`, found `1`",
            "Json.Syntax /steps/A/params/3 ‹.5› expected a value, found `.5`",
            "Json.Syntax /steps/A/params/4 ‹NaN› expected a value, found `NaN`",
            "Json.Syntax /steps/A/params/6 ‹,› expected a value, found `,`",
            "Json.Syntax /steps/A/params/7 ‹,› a comma before the closing `]`",
        ],
    ),
    (
        r#"{"steps":{"A":{"comm\qent":"a"}}}"#,
        &[
            r#"Json.Syntax /steps/A ‹"comm\qent"› not a JSON string: '\q' is not a valid escape sequence"#,
        ],
    ),
    (
        r#"// a comment⏎{"steps":{"A":{}} /* another */}"#,
        &[
            "Json.Syntax  ‹// a comment› JSON has no comments",
            "Json.Syntax  ‹/* another */› JSON has no comments",
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":[1,2},"B":{}}}"#,
        &["Json.Syntax /steps/A/params ‹}› expected `,` or `]`, found `}`"],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":[1 2 {"a":1} "x"]}}}"#,
        &[
            "Json.Syntax /steps/A/params ‹2› expected `,` or `]`, found `2`",
            "Json.Syntax /steps/A/params ‹{› expected `,` or `]`, found `{`",
            r#"Json.Syntax /steps/A/params ‹"x"› expected `,` or `]`, found `"x"`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":{"a":1 2}}}}"#,
        &["Json.Syntax /steps/A/params ‹2› expected `,` or `}`, found `2`"],
    ),
    (
        r#"{"steps":{"A":{}}]}"#,
        &["Json.Syntax  ‹]› expected `,` or `}`, found `]`"],
    ),
    (
        r#"{"steps":{"A":{}},⏎ "name": "x⏎}"#,
        &[r#"Json.Syntax /name ‹"x› a string without its closing quote"#],
    ),
    (
        r#"{"steps":{"A":{"nextStep":tru},"B":{}}}"#,
        &["Json.Syntax /steps/A/nextStep ‹tru› expected a value, found `tru`"],
    ),
    (
        r#"{"steps":{"A":{"comment":"\ud800"}}}"#,
        &[
            r#"Json.Syntax /steps/A/comment ‹"\ud800"› not a JSON string: an escape sequence is unfinished"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"comment":"a⇥b"}}}"#,
        &[
            r#"Json.Syntax /steps/A/comment ‹"a⇥b"› a tab or other control character in a string is written as `\t` or `\u0009`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":{{}}}}}"#,
        &["Json.Syntax /steps/A/params ‹{› expected a key or `}`, found `{`"],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":{5:1,:2}}}}"#,
        &[
            "Json.Syntax /steps/A/params ‹5› expected a key or `}`, found `5`",
            "Json.Syntax /steps/A/params ‹:› expected a key, found `:`",
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":[:1]}}}"#,
        &["Json.Syntax /steps/A/params/0 ‹:› expected a value or `]`, found `:`"],
    ),
    (
        r#"{"name":"a","name":"b","steps":{"A":{},"A":{}}}"#,
        &[
            r#"Json.DuplicateKey /name ‹"name"› the key `name` is written twice in the same object"#,
            r#"Json.DuplicateKey /steps/A ‹"A"› the key `A` is written twice in the same object"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","params":{"x":1,"x":2}}}}"#,
        &[
            r#"Json.DuplicateKey /steps/A/params/x ‹"x"› the key `x` is written twice in the same object"#,
        ],
    ),
    // keys and types
    (
        "[]",
        &["Definition.WrongType  ‹[]› expected a workflow (an object in `{ }`), found a list"],
    ),
    ("{}", &["Definition.Missing  ‹{}› `steps` is missing"]),
    (
        r#"{"steps":{}}"#,
        &["Workflow.NoSteps /steps ‹{}› a workflow needs at least one step"],
    ),
    (
        r#"{"steps":[]}"#,
        &[
            "Definition.WrongType /steps ‹[]› expected a map from name to step (an object in `{ }`), found a list",
        ],
    ),
    (
        r#"{"steps":{"A":5}}"#,
        &[
            "Definition.WrongType /steps/A ‹5› expected a step (an object in `{ }`), found the number 5",
        ],
    ),
    (
        r#"{"steps":{"A":null,"B":{}}}"#,
        &["Definition.WrongType /steps/A ‹null› expected a step (an object in `{ }`), found null"],
    ),
    (
        r#"{"startsAt":"A","steps":{"A":{}}}"#,
        &[r#"Definition.UnknownKey /startsAt ‹"startsAt"› unknown key `startsAt` → startAt"#],
    ),
    (
        r#"{"steps":{"A":{"nextstep":"B"},"B":{}}}"#,
        &[
            r#"Definition.UnknownKey /steps/A/nextstep ‹"nextstep"› unknown key `nextstep` → nextStep"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"next_step":"B","funk":"f","colour":1},"B":{}}}"#,
        &[
            r#"Definition.UnknownKey /steps/A/next_step ‹"next_step"› unknown key `next_step` → nextStep"#,
            r#"Definition.UnknownKey /steps/A/funk ‹"funk"› unknown key `funk` → func"#,
            r#"Definition.UnknownKey /steps/A/colour ‹"colour"› unknown key `colour`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"nextStep":"B","next":"C"},"B":{}}}"#,
        &[r#"Definition.UnknownKey /steps/A/next ‹"next"› unknown key `next`"#],
    ),
    (
        r#"{"name":1,"startAt":2,"timeout":"x","allowCycles":1,"maxSteps":"y","workflows":3,"steps":{"A":{}}}"#,
        &[
            "Definition.WrongType /name ‹1› expected a string, found the number 1",
            "Definition.WrongType /startAt ‹2› expected a step's name (a string), found the number 2",
            r#"Definition.WrongType /timeout ‹"x"› expected a number of seconds, found a string"#,
            "Definition.WrongType /allowCycles ‹1› expected `true` or `false`, found the number 1",
            r#"Definition.WrongType /maxSteps ‹"y"› expected a whole number, found a string"#,
            "Definition.WrongType /workflows ‹3› expected a map from name to workflow (an object in `{ }`), found the number 3",
        ],
    ),
    (
        r#"{"maxSteps":0,"timeout":0,"steps":{"A":{}}}"#,
        &[
            "Definition.OutOfRange /maxSteps ‹0› `maxSteps` must be at least 1",
            "Definition.OutOfRange /timeout ‹0› expected seconds, more than 0 and at most 1000000000, found 0",
        ],
    ),
    (
        r#"{"maxSteps":1.5,"timeout":-1,"steps":{"A":{}}}"#,
        &[
            "Definition.OutOfRange /maxSteps ‹1.5› expected a whole number up to 9007199254740991, found 1.5",
            "Definition.OutOfRange /timeout ‹-1› expected seconds, more than 0 and at most 1000000000, found -1",
        ],
    ),
    (
        r#"{"timeout":1e400,"steps":{"A":{}}}"#,
        &[
            "Definition.OutOfRange /timeout ‹1e400› expected seconds, more than 0 and at most 1000000000, found inf",
        ],
    ),
    (
        r#"{"steps":{"A":{"func":1},"B":{"workflow":[]},"C":{"map":"f"},"D":{"wait":true},"E":{"fail":"x"}}}"#,
        &[
            "Definition.WrongType /steps/A/func ‹1› expected a function's name (a string), or with `parallel: true` a map of tasks (an object in `{ }`), found the number 1",
            "Definition.WrongType /steps/B/workflow ‹[]› expected a workflow (an object in `{ }`) or the name of one in `workflows` (a string), found a list",
            r#"Definition.WrongType /steps/C/map ‹"f"› expected an object with `func` or `workflow`, found a string"#,
            "Definition.WrongType /steps/D/wait ‹true› expected a number of seconds or an ISO timestamp (a string), found true",
            r#"Definition.WrongType /steps/E/fail ‹"x"› expected an object with `error`, found a string"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"parallel":1,"stopOnFailure":"yes","branchOn":{},"isolated":0,"comment":[]}}}"#,
        &[
            "Definition.WrongType /steps/A/parallel ‹1› expected `true` or `false`, found the number 1",
            r#"Definition.WrongType /steps/A/stopOnFailure ‹"yes"› expected `true` or `false`, found a string"#,
            "Definition.WrongType /steps/A/branchOn ‹{}› expected a JSON pointer (a string), found an object",
            "Definition.WrongType /steps/A/isolated ‹0› expected `true` or `false`, found the number 0",
            "Definition.WrongType /steps/A/comment ‹[]› expected a string, found a list",
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","branch":"B","onFailure":5,"retry":{},"timeout":"1"}}}"#,
        &[
            r#"Definition.WrongType /steps/A/branch ‹"B"› expected a map from result to step (an object in `{ }`), found a string"#,
            "Definition.WrongType /steps/A/onFailure ‹5› expected a step's name (a string) or a list of rules in `[ ]`, found the number 5",
            "Definition.WrongType /steps/A/retry ‹{}› expected a list of rules in `[ ]`, found an object",
            r#"Definition.WrongType /steps/A/timeout ‹"1"› expected a number of seconds, found a string"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","branch":{"x":1},"onFailure":["B"],"retry":["*"]},"B":{}}}"#,
        &[
            "Definition.WrongType /steps/A/branch/x ‹1› expected a step's name (a string), found the number 1",
            r#"Definition.WrongType /steps/A/onFailure/0 ‹"B"› expected a rule (an object with `errors` and `goTo`), found a string"#,
            r#"Definition.WrongType /steps/A/retry/0 ‹"*"› expected a rule (an object with `errors`), found a string"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","branch":[{"when":"x","goTo":"B"}]},"B":{}}}"#,
        &[
            r#"Definition.Reserved /steps/A/branch ‹[{"when":"x","goTo":"B"}]› a list of rules is reserved for a later version; write a map from result to step"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","onFailure":[{}],"retry":[{}]}}}"#,
        &[
            "Definition.Missing /steps/A/onFailure/0 ‹{}› `errors` is missing",
            "Definition.Missing /steps/A/onFailure/0 ‹{}› `goTo` is missing",
            "Definition.Missing /steps/A/retry/0 ‹{}› `errors` is missing",
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","onFailure":[{"error":["x"],"goto":"B"}]},"B":{}}}"#,
        &[
            r#"Definition.UnknownKey /steps/A/onFailure/0/error ‹"error"› unknown key `error` → errors"#,
            r#"Definition.UnknownKey /steps/A/onFailure/0/goto ‹"goto"› unknown key `goto` → goTo"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","retry":[{"errors":"*","maxRetries":-1,"interval":-1,"backoff":0.5,"maxDelay":1e10,"jitter":"full"}]}}}"#,
        &[
            r#"Definition.WrongType /steps/A/retry/0/errors ‹"*"› expected a list of error names in `[ ]`, found a string"#,
            "Definition.OutOfRange /steps/A/retry/0/maxRetries ‹-1› expected a whole number up to 4294967295, found -1",
            "Definition.OutOfRange /steps/A/retry/0/interval ‹-1› expected seconds, at least 0 and at most 1000000000, found -1",
            "Definition.OutOfRange /steps/A/retry/0/backoff ‹0.5› expected a factor from 1 to 1000, found 0.5",
            "Definition.OutOfRange /steps/A/retry/0/maxDelay ‹1e10› expected seconds, at least 0 and at most 1000000000, found 10000000000",
            r#"Definition.WrongType /steps/A/retry/0/jitter ‹"full"› expected `true` or `false`, found a string"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","retry":[{"errors":[1]}]}}}"#,
        &[
            "Definition.WrongType /steps/A/retry/0/errors/0 ‹1› expected an error's name (a string), found the number 1",
        ],
    ),
    (
        r#"{"steps":{"A":{"fail":{}}}}"#,
        &["Definition.Missing /steps/A/fail ‹{}› `error` is missing"],
    ),
    (
        r#"{"steps":{"A":{"map":{}}}}"#,
        &["Definition.Missing /steps/A/map ‹{}› a map needs a `func` or a `workflow`"],
    ),
    (
        r#"{"steps":{"A":{"map":{"function":"f","item":"/x"}}}}"#,
        &[
            r#"Definition.UnknownKey /steps/A/map/function ‹"function"› unknown key `function` → func"#,
            r#"Definition.UnknownKey /steps/A/map/item ‹"item"› unknown key `item` → items"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"map":{"func":"f","workflow":"W","concurrency":0,"items":"x"}}},"workflows":{"W":{"steps":{"A":{}}}}}"#,
        &[
            r#"Step.ManyActions /steps/A/map ‹"map"› a map calls either a `func` or a `workflow`, not both"#,
            "Definition.OutOfRange /steps/A/map/concurrency ‹0› `concurrency` must be at least 1",
            r#"Definition.OutOfRange /steps/A/map/items ‹"x"› `x` is no JSON pointer, such as `/order/id` → /x"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":{"x":1,"y":{},"z":{"workflow":1},"":"f"},"parallel":true}}}"#,
        &[
            r#"Definition.WrongType /steps/A/func/x ‹1› expected a function's name (a string) or `{ "workflow": … }`, found the number 1"#,
            "Definition.Missing /steps/A/func/y ‹{}› `workflow` is missing",
            "Definition.WrongType /steps/A/func/z/workflow ‹1› expected a workflow (an object in `{ }`) or the name of one in `workflows` (a string), found the number 1",
            r#"Definition.OutOfRange /steps/A/func/ ‹"f"› a task's name must not be empty"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"wait":-1}}}"#,
        &[
            "Definition.OutOfRange /steps/A/wait ‹-1› expected seconds, at least 0 and at most 1000000000, found -1",
        ],
    ),
    (
        r#"{"steps":{"A":{"wait":"tomorrow"}}}"#,
        &[
            r#"Definition.OutOfRange /steps/A/wait ‹"tomorrow"› `tomorrow` is no ISO timestamp with an offset, such as `2030-01-31T12:00:00Z`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"wait":"2030-01-31T12:00:00"}}}"#,
        &[
            r#"Definition.OutOfRange /steps/A/wait ‹"2030-01-31T12:00:00"› `2030-01-31T12:00:00` is no ISO timestamp with an offset, such as `2030-01-31T12:00:00Z`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"wait":"2030-02-30T12:00:00Z"}}}"#,
        &[
            r#"Definition.OutOfRange /steps/A/wait ‹"2030-02-30T12:00:00Z"› `2030-02-30T12:00:00Z` is no ISO timestamp with an offset, such as `2030-01-31T12:00:00Z`"#,
        ],
    ),
    (
        r#"{"steps":{"":{}}}"#,
        &["Definition.OutOfRange /steps/ ‹{}› a step's name must not be empty"],
    ),
    (
        r#"{"steps":{"A":{"func":"f","branch":{"x":"B"},"branchOn":"a/b"},"B":{}}}"#,
        &[
            r#"Definition.OutOfRange /steps/A/branchOn ‹"a/b"› `a/b` is no JSON pointer, such as `/order/id` → /a~1b"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","branch":{"x":"B"},"branchOn":"/a~b"},"B":{}}}"#,
        &[
            r#"Definition.OutOfRange /steps/A/branchOn ‹"/a~b"› `/a~b` is no JSON pointer, such as `/order/id`"#,
        ],
    ),
    (
        r#"{"workflows":{"W":5},"steps":{"A":{"workflow":"W"}}}"#,
        &[
            "Definition.WrongType /workflows/W ‹5› expected a workflow (an object in `{ }`), found the number 5",
        ],
    ),
    (
        r#"{"workflows":5,"steps":{"A":{"workflow":"W"}}}"#,
        &[
            "Definition.WrongType /workflows ‹5› expected a map from name to workflow (an object in `{ }`), found the number 5",
        ],
    ),
    // references
    (
        r#"{"startAt":"Pasre","steps":{"Parse":{}}}"#,
        &[r#"Step.Unknown /startAt ‹"Pasre"› there is no step `Pasre` → Parse"#],
    ),
    (
        r#"{"startAt":"Xyz","steps":{"Parse":{}}}"#,
        &[r#"Step.Unknown /startAt ‹"Xyz"› there is no step `Xyz`"#],
    ),
    (
        r#"{"steps":{"Parse":{"func":"f","nextStep":"check"},"Check":{}}}"#,
        &[r#"Step.Unknown /steps/Parse/nextStep ‹"check"› there is no step `check` → Check"#],
    ),
    (
        r#"{"steps":{"Parse":{"func":"f","branch":{"a/b":"Shipp"}},"Ship":{}}}"#,
        &[r#"Step.Unknown /steps/Parse/branch/a~1b ‹"Shipp"› there is no step `Shipp` → Ship"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","onFailure":"Hnadler"},"Handler":{}}}"#,
        &[r#"Step.Unknown /steps/A/onFailure ‹"Hnadler"› there is no step `Hnadler` → Handler"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","onFailure":[{"errors":["*"],"goTo":"Hnadler"}]},"Handler":{}}}"#,
        &[
            r#"Step.Unknown /steps/A/onFailure/0/goTo ‹"Hnadler"› there is no step `Hnadler` → Handler"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","nextStep":"Nowhere"},"Zebra":{}}}"#,
        &[
            r#"Step.Unknown /steps/A/nextStep ‹"Nowhere"› there is no step `Nowhere`"#,
            r#"Step.Unreachable /steps/Zebra ‹"Zebra"› nothing leads from the first step to `Zebra`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"workflow":"Shp"}},"workflows":{"Ship":{"steps":{"A":{}}}}}"#,
        &[
            r#"Workflow.Unknown /steps/A/workflow ‹"Shp"› there is no workflow `Shp` in `workflows` here or around → Ship"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":{"x":{"workflow":"Nix"}},"parallel":true},"B":{"map":{"workflow":"Nix"}}}}"#,
        &[
            r#"Workflow.Unknown /steps/A/func/x/workflow ‹"Nix"› there is no workflow `Nix` in `workflows` here or around"#,
            r#"Step.Unreachable /steps/B ‹"B"› nothing leads from the first step to `B`"#,
            r#"Workflow.Unknown /steps/B/map/workflow ‹"Nix"› there is no workflow `Nix` in `workflows` here or around"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"workflow":{"steps":{"B":{"nextStep":"A"}}}}}}"#,
        &[r#"Step.Unknown /steps/A/workflow/steps/B/nextStep ‹"A"› there is no step `A`"#],
    ),
    (
        r#"{"steps":{"A":{"workflow":"V"}},"workflows":{"V":{"steps":{"A":{"workflow":"W"}}},"W":{"steps":{"A":{}}}}}"#,
        &[],
    ),
    (
        r#"{"steps":{"A":{"workflow":"V"}},"workflows":{"V":{"workflows":{"W":{"steps":{"A":{}}}},"steps":{"A":{"workflow":"W"}}}}}"#,
        &[],
    ),
    (
        r#"{"steps":{"A":{"workflow":"W"}},"workflows":{"V":{"workflows":{"W":{"steps":{"A":{}}}},"steps":{"A":{"workflow":"W"}}}}}"#,
        &[
            r#"Workflow.Unknown /steps/A/workflow ‹"W"› there is no workflow `W` in `workflows` here or around"#,
            r#"Workflow.Unused /workflows/V ‹"V"› no step nests this workflow"#,
        ],
    ),
    // cycles and reachability
    (
        r#"{"steps":{"A":{"nextStep":"A"}}}"#,
        &[r#"Workflow.Cycle /steps/A/nextStep ‹"A"› a cycle without `allowCycles`: `A` → `A`"#],
    ),
    (
        r#"{"steps":{"A":{"nextStep":"B"},"B":{"func":"f","branch":{"x/y":"C"}},"C":{"func":"g","onFailure":"B","nextStep":"D"},"D":{}}}"#,
        &[
            r#"Workflow.Cycle /steps/C/onFailure ‹"B"› a cycle without `allowCycles`: `B` → `C` → `B`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"nextStep":"B"},"B":{"func":"f","branch":{"y":"A"},"onFailure":"A","nextStep":"C"},"C":{"nextStep":"D"},"D":{"nextStep":"C"}}}"#,
        &[
            r#"Workflow.Cycle /steps/B/branch/y ‹"A"› a cycle without `allowCycles`: `A` → `B` → `A`"#,
            r#"Workflow.Cycle /steps/D/nextStep ‹"C"› a cycle without `allowCycles`: `C` → `D` → `C`"#,
        ],
    ),
    (
        r#"{"allowCycles":true,"steps":{"A":{"nextStep":"A"}}}"#,
        &[],
    ),
    (
        r#"{"allowcycles":true,"steps":{"A":{"nextStep":"A"}}}"#,
        &[
            r#"Definition.UnknownKey /allowcycles ‹"allowcycles"› unknown key `allowcycles` → allowCycles"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"workflow":{"steps":{"B":{"nextStep":"B"}}}}}}"#,
        &[
            r#"Workflow.Cycle /steps/A/workflow/steps/B/nextStep ‹"B"› a cycle without `allowCycles`: `B` → `B`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{},"B":{"nextStep":"C"},"C":{}}}"#,
        &[
            r#"Step.Unreachable /steps/B ‹"B"› nothing leads from the first step to `B`"#,
            r#"Step.Unreachable /steps/C ‹"C"› nothing leads from the first step to `C`"#,
        ],
    ),
    (
        r#"{"startAt":"B","steps":{"A":{},"B":{"func":"f","onFailure":"C"},"C":{}}}"#,
        &[r#"Step.Unreachable /steps/A ‹"A"› nothing leads from the first step to `A`"#],
    ),
    // nesting
    (
        r#"{"steps":{"A":{"workflow":"W"}},"workflows":{"W":{"steps":{"A":{"workflow":"W"}}}}}"#,
        &[
            r#"Workflow.SelfNesting /workflows/W/steps/A/workflow ‹"W"› the workflow `W` nests itself: `W` → `W`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"workflow":"V"}},"workflows":{"V":{"name":"Vee","steps":{"A":{"workflow":{"steps":{"B":{"map":{"workflow":"W"}}}}}}},"W":{"steps":{"C":{"func":{"t":{"workflow":"V"}},"parallel":true}}}}}"#,
        &[
            r#"Workflow.SelfNesting /workflows/W/steps/C/func/t/workflow ‹"V"› the workflow `Vee` nests itself: `Vee` → `A` → `W` → `Vee`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{}},"workflows":{"W":{"steps":{"A":{}}}}}"#,
        &[r#"Workflow.Unused /workflows/W ‹"W"› no step nests this workflow"#],
    ),
    // actions
    (
        r#"{"steps":{"A":{"func":"f","wait":1}}}"#,
        &[r#"Step.ManyActions /steps/A ‹"A"› a step has one action, not `func`, `wait`"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","workflow":{"steps":{"B":{}}},"map":{"func":"f"},"wait":1,"fail":{"error":"E"}}}}"#,
        &[
            r#"Step.ManyActions /steps/A ‹"A"› a step has one action, not `func`, `workflow`, `map`, `wait`, `fail`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","parallel":true}}}"#,
        &[
            r#"Definition.WrongType /steps/A/func ‹"f"› with `parallel: true`, `func` is a map of tasks (an object in `{ }`), not one function's name"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":{"x":"f"}}}}"#,
        &[
            r#"Definition.WrongType /steps/A/func ‹{"x":"f"}› a map of tasks needs `parallel: true`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"parallel":true}}}"#,
        &[
            r#"Definition.Missing /steps/A ‹{"parallel":true}› `parallel: true` needs `func`, a map of tasks"#,
        ],
    ),
    (r#"{"steps":{"A":{"func":{},"parallel":true}}}"#, &[]),
    (
        r#"{"steps":{"A":{"func":"f","parallel":false,"stopOnFailure":false,"isolated":false}}}"#,
        &[],
    ),
    // no effect
    (
        r#"{"steps":{"A":{"func":"f","stopOnFailure":true,"branchOn":"/x"}}}"#,
        &[
            r#"Step.NoEffect /steps/A/stopOnFailure ‹"stopOnFailure"› `stopOnFailure` does nothing on a step without `parallel: true` or `map`"#,
            r#"Step.NoEffect /steps/A/branchOn ‹"branchOn"› `branchOn` does nothing on a step without `branch`"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"wait":1,"retry":[],"timeout":5,"params":1,"isolated":true}}}"#,
        &[
            r#"Step.NoEffect /steps/A/retry ‹"retry"› `retry` does nothing on a step without `func`, `workflow` or `map`"#,
            r#"Step.NoEffect /steps/A/timeout ‹"timeout"› `timeout` does nothing on a step without `func`, `workflow` or `map`"#,
            r#"Step.NoEffect /steps/A/params ‹"params"› `params` does nothing on a step that calls no function"#,
            r#"Step.NoEffect /steps/A/isolated ‹"isolated"› `isolated` does nothing on a step that calls no function"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"workflow":{"steps":{"B":{}}},"retry":[{"errors":["*"]}],"timeout":5,"params":null,"isolated":true}}}"#,
        &[
            r#"Step.NoEffect /steps/A/params ‹"params"› `params` does nothing on a step that calls no function"#,
            r#"Step.NoEffect /steps/A/isolated ‹"isolated"› `isolated` does nothing on a step that calls no function"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"fail":{"error":"E"},"nextStep":"B","branch":{"x":"B"}},"B":{}}}"#,
        &[
            r#"Step.NoEffect /steps/A/nextStep ‹"nextStep"› `nextStep` does nothing on a step that always fails"#,
            r#"Step.NoEffect /steps/A/branch ‹"branch"› `branch` does nothing on a step that always fails"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","branch":{}}}}"#,
        &[r#"Step.NoEffect /steps/A/branch ‹"branch"› an empty `branch` does nothing"#],
    ),
    (
        r#"{"steps":{"A":{"func":"f","onFailure":[{"errors":[],"goTo":"B"}],"retry":[{"errors":["Run.TooManySteps"]}]},"B":{}}}"#,
        &[
            r#"Step.NoEffect /steps/A/onFailure/0/errors ‹"errors"› a rule that names no error never matches"#,
            r#"Step.NoEffect /steps/A/retry/0/errors/0 ‹"Run.TooManySteps"› `Run.TooManySteps` ends the run and cannot be retried or handled"#,
        ],
    ),
    (
        r#"{"steps":{"A":{"func":"f","onFailure":[{"errors":["*"],"goTo":"B"},{"errors":["E"],"goTo":"C"}]},"B":{},"C":{}}}"#,
        &[
            r#"Step.NoEffect /steps/A/onFailure/1 ‹{"errors":["E"],"goTo":"C"}› an earlier rule takes every error"#,
        ],
    ),
    // order
    (
        r#"{"steps":{"b":{"nextStep":"1"},"1":{}}}"#,
        &[
            r#"Workflow.OrderLost /steps/1 ‹"1"› JavaScript puts a name such as `1` before all others; say with `startAt` which step is the first"#,
        ],
    ),
    (r#"{"steps":{"1":{}}}"#, &[]),
    (
        r#"{"startAt":"b","steps":{"b":{"nextStep":"1"},"1":{}}}"#,
        &[],
    ),
    (
        r#"{"steps":{"b":{"nextStep":"01"},"01":{"nextStep":"4294967295"},"4294967295":{"nextStep":"-1"},"-1":{"nextStep":"1.5"},"1.5":{}}}"#,
        &[],
    ),
    (
        r#"{"steps":{"b":{"nextStep":"4294967294"},"4294967294":{}}}"#,
        &[
            r#"Workflow.OrderLost /steps/4294967294 ‹"4294967294"› JavaScript puts a name such as `4294967294` before all others; say with `startAt` which step is the first"#,
        ],
    ),
    // names next to a nested workflow's own, and many uses of one
    (
        r#"{"steps":{"A":{"workflow":"W","nextStep":"B"},"B":{"map":{"workflow":"W"}}},"workflows":{"W":{"steps":{"A":{"func":"f","nextStep":"C"}}}}}"#,
        &[r#"Step.Unknown /workflows/W/steps/A/nextStep ‹"C"› there is no step `C`"#],
    ),
    // many at once
    (
        r#"{"strtAt":"A","steps":{"A":{"func":"f","timeout":-1,"nextStep":"Bb"},"B":{"wait":"x" "comment":1},"C":{"map":{"func":"f","workflow":"W"},"onFailure":"C"}},"steps":{},}"#,
        &[
            r#"Definition.UnknownKey /strtAt ‹"strtAt"› unknown key `strtAt` → startAt"#,
            "Definition.OutOfRange /steps/A/timeout ‹-1› expected seconds, more than 0 and at most 1000000000, found -1",
            r#"Step.Unknown /steps/A/nextStep ‹"Bb"› there is no step `Bb` → B"#,
            r#"Definition.OutOfRange /steps/B/wait ‹"x"› `x` is no ISO timestamp with an offset, such as `2030-01-31T12:00:00Z`"#,
            r#"Json.Syntax /steps/B ‹"comment"› expected `,` or `}`, found `"comment"`"#,
            "Definition.WrongType /steps/B/comment ‹1› expected a string, found the number 1",
            r#"Step.ManyActions /steps/C/map ‹"map"› a map calls either a `func` or a `workflow`, not both"#,
            r#"Workflow.Unknown /steps/C/map/workflow ‹"W"› there is no workflow `W` in `workflows` here or around"#,
            r#"Json.DuplicateKey /steps ‹"steps"› the key `steps` is written twice in the same object"#,
            "Json.Syntax  ‹,› a comma before the closing `}`",
        ],
    ),
];
