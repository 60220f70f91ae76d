//! Where the steps of a chain name one another.

use super::{
    EditError, Way,
    draft::{Draft, Text},
    place::Chain,
    source::Source,
};
use crate::{
    json::quote,
    workflow::{keys, syntax::NodeId},
};

/// The name of a step, as another says where it leads.
#[derive(Debug, Clone)]
pub(super) struct Reference<'s> {
    pub(super) by: By<'s>,
    /// The string.
    pub(super) node: NodeId,
    pub(super) to: &'s str,
}

/// By which part of a step it leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By<'s> {
    Next,
    Branch(&'s str),
    Failure,
    FailureRule(usize),
}

impl<'s> Source<'_> {
    /// Where a step leads.
    pub(super) fn references(&'s self, step: NodeId) -> Vec<Reference<'s>> {
        let mut found = Vec::new();
        let mut add = |by, node: Option<NodeId>| {
            if let Some(node) = node
                && let Some(to) = self.string(node)
            {
                found.push(Reference { by, node, to });
            }
        };
        add(By::Next, self.get(step, "nextStep"));
        let branch = self
            .get(step, "branch")
            .and_then(|branch| self.members(branch));
        for (key, member) in branch.into_iter().flatten() {
            add(By::Branch(key), Some(member.value));
        }
        if let Some(handlers) = self.get(step, "onFailure") {
            add(By::Failure, Some(handlers));
            for (index, rule) in self.items(handlers).iter().enumerate() {
                add(By::FailureRule(index), self.get(*rule, "goTo"));
            }
        }
        found
    }

    /// Where a step leads by one way; only by a key, or an error's name, where one is given.
    pub(super) fn references_by(
        &'s self,
        step: NodeId,
        way: Way,
        key: Option<&str>,
    ) -> Vec<Reference<'s>> {
        let mut found = self.references(step);
        found.retain(|reference| match (reference.by, way) {
            (By::Next, Way::Success | Way::Default) => true,
            (By::Branch(branch), Way::Branch) => key.is_none_or(|key| key == branch),
            (By::Failure, Way::Failure) => key.is_none_or(|key| key == "*"),
            (By::FailureRule(index), Way::Failure) => key.is_none_or(|key| {
                self.rule_errors(step, index)
                    .iter()
                    .any(|error| self.string(*error) == Some(key))
            }),
            _ => false,
        });
        found
    }

    /// The names of errors in one of a step's rules for failures.
    pub(super) fn rule_errors(&self, step: NodeId, rule: usize) -> &[NodeId] {
        let rules = self
            .get(step, "onFailure")
            .map_or(&[][..], |rules| self.items(rules));
        let errors = rules.get(rule).and_then(|rule| self.get(*rule, "errors"));
        errors.map_or(&[], |errors| self.items(errors))
    }

    /// The steps of a chain, by name.
    pub(super) fn each_step(&'s self, chain: &Chain) -> impl Iterator<Item = (&'s str, NodeId)> {
        let steps = self.steps(chain).into_iter().flatten();
        steps.map(|(name, member)| (name.as_ref(), member.value))
    }
}

impl Draft<'_, '_> {
    /// Makes a step lead elsewhere by `nextStep`, by a branch, or when it fails.
    pub(super) fn lead(
        &mut self,
        source: &Source<'_>,
        step: NodeId,
        by: By<'_>,
        to: &str,
    ) -> Result<(), EditError> {
        let name = quote(to);
        let to = Text::Made(name.clone());
        match by {
            By::Next => self.put(step, keys::STEP, "nextStep", to),
            By::Failure => self.put(step, keys::STEP, "onFailure", to),
            By::FailureRule(rule) => {
                let rules = source
                    .get(step, "onFailure")
                    .map(|rules| source.items(rules));
                if let Some(rule) = rules.and_then(|rules| rules.get(rule)) {
                    self.put(*rule, keys::FAILURE_RULE, "goTo", to);
                }
            }
            By::Branch(key) => match source.get(step, "branch") {
                Some(branch) if source.members(branch).is_some() => {
                    self.put(branch, &[], key, to);
                }
                Some(_) => return Err(EditError::NotAnObject("branch".to_owned())),
                None => {
                    let branch = format!("{{{}:{name}}}", quote(key));
                    self.put(step, keys::STEP, "branch", Text::Made(branch));
                }
            },
        }
        Ok(())
    }

    /// Takes ways of a step away, and the keys that nothing is left of.
    pub(super) fn unlead(&mut self, source: &Source<'_>, step: NodeId, gone: &[By<'_>]) {
        let references = source.references(step);
        let of = |is: fn(&By<'_>) -> bool| references.iter().filter(move |r| is(&r.by)).count();
        let branches = of(|by| matches!(by, By::Branch(_)));
        if gone.contains(&By::Next) {
            self.remove(step, "nextStep");
        }
        if gone.contains(&By::Failure) {
            self.remove(step, "onFailure");
        }
        let gone_branches: Vec<&str> = gone
            .iter()
            .filter_map(|by| match by {
                By::Branch(key) => Some(*key),
                _ => None,
            })
            .collect();
        if branches > 0 && gone_branches.len() == branches {
            self.remove(step, "branch");
            self.remove(step, "branchOn");
        } else if let Some(branch) = source.get(step, "branch") {
            for key in gone_branches {
                self.remove(branch, key);
            }
        }
        let is_gone = |index: &usize| gone.contains(&By::FailureRule(*index));
        if let Some(handlers) = source.get(step, "onFailure") {
            let rules = source.items(handlers);
            let kept: Vec<usize> = (0..rules.len()).filter(|index| !is_gone(index)).collect();
            if kept.is_empty() && !rules.is_empty() {
                self.remove(step, "onFailure");
            } else if kept.len() < rules.len() {
                self.keep_items(handlers, &kept);
            }
        }
    }
}
