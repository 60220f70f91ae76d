//! The graph as it is used: where view, scene, gestures and keys meet.

use std::sync::Arc;

use stepwell_core::layout::{Drawing, NodeKind};

use super::{
    gesture::Gesture,
    keyboard::{Command, command},
    minimap::Map,
    network::Network,
    scene::{MOVING, RESTING, Scene, rect},
    stage::{Act, Key, Stage},
    viewport::Viewport,
};
use crate::{
    callback::Callback,
    run_signals::{Change, RunSignals},
};

/// How long the view takes to where it is sent, in milliseconds.
const GLIDES: f64 = 220.0;
/// How long after the view has moved it rests.
const RESTS: f64 = 150.0;
/// How much of a step is to be read of one that was searched for.
const LEGIBLE: f64 = 0.8;

/// What the graph asks of the page.
#[derive(Clone, Copy)]
pub(super) struct Calls {
    /// A step was chosen.
    pub(super) select: Callback<String>,
    /// The selection was let go.
    pub(super) clear: Callback<()>,
    /// A container is to be opened or closed.
    pub(super) toggle: Callback<String>,
    /// The search was asked for.
    pub(super) search: Callback<()>,
    /// The view has this scale.
    pub(super) scaled: Callback<f64>,
}

/// The graph, and all that is known of how it is looked at.
pub(super) struct Canvas {
    stage: Stage,
    map: Map,
    run: RunSignals,
    calls: Calls,
    view: Viewport,
    /// Nobody has moved the view since it was the first one.
    untouched: bool,
    /// The view moves from one to the other, since that time.
    glide: Option<(Viewport, Viewport, Option<f64>)>,
    /// When the view has moved last; unknown until the next frame.
    moved: Option<f64>,
    scene: Option<Scene>,
    /// The number of the document that it is of.
    opened: u32,
    gesture: Gesture,
    hovered: Option<usize>,
    /// The box that has the focus, and whether the keyboard gave it.
    focused: Option<(usize, bool)>,
    traced: Option<usize>,
    /// The box that is to stay where it is when the drawing changes.
    anchor: Option<String>,
    /// The box that is to be looked at once it is drawn.
    awaited: Option<String>,
}

impl Canvas {
    /// An empty one.
    pub(super) fn new(stage: Stage, map: Map, run: RunSignals, calls: Calls) -> Self {
        let view = Viewport {
            size: [stage.width(), stage.height()],
            ..Viewport::default()
        };
        Self {
            stage,
            map,
            run,
            calls,
            view,
            untouched: true,
            glide: None,
            moved: None,
            scene: None,
            opened: 0,
            gesture: Gesture::default(),
            hovered: None,
            focused: None,
            traced: None,
            anchor: None,
            awaited: None,
        }
    }

    /// Takes what the user does. Whether it had a meaning.
    pub(super) fn act(&mut self, act: Act) -> bool {
        match act {
            Act::Frame(now) => self.frame(now),
            Act::Size(size) => self.resize(size),
            Act::Press(id, at) => {
                self.glide = None;
                self.gesture.press(id, at);
            }
            Act::Drag(id, at) => {
                let Some(step) = self.gesture.drag(id, at) else {
                    return false;
                };
                self.go(self.view.moved(step.by).zoomed(step.at, step.factor));
            }
            Act::Release(id) => self.gesture.release(id),
            Act::Zoom(at, factor) => self.go(self.view.zoomed(at, factor)),
            Act::Move(by) => self.go(self.view.moved(by)),
            // The end of a drag is no press.
            Act::Click(_, Some(_)) | Act::Toggle(_, true) if self.gesture.drags() => {}
            Act::Click(step, at) => match step.or_else(|| self.tiny_step_at(at?)) {
                Some(step) => self.calls.select.run(step),
                None => self.calls.clear.run(()),
            },
            Act::Toggle(container, _) => self.toggle(container),
            Act::Hover(step) => {
                self.hovered = self.find(step.as_deref());
                self.stage.request();
            }
            Act::Focus(step, by_keyboard) => self.take_focus(step.as_deref(), by_keyboard),
            Act::Key(key) => return self.press_key(&key),
        }
        true
    }

