//! What the id of a box names: a step, a task, or what steps are in.

use std::borrow::Cow;

use super::{EditError, draft::Where, source::Source};
use crate::{
    path,
    workflow::syntax::{Member, Members, NodeId},
};

/// A workflow, the whole or a nested one, whose steps lead to one another.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) workflow: NodeId,
    /// What the ids of its steps begin with.
    pub(super) prefix: String,
    /// The workflows around it and itself, the outermost first: where a workflow is looked for by name.
    around: Vec<NodeId>,
}

/// A step.
#[derive(Debug, Clone)]
pub(super) struct StepPlace {
    pub(super) chain: Chain,
    pub(super) name: String,
    pub(super) node: NodeId,
}

/// A task of a parallel step.
#[derive(Debug, Clone)]
pub(super) struct TaskPlace {
    pub(super) step: StepPlace,
    /// The object that the task is in.
    pub(super) tasks: NodeId,
    pub(super) name: String,
    pub(super) node: NodeId,
}

#[derive(Debug, Clone)]
pub(super) enum Place {
    Step(StepPlace),
    Task(TaskPlace),
}

/// What holds steps, or tasks.
#[derive(Debug, Clone)]
pub(super) enum Holder {
    Chain(Chain),
    Tasks { step: StepPlace, tasks: NodeId },
}

impl Chain {
    pub(super) fn id_of(&self, step: &str) -> String {
        path::join(&self.prefix, &path::segment(step))
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.workflow == other.workflow
    }

    /// Whether it is this workflow or in it.
    pub(super) fn is_inside(&self, workflow: NodeId) -> bool {
        self.around.contains(&workflow)
    }
}

impl StepPlace {
    pub(super) fn id(&self) -> String {
        self.chain.id_of(&self.name)
    }
}

impl Place {
    /// The step, or the one that the task is in.
    pub(super) fn into_step(self) -> StepPlace {
        match self {
            Self::Step(step) | Self::Task(TaskPlace { step, .. }) => step,
        }
    }
}

impl<'t> Source<'t> {
    /// The whole workflow.
    pub(super) fn whole(&self) -> Chain {
        Chain {
            workflow: self.root,
            prefix: String::new(),
            around: vec![self.root],
        }
    }

    /// What an id names. Of a map's items, the map.
    pub(super) fn place(&self, id: &str) -> Result<Place, EditError> {
        let mut chain = self.whole();
        let mut segments = id.split('/').peekable();
        let missing =
            || EditError::NoSuchStep(path::name(id.rsplit('/').next().unwrap_or(id)).into_owned());
        loop {
            let segment = segments.next().ok_or_else(missing)?;
            let bare = segment.split('[').next().unwrap_or(segment);
            let name = path::name(bare).into_owned();
            let node = self
                .steps(&chain)
                .and_then(|steps| steps.get(name.as_str()));
            let node = node.ok_or_else(missing)?.value;
            let step = StepPlace { chain, name, node };
            let mut inner = match segments.peek() {
                None => return Ok(Place::Step(step)),
                Some(_) => self.nested_in(&step),
            };
            if let Some(tasks) = self.tasks(step.node) {
                let name = path::name(segments.next().ok_or_else(missing)?).into_owned();
                let node = self.get(tasks, &name).ok_or_else(missing)?;
                let task = TaskPlace {
                    step: step.clone(),
                    tasks,
                    name,
                    node,
                };
                if segments.peek().is_none() {
                    return Ok(Place::Task(task));
                }
                inner = self.nested_in_task(&task);
            }
            chain = inner.ok_or_else(missing)?;
        }
    }

    pub(super) fn step(&self, id: &str) -> Result<StepPlace, EditError> {
        match self.place(id)? {
            Place::Step(step) => Ok(step),
            Place::Task(task) => Err(EditError::IsATask(task.name)),
        }
    }

    /// What is in the step of this id; the whole workflow where it is empty.
    pub(super) fn holder(&self, id: &str) -> Result<Holder, EditError> {
        if id.is_empty() {
            return Ok(Holder::Chain(self.whole()));
        }
        let (inner, name) = match self.place(id)? {
            Place::Step(step) => {
                if let Some(tasks) = self.tasks(step.node) {
                    return Ok(Holder::Tasks { step, tasks });
                }
                (self.nested_in(&step), step.name)
            }
            Place::Task(task) => (self.nested_in_task(&task), task.name),
        };
        inner.map(Holder::Chain).ok_or(EditError::NotAChain(name))
    }

