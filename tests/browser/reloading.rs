//! Whenever the page is loaded again, nothing that was typed is lost, and no step that has finished is done again.
//!
//! Fifty times, ten from each of five seeds, somebody edits a document in all its views, runs it, and the page is loaded
//! again at a random moment. The page itself chooses that moment, so that nothing comes between what it shows then and
//! its end.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use fastrand::Rng;
use serde::Deserialize;
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![a_reload_at_any_moment_loses_nothing];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_reload_at_any_moment_loses_nothing_2,
    a_reload_at_any_moment_loses_nothing_3,
    a_reload_at_any_moment_loses_nothing_4,
    a_reload_at_any_moment_loses_nothing_5,
];

async fn a_reload_at_any_moment_loses_nothing(page: &Page) -> Result<()> {
    edit_run_and_reload(page, 1).await
}

async fn a_reload_at_any_moment_loses_nothing_2(page: &Page) -> Result<()> {
    edit_run_and_reload(page, 2).await
}

async fn a_reload_at_any_moment_loses_nothing_3(page: &Page) -> Result<()> {
    edit_run_and_reload(page, 3).await
}

async fn a_reload_at_any_moment_loses_nothing_4(page: &Page) -> Result<()> {
    edit_run_and_reload(page, 4).await
}

async fn a_reload_at_any_moment_loses_nothing_5(page: &Page) -> Result<()> {
    edit_run_and_reload(page, 5).await
}

const ROUNDS: usize = 10;
const STEPS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// How often each of the document's parts has been edited: every edit can be seen in the page.
#[derive(Clone, Debug, Default)]
struct Edits {
    input: usize,
    functions: usize,
    name: usize,
    has_copy: bool,
}

/// When the page is loaded again.
#[derive(Debug)]
enum Moment {
    /// At once after the last edit.
    Edited,
    /// So many milliseconds after so many steps were shown to have finished.
    Ran { finished: usize, later: u32 },
}

/// What the page showed when it was loaded again.
#[derive(Debug, Deserialize)]
struct Shown {
    finished: Vec<String>,
}

impl Moment {
    fn choose(random: &mut Rng) -> Self {
        match random.usize(..6) {
            0 => Self::Edited,
            finished => Self::Ran {
                finished,
                later: random.u32(..60),
            },
        }
    }
}

