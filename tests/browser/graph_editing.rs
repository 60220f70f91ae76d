//! What a person builds on the graph itself, by mouse and by keys, and takes back again.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_workflow_is_made_from_nothing_by_mouse,
    a_workflow_is_made_from_nothing_by_keys,
    a_step_is_pasted_in_another_document_and_other_text_is_not,
    one_undo_covers_graph_and_text,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_rename_a_copy_and_a_deletion_are_undone_and_redone,
    an_edge_is_chosen_and_a_step_put_into_it_or_the_edge_taken_away,
    a_graph_of_a_mistaken_text_says_why_it_cannot_be_edited,
    random_edits_lead_back_to_the_start_and_on_to_the_end,
];

/// Random sequences of edits; numbered from its first argument on, so many as its second.
const RANDOM: &str = include_str!("graph_editing/random.js");

fn document(name: &str, steps: &Value) -> Document {
    Document {
        definition: format!("{:#}", json!({ "name": name, "steps": steps })),
        functions: String::new(),
        input: "null".to_owned(),
    }
}

fn two_steps(name: &str) -> Document {
    document(
        name,
        &json!({ "First": { "nextStep": "Second" }, "Second": {} }),
    )
}

/// Opens a document without a step.
async fn open_nothing(page: &Page) -> Result<()> {
    page.follow(&document("Nothing", &json!({})).link()?)
        .await?;
    page.element("#graph-add-first").await?;
    Ok(())
}

/// The ids of all edges of the graph, in order.
async fn edges(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.ground [data-edge]')].map((edge) => edge.dataset.edge).sort()";
    Ok(serde_json::from_value(
        page.evaluate(script, Vec::new()).await?,
    )?)
}

/// Waits until the graph has these edges and no others.
async fn until_edges(page: &Page, expected: &[&str]) -> Result<()> {
    let mut now = Vec::new();
    let waited = page
        .until(&format!("the edges are {expected:?}"), async || {
            now = edges(page).await?;
            Ok((now == expected).then_some(()))
        })
        .await;
    waited.with_context(|| format!("the edges are {now:?}"))
}

async fn until_steps(page: &Page, expected: &[&str]) -> Result<()> {
    page.until(&format!("the steps are {expected:?}"), async || {
        let steps = page.step_statuses().await?;
        Ok(steps.keys().eq(expected).then_some(()))
    })
    .await
}

async fn until_focused(page: &Page, step: &str) -> Result<()> {
    page.until(&format!("{step} has the focus"), async || {
        let script = "return document.activeElement.dataset.step ?? ''";
        let focused = page.evaluate(script, Vec::new()).await?;
        Ok((focused == json!(step)).then_some(()))
    })
    .await
}

/// Gives the focus to a step of the graph.
async fn focus(page: &Page, step: &str) -> Result<()> {
    page.inspect(step).await?;
    let script = "document.querySelector(`[data-step=\"${CSS.escape(arguments[0])}\"]`).focus()";
    page.evaluate(script, vec![step.into()]).await?;
    until_focused(page, step).await
}

async fn press(page: &Page, key: Key) -> Result<()> {
    page.press_keys(&[key.into()]).await
}

async fn with_control(page: &Page, key: char) -> Result<()> {
    page.press_keys(&[Key::Control.into(), key]).await
}

/// Types into what has the focus, and presses Enter.
async fn answer(page: &Page, text: &str) -> Result<()> {
    for key in text.chars() {
        page.press_keys(&[key]).await?;
    }
    press(page, Key::Enter).await
}

/// Waits until the menu's item of that id has the focus.
async fn until_offered(page: &Page, item: &str) -> Result<()> {
    page.until(&format!("{item} is offered"), async || {
        let script = "return document.activeElement.dataset.item ?? ''";
        Ok((page.evaluate(script, Vec::new()).await? == json!(item)).then_some(()))
    })
    .await
}