    /// The steps of a chain.
    pub(super) fn steps(&self, chain: &Chain) -> Option<&Members<'t>> {
        self.members(self.get(chain.workflow, "steps")?)
    }

    /// The object that a chain's steps are in.
    pub(super) fn steps_node(&self, chain: &Chain) -> Result<Option<NodeId>, EditError> {
        match self.get(chain.workflow, "steps") {
            Some(steps) if self.members(steps).is_none() => {
                Err(EditError::NotAnObject("steps".to_owned()))
            }
            steps => Ok(steps),
        }
    }

    /// The name of the step that a chain starts with, if it has one.
    pub(super) fn start_of<'s>(&'s self, chain: &Chain) -> Option<&'s str> {
        let start = self.get(chain.workflow, "startAt");
        let first = || self.steps(chain)?.keys().next().map(AsRef::as_ref);
        start.map_or_else(first, |start| self.string(start))
    }

    /// The name before a step's in its chain.
    pub(super) fn place_before(&self, step: &StepPlace) -> Where<'_> {
        let before = self.steps(&step.chain).and_then(|steps| {
            let index = steps.get_index_of(step.name.as_str())?;
            steps.get_index(index.checked_sub(1)?)
        });
        before.map_or(Where::First, |(name, _)| Where::After(name))
    }

    /// The tasks of a parallel step.
    pub(super) fn tasks(&self, step: NodeId) -> Option<NodeId> {
        self.get(step, "func")
            .filter(|func| self.members(*func).is_some())
    }

    /// The steps of a chain, each with its place.
    pub(super) fn step_places(&self, chain: &Chain) -> Vec<StepPlace> {
        let step = |(name, node): (&str, NodeId)| StepPlace {
            chain: chain.clone(),
            name: name.to_owned(),
            node,
        };
        self.each_step(chain).map(step).collect()
    }

    /// The workflows that a step nests, or its tasks do.
    pub(super) fn inner_chains(&self, place: &Place) -> Vec<Chain> {
        let step = match place {
            Place::Task(task) => return self.nested_in_task(task).into_iter().collect(),
            Place::Step(step) => step,
        };
        let Some(tasks) = self.tasks(step.node) else {
            return self.nested_in(step).into_iter().collect();
        };
        let task = |(name, member): (&Cow<'t, str>, &Member)| {
            self.nested_in_task(&TaskPlace {
                step: step.clone(),
                tasks,
                name: name.to_string(),
                node: member.value,
            })
        };
        self.members(tasks)
            .into_iter()
            .flatten()
            .filter_map(task)
            .collect()
    }

    /// The workflow among whose `workflows` a nested one is, and its name there; none if it is written in place.
    pub(super) fn named(&self, chain: &Chain) -> Option<(NodeId, &str)> {
        let holder = *chain.around.iter().rev().nth(1)?;
        let listed = self.members(self.get(holder, "workflows")?)?;
        let (name, _) = listed
            .iter()
            .find(|(_, member)| member.value == chain.workflow)?;
        Some((holder, name))
    }

    fn nested_in(&self, step: &StepPlace) -> Option<Chain> {
        let (holder, prefix) = if let Some(nested) = self.get(step.node, "workflow") {
            (nested, step.id())
        } else {
            let map = self.get(step.node, "map")?;
            (self.get(map, "workflow")?, step.id() + "[]")
        };
        self.nested(&step.chain, holder, prefix)
    }

    fn nested_in_task(&self, task: &TaskPlace) -> Option<Chain> {
        let prefix = path::join(&task.step.id(), &path::segment(&task.name));
        self.nested(&task.step.chain, self.get(task.node, "workflow")?, prefix)
    }

    fn nested(&self, chain: &Chain, node: NodeId, prefix: String) -> Option<Chain> {
        let mut around = chain.around.clone();
        let workflow = match self.string(node) {
            None => self.members(node).map(|_| node)?,
            Some(name) => loop {
                let named = self.get(*around.last()?, "workflows");
                match named.and_then(|named| self.get(named, name)) {
                    Some(workflow) => break workflow,
                    None => drop(around.pop()),
                }
            },
        };
        around.push(workflow);
        Some(Chain {
            workflow,
            prefix,
            around,
        })
    }

    /// The names of the workflows that a step of the chain can nest.
    pub(super) fn nestable(&self, chain: &Chain) -> Vec<String> {
        let around = chain.around.iter().rev();
        let listed = around.filter_map(|outer| self.members(self.get(*outer, "workflows")?));
        let mut names: Vec<String> = Vec::new();
        for name in listed.flat_map(|listed| listed.keys()) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_string());
            }
        }
        names
    }
}
