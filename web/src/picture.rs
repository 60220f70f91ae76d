//! Pictures of the graph that go out: as files, and to the clipboard.

use stepwell_core::{
    export::{self, Format, Mark, Marks, PictureOptions, Status, Theme, document_json},
    layout::Drawing,
};
use wasm_bindgen::prelude::*;

use crate::{
    run_signals::RunSignals,
    run_view::{StepView, duration},
    transfer::{Texts, error_message},
};

#[wasm_bindgen(module = "/src/picture.js")]
extern "C" {
    #[wasm_bindgen(js_name = prefersDark)]
    fn prefers_dark() -> bool;
    #[wasm_bindgen(js_name = saveSvg)]
    fn save_svg(name: &str, svg: &str);
    #[wasm_bindgen(js_name = savePng, catch)]
    async fn save_png(name: &str, svg: &str, document: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = copy, catch)]
    async fn copy_text(text: &str) -> Result<(), JsValue>;
    /// Goes to a text area and selects what is in it.
    pub(crate) fn select(area: &web_sys::Element);
}

/// What is to be made of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A file: SVG.
    Svg,
    /// A file: PNG.
    Png,
    /// Text on the clipboard: Mermaid.
    Mermaid,
    /// Text on the clipboard: DOT.
    Dot,
}

/// What became of it.
pub(crate) enum Made {
    /// It is done: what to tell of it.
    Done(&'static str),
    /// It could not be copied: the text.
    NotCopied(String),
    /// It could not be made: why not.
    Failed(String),
}

/// What a picture shows.
pub(crate) struct Subject<'a> {
    /// The workflow's name.
    pub(crate) name: &'a str,
    /// Its graph.
    pub(crate) drawing: &'a Drawing,
    /// What has become of it, if that is to be shown.
    pub(crate) run: Option<RunSignals>,
    /// The document that goes along.
    pub(crate) texts: &'a Texts,
}

/// Makes a picture and hands it to the user.
pub(crate) async fn make(wanted: Wanted, subject: Subject<'_>) -> Made {
    let Subject {
        name,
        drawing,
        run,
        texts,
    } = subject;
    let marks = run.map(Shown);
    let document = document_json(&texts.definition, &texts.functions, &texts.input);
    let mut options = PictureOptions {
        marks: marks.as_ref().map(|marks| marks as &dyn Marks),
        ..PictureOptions::default()
    };
    let format = match wanted {
        Wanted::Svg | Wanted::Png => Format::Svg,
        Wanted::Mermaid => Format::Mermaid,
        Wanted::Dot => Format::Dot,
    };
    if format == Format::Svg {
        options.title = Some(name).filter(|name| !name.is_empty());
        options.document = (wanted == Wanted::Svg).then_some(&*document);
    }
    if wanted == Wanted::Png {
        options.theme = if prefers_dark() {
            Theme::Dark
        } else {
            Theme::Light
        };
    }
    let picture = export::picture(drawing, format, &options);
    match wanted {
        Wanted::Svg => {
            save_svg(name, &picture);
            Made::Done("The SVG is saved. The document is in it: drop it here, and it opens again.")
        }
        Wanted::Png => match save_png(name, &picture, &document).await {
            Ok(reduced) if reduced.is_truthy() => Made::Done(
                "The PNG is saved, but smaller than it should be: the graph is too large. An SVG has no such bounds.",
            ),
            Ok(_) => Made::Done(
                "The PNG is saved. The document is in it: drop it here, and it opens again.",
            ),
            Err(error) => Made::Failed(error_message(&error)),
        },
        Wanted::Mermaid | Wanted::Dot => match copy_text(&picture).await {
            Ok(()) if wanted == Wanted::Dot => Made::Done("The graph is on the clipboard as DOT."),
            Ok(()) => Made::Done("The graph is on the clipboard as Mermaid."),
            Err(_) => Made::NotCopied(picture),
        },
    }
}

/// The run that the page shows, for a picture.
struct Shown(RunSignals);

impl Marks for Shown {
    fn of_box(&self, id: &str) -> Option<Mark> {
        self.0.look(id, |step| {
            Some(Mark {
                status: Status::named(step.status.as_str())?,
                note: step_duration(step),
            })
        })
    }

    fn is_taken(&self, edge: &str) -> bool {
        self.0.has_taken(edge)
    }
}

fn step_duration(step: &StepView) -> String {
    step.duration().map_or(String::new(), duration)
}
