//! The page as a person uses it: what can be pressed, and what stands there.
//!
//! It knows the page by ids and `data-` attributes alone, never by classes or wording.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// How long anything may take to show.
const SHOWS_WITHIN: Duration = Duration::from_secs(30);

/// Under which WebDriver names an element in JSON (W3C WebDriver, "Elements").
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the page can open.
pub struct Document {
    /// The definition as JSON.
    pub definition: String,
    /// The module whose exports are the functions.
    pub functions: String,
    /// The run's input as JSON.
    pub input: String,
}

impl Document {
    /// A workflow of one step, `Only`, that calls the function `only`; `more` is put into the step, such as
    /// `, "timeout": 1`.
    pub fn of_one_step(name: &str, more: &str, functions: &str) -> Self {
        let name = Value::from(name);
        Self {
            definition: format!(
                r#"{{ "name": {name}, "steps": {{ "Only": {{ "func": "only"{more} }} }} }}"#
            ),
            functions: functions.to_owned(),
            input: "null".to_owned(),
        }
    }

    /// As the page saves it.
    pub fn file(&self) -> String {
        serde_json::json!({
            "stepwell": 1,
            "definition": self.definition,
            "functions": self.functions,
            "input": self.input,
        })
        .to_string()
    }

    /// The fragment of a link that has it.
    pub fn link(&self) -> Result<String> {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(self.file().as_bytes())?;
        Ok(format!("#doc={}", URL_SAFE_NO_PAD.encode(packed.finish()?)))
    }

    fn name(&self) -> Result<String> {
        let definition: Value = serde_json::from_str(&self.definition)?;
        let name = definition["name"].as_str();
        Ok(name.context("the definition has no name")?.to_owned())
    }
}

/// The page in a browser.
pub struct Page {
    client: Client,
}

impl Page {
    /// Opens the page and waits until it can be used.
    pub async fn open(client: &Client, url: &str) -> Result<Self> {
        client.goto(url).await?;
        let page = Self {
            client: client.clone(),
        };
        page.until_usable().await?;
        Ok(page)
    }

    /// Waits until the page can be used.
    pub async fn until_usable(&self) -> Result<()> {
        self.element("#run").await?;
        self.element("#graph-fit").await?;
        Ok(())
    }

