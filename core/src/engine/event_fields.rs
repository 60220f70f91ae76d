//! How the choices within events are written and read: edges, plans and launches.

use super::{
    event::{Edge, Launch, Plan},
    record::{Field, Members, write_member},
};

impl Field for Edge {
    fn write(&self, out: &mut String) {
        out.push_str(match self {
            Self::Next => "\"next\"",
            Self::Branch => "\"branch\"",
            Self::Default => "\"default\"",
            Self::End => "\"end\"",
        });
    }

    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "\"next\"" => Self::Next,
            "\"branch\"" => Self::Branch,
            "\"default\"" => Self::Default,
            "\"end\"" => Self::End,
            _ => return None,
        })
    }
}

impl Field for Plan {
    fn write(&self, out: &mut String) {
        let action = match self {
            Self::Pass => "pass",
            Self::Wait { .. } => "wait",
            Self::Fail => "fail",
            Self::Task => "task",
            Self::Parallel { .. } => "parallel",
            Self::Map { .. } => "map",
        };
        out.push_str("{\"action\":\"");
        out.push_str(action);
        out.push('"');
        match self {
            Self::Pass | Self::Fail | Self::Task => {}
            Self::Wait { due } => write_member(out, "due", due),
            Self::Parallel {
                tasks,
                stop_on_failure,
            } => {
                write_member(out, "tasks", tasks);
                write_member(out, "stopOnFailure", stop_on_failure);
            }
            Self::Map {
                items,
                concurrency,
                stop_on_failure,
            } => {
                write_member(out, "items", items);
                write_member(out, "concurrency", concurrency);
                write_member(out, "stopOnFailure", stop_on_failure);
            }
        }
        out.push('}');
    }

    fn read(text: &str) -> Option<Self> {
        let members = Members::of(text).ok()?;
        let stop_on_failure = || members.get("stopOnFailure").ok();
        Some(match members.text("action")? {
            "\"pass\"" => Self::Pass,
            "\"fail\"" => Self::Fail,
            "\"task\"" => Self::Task,
            "\"wait\"" => Self::Wait {
                due: members.get("due").ok()?,
            },
            "\"parallel\"" => Self::Parallel {
                tasks: members.get("tasks").ok()?,
                stop_on_failure: stop_on_failure()?,
            },
            "\"map\"" => Self::Map {
                items: members.get("items").ok()?,
                concurrency: members.get("concurrency").ok()?,
                stop_on_failure: stop_on_failure()?,
            },
            _ => return None,
        })
    }
}

impl Field for Launch {
    fn write(&self, out: &mut String) {
        let start = out.len();
        match self {
            Self::Function { function } => write_member(out, "function", function),
            Self::Workflow {
                workflow,
                start,
                scope_deadline,
            } => {
                write_member(out, "workflow", workflow);
                write_member(out, "start", start);
                write_member(out, "deadline", scope_deadline);
            }
        }
        out.replace_range(start..=start, "{");
        out.push('}');
    }

    fn read(text: &str) -> Option<Self> {
        let members = Members::of(text).ok()?;
        if let Ok(function) = members.get("function") {
            return Some(Self::Function { function });
        }
        Some(Self::Workflow {
            workflow: members.get("workflow").ok()?,
            start: members.get("start").ok()?,
            scope_deadline: members.get("deadline").ok()?,
        })
    }
}
