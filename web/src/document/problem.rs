//! What is wrong with a text, at its place in it as an editor counts: in UTF-16 units.

use std::fmt::Write as _;

use stepwell_core::{
    Json, Workflow,
    workflow::{Code, Diagnostic, Severity, Span, locate},
};

use super::SyntaxError;

/// A part of the document that is edited by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The run's input.
    Input,
    /// The definition.
    Workflow,
    /// The module.
    Functions,
}

/// One thing that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where it begins, in UTF-16 units.
    pub(crate) from: usize,
    /// Where it ends.
    pub(crate) to: usize,
    /// Whether it keeps a run from starting.
    pub(crate) severity: Severity,
    /// What is wrong, for people.
    pub(crate) message: String,
    /// Its kind.
    pub(crate) code: &'static str,
    /// What to put in its place.
    pub(crate) suggestion: Option<String>,
    /// The function that is not there.
    pub(crate) missing_function: Option<String>,
}

impl Problem {
    /// Several as the JSON text of a list.
    pub(crate) fn list(problems: &[Self]) -> String {
        let items: Vec<String> = problems.iter().map(Self::text).collect();
        format!("[{}]", items.join(","))
    }

    fn text(&self) -> String {
        let mut text = format!(
            r#"{{"from":{},"to":{},"severity":"{}","code":"{}","message":{}"#,
            self.from,
            self.to,
            self.severity.as_str(),
            self.code,
            Json::string(&self.message)
        );
        for (key, value) in [
            ("suggestion", &self.suggestion),
            ("missingFunction", &self.missing_function),
        ] {
            if let Some(value) = value {
                let _ = write!(text, ",\"{key}\":{}", Json::string(value));
            }
        }
        text + "}"
    }
}

/// A call of a function that the module does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    /// Where it is called.
    pub(super) diagnostic: Diagnostic,
    /// The function's name.
    pub(super) function: String,
}

/// Every call of a function that is not among `exports`, at its place in the definition's text.
pub(super) fn missing(workflow: &Workflow, exports: &[String], text: &str) -> Vec<Missing> {
    let mut diagnostics = workflow.check_functions(exports);
    locate(text, &mut diagnostics);
    let with_name = |diagnostic: Diagnostic| {
        let name = workflow.definition().at(&diagnostic.pointer)?;
        let function = Json::branch_key(name)?.into_owned();
        Some(Missing {
            diagnostic,
            function,
        })
    };
    diagnostics.into_iter().filter_map(with_name).collect()
}

/// What is wrong with a definition, at its places in the text.
pub(super) fn in_definition(
    text: &str,
    diagnostics: &[Diagnostic],
    missing: &[Missing],
) -> Vec<Problem> {
    let problem = |diagnostic: &Diagnostic, missing_function| {
        let Span { start, end } = diagnostic.span.unwrap_or(Span { start: 0, end: 0 });
        Problem {
            from: units(text, start),
            to: units(text, end),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            code: diagnostic.code.as_str(),
            suggestion: diagnostic.suggestion.clone(),
            missing_function,
        }
    };
    let of_itself = diagnostics
        .iter()
        .map(|diagnostic| problem(diagnostic, None));
    let missing = missing
        .iter()
        .map(|missing| problem(&missing.diagnostic, Some(missing.function.clone())));
    of_itself.chain(missing).collect()
}

/// What is wrong with a module, and at its end the functions that it lacks, each once.
pub(super) fn in_functions(
    text: &str,
    error: Option<&SyntaxError>,
    missing: &[Missing],
) -> Vec<Problem> {
    let error = error.map(|error| Problem {
        from: error.from as usize,
        to: error.to as usize,
        severity: Severity::Error,
        message: error.message.clone(),
        code: "Functions.Syntax",
        suggestion: None,
        missing_function: None,
    });
    let end = units(text, text.len());
    let mut problems: Vec<Problem> = error.into_iter().collect();
    for Missing { function, .. } in missing {
        let known = |problem: &Problem| problem.missing_function.as_ref() == Some(function);
        if !problems.iter().any(known) {
            problems.push(Problem {
                from: end,
                to: end,
                severity: Severity::Error,
                message: format!("A step calls `{function}`, which this module does not export"),
                code: Code::UnknownFunction.as_str(),
                suggestion: None,
                missing_function: Some(function.clone()),
            });
        }
    }
    problems
}

/// How many UTF-16 units come before a byte of the text.
fn units(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or(text);
    before.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_utf_16_units() {
        let text = r#"{ "name": "🦀 é", "steps": { "A": { "fnc": "f" } } }"#;
        let invalid = Workflow::parse(text).expect_err("`fnc` is no key");
        let problems = in_definition(text, &invalid.diagnostics, &[]);
        let units: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(problems.len(), 1);
        let meant = &units[problems[0].from..problems[0].to];
        assert_eq!(String::from_utf16_lossy(meant), r#""fnc""#);
        let list = Problem::list(&problems);
        let begins =
            r#"[{"from":36,"to":41,"severity":"error","code":"Definition.UnknownKey","message":"#;
        assert!(list.starts_with(begins), "{list}");
        assert!(list.ends_with(r#","suggestion":"func"}]"#), "{list}");
    }

    #[test]
    fn a_missing_function_is_told_at_each_call_and_once_in_the_module() {
        let text = r#"{ "steps": { "A": { "func": "one", "nextStep": "P" }, "P": { "parallel": true, "func": { "x": "one", "y": "t\"wo", "z": "there" } } } }"#;
        let workflow = Workflow::parse(text).expect("it is valid");
        let missing = missing(&workflow, &["there".to_owned()], text);
        let in_definition = in_definition(text, &[], &missing);
        let called = in_definition.iter().map(|problem| {
            let name = problem.missing_function.as_deref();
            (&text[problem.from..problem.to], name)
        });
        let expected = [
            (r#""one""#, Some("one")),
            (r#""one""#, Some("one")),
            (r#""t\"wo""#, Some("t\"wo")),
        ];
        assert_eq!(called.collect::<Vec<_>>(), expected);
        let in_functions = in_functions("é", None, &missing);
        let lacking = in_functions
            .iter()
            .map(|problem| (problem.from, problem.missing_function.as_deref()));
        let expected = [(1, Some("one")), (1, Some("t\"wo"))];
        assert_eq!(lacking.collect::<Vec<_>>(), expected);
    }
}