    fn press_key(&mut self, key: &Key) -> bool {
        let Some(scene) = &self.scene else {
            return false;
        };
        let here = self.focused.map(|(index, _)| index);
        let direction = scene.network.drawing.direction;
        let Some(command) = command(key, here.is_some(), direction) else {
            return false;
        };
        self.obey(command);
        true
    }

    /// Does what a key or a button says.
    pub(super) fn obey(&mut self, command: Command) {
        let here = self.focused.map(|(index, _)| index);
        let Some(scene) = &self.scene else {
            return;
        };
        match command {
            Command::Walk(way) => {
                if let Some(next) = here.and_then(|here| scene.network.walk(here, way)) {
                    self.focus(next);
                }
            }
            Command::First => {
                if let Some(first) = scene.network.first() {
                    self.focus(first);
                }
            }
            Command::Choose => {
                if let Some(here) = here {
                    self.calls.select.run(scene.node(here).id.clone());
                }
            }
            Command::Leave if scene.pressed().is_some() => self.calls.clear.run(()),
            Command::Leave => self.stage.leave(),
            Command::Move(by) => self.go(self.view.moved(by)),
            Command::Zoom(factor) => {
                // Several presses add up, whatever way of the first is left.
                let from = self.goal();
                self.send(from.zoomed_in_the_middle(factor));
            }
            Command::FullSize => {
                let from = self.goal();
                self.send(from.zoomed_in_the_middle(1.0 / from.scale));
            }
            Command::Fit => self.send(self.view.fit()),
            Command::Search => self.calls.search.run(()),
        }
    }

    fn toggle(&mut self, container: String) {
        self.anchor = Some(container.clone());
        self.calls.toggle.run(container);
    }

    fn take_focus(&mut self, step: Option<&str>, by_keyboard: bool) {
        let focused = self.find(step);
        self.focused = focused.map(|index| (index, by_keyboard));
        if let (Some(index), Some(scene)) = (focused, &mut self.scene) {
            scene.set_stop(&self.stage, index);
            let place = rect(scene.node(index));
            // Not where it could be beneath the pointer, which is about to press it.
            if by_keyboard || !self.goal().visible().meets(&place) {
                self.reveal(index);
            }
        }
        self.stage.request();
    }

    /// Gives a box the focus, wherever it is.
    fn focus(&mut self, index: usize) {
        if let Some(scene) = &mut self.scene {
            scene.set_stop(&self.stage, index);
            self.focused = Some((index, true));
            self.reveal(index);
            self.stage.focus(index);
        }
    }

    fn reveal(&mut self, index: usize) {
        if let Some(scene) = &self.scene {
            let view = self.goal();
            let mut place = rect(scene.node(index));
            if scene.node(index).container {
                // Its title.
                place.bottom = place.top + stepwell_core::layout::BOX_HEIGHT;
            }
            let revealing = view.revealing(&place);
            if revealing != view {
                self.send(revealing);
            }
        }
    }

    /// Shows the selected box, if there is one.
    pub(super) fn select(&mut self, step: Option<&str>) {
        let selected = self.find(step);
        let Some(scene) = &mut self.scene else {
            return;
        };
        scene.press(&self.stage, selected);
        self.stage.request();
        if let Some(index) = selected {
            scene.set_stop(&self.stage, index);
            let place = rect(scene.node(index));
            if !self.goal().visible().meets(&place) {
                self.reveal(index);
            }
        }
    }

    /// Brings a box into the middle; one that is not drawn yet, once it is. Whether it is drawn.
    pub(super) fn look_at(&mut self, step: &str) -> bool {
        let Some((index, scene)) = self.find(Some(step)).zip(self.scene.as_ref()) else {
            self.awaited = Some(step.to_owned());
            return false;
        };
        let node = scene.node(index);
        let top = node.y - node.height / 2.0;
        let y = if node.container { top } else { node.y };
        let from = self.goal();
        let nearer = from.zoomed_in_the_middle((LEGIBLE / from.scale).max(1.0));
        self.send(nearer.centred([node.x, y]));
        true
    }

