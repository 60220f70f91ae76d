//! What the page's main thread worked on, frame by frame.

use anyhow::{Context, Result, ensure};

use crate::devtools::Event;

/// The main thread's events, by their beginnings.
pub(super) struct Recording {
    events: Vec<Event>,
}

/// A program's number, and that of a thread in it.
pub(super) type Thread = (u64, u64);

/// The thread on which the page has set a mark.
pub(super) fn thread_of(events: &[Event], mark: &str) -> Result<Thread> {
    let found = events.iter().rfind(|event| event.name == mark);
    let found = found.with_context(|| format!("the page has set no mark `{mark}`"))?;
    Ok((found.pid, found.tid))
}

/// What a thread does at a time.
const TASK: &str = "RunTask";
/// The main thread gives a frame to the compositor: the last that it does for it.
const FRAME: &str = "Commit";
/// Fewer frames tell nothing of 95 of 100.
const FRAMES: usize = 20;

impl Recording {
    /// Of all that was recorded, what this thread did.
    pub(super) fn new(events: Vec<Event>, thread: Thread) -> Self {
        let is_its = |event: &Event| (event.pid, event.tid) == thread;
        let mut events: Vec<Event> = events.into_iter().filter(is_its).collect();
        events.sort_by(|one, other| one.ts.total_cmp(&other.ts));
        Self { events }
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.name == name)
    }

    /// How long the thread worked for a frame, in milliseconds, in such a part of all frames at most.
    pub(super) fn frame_at(&self, part: f64) -> Result<f64> {
        let ends: Vec<f64> = self.named(FRAME).map(|event| event.ts).collect();
        ensure!(
            ends.len() >= FRAMES,
            "only {} frames were drawn",
            ends.len()
        );
        let mut worked = vec![0.0; ends.len()];
        for task in self.named(TASK) {
            let frame = ends.partition_point(|&end| end < task.ts);
            if let Some(worked) = worked.get_mut(frame) {
                *worked += task.tdur / 1e3;
            }
        }
        worked.sort_by(f64::total_cmp);
        let place = (0..worked.len()).find(|&place| ratio(place + 1, worked.len()) >= part);
        Ok(worked[place.unwrap_or_default()])
    }

    /// How long the thread worked on its longest task, in milliseconds.
    pub(super) fn longest_task(&self) -> f64 {
        self.named(TASK)
            .map(|task| task.tdur / 1e3)
            .fold(0.0, f64::max)
    }

    /// How long the thread worked on all between two marks that the page has set, in milliseconds.
    pub(super) fn between(&self, one: &str, other: &str) -> Result<f64> {
        Ok((self.mark(other)?.tts - self.mark(one)?.tts) / 1e3)
    }

    /// How long the thread worked on frames between two marks.
    pub(super) fn frames_between(&self, one: &str, other: &str) -> Result<f64> {
        let (start, end) = (self.mark(one)?.ts, self.mark(other)?.ts);
        let ends: Vec<f64> = self.named(FRAME).map(|event| event.ts).collect();
        let draws = |task: &&Event| {
            let end = task.ts + task.dur;
            ends.iter().any(|frame| (task.ts..end).contains(frame))
        };
        let tasks = self
            .named(TASK)
            .filter(|task| start < task.ts && task.ts < end);
        Ok(tasks.filter(draws).map(|task| task.tdur / 1e3).sum())
    }

    /// The last mark of that name.
    fn mark(&self, name: &str) -> Result<&Event> {
        let mark = self.named(name).last();
        mark.with_context(|| format!("the page has set no mark `{name}`"))
    }
}

fn ratio(one: usize, other: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(one) / number(other)
}
