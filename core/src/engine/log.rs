//! The log as text: one JSON object a line (JSON Lines), versioned.
//!
//! A last line without its line break was being written when the writer died: it is dropped. Every other
//! line that cannot be read is an error, never a guess.

use serde::Deserialize;

use super::event::{Event, LOG_VERSION, LoggedEvent};

/// Why a text is not a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// A newer version of Stepwell wrote it.
    #[error("the log has the version {found}; this version of Stepwell reads up to {LOG_VERSION}")]
    Newer {
        /// The version that the log has.
        found: u32,
    },
    /// A line is no event.
    #[error("line {line} of the log cannot be read: {why}")]
    Line {
        /// The line's number; the first is 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// It holds no event.
    #[error("the log is empty")]
    Empty,
}

impl LogError {
    /// A stable name that a caller can switch on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "Log.Newer",
            Self::Line { .. } => "Log.Line",
            Self::Empty => "Log.Empty",
        }
    }
}

#[derive(Deserialize)]
struct Head<'a> {
    seq: u64,
    at: u64,
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    version: Option<u32>,
}

/// An event as a line of the log, with its line break.
pub fn write_line(event: &LoggedEvent) -> String {
    let mut line = serde_json::to_string(event).expect("events are strings, numbers and JSON");
    line.push('\n');
    line
}

/// The log as text.
pub fn write(events: &[LoggedEvent]) -> String {
    events.iter().map(write_line).collect()
}

/// Reads a log's text.
///
/// # Errors
/// [`LogError`]; whether the events follow from one another is for [`super::Run::from_log`] to say.
pub fn read(text: &str) -> Result<Vec<LoggedEvent>, LogError> {
    let complete = text.rfind('\n').map_or("", |end| &text[..end]);
    let events: Vec<LoggedEvent> = complete
        .split('\n')
        .zip(1..)
        .filter(|(text, _)| !text.trim().is_empty())
        .map(|(text, line)| read_line(text, line))
        .collect::<Result<_, _>>()?;
    if events.is_empty() {
        Err(LogError::Empty)
    } else {
        Ok(events)
    }
}

fn read_line(text: &str, line: usize) -> Result<LoggedEvent, LogError> {
    let wrong = |why: String| LogError::Line { line, why };
    let head: Head<'_> = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
    if let Some(found) = head.version.filter(|version| *version > LOG_VERSION) {
        return Err(LogError::Newer { found });
    }
    let event = Event::read(&head.kind, text)
        .ok_or_else(|| wrong(format!("there is no event `{}`", head.kind)))?
        .map_err(|e| wrong(e.to_string()))?;
    Ok(LoggedEvent {
        seq: head.seq,
        at: head.at,
        event,
    })
}
