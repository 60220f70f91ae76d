//! Workflows that steps nest by name, which go along where the steps go.

use super::{
    add::is_in,
    copy::moved,
    draft::{Draft, Text, Where, object},
    place::{Chain, Place},
    source::Source,
};
use crate::workflow::{keys, syntax::NodeId};

/// The workflows that steps nest by name, however deep, as JSON text.
#[derive(Default)]
pub(super) struct Named {
    pub(super) found: Vec<(String, String)>,
    seen: Vec<NodeId>,
}

impl Named {
    /// Finds those of a step or task. One that is written inside it goes along as it is.
    pub(super) fn find(&mut self, source: &Source<'_>, place: &Place) {
        let around = match place {
            Place::Step(step) => &step.chain,
            Place::Task(task) => &task.step.chain,
        };
        let mut left = source.inner_chains(place);
        while let Some(chain) = left.pop() {
            if self.seen.contains(&chain.workflow) {
                continue;
            }
            self.seen.push(chain.workflow);
            if let Some((holder, name)) = source.named(&chain)
                && around.is_inside(holder)
                && self.found.iter().all(|(known, _)| known != name)
            {
                let json = source.written(chain.workflow).to_owned();
                self.found.push((name.to_owned(), json));
            }
            for step in source.step_places(&chain) {
                left.extend(source.inner_chains(&Place::Step(step)));
            }
        }
    }
}

/// Brings along the workflows that come with the steps, where their names are free.
pub(super) fn bring(
    source: &Source<'_>,
    pasted: &Source<'_>,
    from: &Chain,
    draft: &mut Draft<'_, '_>,
) {
    let brought = pasted.get(from.workflow, "workflows");
    let brought = brought.and_then(|brought| pasted.members(brought));
    let known = source.get(source.root, "workflows");
    let members = known.and_then(|known| source.members(known));
    let mut new = Vec::new();
    for (name, member) in brought.into_iter().flatten() {
        if !is_in(members, name) {
            new.push((
                name,
                moved(
                    pasted,
                    member.value,
                    pasted.written(member.value).to_owned(),
                ),
            ));
        }
    }
    if let (Some(known), Some(_)) = (known, members) {
        for (name, text) in new {
            draft.insert(known, Where::Last, name, text);
        }
    } else if known.is_none() && !new.is_empty() {
        let json = object(new.iter().map(|(name, text)| (name.as_ref(), text)));
        draft.put(source.root, keys::WORKFLOW, "workflows", Text::Listed(json));
    }
}
