//! Steps put into a new one: as its tasks, or as a workflow of its own.

use std::collections::BTreeSet;

use super::{
    EditError, Edited, Wrapping,
    delete::named,
    draft::{Draft, Text},
    form::Lines,
    kinds::free_name,
    place::{Chain, StepPlace},
    references::By,
    source::Source,
};
use crate::{
    json::quote,
    workflow::{keys, syntax::NodeId},
};

pub(super) fn wrap(
    source: &Source<'_>,
    ids: &[String],
    wrapping: Wrapping,
) -> Result<Edited, EditError> {
    let group = Group::of(source, ids)?;
    let (name, step) = match wrapping {
        Wrapping::Parallel => ("Parallel", group.parallel()?),
        Wrapping::Workflow => ("Nested", group.workflow()?),
    };
    let name = source.free_step_name(&group.chain, name);
    let mut draft = Draft::new(source);
    group.lead_to(&mut draft, &name)?;
    if let Some(steps) = source.steps_node(&group.chain)? {
        draft.insert(
            steps,
            source.place_before(&group.steps[0]),
            &name,
            Text::Made(step),
        );
        for step in &group.steps {
            draft.remove(steps, &step.name);
        }
    }
    let into = match wrapping {
        Wrapping::Parallel => "a parallel step",
        Wrapping::Workflow => "a nested workflow",
    };
    Ok(Edited {
        text: draft.finish(),
        what: format!("{} in {into}", named("Wrap", &group.names)?),
        select: Some(group.chain.id_of(&name)),
    })
}

/// The steps that are wrapped, in the order written.
struct Group<'s, 't> {
    source: &'s Source<'t>,
    chain: Chain,
    steps: Vec<StepPlace>,
    names: BTreeSet<String>,
}

impl<'s, 't> Group<'s, 't> {
    fn of(source: &'s Source<'t>, ids: &[String]) -> Result<Self, EditError> {
        let mut steps: Vec<StepPlace> = Vec::new();
        for id in ids {
            let step = source.step(id)?;
            if steps.iter().all(|known| known.node != step.node) {
                steps.push(step);
            }
        }
        steps.sort_by_key(|step| source.span(step.node).start);
        let chain = steps.first().ok_or(EditError::NoSteps)?.chain.clone();
        if let Some(other) = steps.iter().find(|step| !step.chain.is(&chain)) {
            return Err(EditError::DifferentChains(
                steps[0].name.clone(),
                other.name.clone(),
            ));
        }
        let names = steps.iter().map(|step| step.name.clone()).collect();
        Ok(Self {
            source,
            chain,
            steps,
            names,
        })
    }

    /// The steps outside that are led to from inside by success, and those by failure.
    fn exits(&self) -> (BTreeSet<&'s str>, BTreeSet<&'s str>) {
        let (mut success, mut failure) = (BTreeSet::new(), BTreeSet::new());
        for step in &self.steps {
            for reference in self.source.references(step.node) {
                if self.names.contains(reference.to) {
                    continue;
                }
                match reference.by {
                    By::Next | By::Branch(_) => success.insert(reference.to),
                    By::Failure | By::FailureRule(_) => failure.insert(reference.to),
                };
            }
        }
        (success, failure)
    }

