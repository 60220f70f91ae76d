//! The search for a step: what is typed is looked for in the names of all steps, and what is found is shown.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    callback::Callback,
    components::dynamic::{dynamic, effect, optional, placed, text},
    watched::{Kept, Watched},
};

/// A search: what is looked for, and what has been found.
#[derive(Clone, Copy)]
pub(super) struct Search {
    open: Watched<bool>,
    /// The paths of the steps found.
    found: Kept<Vec<String>>,
    /// Which of them is shown; and how many there are.
    at: Watched<(usize, usize)>,
    steps: Callback<(), Vec<(String, String)>>,
    on_find: Callback<String>,
    on_leave: Callback<()>,
}

impl Search {
    /// A search that nobody has opened, among steps by path and name. The path of each step that is shown goes to
    /// `on_find`.
    pub(super) fn new(
        steps: Callback<(), Vec<(String, String)>>,
        on_find: Callback<String>,
        on_leave: Callback<()>,
    ) -> Self {
        Self {
            open: Watched::new(false),
            found: Kept::new(Vec::new()),
            at: Watched::new((0, 0)),
            steps,
            on_find,
            on_leave,
        }
    }

    /// Opens it, or goes to its field if it is open.
    pub(super) fn open(self) {
        self.at.set((0, 0));
        self.found.replace(Vec::new());
        self.open.set(true);
    }

    fn close(self) {
        self.open.set(false);
        self.on_leave.run(());
    }

    fn look_for(self, wanted: &str) {
        let found = if wanted.is_empty() {
            Vec::new()
        } else {
            // By JavaScript: Rust would bring the tables along.
            let lower = |text: &str| String::from(js_sys::JsString::from(text).to_lower_case());
            matching(self.steps.run(()), wanted, &lower)
        };
        self.at.set((0, found.len()));
        self.found.replace(found);
        self.show();
    }

    /// Shows the next one found, or the one before.
    fn go_on(self, by: usize) {
        let (at, count) = self.at.get_untracked();
        if count > 0 {
            self.at.set(((at + by) % count, count));
            self.show();
        }
    }

    fn go_back(self) {
        let (_, count) = self.at.get_untracked();
        self.go_on(count.saturating_sub(1));
    }

    fn show(self) {
        let (at, _) = self.at.get_untracked();
        let step = self.found.borrow().get(at).cloned();
        if let Some(step) = step {
            self.on_find.run(step);
        }
    }

    /// The field and its buttons, while it is open.
    pub(super) fn view(self) -> AnyView {
        let field = Watched::new(None::<web_sys::Element>);
        effect(move || {
            if let (true, Some(field)) = (self.open.get(), field.get()) {
                let field: web_sys::HtmlInputElement = field.unchecked_into();
                let _ = field.focus();
                field.select();
            }
        });
        dynamic(move || optional(self.open.get().then_some(()), |()| self.form(field))).into_any()
    }

    fn form(self, field: Watched<Option<web_sys::Element>>) -> AnyView {
        let count = move || match self.at.get() {
            (_, 0) => String::new(),
            (at, count) => format!("{} of {count}", at + 1),
        };
        let on_key = move |event: leptos::ev::KeyboardEvent| {
            match (event.key().as_str(), event.shift_key()) {
                ("Enter", false) => self.go_on(1),
                ("Enter", true) => self.go_back(),
                ("Escape", _) => self.close(),
                _ => return,
            }
            event.prevent_default();
        };
        let typed = Kept::new(String::new());
        let nothing = move || {
            let (_, count) = self.at.get();
            (count == 0 && !typed.borrow().is_empty()).to_string()
        };
        let button =
            |id: &'static str, label: &'static str, sign: &'static str, act: Callback<()>| {
                super::controls::button(id, Callback::new(move |()| label.to_owned()), sign, act)
            };
        view! {
            <div class="graph-search" role="search">
                <input
                    id="graph-search"
                    type="search"
                    placeholder="Find a step"
                    aria-label="Find a step"
                    autocomplete="off"
                    aria-invalid=text(nothing)
                    use:placed=field
                    on:input=move |event| {
                        let wanted = event_target_value(&event);
                        typed.replace(wanted.clone());
                        self.look_for(&wanted);
                    }
                    on:keydown=on_key
                />
                <span id="graph-found" role="status">
                    {text(count)}
                </span>
                {button("graph-search-back", "Previous", "M4 10l4-4 4 4", Callback::new(move |()| self.go_back()))}
                {button("graph-search-on", "Next", "M4 6l4 4 4-4", Callback::new(move |()| self.go_on(1)))}
                {button("graph-search-close", "Close", "M4.5 4.5l7 7M11.5 4.5l-7 7", Callback::new(move |()| self.close()))}
            </div>
        }
        .into_any()
    }
}

/// The paths of the steps whose names have all the words in them, in whatever case the letters are.
fn matching(
    steps: Vec<(String, String)>,
    wanted: &str,
    lower: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let wanted = lower(wanted);
    let has_all = |name: &str| {
        let name = lower(name);
        wanted.split_whitespace().all(|word| name.contains(word))
    };
    let found = steps.into_iter().filter(|(_, name)| has_all(name));
    found.map(|(path, _)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_has_all_words_is_found() {
        let steps = ["Charge_Card", "Send card", "Größe", "A[b]"];
        let find = |wanted: &str| {
            let steps = steps.map(|name| (format!("in/{name}"), name.to_owned()));
            matching(steps.to_vec(), wanted, &str::to_lowercase)
        };
        assert_eq!(find("card"), ["in/Charge_Card", "in/Send card"]);
        assert_eq!(find("CARD  se"), ["in/Send card"]);
        assert_eq!(find("GRÖS"), [""; 0]);
        assert_eq!(find("größ"), ["in/Größe"]);
        assert_eq!(find("["), ["in/A[b]"]);
    }
}
