//! Edges: where a step leads by success, by failure, or by a branch.

use super::{
    EditError, Edited, Way,
    draft::{Draft, Text},
    kinds::free_name,
    place::StepPlace,
    references::By,
    source::Source,
};
use crate::{
    json::quote,
    layout::{END, START},
    workflow::{keys, syntax::NodeId},
};

pub(super) fn connect(
    source: &Source<'_>,
    from: &str,
    to: Option<&str>,
    way: Way,
    key: Option<&str>,
) -> Result<Edited, EditError> {
    let to = end_of(source, to)?;
    let mut draft = Draft::new(source);
    if from == START {
        let to = to.ok_or(EditError::NoSteps)?;
        let start = Text::Made(quote(&to.name));
        draft.put(to.chain.workflow, keys::WORKFLOW, "startAt", start);
        let what = format!("Start at `{}`", to.name);
        return Ok(edited(&draft, what, to.id()));
    }
    let from = source.step(from)?;
    let wanted = if way == Way::Failure {
        key.or(Some("*"))
    } else {
        key
    };
    let Some(to) = to else {
        let gone: Vec<By<'_>> = match way {
            Way::Failure if key.is_none() => source.references_by(from.node, way, None),
            _ => source.references_by(from.node, way, wanted),
        }
        .iter()
        .map(|reference| reference.by)
        .collect();
        draft.unlead(source, from.node, &gone);
        let what = format!("End at `{}`", from.name);
        return Ok(edited(&draft, what, from.id()));
    };
    if !from.chain.is(&to.chain) {
        return Err(EditError::DifferentChains(from.name, to.name));
    }
    let old = match (way, key) {
        // Without a key, one is added.
        (Way::Branch, None) => None,
        _ => source
            .references_by(from.node, way, wanted)
            .into_iter()
            .next(),
    };
    match old {
        Some(old)
            if way != Way::Failure
                || key.is_none()
                || old.by == By::Failure && key == Some("*") =>
        {
            draft.lead(source, from.node, old.by, &to.name)?;
        }
        Some(old) if matches!(old.by, By::FailureRule(rule) if source.rule_errors(from.node, rule).len() == 1) =>
        {
            draft.lead(source, from.node, old.by, &to.name)?;
        }
        _ => draft.lead_anew(source, from.node, way, key, &to.name)?,
    }
    let what = format!("Connect `{}` to `{}`", from.name, to.name);
    Ok(edited(&draft, what, from.id()))
}

pub(super) fn disconnect(
    source: &Source<'_>,
    from: &str,
    to: &str,
    way: Way,
    key: Option<&str>,
) -> Result<Edited, EditError> {
    let mut draft = Draft::new(source);
    if from == START {
        let to = source.step(to)?;
        draft.remove(to.chain.workflow, "startAt");
        let what = format!("Do not start at `{}`", to.name);
        return Ok(edited(&draft, what, to.id()));
    }
    let from = source.step(from)?;
    // The target may be one that does not exist.
    let to = source.step(to).map_or_else(
        |_| crate::path::name(to.rsplit('/').next().unwrap_or(to)).into_owned(),
        |to| to.name,
    );
    let mut gone = source.references_by(from.node, way, key);
    gone.retain(|reference| reference.to == to);
    if gone.is_empty() {
        return Err(EditError::NoSuchEdge(from.name, to));
    }
    let gone: Vec<By<'_>> = gone.iter().map(|reference| reference.by).collect();
    draft.unlead(source, from.node, &gone);
    let what = format!("Disconnect `{}` from `{to}`", from.name);
    Ok(edited(&draft, what, from.id()))
}

/// The step that an edge leads to; none: the end.
pub(super) fn end_of(
    source: &Source<'_>,
    to: Option<&str>,
) -> Result<Option<StepPlace>, EditError> {
    to.filter(|to| *to != END)
        .map(|to| source.step(to))
        .transpose()
}

fn edited(draft: &Draft<'_, '_>, what: String, select: String) -> Edited {
    Edited {
        text: draft.finish(),
        what,
        select: Some(select),
    }
}

impl Draft<'_, '_> {
    /// Adds a way from a step to another, beside those that it has.
    pub(super) fn lead_anew(
        &mut self,
        source: &Source<'_>,
        step: NodeId,
        way: Way,
        key: Option<&str>,
        to: &str,
    ) -> Result<(), EditError> {
        match way {
            Way::Success | Way::Default => self.lead(source, step, By::Next, to),
            Way::Branch => {
                let branch = source.get(step, "branch");
                let taken = branch.and_then(|branch| source.members(branch));
                let free = || free_name("result", |key| super::add::is_in(taken, key));
                let key = key.map_or_else(free, str::to_owned);
                self.lead(source, step, By::Branch(&key), to)
            }
            Way::Failure => {
                let handlers = source.get(step, "onFailure");
                if handlers.is_none() && key.is_none_or(|key| key == "*") {
                    return self.lead(source, step, By::Failure, to);
                }
                let error = quote(key.unwrap_or("*"));
                let rule = format!("{{\"errors\":[{error}],\"goTo\":{}}}", quote(to));
                let rules = handlers.map_or(&[][..], |handlers| source.items(handlers));
                let mut rules: Vec<String> = rules
                    .iter()
                    .map(|rule| source.written(*rule).to_owned())
                    .collect();
                if let Some(other) = handlers.filter(|handlers| source.string(*handlers).is_some())
                {
                    let other = source.written(other);
                    rules.push(format!("{{\"errors\":[\"*\"],\"goTo\":{other}}}"));
                }
                // The first rule that matches counts, and `*` matches all.
                if key.is_none_or(|key| key == "*") {
                    rules.push(rule);
                } else {
                    rules.insert(0, rule);
                }
                let rules = Text::Made(format!("[{}]", rules.join(",")));
                self.put(step, keys::STEP, "onFailure", rules);
                Ok(())
            }
        }
    }
}