impl Edits {
    fn document(&self) -> Document {
        let steps: Vec<String> = (STEPS.iter().zip(STEPS[1..].iter().map(Some).chain([None])))
            .map(|(step, next)| {
                let next = next.map_or(String::new(), |next| format!(r#", "nextStep": "{next}""#));
                format!(r#""{step}": {{ "func": "visit"{next} }}"#)
            })
            .collect();
        // What is edited by hand stands at the end of each text.
        Document {
            definition: format!(
                r#"{{ "steps": {{ {} }}, "name": "{}" }}"#,
                steps.join(", "),
                self.document_name()
            ),
            functions: "export async function visit(visited, { name }) { console.log(name); await new Promise((resolve) => setTimeout(resolve, 60)); return [...visited, name + edits]; } const edits = 0".to_owned(),
            input: self.input_text(),
        }
    }

    fn document_name(&self) -> String {
        format!("Visits{}", "!".repeat(self.name))
    }

    fn input_text(&self) -> String {
        format!("[{}]", self.input)
    }

    fn steps(&self) -> Vec<&str> {
        let copy = self.has_copy.then_some("H 2");
        STEPS.into_iter().chain(copy).collect()
    }

    fn output(&self) -> Value {
        let visited = STEPS.map(|step| json!(format!("{step}{}", self.functions)));
        [json!(self.input)].into_iter().chain(visited).collect()
    }

    /// Makes a random edit, in one of the three views or in the input.
    async fn make(&mut self, page: &Page, random: &mut Rng) -> Result<()> {
        match random.u8(..4) {
            0 => {
                self.input += 1;
                page.show("panel-input").await?;
                page.type_input(&self.input_text()).await
            }
            1 => {
                self.functions += 1;
                type_at_the_end(page, "functions", 0, "+1").await
            }
            2 => {
                self.name += 1;
                type_at_the_end(page, "workflow", "\" }".len(), "!").await
            }
            _ => self.edit_graph(page).await,
        }
    }

    async fn edit_graph(&mut self, page: &Page) -> Result<()> {
        let step = if self.has_copy { "H 2" } else { "H" };
        page.inspect(step).await?;
        let script = "document.querySelector(`[data-step=\"${arguments[0]}\"]`).focus()";
        page.evaluate(script, vec![step.into()]).await?;
        if self.has_copy {
            page.press_keys(&[Key::Delete.into()]).await?;
        } else {
            page.press_keys(&[Key::Control.into(), 'd']).await?;
        }
        self.has_copy = !self.has_copy;
        self.until_steps_are_shown(page).await
    }

    async fn until_steps_are_shown(&self, page: &Page) -> Result<()> {
        page.until("the steps are as they were edited", async || {
            let steps = page.step_statuses().await?;
            Ok(steps.keys().eq(self.steps()).then_some(()))
        })
        .await
    }

    /// All of them are in the page.
    async fn are_there(&self, page: &Page) -> Result<()> {
        ensure!(page.document_name().await? == self.document_name());
        let input = page
            .evaluate("return document.querySelector('#input').value", Vec::new())
            .await?;
        ensure!(input == self.input_text(), "the input is {input}");
        self.until_steps_are_shown(page).await
    }
}

/// Types into an editor, so many characters before its end.
async fn type_at_the_end(page: &Page, editor: &str, before: usize, text: &str) -> Result<()> {
    page.show(&format!("panel-{editor}")).await?;
    let content = page.editor_content(editor).await?;
    let [control, end] = [Key::Control, Key::End].map(char::from);
    content.send_keys(&format!("{control}{end}")).await?;
    let left = String::from(char::from(Key::Left)).repeat(before);
    content.send_keys(&format!("{left}{text}")).await?;
    Ok(())
}

async fn edit_run_and_reload(page: &Page, seed: u64) -> Result<()> {
    let mut random = Rng::with_seed(seed);
    let mut edits = Edits::default();
    page.open_link(&edits.document()).await?;
    let mut cut_off = 0;
    for round in 0..ROUNDS {
        let moment = Moment::choose(&mut random);
        let outcome = async {
            for _ in 0..random.usize(1..=3) {
                edits.make(page, &mut random).await?;
            }
            go_through(page, &moment, &edits, round + 1).await
        };
        let was_cut_off = outcome
            .await
            .with_context(|| format!("seed {seed}, round {round}, {moment:?}, {edits:?}"))?;
        cut_off += usize::from(was_cut_off);
    }
    // How many it is depends on how fast the page is left.
    ensure!(cut_off > 0, "seed {seed}: no run was cut off");
    Ok(())
}

/// Runs what was edited, as the so manieth run, and loads the page again at the moment. Says whether the run was cut off
/// by that.
async fn go_through(page: &Page, moment: &Moment, edits: &Edits, runs: usize) -> Result<bool> {
    let Moment::Ran { finished, later } = moment else {
        reload_when(page, 0, 0).await?;
        edits.are_there(page).await?;
        ensure!(page.count(".offer").await? == 0, "nothing was run");
        page.run_to("COMPLETED").await?;
        ensure!(page.json("#run-output").await? == edits.output());
        return Ok(false);
    };
    page.click("#run").await?;
    let Shown { finished } = reload_when(page, *finished, *later).await?;
    edits.are_there(page).await?;
    page.open_documents("runs").await?;
    let latest = page.element("#run-list > li").await?;
    ensure!(page.count("#run-list > li").await? == runs, "a run is lost");
    let status = latest.attr("data-run").await?;
    page.click("#documents-dialog [data-close]").await?;
    if status.as_deref() == Some("COMPLETED") {
        // It was faster than the page could be left.
        return Ok(false);
    }
    page.click(".offer .link").await?;
    page.until_run_is("COMPLETED").await?;
    let output = page.json("#run-output").await?;
    ensure!(output == edits.output(), "the output is {output}");
    // Every call of a function since the page was loaded: the steps that had not finished, each once.
    let called: Vec<String> = page
        .console()
        .await?
        .into_iter()
        .map(|line| line.1)
        .collect();
    ensure!(
        STEPS.ends_with(&called.iter().map(String::as_str).collect::<Vec<_>>())
            && called.len() + finished.len() <= STEPS.len(),
        "{finished:?} had finished, and then these were called: {called:?}"
    );
    Ok(true)
}

/// Has the page load itself again, `later` milliseconds after so many steps have finished. What it showed when it did is
/// read in the next one.
async fn reload_when(page: &Page, finished: usize, later: u32) -> Result<Shown> {
    let script = "const [count, later] = arguments;
        const finished = () => [...document.querySelectorAll('[data-step][data-status=succeeded]')].map(({ dataset }) => dataset.step);
        const reload = () => {
            sessionStorage.shown = JSON.stringify({ finished: finished() });
            location.reload();
        };
        const look = () => (finished().length < count ? setTimeout(look, 2) : later > 0 ? setTimeout(reload, later) : reload());
        delete sessionStorage.shown;
        window.isLeft = true;
        setTimeout(look)";
    page.evaluate(script, vec![finished.into(), later.into()])
        .await?;
    let shown = page
        .until("the page was loaded again", async || {
            // Asked while it is loaded again, a browser may not answer.
            let script = "return window.isLeft ? null : (sessionStorage.shown ?? null)";
            let shown = page.evaluate(script, Vec::new()).await.ok();
            Ok(shown.and_then(|shown| shown.as_str().map(str::to_owned)))
        })
        .await?;
    page.until_usable().await?;
    Ok(serde_json::from_str(&shown)?)
}
