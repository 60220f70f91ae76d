//! Steps taken away: what led to them leads to what they led to.

use std::collections::BTreeSet;

use super::{
    EditError, Edited,
    draft::{Draft, Text},
    kinds::is_as_made,
    place::{Chain, Place},
    references::{By, Reference},
    source::Source,
};
use crate::{
    json::quote,
    workflow::{keys, syntax::NodeId},
};

pub(super) fn delete(source: &Source<'_>, ids: &[String]) -> Result<Edited, EditError> {
    let mut chains: Vec<(Chain, BTreeSet<String>)> = Vec::new();
    let mut draft = Draft::new(source);
    let mut names = BTreeSet::new();
    let mut select = None;
    for id in ids {
        match source.place(id)? {
            Place::Step(step) => {
                names.insert(step.name.clone());
                match chains.iter_mut().find(|(chain, _)| chain.is(&step.chain)) {
                    Some((_, gone)) => drop(gone.insert(step.name)),
                    None => chains.push((step.chain, BTreeSet::from([step.name]))),
                }
            }
            Place::Task(task) => {
                draft.remove(task.tasks, &task.name);
                select = Some(task.step.id());
                names.insert(task.name);
            }
        }
    }
    for (chain, gone) in &chains {
        let joining = Joining {
            source,
            chain,
            gone,
        };
        joining.join(&mut draft)?;
        if let Some(steps) = source.steps_node(chain)? {
            for name in gone {
                draft.remove(steps, name);
            }
        }
        if let ([_], Some(first)) = (chains.as_slice(), gone.first()) {
            select = joining.neighbour(first).map(|name| chain.id_of(name));
        }
    }
    Ok(Edited {
        text: draft.finish(),
        what: named("Delete", &names)?,
        select,
    })
}

/// Takes a step away that was made to be led to, if nothing leads there any more and nobody has written in it.
pub(super) fn discard(source: &Source<'_>, id: &str) -> Result<Edited, EditError> {
    let mut draft = Draft::new(source);
    if let Ok(Place::Step(step)) = source.place(id) {
        let value = serde_json::from_str(source.written(step.node));
        let leads = |other| source.references(other).iter().any(|r| r.to == step.name);
        let is_needed = source.start_of(&step.chain) == Some(&step.name)
            || source.each_step(&step.chain).any(|(_, other)| leads(other));
        if !is_needed
            && value.is_ok_and(|value| is_as_made(&step.name, &value))
            && let Some(steps) = source.steps_node(&step.chain)?
        {
            draft.remove(steps, &step.name);
        }
    }
    Ok(Edited {
        text: draft.finish(),
        what: "Tidy up".to_owned(),
        select: None,
    })
}

/// "Delete `A`", or "Delete 3 steps".
pub(super) fn named(verb: &str, names: &BTreeSet<String>) -> Result<String, EditError> {
    match names.first() {
        None => Err(EditError::NoSteps),
        Some(name) if names.len() == 1 => Ok(format!("{verb} `{name}`")),
        Some(_) => Ok(format!("{verb} {} steps", names.len())),
    }
}

struct Joining<'s, 't> {
    source: &'s Source<'t>,
    chain: &'s Chain,
    gone: &'s BTreeSet<String>,
}

impl<'s> Joining<'s, '_> {
    fn join(&self, draft: &mut Draft<'_, '_>) -> Result<(), EditError> {
        let source = self.source;
        for (name, step) in source.each_step(self.chain) {
            if self.gone.contains(name) {
                continue;
            }
            let (mut lost, mut is_failure_met) = (Vec::new(), None);
            for reference in source.references(step) {
                if !self.gone.contains(reference.to) {
                    continue;
                }
                let next = self.next_kept(reference.to).filter(|next| *next != name);
                let is_failure = matches!(reference.by, By::Failure | By::FailureRule(_));
                // An error is not given to a step that expects a result.
                let next = next.filter(|next| {
                    let met = || self.met_by_success(step);
                    !is_failure || !is_failure_met.get_or_insert_with(met).contains(next)
                });
                match next {
                    Some(next) => draft.lead(source, step, reference.by, next)?,
                    None => lost.push(reference.by),
                }
            }
            draft.unlead(source, step, &lost);
        }
        self.start(draft);
        Ok(())
    }

    /// Keeps the workflow starting where it would have gone on.
    fn start(&self, draft: &mut Draft<'_, '_>) {
        let workflow = self.chain.workflow;
        let Some(start) = self
            .source
            .start_of(self.chain)
            .filter(|start| self.gone.contains(*start))
        else {
            return;
        };
        let is_written = self.source.get(workflow, "startAt").is_some();
        let mut kept = self.source.each_step(self.chain).map(|(name, _)| name);
        let first = kept.find(|name| !self.gone.contains(*name));
        match self.next_kept(start) {
            Some(next) if is_written || first != Some(next) => {
                draft.put(workflow, keys::WORKFLOW, "startAt", Text::Made(quote(next)));
            }
            None if is_written => draft.remove(workflow, "startAt"),
            _ => {}
        }
    }

    /// The step that is kept and that a step leads to, by success.
    fn next_kept(&self, name: &str) -> Option<&'s str> {
        let steps = self.source.steps(self.chain)?;
        let mut seen = BTreeSet::new();
        let mut here = name;
        while self.gone.contains(here) {
            if !seen.insert(here) {
                return None;
            }
            here = self.next(steps.get(here)?.value)?;
        }
        steps.get_key_value(here).map(|(name, _)| name.as_ref())
    }

    /// `nextStep`, or where all branches lead.
    fn next(&self, step: NodeId) -> Option<&'s str> {
        let references = self.source.references(step);
        let by_next = references.iter().find(|reference| reference.by == By::Next);
        let mut branches = references
            .iter()
            .filter(|reference| matches!(reference.by, By::Branch(_)))
            .map(|reference| reference.to);
        by_next.map(|reference| reference.to).or_else(|| {
            let first = branches.next()?;
            branches.all(|other| other == first).then_some(first)
        })
    }

    /// What a step leads to by success, directly or not.
    fn met_by_success(&self, step: NodeId) -> BTreeSet<&'s str> {
        let source = self.source;
        let by_success = |step| {
            let references: Vec<Reference<'_>> = source.references(step);
            references
                .into_iter()
                .filter(|r| matches!(r.by, By::Next | By::Branch(_)))
                .map(|reference| reference.to)
        };
        let mut met = BTreeSet::new();
        let mut ahead: Vec<&str> = by_success(step).collect();
        while let Some(name) = ahead.pop() {
            if met.insert(name)
                && let Some(step) = source.steps(self.chain).and_then(|steps| steps.get(name))
            {
                ahead.extend(by_success(step.value));
            }
        }
        met
    }

    /// The step to look at when one is gone: the next, or else the one before.
    fn neighbour(&self, gone: &str) -> Option<&'s str> {
        self.next_kept(gone).or_else(|| {
            let mut steps = self.source.each_step(self.chain);
            let leads = |step| self.source.references(step).iter().any(|r| r.to == gone);
            let before = steps.find(|(name, step)| !self.gone.contains(*name) && leads(*step));
            before.map(|(name, _)| name)
        })
    }
}