/// A point of the page, of a script that gives it once it is at rest.
async fn point(page: &Page, script: &str, argument: &str) -> Result<(f64, f64)> {
    let resting = format!(
        "const find = () => {{ {script} }};
        return new Promise((resolve) => {{
            const look = (before, same) => requestAnimationFrame(() => {{
                const now = find(arguments[0]);
                const at = JSON.stringify(now ?? null);
                if (now && at === before && same > 5 && document.getAnimations().length === 0) resolve(now);
                else look(at, at === before ? same + 1 : 0);
            }});
            look('', 0);
        }})"
    )
    .replace("find(arguments[0])", "find()");
    let with_argument = format!("const id = arguments[0]; {resting}");
    let point = page.evaluate(&with_argument, vec![argument.into()]).await?;
    Ok(serde_json::from_value(point)?)
}

/// The middle of what `css` selects.
async fn middle(page: &Page, css: &str) -> Result<(f64, f64)> {
    let script =
        "const { x, y, width, height } = document.querySelector(id)?.getBoundingClientRect() ?? {};
        return width > 0 ? [x + width / 2, y + height / 2] : null";
    point(page, script, css).await
}

/// The middle of an edge, by its id.
async fn middle_of_edge(page: &Page, edge: &str) -> Result<(f64, f64)> {
    let script = "const ground = document.querySelector('.ground');
        const { left, top } = ground.getBoundingClientRect();
        const middle = ground.places?.middle(id);
        return middle && [left + middle[0], top + middle[1]]";
    point(page, script, edge).await
}

fn step_box(step: &str) -> String {
    format!("[data-step=\"{step}\"]")
}

/// Drags from the handle at a step to a point, or to another step.
async fn drag_from(page: &Page, step: &str, to: (f64, f64)) -> Result<()> {
    let (x, y) = middle(page, &step_box(step)).await?;
    page.point_at(x, y).await?;
    let script = "const handle = document.querySelector('#graph-connect');
        return !handle.hidden && handle.title.endsWith(arguments[0])";
    page.until(&format!("the handle is at {step}"), async || {
        let is_there = page.evaluate(script, vec![step.into()]).await?;
        Ok((is_there == json!(true)).then_some(()))
    })
    .await?;
    let from = middle(page, "#graph-connect").await?;
    page.drag(&[from, (from.0 + 10.0, from.1 + 10.0), to]).await
}

/// A place of the ground where nothing is.
async fn empty_ground(page: &Page) -> Result<(f64, f64)> {
    let script = "const { right, top } = document.querySelector(id).getBoundingClientRect();
        return [right - 40, top + 60]";
    point(page, script, ".ground").await
}

async fn a_workflow_is_made_from_nothing_by_mouse(page: &Page) -> Result<()> {
    open_nothing(page).await?;
    page.click("#graph-add-first").await?;
    page.click("[data-item=task]").await?;
    until_edges(page, &["Task[success][end]", "[start][success]Task"]).await?;

    // On to a new step; and from there by a branch.
    drag_from(page, "Task", empty_ground(page).await?).await?;
    page.click("[data-item=success]").await?;
    page.click("[data-item=branch]").await?;
    until_steps(page, &["Choose", "Task", "Task 2", "Task 3"]).await?;
    drag_from(page, "Choose", empty_ground(page).await?).await?;
    page.click("[data-item=branch]").await?;
    page.element("#graph-ask").await?;
    answer(page, "yes").await?;
    page.click("[data-item=fail]").await?;
    until_steps(page, &["Choose", "Fail", "Task", "Task 2", "Task 3"]).await?;
    let made = edges(page).await?;
    ensure!(made.contains(&"Choose[branch]Fail".to_owned()), "{made:?}");

    // What failed in the first leads to the second, too.
    let choose = middle(page, &step_box("Choose")).await?;
    drag_from(page, "Task", choose).await?;
    page.click("[data-item=failure]").await?;
    page.until("the failure is handled", async || {
        let edges = edges(page).await?;
        let handled = edges.contains(&"Task[failure]Choose".to_owned());
        Ok(handled.then_some(()))
    })
    .await?;

    // From the palette onto an edge.
    page.click("#graph-add").await?;
    let wait = middle(page, "[data-item=wait]").await?;
    let edge = middle_of_edge(page, "Task[success]Choose").await?;
    page.drag(&[wait, (wait.0 + 10.0, wait.1), edge]).await?;
    page.until("the edge leads through the step", async || {
        let edges = edges(page).await?;
        let leads = |edge: &str| edges.iter().any(|it| it == edge);
        Ok((leads("Task[success]Wait") && leads("Wait[success]Choose")).then_some(()))
    })
    .await?;
    assert_eq!(page.count(".graph-menu").await?, 0);
    assert_eq!(page.document_name().await?, "Nothing");
    Ok(())
}