    /// The element that `css` selects, once it is displayed. The page itself is asked, since the drivers' own answers
    /// differ: WebKit's takes whatever has `overflow: hidden` for hidden.
    pub async fn element(&self, css: &str) -> Result<Element> {
        let script = "return [...document.querySelectorAll(arguments[0])].find((element) =>
            element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
            && element.getClientRects().length > 0)";
        self.until(&format!("{css} is displayed"), async || {
            let found = self.client.execute(script, vec![css.into()]).await?;
            let id = found.get(ELEMENT_KEY).and_then(Value::as_str);
            Ok(id.map(|id| Element::from_element_id(self.client.clone(), id.to_owned().into())))
        })
        .await
    }

    /// The displayed text of the element that `css` selects.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.element(css).await?.text().await?)
    }

    /// The JSON that is the text of the element that `css` selects.
    pub async fn json(&self, css: &str) -> Result<Value> {
        let text = self.text(css).await?;
        serde_json::from_str(&text).with_context(|| format!("{css} shows {text}"))
    }

    /// How many elements `css` selects now.
    pub async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.client.find_all(Locator::Css(css)).await?.len())
    }

    /// What a script of the page's own returns.
    pub async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Presses keys, one after the other and let go together, wherever the focus is.
    pub async fn press_keys(&self, keys: &[char]) -> Result<()> {
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let press = down
            .chain(up)
            .fold(KeyActions::new("keys".to_owned()), KeyActions::then);
        self.client.perform_actions(press).await?;
        self.client.release_actions().await?;
        Ok(())
    }

    /// Moves the mouse to the first point and, with the button held, on to the others.
    pub async fn drag(&self, way: &[(f64, f64)]) -> Result<()> {
        let duration = Some(Duration::ZERO);
        let to = |&(x, y): &(f64, f64)| PointerAction::MoveTo { duration, x, y };
        let button = MOUSE_BUTTON_LEFT;
        let (first, others) = way.split_first().context("a way")?;
        let start = MouseActions::new("mouse".to_owned())
            .then(to(first))
            .then(PointerAction::Down { button });
        let drag = others.iter().map(to).fold(start, MouseActions::then);
        self.client
            .perform_actions(drag.then(PointerAction::Up { button }))
            .await?;
        self.client.release_actions().await?;
        Ok(())
    }

    /// Loads the page anew and waits until it can be used.
    pub async fn reload(&self) -> Result<()> {
        self.client.refresh().await?;
        self.until_usable().await
    }

    /// Gives the window this size.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        Ok(())
    }

    /// Moves the mouse to a point.
    pub async fn point_at(&self, x: f64, y: f64) -> Result<()> {
        let duration = Some(Duration::ZERO);
        let mouse = MouseActions::new("mouse".to_owned());
        let there = mouse.then(PointerAction::MoveTo { duration, x, y });
        self.client.perform_actions(there).await?;
        Ok(())
    }

    /// Presses the element that `css` selects.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.element(css).await?;
        element
            .click()
            .await
            .with_context(|| format!("pressing {css}"))
    }

    /// Chooses one of the example's inputs: `valid`, `invalid`, `payment-failure` or `malformed`.
    pub async fn choose_case(&self, case: &str) -> Result<()> {
        self.click(&format!("[data-case=\"{case}\"]")).await
    }

    /// Puts `text` in the place of the run's input, as typing does.
    pub async fn type_input(&self, text: &str) -> Result<()> {
        let input = self.element("#input").await?;
        input.clear().await?;
        // A line break is the key Enter: WebKit's driver drops the character.
        let keys = text.replace('\n', &String::from(char::from(Key::Enter)));
        input.send_keys(&keys).await?;
        Ok(())
    }

    /// Presses Run and waits until the run has ended with `status`.
    pub async fn run_to(&self, status: &str) -> Result<()> {
        self.click("#run").await?;
        self.until_run_is(status).await
    }

    /// Waits until the run's status is `status`; an end with another one is an error at once.
    pub async fn until_run_is(&self, status: &str) -> Result<()> {
        self.until(&format!("the run is {status}"), async || {
            let now = self.run_status().await?;
            if now == status {
                return Ok(Some(()));
            }
            if ["COMPLETED", "FAILED", "CANCELLED"].contains(&now.as_str()) {
                bail!("the run is {now}, not {status}");
            }
            Ok(None)
        })
        .await
    }

    /// The run's status.
    pub async fn run_status(&self) -> Result<String> {
        let element = self.element("#run-status").await?;
        let status = element.attr("data-status").await?;
        status.context("#run-status has no data-status")
    }

    /// The status of every step in the graph, by path.
    pub async fn step_statuses(&self) -> Result<BTreeMap<String, String>> {
        let script = "return Object.fromEntries([...document.querySelectorAll('[data-step]')]
            .map((step) => [step.dataset.step, step.dataset.status ?? '']))";
        self.until("the statuses are told", async || {
            let statuses = self.client.execute(script, Vec::new()).await?;
            Ok(Some(serde_json::from_value(statuses)?))
        })
        .await
    }

    /// Opens the step of that path in the inspector, by pointing at the top of its box: what is inside may be steps too.
    /// If it is not in view, shows all of the graph first.
    pub async fn inspect(&self, path: &str) -> Result<()> {
        let script = "document.querySelector('.canvas').scrollIntoView({ block: 'center', behavior: 'instant' });
            const step = document.querySelector(`[data-step=\"${CSS.escape(arguments[0])}\"]`);
            if (step?.getAttribute('aria-pressed') === 'true') return [];
            const box = step?.getBoundingClientRect() ?? { x: 0, y: 0, width: 0, height: 0 };
            const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 12)];
            const isThere = step && document.elementFromPoint(x, y)?.closest('[data-step]') === step;
            const rests = window.stepwellRested === (window.stepwellRested = `${x} ${y}`);
            if (!isThere) document.querySelector('#graph-fit').click();
            return isThere && rests ? [x, y] : null";
        // A box that moves as it is pressed, as when the page beside it grows, is pressed again.
        self.until(&format!("{path} is chosen"), async || {
            let place = self.evaluate(script, vec![path.into()]).await?;
            let Some(place) = serde_json::from_value::<Option<Vec<f64>>>(place)? else {
                return Ok(None);
            };
            let [x, y] = place[..] else {
                return Ok(Some(()));
            };
            self.drag(&[(x, y)]).await?;
            Ok(None)
        })
        .await?;
        self.until(&format!("the inspector shows {path}"), async || {
            let shows = self.element("#inspector").await?.attr("data-shows").await?;
            Ok((shows.as_deref() == Some(path)).then_some(()))
        })
        .await
    }

    /// Opens a document as a link does, and waits until it is there. Its definition must have a name that the page
    /// does not show yet.
    pub async fn open_link(&self, document: &Document) -> Result<()> {
        self.follow(&document.link()?).await?;
        self.until_open(&document.name()?).await
    }

    /// Goes to a fragment of the page.
    pub async fn follow(&self, fragment: &str) -> Result<()> {
        let script = "location.hash = arguments[0]";
        self.client.execute(script, vec![fragment.into()]).await?;
        Ok(())
    }

    /// Loads the page anew from a link with a document in it.
    pub async fn load_link(&self, document: &Document) -> Result<()> {
        let url = self.client.current_url().await?;
        let (page, _) = url.as_str().split_once('#').unwrap_or((url.as_str(), ""));
        self.client.goto("about:blank").await?;
        self.client
            .goto(&format!("{page}{}", document.link()?))
            .await?;
        self.element("#graph-fit").await?;
        self.until_open(&document.name()?).await
    }

    /// Opens the page in another tab, and goes on there. Answers with the tab that was left.
    pub async fn open_tab(&self) -> Result<WindowHandle> {
        let left = self.client.window().await?;
        let url = self.client.current_url().await?;
        let tab = self.client.new_window(true).await?;
        self.client.switch_to_window(tab.handle).await?;
        self.client.goto(url.as_str()).await?;
        self.element("#graph-fit").await?;
        Ok(left)
    }

    /// Closes this tab and goes on in another.
    pub async fn close_tab(&self, other: WindowHandle) -> Result<()> {
        self.client.close_window().await?;
        self.client.switch_to_window(other).await?;
        Ok(())
    }

    /// Opens the dialog of documents at one of its views: `documents`, `history`, `runs`, `examples` or `paste`.
    pub async fn open_documents(&self, view: &str) -> Result<()> {
        self.click("#documents").await?;
        self.click(&format!("#documents-{view}-tab")).await
    }

    /// The texts of all elements that `css` selects.
    pub async fn texts_of(&self, css: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)";
        let texts = self.evaluate(script, vec![css.into()]).await?;
        Ok(serde_json::from_value(texts)?)
    }

    /// Drops a file on the page.
    pub async fn drop_file(&self, name: &str, text: &str) -> Result<()> {
        self.drop_bytes(name, text.as_bytes()).await
    }

    /// Drops a file of any bytes on the page.
    pub async fn drop_bytes(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let script = "const bytes = Uint8Array.from(atob(arguments[1]), (character) => character.charCodeAt(0));
            const file = new File([bytes], arguments[0]);
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(file);
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))";
        let bytes = STANDARD.encode(bytes);
        self.evaluate(script, vec![name.into(), bytes.into()])
            .await?;
        Ok(())
    }

    /// Waits until the document of that name is shown.
    pub async fn until_open(&self, name: &str) -> Result<()> {
        self.until(&format!("the document `{name}` is open"), async || {
            Ok((self.document_name().await? == name).then_some(()))
        })
        .await
    }

    /// Why there can be no run now; empty if there can.
    pub async fn obstacle(&self) -> Result<String> {
        let script = "return document.querySelector('#run-obstacle').textContent";
        let obstacle = self.client.execute(script, Vec::new()).await?;
        Ok(serde_json::from_value(obstacle)?)
    }

    /// The name of the document that is open.
    pub async fn document_name(&self) -> Result<String> {
        // Not its text: it is cut off where there is no room, which WebKit's driver takes for hidden.
        let title = self.element("#document-name").await?.attr("title").await?;
        title.context("#document-name has no title")
    }

    /// Shows the panel of that id: `panel-input`, `panel-workflow`, `panel-functions`, `panel-result`, `panel-console`.
    pub async fn show(&self, panel: &str) -> Result<()> {
        self.click(&format!("#{panel}-tab")).await
    }

    /// Types a text of one line in the place of what stands in an editor (`workflow` or `functions`). What the editor
    /// closes of its own accord, the text's own brackets and quotation marks type over.
    pub async fn write(&self, editor: &str, text: &str) -> Result<()> {
        anyhow::ensure!(!text.contains('\n'), "the editor would indent a new line");
        self.show(&format!("panel-{editor}")).await?;
        let content = self.editor_content(editor).await?;
        let [control, delete] = [Key::Control, Key::Backspace].map(char::from);
        // The modifier is held until the command's end, which does no harm: it deletes what is selected.
        content.send_keys(&format!("{control}a{delete}")).await?;
        content.send_keys(text).await?;
        Ok(())
    }

    /// What is edited in an editor: an element of its shadow tree, which takes keys.
    pub async fn editor_content(&self, editor: &str) -> Result<Element> {
        self.in_editor(editor, "[role=textbox]").await
    }

    /// The element that `css` selects within an editor, once it is there.
    pub async fn in_editor(&self, editor: &str, css: &str) -> Result<Element> {
        let script = "return [...document.querySelectorAll(`[data-editor=${arguments[0]}] > *`)]
            .map((host) => host.shadowRoot?.querySelector(arguments[1]))
            .find((element) => element?.getClientRects().length > 0)";
        self.until(&format!("{css} in the {editor} editor"), async || {
            let arguments = vec![editor.into(), css.into()];
            let found = self.client.execute(script, arguments).await?;
            let id = found.get(ELEMENT_KEY).and_then(Value::as_str);
            Ok(id.map(|id| Element::from_element_id(self.client.clone(), id.to_owned().into())))
        })
        .await
    }

    /// What stands in the console: level and text of each line.
    pub async fn console(&self) -> Result<Vec<(String, String)>> {
        let script = "return [...document.querySelectorAll('#console > li')]
            .map((line) => [line.dataset.level, line.lastChild.textContent])";
        let lines = self.client.execute(script, Vec::new()).await?;
        Ok(serde_json::from_value(lines)?)
    }

    /// Begins to count in the page, as something that goes on beside whatever runs.
    pub async fn start_ticking(&self) -> Result<()> {
        let script =
            "const ticks = (window.stepwellTicks = { longest: 0, last: performance.now() });
            setInterval(() => {
                const now = performance.now();
                ticks.longest = Math.max(ticks.longest, now - ticks.last);
                ticks.last = now;
            }, 20)";
        self.client.execute(script, Vec::new()).await?;
        Ok(())
    }

    /// The longest time between two ticks so far; forgets it.
    pub async fn longest_pause(&self) -> Result<Duration> {
        let script = "const ticks = window.stepwellTicks;
            const longest = Math.max(ticks.longest, performance.now() - ticks.last);
            ticks.longest = 0;
            return longest";
        let longest = self.client.execute(script, Vec::new()).await?;
        let milliseconds = longest.as_f64().context("a number")?;
        Ok(Duration::from_secs_f64(milliseconds / 1000.0))
    }

    /// What has gone wrong in the page so far: console errors, uncaught errors, files that did not load.
    pub async fn errors(&self) -> Result<Vec<String>> {
        let script = "return window.stepwellErrors ?? ['the recorder did not run']";
        let errors = self.client.execute(script, Vec::new()).await?;
        Ok(serde_json::from_value(errors)?)
    }

    /// What `look` finds, as soon as it finds something. An element that the page replaces meanwhile is looked for again.
    pub async fn until<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let end = Instant::now() + SHOWS_WITHIN;
        loop {
            match look().await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => {}
                Err(error) if is_stale(&error) || is_garbled(&error) => {}
                Err(error) => return Err(error),
            }
            if Instant::now() > end {
                bail!("not so within {} s: {what}", SHOWS_WITHIN.as_secs());
            }
            sleep(Duration::from_millis(30)).await;
        }
    }
}

/// WebKit's driver now and then cannot read an answer, and can when it is asked again.
fn is_garbled(error: &anyhow::Error) -> bool {
    error.to_string().contains("Could not parse script result")
}

fn is_stale(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<CmdError>()
        .is_some_and(CmdError::is_stale_element_reference)
}
