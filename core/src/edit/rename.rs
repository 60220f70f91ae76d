//! Another name for a step, wherever it is named.

use super::{
    EditError, Edited,
    add::is_in,
    draft::Draft,
    place::{Chain, Place},
    source::Source,
};
use crate::path;

pub(super) fn rename(source: &Source<'_>, step: &str, name: &str) -> Result<Edited, EditError> {
    if name.is_empty() {
        return Err(EditError::NoName);
    }
    let mut draft = Draft::new(source);
    let (old, holder, select) = match source.place(step)? {
        Place::Step(step) => {
            let steps = source.steps_node(&step.chain)?;
            rename_references(source, &mut draft, &step.chain, &step.name, name);
            let select = step.chain.id_of(name);
            (step.name, steps, select)
        }
        Place::Task(task) => {
            let select = path::join(&task.step.id(), &path::segment(name));
            (task.name, Some(task.tasks), select)
        }
    };
    let members = holder.and_then(|holder| source.members(holder));
    if old != name && is_in(members, name) {
        return Err(EditError::NameTaken(name.to_owned()));
    }
    if let Some(member) = members.and_then(|members| members.get(old.as_str())) {
        draft.replace(member.key, name);
    }
    Ok(Edited {
        text: draft.finish(),
        what: format!("Rename `{old}`"),
        select: Some(select),
    })
}

fn rename_references(
    source: &Source<'_>,
    draft: &mut Draft<'_, '_>,
    chain: &Chain,
    old: &str,
    new: &str,
) {
    if let Some(start) = source.get(chain.workflow, "startAt")
        && source.string(start) == Some(old)
    {
        draft.replace(source.span(start), new);
    }
    for (_, step) in source.each_step(chain) {
        for reference in source.references(step) {
            if reference.to == old {
                draft.replace(source.span(reference.node), new);
            }
        }
    }
}