async fn a_workflow_is_made_from_nothing_by_keys(page: &Page) -> Result<()> {
    open_nothing(page).await?;
    for _ in 0..60 {
        let script = "return document.activeElement.id === 'graph-add-first'";
        if page.evaluate(script, Vec::new()).await? == json!(true) {
            break;
        }
        press(page, Key::Tab).await?;
    }
    press(page, Key::Enter).await?;
    until_offered(page, "task").await?;
    press(page, Key::Enter).await?;
    until_focused(page, "Task").await?;

    // By first letters.
    for (letters, item, step) in [("p", "pass", "Pass"), ("w", "wait", "Wait")] {
        page.press_keys(&['a']).await?;
        until_offered(page, "task").await?;
        for letter in letters.chars() {
            page.press_keys(&[letter]).await?;
        }
        until_offered(page, item).await?;
        press(page, Key::Enter).await?;
        until_focused(page, step).await?;
    }
    let chain = [
        "Pass[success]Wait",
        "Task[success]Pass",
        "Wait[success][end]",
        "[start][success]Task",
    ];
    until_edges(page, &chain).await?;

    // From the second to the third by a branch: the arrows walk there.
    press(page, Key::Up).await?;
    until_focused(page, "Pass").await?;
    page.press_keys(&['c']).await?;
    page.element("#graph-connecting").await?;
    press(page, Key::Down).await?;
    until_focused(page, "Wait").await?;
    press(page, Key::Enter).await?;
    until_offered(page, "success").await?;
    press(page, Key::End).await?;
    until_offered(page, "branch").await?;
    press(page, Key::Enter).await?;
    page.element("#graph-ask").await?;
    answer(page, "late").await?;
    page.until("there is a branch", async || {
        let edges = edges(page).await?;
        Ok(edges.contains(&"Pass[branch]Wait".to_owned()).then_some(()))
    })
    .await?;

    // The menu has it all, too.
    focus(page, "Wait").await?;
    page.press_keys(&[Key::Shift.into(), Key::F10.into()])
        .await?;
    until_offered(page, "rename").await?;
    press(page, Key::Enter).await?;
    page.element("#graph-ask").await?;
    answer(page, "Sleep").await?;
    until_steps(page, &["Pass", "Sleep", "Task"]).await
}

/// The definition as the editor shows it.
async fn definition(page: &Page) -> Result<String> {
    Ok(page.editor_content("workflow").await?.text().await?)
}

async fn title(page: &Page, css: &str) -> Result<String> {
    let title = page.element(css).await?.attr("title").await?;
    title.with_context(|| format!("{css} has no title"))
}

/// Presses a button until it cannot be pressed any more.
async fn press_out(page: &Page, css: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    while page.element(css).await?.is_enabled().await? {
        ensure!(names.len() < 50, "{css} never ends");
        names.push(title(page, css).await?);
        page.click(css).await?;
    }
    Ok(names)
}

