//! The log as text: one JSON object a line (JSON Lines), versioned.
//!
//! A last line without its line break was being written when the writer died: it is dropped. Every other
//! line that cannot be read is an error, never a guess.

use super::{
    event::{Event, LOG_VERSION, LoggedEvent},
    record::{Field, Members},
};

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

/// An event as a line of the log, with its line break.
pub fn write_line(event: &LoggedEvent) -> String {
    let mut line = String::new();
    append(event, &mut line);
    line
}

fn append(LoggedEvent { seq, at, event }: &LoggedEvent, out: &mut String) {
    out.push_str("{\"seq\":");
    seq.write(out);
    out.push_str(",\"at\":");
    at.write(out);
    out.push_str(",\"type\":\"");
    out.push_str(event.kind());
    out.push('"');
    event.write_members(out);
    out.push_str("}\n");
}

/// The log as text.
pub fn write(events: &[LoggedEvent]) -> String {
    let mut text = String::new();
    for event in events {
        append(event, &mut text);
    }
    text
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
    let members = Members::of(text).map_err(wrong)?;
    let version: Option<u32> = members.get("version").map_err(wrong)?;
    if let Some(found) = version.filter(|version| *version > LOG_VERSION) {
        return Err(LogError::Newer { found });
    }
    let kind: std::sync::Arc<str> = members.get("type").map_err(wrong)?;
    let event = Event::read(&kind, &members)
        .ok_or_else(|| wrong(["there is no event `", &kind, "`"].concat()))?
        .map_err(wrong)?;
    Ok(LoggedEvent {
        seq: members.get("seq").map_err(wrong)?,
        at: members.get("at").map_err(wrong)?,
        event,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_said_and_a_half_written_line_is_dropped() {
        let line = r#"{"seq":1,"at":0,"type":"RunPaused"}"#;
        let one = Ok(1);
        for (text, want) in [
            (format!("{line}\n"), one.clone()),
            (format!("{line}\n{{\"seq\":2,\"at"), one.clone()),
            (format!("{line}\n\n"), one),
            (line.to_owned(), Err("Log.Empty".to_owned())),
            (String::new(), Err("Log.Empty".to_owned())),
            ("nonsense\n".to_owned(), Err("Log.Line".to_owned())),
            (
                line.replace("RunPaused", "RunFlew") + "\n",
                Err("Log.Line".to_owned()),
            ),
            (
                line.replace("RunPaused", "StepEntered") + "\n",
                Err("Log.Line".to_owned()),
            ),
            (
                line.replace('}', ",\"version\":2}") + "\n",
                Err("Log.Newer".to_owned()),
            ),
        ] {
            let got = read(&text)
                .map(|events| events.len())
                .map_err(|e| e.code().to_owned());
            assert_eq!(got, want, "{text}");
        }
    }
}