    /// Gives the focus to the box at which Tab stops.
    pub(super) fn enter(&mut self) {
        if let Some(stop) = self.scene.as_ref().and_then(Scene::stop) {
            self.focus(stop);
        }
    }

    /// Puts a point of the drawing, as a part of its size, into the middle.
    pub(super) fn centre(&mut self, part: [f64; 2]) {
        let at = [0, 1].map(|axis| part[axis] * self.view.drawing[axis]);
        self.go(self.view.centred(at));
    }

    fn tiny_step_at(&self, at: [f64; 2]) -> Option<String> {
        let scene = self.scene.as_ref()?;
        let at = [0, 1].map(|axis| (at[axis] - self.view.place[axis]) / self.view.scale);
        Some(scene.node(scene.tiny_box_at(at)?).id.clone())
    }

    fn find(&self, step: Option<&str>) -> Option<usize> {
        self.scene.as_ref()?.network.find_box(step?)
    }

    /// Where the view is, or is on the way to.
    fn goal(&self) -> Viewport {
        self.glide.as_ref().map_or(self.view, |(_, goal, _)| *goal)
    }

    /// Shows another view at once.
    fn go(&mut self, view: Viewport) {
        self.glide = None;
        self.untouched = false;
        self.moved = None;
        self.view = view;
        self.stage.request();
    }

    /// Goes to another view, by a way that the eye can follow if it is short.
    fn send(&mut self, view: Viewport) {
        let from = self.view;
        self.go(view);
        if from.is_near(&view) && !self.stage.still() {
            self.view = from;
            self.glide = Some((from, view, None));
        }
    }

    fn resize(&mut self, size: [f64; 2]) {
        let (was, untouched) = (self.view, self.untouched);
        self.go(was.resized(size));
        if untouched || was.size[0] <= 0.0 {
            self.first_view();
        }
    }

    fn first_view(&mut self) {
        if let Some(scene) = &self.scene {
            let nodes = &scene.network.drawing.nodes;
            let start = nodes.iter().find(|node| node.kind == NodeKind::Start);
            let start = start.map_or([0.0; 2], |start| [start.x, start.y]);
            self.go(self.view.first(start));
        }
        self.untouched = true;
    }

    fn frame(&mut self, now: f64) {
        if let Some((from, to, since)) = &mut self.glide {
            let part = ((now - *since.get_or_insert(now)) / GLIDES).min(1.0);
            // Fast at first, and slower where it ends.
            let left = 1.0 - part;
            self.view = from.towards(to, 1.0 - left * left * left);
            self.moved = None;
            if part >= 1.0 {
                self.view = *to;
                self.glide = None;
            }
        }
        let rests = now - *self.moved.get_or_insert(now) > RESTS;
        let Some(scene) = &mut self.scene else {
            return;
        };
        if self.view.size[0] <= 0.0 {
            return;
        }
        let complete = scene.cover(
            &self.stage,
            &self.view,
            if rests { RESTING } else { MOVING },
        );
        let Viewport { place, scale, .. } = self.view;
        self.stage.view(place[0], place[1], scale, scene.level());
        self.calls.scaled.run(scale);
        let by_keyboard = self.focused.and_then(|(index, keys)| keys.then_some(index));
        let trace = self.hovered.or(by_keyboard);
        if trace != self.traced {
            scene.trace(&self.stage, trace);
            self.traced = trace;
        }
        let map_waits = self.map.frame(&self.view, scene, self.run, now);
        if !complete || self.glide.is_some() || map_waits {
            self.stage.request();
        }
    }