async fn a_rename_a_copy_and_a_deletion_are_undone_and_redone(page: &Page) -> Result<()> {
    page.open_link(&two_steps("Before and after")).await?;
    page.show("panel-workflow").await?;
    let before = definition(page).await?;
    page.element("#undo:disabled").await?;

    focus(page, "First").await?;
    press(page, Key::F2).await?;
    page.element("#graph-ask").await?;
    // A name that is taken is refused, and can be typed anew.
    answer(page, "Second").await?;
    page.until("the name is refused", async || {
        let wrong = page.text("#graph-ask-wrong").await?;
        Ok(wrong.contains("Second").then_some(()))
    })
    .await?;
    with_control(page, 'a').await?;
    answer(page, "Parse").await?;
    until_focused(page, "Parse").await?;
    with_control(page, 'd').await?;
    page.until("there are three steps", async || {
        Ok((page.step_statuses().await?.len() == 3).then_some(()))
    })
    .await?;
    focus(page, "Second").await?;
    press(page, Key::Delete).await?;
    page.until("there are two steps", async || {
        let steps = page.step_statuses().await?;
        Ok((steps.len() == 2 && !steps.contains_key("Second")).then_some(()))
    })
    .await?;
    let after = definition(page).await?;
    page.until("the last change is named", async || {
        Ok(title(page, "#undo")
            .await?
            .contains("Delete `Second`")
            .then_some(()))
    })
    .await?;

    for _ in 0..2 {
        let undone = press_out(page, "#undo").await?;
        ensure!(
            undone.len() == 3 && undone[2].contains("Rename `First`"),
            "{undone:?}"
        );
        assert_eq!(definition(page).await?, before);
        until_steps(page, &["First", "Second"]).await?;
        // One is where one was.
        page.element("[data-step=First][aria-pressed=true]").await?;
        let said = page.evaluate(
            "return document.querySelector('#history-said').textContent",
            Vec::new(),
        );
        let said = said.await?;
        ensure!(
            said.as_str()
                .is_some_and(|said| said.contains("Rename `First`")),
            "{said}"
        );
        press_out(page, "#redo").await?;
        assert_eq!(definition(page).await?, after);
    }
    Ok(())
}

async fn an_edge_is_chosen_and_a_step_put_into_it_or_the_edge_taken_away(
    page: &Page,
) -> Result<()> {
    page.open_link(&two_steps("Edges")).await?;
    focus(page, "First").await?;
    page.press_keys(&['e']).await?;
    page.element("#graph-insert").await?;
    press(page, Key::Enter).await?;
    until_offered(page, "task").await?;
    page.press_keys(&['p']).await?;
    press(page, Key::Enter).await?;
    until_focused(page, "Pass").await?;
    let through = [
        "First[success]Pass",
        "Pass[success]Second",
        "Second[success][end]",
        "[start][success]First",
    ];
    until_edges(page, &through).await?;

    // By mouse: the button comes where the pointer is.
    let (x, y) = middle_of_edge(page, "Pass[success]Second").await?;
    page.point_at(x + 5.0, y).await?;
    page.click("#graph-insert").await?;
    page.click("[data-item=wait]").await?;
    until_focused(page, "Wait").await?;

    page.press_keys(&['e']).await?;
    page.until("the edge has the focus", async || {
        let script = "return document.activeElement.id === 'graph-insert'";
        Ok((page.evaluate(script, Vec::new()).await? == json!(true)).then_some(()))
    })
    .await?;
    press(page, Key::Delete).await?;
    page.until("the edge is gone", async || {
        let edges = edges(page).await?;
        Ok((!edges.contains(&"Wait[success]Second".to_owned())).then_some(()))
    })
    .await
}