    /// The steps inside that are led to from outside, or that the workflow starts with.
    fn entries(&self) -> BTreeSet<&'s str> {
        let outside = self.source.each_step(&self.chain);
        let outside = outside.filter(|(name, _)| !self.names.contains(*name));
        let led_to = outside
            .flat_map(|(_, step)| self.source.references(step))
            .map(|r| r.to);
        led_to
            .chain(self.source.start_of(&self.chain))
            .filter(|to| self.names.contains(*to))
            .collect()
    }

    /// Makes what led to one of the steps lead to the new one.
    fn lead_to(&self, draft: &mut Draft<'_, '_>, name: &str) -> Result<(), EditError> {
        let source = self.source;
        let workflow = self.chain.workflow;
        if source
            .start_of(&self.chain)
            .is_some_and(|start| self.names.contains(start))
            && (source.get(workflow, "startAt").is_some()
                || source.place_before(&self.steps[0]) != super::draft::Where::First)
        {
            draft.put(workflow, keys::WORKFLOW, "startAt", Text::Made(quote(name)));
        }
        for (outside, step) in source.each_step(&self.chain) {
            if self.names.contains(outside) {
                continue;
            }
            for reference in source.references(step) {
                if self.names.contains(reference.to) {
                    draft.lead(source, step, reference.by, name)?;
                }
            }
        }
        Ok(())
    }

    /// The keys of the new step that lead to where the wrapped ones led.
    fn ways_out(&self) -> Result<String, EditError> {
        let (success, failure) = self.exits();
        let mut keys = String::new();
        for (key, exits, how) in [
            ("nextStep", success, "lead to"),
            ("onFailure", failure, "when they fail lead to"),
        ] {
            if exits.len() > 1 {
                let exits: Vec<String> = exits.iter().map(|exit| format!("`{exit}`")).collect();
                let exits = exits.join(" and ");
                let message = format!(
                    "These steps {how} {exits}: put only such into one that lead to one place."
                );
                return Err(EditError::CannotWrap(message));
            }
            for exit in exits {
                keys.extend([",", &quote(key), ":", &quote(exit)]);
            }
        }
        Ok(keys)
    }

    fn workflow(&self) -> Result<String, EditError> {
        let entries = self.entries();
        if entries.len() > 1 {
            let entries: Vec<String> = entries.iter().map(|entry| format!("`{entry}`")).collect();
            let message = format!(
                "These steps are reached at {}: put only such into a nested workflow that are reached at one.",
                entries.join(" and ")
            );
            return Err(EditError::CannotWrap(message));
        }
        let ways_out = self.ways_out()?;
        // A branch has to lead somewhere: where it led out, to a step that does nothing, the last.
        let end = free_name("End", |name| self.names.contains(name));
        let mut is_end_used = false;
        let mut members = Vec::new();
        for step in &self.steps {
            let mut draft = Draft::new(self.source);
            let mut lost = Vec::new();
            let references = self.source.references(step.node);
            let branches = references.iter().any(|r| matches!(r.by, By::Branch(_)));
            for reference in &references {
                if self.names.contains(reference.to) {
                    continue;
                }
                let is_success = matches!(reference.by, By::Next | By::Branch(_));
                if is_success && branches {
                    is_end_used = true;
                    draft.lead(self.source, step.node, reference.by, &end)?;
                } else {
                    lost.push(reference.by);
                }
            }
            draft.unlead(self.source, step.node, &lost);
            let text = draft.part(self.source.span(step.node));
            members.push(format!("{}:{text}", quote(&step.name)));
        }
        if is_end_used {
            members.push(format!("{}:{{}}", quote(&end)));
        }
        let entry = entries
            .first()
            .filter(|entry| **entry != self.steps[0].name);
        let start = entry.map_or_else(String::new, |entry| {
            format!("\"startAt\":{},", quote(entry))
        });
        let steps = members.join(",");
        Ok(format!(
            "{{\"workflow\":{{{start}\"steps\":{{{steps}}}}}{ways_out}}}"
        ))
    }

    fn parallel(&self) -> Result<String, EditError> {
        let mut tasks = Vec::new();
        for step in &self.steps {
            if self.source.get(step.node, "branch").is_some() {
                let message = format!(
                    "`{}` branches, which a task cannot: put it into a nested workflow.",
                    step.name
                );
                return Err(EditError::CannotWrap(message));
            }
            tasks.push(format!(
                "{}:{}",
                quote(&step.name),
                self.task(step.node, &step.name)
            ));
        }
        let ways_out = self.ways_out()?;
        let tasks = tasks.join(",");
        Ok(format!(
            "{{\"func\":{{{tasks}}},\"parallel\":true{ways_out}}}"
        ))
    }

    /// A step as a task: the function that it calls, or a workflow of this one step.
    fn task(&self, step: NodeId, name: &str) -> String {
        let mut draft = Draft::new(self.source);
        let ways: Vec<By<'_>> = self.source.references(step).iter().map(|r| r.by).collect();
        draft.unlead(self.source, step, &ways);
        let text = draft.part(self.source.span(step));
        let text = self.source.form.write(&text, "", Lines::One);
        let calls_only = |key: &str| {
            let members = self.source.members(step)?;
            let is_call = |other: &str| other == key || matches!(other, "nextStep" | "onFailure");
            let only = members.keys().all(|other| is_call(other));
            members.get(key).filter(|_| only).map(|member| member.value)
        };
        if let Some(function) =
            calls_only("func").filter(|func| self.source.string(*func).is_some())
        {
            return self.source.written(function).to_owned();
        }
        if let Some(workflow) = calls_only("workflow") {
            return format!("{{\"workflow\":{}}}", self.source.written(workflow));
        }
        format!("{{\"workflow\":{{\"steps\":{{{}:{text}}}}}}}", quote(name))
    }
}
