//! What is wrong with a definition, as plain data: one validator for the editor, the package and the engine.

use std::fmt::{self, Write};

use serde::Serialize;

use crate::json::write_quoted;

/// Whether a workflow with this diagnostic can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot run.
    Error,
    /// It can, but hardly as meant.
    Warning,
}

impl Severity {
    /// As it is serialized.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The bytes of the text that a diagnostic is about: from `start` up to, without, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// One thing that is wrong with a definition.
///
/// Serialized it is `{ code, severity, pointer, message, suggestion?, span? }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The kind of mistake, as a caller can switch on.
    pub code: Code,
    /// Whether the workflow can run all the same.
    pub severity: Severity,
    /// JSON pointer (RFC 6901) to the value, or to the value whose key is meant.
    pub pointer: String,
    /// What is wrong, for people.
    pub message: String,
    /// The key, name or text to put in its place, where one is near: "did you mean …?"
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// Where it is, when the definition was read from text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident $doc:literal,)*) => {
        /// The kinds of diagnostics: a closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $doc] $variant,)* }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable text that a caller switches on.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Whether a workflow with such a diagnostic can run.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    Syntax "Json.Syntax" Error "The text is not JSON at this place.",
    DuplicateKey "Json.DuplicateKey" Error "An object has a key twice.",
    TooDeep "Json.TooDeep" Error "The text nests deeper than the limit.",
    UnknownKey "Definition.UnknownKey" Error "A key that no such object has.",
    WrongType "Definition.WrongType" Error "A value of the wrong type.",
    OutOfRange "Definition.OutOfRange" Error "A number, pointer or timestamp that cannot be.",
    Missing "Definition.Missing" Error "A key that must be there is not.",
    NoSteps "Workflow.NoSteps" Error "A workflow without a step.",
    Cycle "Workflow.Cycle" Error "Steps lead back to one another without `allowCycles`.",
    SelfNesting "Workflow.SelfNesting" Error "A workflow that nests itself, directly or through others.",
    OrderLost "Workflow.OrderLost" Warning "No `startAt`, and a step's name that JavaScript puts first.",
    UnusedWorkflow "Workflow.Unused" Warning "A workflow in `workflows` that no step nests.",
    UnknownStep "Step.Unknown" Error "A reference to a step that does not exist.",
    UnknownWorkflow "Workflow.Unknown" Error "A reference to a workflow that does not exist.",
    UnknownFunction "Function.Unknown" Error "A function that the host does not have.",
    ManyActions "Step.ManyActions" Error "A step with more than one action.",
    Unreachable "Step.Unreachable" Warning "A step that no path from the start leads to.",
    NoEffect "Step.NoEffect" Warning "A key that does nothing on such a step.",
    Reserved "Definition.Reserved" Error "A form that is reserved for a later version.",
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() {
            "the definition"
        } else {
            &self.pointer
        };
        write!(f, "{pointer}: {}", self.message)?;
        if let Some(suggestion) = &self.suggestion {
            write!(f, "; did you mean `{suggestion}`?")?;
        }
        write!(f, " ({})", self.code)
    }
}

impl Diagnostic {
    /// A diagnostic with the severity that goes with its code.
    pub(crate) fn new(code: Code, pointer: String, message: String) -> Self {
        Self {
            code,
            severity: code.severity(),
            pointer,
            message,
            suggestion: None,
            span: None,
        }
    }
}

impl Code {
    /// Whether what is meant is the key at the pointer rather than its value.
    pub(super) fn is_about_key(self) -> bool {
        matches!(
            self,
            Self::DuplicateKey
                | Self::UnknownKey
                | Self::OrderLost
                | Self::UnusedWorkflow
                | Self::ManyActions
                | Self::Unreachable
                | Self::NoEffect
        )
    }
}

/// The JSON text of a list of diagnostics, as they serialize.
pub fn diagnostics_json(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::from("[");
    for diagnostic in diagnostics {
        if out.len() > 1 {
            out.push(',');
        }
        let mut member = |before: &str, text: &str| {
            out.push_str(before);
            write_quoted(&mut out, text);
        };
        member("{\"code\":", diagnostic.code.as_str());
        member(",\"severity\":", diagnostic.severity.as_str());
        member(",\"pointer\":", &diagnostic.pointer);
        member(",\"message\":", &diagnostic.message);
        if let Some(suggestion) = &diagnostic.suggestion {
            member(",\"suggestion\":", suggestion);
        }
        if let Some(Span { start, end }) = diagnostic.span {
            let _ = write!(out, ",\"span\":{{\"start\":{start},\"end\":{end}}}");
        }
        out.push('}');
    }
    out.push(']');
    out
}

/// Why a definition is not a workflow: all that is wrong with it, warnings too, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Invalid {
    /// What is wrong; at least one is an error.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count();
        let s = if errors == 1 { "" } else { "s" };
        write!(f, "the workflow has {errors} error{s}")?;
        for diagnostic in &self.diagnostics {
            let warning = match diagnostic.severity {
                Severity::Error => "",
                Severity::Warning => "warning: ",
            };
            write!(f, "\n- {warning}{diagnostic}")?;
        }
        Ok(())
    }
}