    /// Shows a drawing. That of another document is seen from its start; of the same one what the user looks at stays
    /// where it is.
    pub(super) fn show(&mut self, drawing: &Arc<Drawing>, opened: u32, selected: Option<&str>) {
        let mut scene = Scene::new(Network::new(drawing.clone()), self.run);
        let pressed = selected.and_then(|id| scene.network.find_box(id));
        scene.press(&self.stage, pressed);
        let had_focus = self.focused.is_some() && self.stage.focused();
        let old = self.scene.take().filter(|_| opened == self.opened);
        self.opened = opened;
        let id_of = |old: &Scene, index: usize| old.node(index).id.clone();
        let (mut stop, mut focused) = (None, None);
        if let Some(old) = &old {
            let again = |index: usize| scene.network.find_box(&id_of(old, index));
            stop = old.stop().and_then(again);
            focused = self
                .focused
                .and_then(|(index, keys)| Some((again(index)?, keys)));
        }
        self.focused = focused;
        (self.hovered, self.traced) = (None, None);
        self.view.drawing = [drawing.width, drawing.height];
        self.map.renew();
        self.stage.begin(drawing.width, drawing.height);
        self.stage.set_tracing(false);
        let stop = stop.or(pressed).or_else(|| scene.network.first());
        let anchored = old.and_then(|old| {
            let anchor = self.anchor.take().and_then(|id| {
                let corner =
                    |scene: &Scene| scene.network.find_box(&id).map(|it| title_end(scene, it));
                Some([corner(&old)?, corner(&scene)?])
            });
            let places = anchor.or_else(|| {
                let is_there = |id: &str| scene.network.find_box(id).is_some();
                let before = old.looked_at(&self.view, is_there)?;
                let after = scene.network.find_box(&id_of(&old, before))?;
                Some([title_middle(&old, before), title_middle(&scene, after)])
            });
            Some((old, places?))
        });
        match anchored {
            Some((old, [before, after])) if self.view.size[0] > 0.0 => {
                self.glide = None;
                let by = [0, 1].map(|axis| (before[axis] - after[axis]) * self.view.scale);
                let view = self.view.moved(by);
                let by = [0, 1].map(|axis| (view.place[axis] - self.view.place[axis]) / view.scale);
                self.view = view;
                if let Some(stop) = stop {
                    scene.set_stop_quietly(stop);
                }
                scene.replace(&self.stage, &old, &self.view, by);
                draw(&self.stage, &mut scene, &self.view, RESTING);
                self.scene = Some(scene);
            }
            _ => {
                self.stage.clear();
                if let Some(stop) = stop {
                    scene.set_stop_quietly(stop);
                }
                self.scene = Some(scene);
                self.first_view();
                if let Some(scene) = &mut self.scene {
                    draw(&self.stage, scene, &self.view, RESTING);
                }
            }
        }
        if had_focus && !self.stage.focused() {
            match self.focused {
                Some((index, _)) => self.focus(index),
                None => self.stage.leave(),
            }
        }
        if let Some(awaited) = self.awaited.take() {
            self.look_at(&awaited);
        }
        self.stage.request();
    }

    /// Shows what has changed in the run.
    pub(super) fn follow(&mut self, change: &Change) {
        let Some(scene) = &mut self.scene else {
            return;
        };
        let stage = &self.stage;
        let waits = match change {
            Change::Step(id) => {
                let index = scene.network.find_box(id);
                index.is_some_and(|index| scene.change_box(stage, index))
            }
            Change::Edge(id) => {
                let index = scene.network.find_edge(id);
                index.is_some_and(|index| scene.change_edge(stage, index))
            }
            Change::All => scene.change_all(stage),
        };
        if self.map.change() || waits {
            self.stage.request();
        }
    }

    /// The name of the step of that path, if it is drawn.
    pub(super) fn name(&self, step: &str) -> Option<String> {
        let index = self.find(Some(step))?;
        Some(self.scene.as_ref()?.node(index).name.clone())
    }
}

/// Puts into the DOM what is in view, as far as the budget goes. Whether that is all of it.
fn draw(stage: &Stage, scene: &mut Scene, view: &Viewport, budget: u32) -> bool {
    let complete = scene.cover(stage, view, budget);
    let [x, y] = view.place;
    stage.view(x, y, view.scale, scene.level());
    complete
}

/// The right end of a box's title, where its button is.
fn title_end(scene: &Scene, index: usize) -> [f64; 2] {
    let node = scene.node(index);
    [node.x + node.width / 2.0, node.y - node.height / 2.0]
}

/// The middle of a box's upper border.
fn title_middle(scene: &Scene, index: usize) -> [f64; 2] {
    let node = scene.node(index);
    [node.x, node.y - node.height / 2.0]
}
