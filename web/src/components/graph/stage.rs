//! The elements that `stage.js` makes, and what it tells of the user.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/components/graph/stage.js")]
extern "C" {
    /// The graph's DOM. Boxes and edges are told apart by their indices in the drawing.
    pub(super) type Stage;

    #[wasm_bindgen(constructor)]
    pub(super) fn new(ground: &web_sys::Element, act: &JsValue) -> Stage;
    #[wasm_bindgen(method)]
    pub(super) fn request(this: &Stage);
    #[wasm_bindgen(method, getter)]
    pub(super) fn still(this: &Stage) -> bool;
    #[wasm_bindgen(method)]
    pub(super) fn begin(this: &Stage, width: f64, height: f64);
    #[wasm_bindgen(method)]
    pub(super) fn again(this: &Stage, before: usize, index: usize, left: f64, top: f64);
    #[wasm_bindgen(method)]
    pub(super) fn clear(this: &Stage);
    #[wasm_bindgen(method)]
    pub(super) fn view(this: &Stage, x: f64, y: f64, scale: f64, level: &str);
    #[wasm_bindgen(method, js_name = box)]
    pub(super) fn add_box(
        this: &Stage,
        index: usize,
        before: usize,
        container: bool,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
        middle: f64,
        kind: &str,
        id: &str,
        label: &str,
        name: &str,
        toggle: f64,
    );
    #[wasm_bindgen(method)]
    pub(super) fn shape(
        this: &Stage,
        index: usize,
        before: usize,
        container: bool,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
        kind: &str,
        id: &str,
        name: &str,
    );
    #[wasm_bindgen(method)]
    pub(super) fn marker(
        this: &Stage,
        index: usize,
        before: usize,
        x: f64,
        y: f64,
        radius: f64,
        kind: &str,
        name: &str,
    );
    #[wasm_bindgen(method)]
    pub(super) fn tell(
        this: &Stage,
        index: usize,
        status: &str,
        sign: &str,
        detail: &str,
        spoken: &str,
    );
    #[wasm_bindgen(method)]
    pub(super) fn status(this: &Stage, index: usize, status: &str);
    #[wasm_bindgen(method)]
    pub(super) fn press(this: &Stage, index: usize, pressed: bool);
    #[wasm_bindgen(method)]
    pub(super) fn stop(this: &Stage, index: usize, stops: bool);
    #[wasm_bindgen(method)]
    pub(super) fn focus(this: &Stage, index: usize);
    #[wasm_bindgen(method)]
    pub(super) fn leave(this: &Stage);
    #[wasm_bindgen(method, getter)]
    pub(super) fn focused(this: &Stage) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(super) fn width(this: &Stage) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(super) fn height(this: &Stage) -> f64;
    #[wasm_bindgen(method)]
    pub(super) fn edge(
        this: &Stage,
        index: usize,
        layer: usize,
        kind: &str,
        id: &str,
        line: &str,
        head: &str,
        name: &str,
    );
    #[wasm_bindgen(method)]
    pub(super) fn label(
        this: &Stage,
        index: usize,
        kind: &str,
        taken: bool,
        text: &str,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
    );
    #[wasm_bindgen(method)]
    pub(super) fn take(this: &Stage, index: usize, layer: usize);
    #[wasm_bindgen(method)]
    pub(super) fn block(this: &Stage, index: usize, layer: &str, status: &str, path: &str);
    #[wasm_bindgen(method, js_name = removeBox)]
    pub(super) fn remove_box(this: &Stage, index: usize);
    #[wasm_bindgen(method, js_name = removeEdge)]
    pub(super) fn remove_edge(this: &Stage, index: usize);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_tracing(this: &Stage, on: bool);
    #[wasm_bindgen(method, js_name = traceBox)]
    pub(super) fn trace_box(this: &Stage, index: usize, on: bool);
    #[wasm_bindgen(method, js_name = traceEdge)]
    pub(super) fn trace_edge(this: &Stage, index: usize, on: bool);
    #[wasm_bindgen(method, js_name = glideBox)]
    pub(super) fn glide_box(this: &Stage, index: usize, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = glideEdge)]
    pub(super) fn glide_edge(this: &Stage, index: usize, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = fadeBox)]
    pub(super) fn fade_box(this: &Stage, index: usize);
    #[wasm_bindgen(method, js_name = fadeEdge)]
    pub(super) fn fade_edge(this: &Stage, index: usize);
}

/// What the user does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    /// The next frame is due, at that time in milliseconds.
    Frame(f64),
    /// The view has this size.
    Size([f64; 2]),
    /// A pointer came down.
    Press(i32, [f64; 2]),
    /// It moved.
    Drag(i32, [f64; 2]),
    /// It went up.
    Release(i32),
    /// Zoom by a factor round a point.
    Zoom([f64; 2], f64),
    /// Move by so many pixels.
    Move([f64; 2]),
    /// A box was pressed, or the ground; and where, if by a pointer.
    Click(Option<String>, Option<[f64; 2]>),
    /// A container's button was pressed; and whether by a pointer.
    Toggle(String, bool),
    /// The pointer is over a box, or over none.
    Hover(Option<String>),
    /// A box has the focus, or none has; and whether the keyboard gave it.
    Focus(Option<String>, bool),
    /// A key was pressed.
    Key(Key),
}

/// A key that was pressed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    /// Its name, as `KeyboardEvent.key` has it.
    pub(super) name: String,
    /// Whether Ctrl or the command key is held.
    pub(super) control: bool,
    /// Whether Alt is held.
    pub(super) alt: bool,
    /// Whether the focus is in the drawing or on its ground, not on a button beside it.
    pub(super) in_graph: bool,
}

/// The function that `stage.js` calls, which lives as long as the page. It answers whether the act had a meaning.
pub(super) fn listener(act: impl Fn(Act) -> bool + 'static) -> JsValue {
    let listen = move |what: u32, x: f64, y: f64, z: f64, name: String| {
        let some = |name: String| (!name.is_empty()).then_some(name);
        #[expect(clippy::cast_possible_truncation, reason = "a pointer's id is a long")]
        let pointer = z as i32;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "three flags"
        )]
        let held = x as u32;
        act(match what {
            0 => Act::Frame(x),
            1 => Act::Size([x, y]),
            2 => Act::Press(pointer, [x, y]),
            3 => Act::Drag(pointer, [x, y]),
            4 => Act::Release(pointer),
            5 => Act::Zoom([x, y], z),
            6 => Act::Move([x, y]),
            7 => Act::Click(some(name), (z > 0.0).then_some([x, y])),
            8 => Act::Toggle(name, x > 0.0),
            9 => Act::Hover(some(name)),
            10 => Act::Focus(some(name), x > 0.0),
            _ => Act::Key(Key {
                name,
                control: held & 1 > 0,
                alt: held & 4 > 0,
                in_graph: y > 0.0,
            }),
        })
    };
    let listen: Box<dyn Fn(u32, f64, f64, f64, String) -> bool> = Box::new(listen);
    Closure::wrap(listen).into_js_value()
}
