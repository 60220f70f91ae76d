//! The whole drawing, small, with what is in view framed; shown where one could lose one's way.

use wasm_bindgen::prelude::*;

use super::{
    blocks::STATUSES,
    scene::{Scene, rect},
    viewport::Viewport,
};
use crate::{run_signals::RunSignals, run_view::StepStatus};

/// How long a change of status may wait, in milliseconds: it costs as much as drawing all boxes.
const WAITS: f64 = 250.0;

#[wasm_bindgen(module = "/src/components/graph/minimap.js")]
extern "C" {
    /// The map's DOM.
    type Minimap;

    #[wasm_bindgen(constructor)]
    fn new(host: &web_sys::Element, statuses: &str, centre: &JsValue) -> Minimap;
    #[wasm_bindgen(method)]
    fn draw(this: &Minimap, width: f64, height: f64, boxes: &[f32], statuses: &[u8]);
    #[wasm_bindgen(method)]
    fn frame(this: &Minimap, left: f64, top: f64, right: f64, bottom: f64);
    #[wasm_bindgen(method)]
    fn hide(this: &Minimap);
}

/// The map.
pub(super) struct Map {
    minimap: Minimap,
    shown: bool,
    /// What is drawn is out of date: since a status has changed, or altogether.
    changed: bool,
    stale: bool,
    drawn: f64,
}

impl Map {
    /// The map in `host`; `centre` is called with the part of the drawing's width and height that is pressed.
    pub(super) fn new(host: &web_sys::Element, centre: impl Fn(f64, f64) + 'static) -> Self {
        let centre: Box<dyn Fn(f64, f64)> = Box::new(centre);
        let statuses = STATUSES.map(StepStatus::as_str).join(" ");
        Self {
            minimap: Minimap::new(host, &statuses, &Closure::wrap(centre).into_js_value()),
            shown: false,
            changed: false,
            stale: true,
            drawn: f64::NEG_INFINITY,
        }
    }

    /// Another drawing is to be shown.
    pub(super) fn renew(&mut self) {
        self.stale = true;
    }

    /// The status of a step has changed. Whether that is to be seen.
    pub(super) fn change(&mut self) -> bool {
        self.changed = true;
        self.shown
    }

    /// Shows what is in view, and what has changed. Whether something waits to be shown.
    pub(super) fn frame(
        &mut self,
        view: &Viewport,
        scene: &Scene,
        run: RunSignals,
        now: f64,
    ) -> bool {
        if !view.is_small_part() {
            if self.shown {
                self.minimap.hide();
            }
            self.shown = false;
            return false;
        }
        self.shown = true;
        if self.stale || self.changed && now - self.drawn > WAITS {
            (self.stale, self.changed, self.drawn) = (false, false, now);
            self.draw(scene, run);
        }
        let visible = view.visible();
        let [width, height] = view.drawing;
        self.minimap.frame(
            visible.left / width,
            visible.top / height,
            visible.right / width,
            visible.bottom / height,
        );
        self.changed
    }

    fn draw(&self, scene: &Scene, run: RunSignals) {
        let drawing = &scene.network.drawing;
        let (mut boxes, mut statuses) = (Vec::new(), Vec::new());
        for (index, node) in drawing.nodes.iter().enumerate() {
            if node.container || !scene.network.can_be_chosen(index) {
                continue;
            }
            let status = run.look(&node.id, |step| step.status);
            let at = STATUSES.iter().position(|other| *other == status);
            statuses.push(u8::try_from(at.unwrap_or(0)).unwrap_or(0));
            let rect = rect(node);
            #[expect(clippy::cast_possible_truncation, reason = "exact enough for a map")]
            boxes
                .extend([rect.left, rect.top, node.width, node.height].map(|length| length as f32));
        }
        self.minimap
            .draw(drawing.width, drawing.height, &boxes, &statuses);
    }
}
