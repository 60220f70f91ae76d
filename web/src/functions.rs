//! The functions that steps call, by name.
//!
//! Today they are JavaScript functions of the page itself, and only those of the built-in examples. Whatever
//! is to run somewhere else comes in here.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A module's functions.
#[derive(Clone)]
pub(crate) struct Functions(Object);

impl Functions {
    /// The functions among an object's own members.
    pub(crate) fn new(members: Object) -> Self {
        Self(members)
    }

    /// The function of that name.
    pub(crate) fn get(&self, name: &str) -> Option<Function> {
        let name = JsValue::from_str(name);
        if !Object::has_own(&self.0, &name) {
            return None;
        }
        Reflect::get(&self.0, &name).ok()?.dyn_into().ok()
    }
}