async fn a_step_is_pasted_in_another_document_and_other_text_is_not(page: &Page) -> Result<()> {
    let from = document(
        "From",
        &json!({ "Charge": { "wait": 2, "comment": "twice" } }),
    );
    page.open_link(&from).await?;
    focus(page, "Charge").await?;
    with_control(page, 'c').await?;
    page.until("it is copied", async || {
        let said = "return document.querySelector('#graph-said').textContent";
        let said = page.evaluate(said, Vec::new()).await?;
        Ok((said == json!("Copied Charge")).then_some(()))
    })
    .await?;
    page.open_link(&two_steps("To")).await?;
    focus(page, "Second").await?;
    with_control(page, 'v').await?;
    until_steps(page, &["Charge", "First", "Second"]).await?;

    // By a clipboard of its own: drivers do not copy from fields alike.
    let script = "const paste = new Event('paste', { bubbles: true, cancelable: true });
        paste.clipboardData = { getData: () => 'Milk, bread' };
        document.activeElement.dispatchEvent(paste)";
    focus(page, "Second").await?;
    page.evaluate(script, Vec::new()).await?;
    page.until("it is told that this is no step", async || {
        let told = page.text("#notice").await?;
        Ok(told.contains("pasted").then_some(()))
    })
    .await?;
    assert_eq!(page.step_statuses().await?.len(), 3);
    Ok(())
}

async fn a_graph_of_a_mistaken_text_says_why_it_cannot_be_edited(page: &Page) -> Result<()> {
    page.open_link(&two_steps("Mistaken")).await?;
    page.write("workflow", "{ \"name\": \"Mistaken\", ").await?;
    page.until("the graph is marked as old", async || {
        Ok((page.count("[data-stale=true]").await? == 1).then_some(()))
    })
    .await?;
    page.click("#graph-add").await?;
    page.until("it is told why", async || {
        let told = page.text("#notice").await?;
        Ok(told.contains("cannot be edited").then_some(()))
    })
    .await?;
    assert_eq!(page.count(".graph-menu").await?, 0);
    // Told once, and the way there is one press.
    page.click("#graph-add").await?;
    assert_eq!(page.count("#notice .offer").await?, 1);
    page.click("#notice .offer button").await?;
    page.until("the cursor is at the mistake", async || {
        let script = "const { activeElement } = document;
            return activeElement.shadowRoot?.activeElement?.role === 'textbox' && activeElement.closest('.panel, [role=tabpanel]').id";
        let at = page.evaluate(script, Vec::new()).await?;
        Ok((at == json!("panel-workflow")).then_some(()))
    })
    .await?;
    assert_eq!(page.count("#notice .offer").await?, 0);
    Ok(())
}

async fn one_undo_covers_graph_and_text(page: &Page) -> Result<()> {
    page.open_link(&two_steps("Both")).await?;
    page.element("#undo:disabled").await?;
    page.show("panel-functions").await?;
    let functions = page.editor_content("functions").await?;
    functions.send_keys("let x;").await?;
    focus(page, "Second").await?;
    page.press_keys(&['a']).await?;
    until_offered(page, "task").await?;
    press(page, Key::End).await?;
    press(page, Key::Enter).await?;
    until_focused(page, "Fail").await?;

    // From the graph and from the editor alike, whatever was changed.
    with_control(page, 'z').await?;
    until_steps(page, &["First", "Second"]).await?;
    let content = page.editor_content("functions").await?;
    content
        .send_keys(&format!("{}z", char::from(Key::Control)))
        .await?;
    page.until("the functions are empty again", async || {
        let text = page.editor_content("functions").await?.text().await?;
        Ok((!text.contains("let x")).then_some(()))
    })
    .await?;
    assert!(!page.element("#undo").await?.is_enabled().await?);
    content
        .send_keys(&format!("{}y", char::from(Key::Control)))
        .await?;
    content
        .send_keys(&format!("{}y", char::from(Key::Control)))
        .await?;
    until_steps(page, &["Fail", "First", "Second"]).await?;
    assert!(!page.element("#redo").await?.is_enabled().await?);
    Ok(())
}

async fn random_edits_lead_back_to_the_start_and_on_to_the_end(page: &Page) -> Result<()> {
    page.element("#undo:disabled").await?;
    let mut made = 0;
    // In parts, since drivers do not wait for long.
    for first in (0..1000).step_by(100) {
        let part = page
            .evaluate(RANDOM, vec![json!(first), json!(100)])
            .await?;
        made += part["graph"].as_u64().context("a count")?;
    }
    ensure!(made > 3000, "only {made} edits were made on the graph");
    Ok(())
}
