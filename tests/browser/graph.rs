//! What a person does with the graph: moves and zooms it, walks through it, searches it, opens and closes what is in it.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Map, Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    the_wheel_zooms_where_the_pointer_is,
    a_drag_moves_the_graph_and_selects_nothing,
    keys_and_buttons_zoom_and_move,
    arrows_walk_along_the_edges,
    a_search_shows_and_selects_what_is_found,
    a_container_closes_and_opens_in_its_place,
    a_step_in_a_closed_container_is_found,
    only_what_is_in_view_is_in_the_dom,
    a_status_out_of_view_is_there_when_it_comes_into_view,
    hovering_shows_the_ways_to_a_step_and_on_from_it,
    moves_are_animated_unless_the_user_wants_none,
    the_graph_runs_from_left_to_right_too,
];

const UPDATE: &str = "Update_Company_DB_Records";
const TASK: &str = "Update_Company_DB_Records/update_payment_db_record";

/// Where the drawing stands in its ground, at rest: the place of its origin, and its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
struct View {
    x: f64,
    y: f64,
    scale: f64,
}

impl View {
    /// What stands at a point of the ground, in the drawing's pixels.
    fn at(self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.x) / self.scale, (y - self.y) / self.scale)
    }
}

/// The view, once it moves no more.
async fn view(page: &Page) -> Result<View> {
    let script = "return new Promise((resolve) => {
            const graph = document.querySelector('.graph');
            const look = (before, same) => requestAnimationFrame(() => {
                const { transform } = graph.style;
                if (transform === before && same > 3) {
                    const { a, e, f } = new DOMMatrix(transform);
                    resolve([e, f, a]);
                } else look(transform, transform === before ? same + 1 : 0);
            });
            look();
        })";
    let view = page.evaluate(script, Vec::new()).await?;
    let (x, y, scale) = serde_json::from_value(view)?;
    Ok(View { x, y, scale })
}

/// The ground's place on the page: left, top, width, height.
async fn ground(page: &Page) -> Result<[f64; 4]> {
    rect(page, ".ground").await
}

async fn rect(page: &Page, css: &str) -> Result<[f64; 4]> {
    let script = "const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
        return [x, y, width, height]";
    let rect = page.evaluate(script, vec![css.into()]).await?;
    serde_json::from_value(rect).with_context(|| css.to_owned())
}

/// The path of the step that has the focus; empty if none has.
async fn focused(page: &Page) -> Result<String> {
    let script = "return document.activeElement.dataset.step ?? ''";
    let step = page.evaluate(script, Vec::new()).await?;
    Ok(serde_json::from_value(step)?)
}

async fn until_focused(page: &Page, step: &str) -> Result<()> {
    page.until(&format!("{step} has the focus"), async || {
        Ok((focused(page).await? == step).then_some(()))
    })
    .await
}

/// Gives the focus to the one box at which Tab stops.
async fn enter(page: &Page) -> Result<()> {
    let script = "const stops = document.querySelectorAll('.graph [data-step][tabindex=\"0\"]');
        stops[0].focus();
        return stops.length";
    assert_eq!(page.evaluate(script, Vec::new()).await?, json!(1));
    Ok(())
}

async fn press(page: &Page, key: Key) -> Result<()> {
    page.press_keys(&[key.into()]).await
}

/// Presses what `css` selects with the mouse, in the middle; the drivers' own way has its difficulties with SVG.
async fn click(page: &Page, css: &str) -> Result<()> {
    page.element(css).await?;
    let [x, y, width, height] = rect(page, css).await?;
    page.drag(&[(x + width / 2.0, y + height / 2.0)]).await
}

/// Shows all of the graph, whatever the size of the window.
async fn show_all(page: &Page) -> Result<()> {
    page.click("#graph-fit").await?;
    view(page).await?;
    Ok(())
}

async fn until_count(page: &Page, css: &str, count: usize) -> Result<()> {
    page.until(&format!("there are {count} of {css}"), async || {
        Ok((page.count(css).await? == count).then_some(()))
    })
    .await
}

/// A chain of steps that do nothing.
fn chain(name: &str, count: usize) -> Document {
    let steps: Map<String, Value> = (0..count)
        .map(|step| {
            let next = (step + 1 < count).then(|| format!("Step {}", step + 1));
            let body = next.map_or(json!({}), |next| json!({ "nextStep": next }));
            (format!("Step {step}"), body)
        })
        .collect();
    Document {
        definition: json!({ "name": name, "startAt": "Step 0", "steps": steps }).to_string(),
        functions: String::new(),
        input: "null".to_owned(),
    }
}

async fn the_wheel_zooms_where_the_pointer_is(page: &Page) -> Result<()> {
    let [left, top, ..] = ground(page).await?;
    let before = view(page).await?;
    let at = (250.0, 140.0);
    for (delta, grows) in [(-120.0, true), (60.0, false)] {
        let before = view(page).await?;
        let script = "const [clientX, clientY, deltaY] = arguments;
            document.querySelector('.ground').dispatchEvent(
                new WheelEvent('wheel', { clientX, clientY, deltaY, bubbles: true, cancelable: true }))";
        let arguments = [left + at.0, top + at.1, delta].map(Value::from);
        page.evaluate(script, arguments.to_vec()).await?;
        let after = view(page).await?;
        assert_eq!(after.scale > before.scale, grows, "{before:?} {after:?}");
        let (was, is) = (before.at(at), after.at(at));
        let apart = (was.0 - is.0).abs().max((was.1 - is.1).abs());
        assert!(apart < 0.01, "{was:?} is at {is:?}");
    }
    assert!(view(page).await? != before);
    Ok(())
}

async fn a_drag_moves_the_graph_and_selects_nothing(page: &Page) -> Result<()> {
    let before = view(page).await?;
    let [left, top, width, height] = rect(page, &format!("[data-step={UPDATE}]")).await?;
    // From a box as well as from the ground.
    let [ground_left, ground_top, ..] = ground(page).await?;
    let on_box = (left + width / 2.0, top + height / 4.0);
    let on_ground = (ground_left + 20.0, ground_top + 20.0);
    let mut expected = before;
    for (x, y) in [on_box, on_ground] {
        page.drag(&[(x, y), (x + 20.0, y + 9.0), (x + 50.0, y + 30.0)])
            .await?;
        (expected.x, expected.y) = (expected.x + 50.0, expected.y + 30.0);
        let after = view(page).await?;
        let apart = (after.x - expected.x).abs() + (after.y - expected.y).abs();
        assert!(apart < 0.1, "{after:?}, not {expected:?}");
    }
    assert_eq!(page.count("[data-step][aria-pressed=true]").await?, 0);
    Ok(())
}

async fn keys_and_buttons_zoom_and_move(page: &Page) -> Result<()> {
    let first = view(page).await?;
    page.click("#graph-zoom-in").await?;
    let nearer = view(page).await?;
    assert!(nearer.scale > first.scale * 1.2);
    page.click("#graph-zoom-out").await?;
    page.click("#graph-zoom-out").await?;
    assert!(view(page).await?.scale < first.scale);
    page.click("#graph-zoom").await?;
    assert!((view(page).await?.scale - 1.0).abs() < 0.001);
    page.click("#graph-fit").await?;
    let all = view(page).await?;
    let [ground_left, ground_top, width, height] = ground(page).await?;
    let [left, top, graph_width, graph_height] = rect(page, ".graph").await?;
    let (right, bottom) = (left + graph_width, top + graph_height);
    assert!(left > ground_left - 1.0 && right < ground_left + width + 1.0);
    assert!(top > ground_top - 1.0 && bottom < ground_top + height + 1.0);

    enter(page).await?;
    let control = Key::Control.into();
    page.press_keys(&[control, '+']).await?;
    assert!(view(page).await?.scale > all.scale * 1.2);
    page.press_keys(&[control, '-']).await?;
    page.press_keys(&[control, '0']).await?;
    let before = view(page).await?;
    assert!((before.scale - 1.0).abs() < 0.001);

    // On the ground arrows move the view.
    press(page, Key::Escape).await?;
    until_focused(page, "").await?;
    press(page, Key::Down).await?;
    let after = view(page).await?;
    assert!(after.y < before.y - 30.0, "{before:?} {after:?}");
    assert!((after.x - before.x).abs() < 0.01);
    Ok(())
}

async fn arrows_walk_along_the_edges(page: &Page) -> Result<()> {
    enter(page).await?;
    let way = [
        (Key::Down, "Check_If_Car_Purchase_Transaction_Is_Valid"),
        (Key::Down, UPDATE),
        (
            Key::Down,
            "Update_Company_DB_Records/update_shipping_db_record",
        ),
        (Key::Right, TASK),
        (Key::Down, "Update_Car_Purchase_Transaction_Status"),
        (Key::Up, UPDATE),
        (Key::Home, "Parse_Car_Purchase_Transaction"),
    ];
    for (key, step) in way {
        press(page, key).await?;
        until_focused(page, step).await?;
        let stops = page.count(".graph [data-step][tabindex='0']").await?;
        assert_eq!(stops, 1, "{step}");
    }
    press(page, Key::Enter).await?;
    until_count(page, "[data-step][aria-pressed=true]", 1).await?;
    let name = page.text("#inspector .step-name").await?;
    assert_eq!(name, "Parse_Car_Purchase_Transaction");
    let edge = "[data-edge$='[success]Send_Notification_To_User_Email']";
    let spoken = page.element(edge).await?.attr("aria-label").await?;
    let says =
        "Update_Car_Purchase_Transaction_Status to Send_Notification_To_User_Email, on success";
    assert_eq!(spoken.as_deref(), Some(says));
    press(page, Key::Escape).await?;
    until_count(page, "[data-step][aria-pressed=true]", 0).await?;
    until_focused(page, "Parse_Car_Purchase_Transaction").await?;
    press(page, Key::Escape).await?;
    until_focused(page, "").await
}

async fn a_search_shows_and_selects_what_is_found(page: &Page) -> Result<()> {
    page.open_link(&chain("Chain of 200", 200)).await?;
    page.element("[data-step='Step 0']").await?;
    enter(page).await?;
    page.press_keys(&[Key::Control.into(), 'f']).await?;
    let field = page.element("#graph-search").await?;
    for (typed, found) in [("step 15", "1 of 12"), ("0", "1 of 1"), ("x", "")] {
        field.send_keys(typed).await?;
        page.until(&format!("{found} is found"), async || {
            let script = "return document.querySelector('#graph-found').textContent";
            Ok((page.evaluate(script, Vec::new()).await? == json!(found)).then_some(()))
        })
        .await?;
    }
    let back = format!("{0}{0}{0}", char::from(Key::Backspace));
    field.send_keys(&back).await?;
    field.send_keys("9").await?;
    let is_shown = async |step: &str| {
        let css = format!("[data-step='{step}'][aria-pressed=true]");
        page.element(&css).await?;
        view(page).await?;
        let ([x, y, w, h], [left, top, width, height]) =
            (rect(page, &css).await?, ground(page).await?);
        let apart =
            (x + w / 2.0 - left - width / 2.0).abs() + (y + h / 2.0 - top - height / 2.0).abs();
        ensure!(apart < 3.0, "{step} is {apart} px from the middle");
        anyhow::Ok(())
    };
    // `Step 19`, `Step 190` and so on.
    is_shown("Step 19").await?;
    press(page, Key::Enter).await?;
    is_shown("Step 119").await?;
    page.click("#graph-search-back").await?;
    is_shown("Step 19").await?;
    page.click("#graph-search-close").await?;
    until_count(page, ".graph-search:not([hidden])", 0).await?;
    until_focused(page, "Step 19").await
}

async fn a_container_closes_and_opens_in_its_place(page: &Page) -> Result<()> {
    show_all(page).await?;
    let toggle = format!("[data-toggle={UPDATE}]");
    let expanded = async |value: &str| {
        page.element(&format!("{toggle}[aria-expanded={value}]"))
            .await?;
        view(page).await
    };
    expanded("true").await?;
    let [x, y, ..] = rect(page, &toggle).await?;
    click(page, &toggle).await?;
    expanded("false").await?;
    assert_eq!(page.count(&format!("[data-step='{TASK}']")).await?, 0);
    settled(page).await?;
    let [left, top, ..] = rect(page, &toggle).await?;
    assert!(
        (left - x).abs() < 1.0 && (top - y).abs() < 1.0,
        "{x} {y}, {left} {top}"
    );
    assert_eq!(
        page.count("[data-step][aria-pressed=true]").await?,
        0,
        "it is no choice"
    );

    // By keyboard: the button is the next stop after its box.
    let script = "document.querySelector(arguments[0]).focus()";
    let step = format!("[data-step={UPDATE}]");
    page.evaluate(script, vec![step.into()]).await?;
    until_focused(page, UPDATE).await?;
    press(page, Key::Tab).await?;
    press(page, Key::Enter).await?;
    expanded("true").await?;
    page.element(&format!("[data-step='{TASK}']")).await?;
    Ok(())
}

async fn a_step_in_a_closed_container_is_found(page: &Page) -> Result<()> {
    show_all(page).await?;
    click(page, &format!("[data-toggle={UPDATE}]")).await?;
    until_count(page, &format!("[data-step='{TASK}']"), 0).await?;
    page.click("#graph-find").await?;
    let field = page.element("#graph-search").await?;
    field.send_keys("payment").await?;
    page.element(&format!("[data-step='{TASK}'][aria-pressed=true]"))
        .await?;
    Ok(())
}

async fn only_what_is_in_view_is_in_the_dom(page: &Page) -> Result<()> {
    page.open_link(&chain("Chain of 1500", 1500)).await?;
    page.element("[data-step='Step 0']").await?;
    page.element(".minimap").await?;
    let few = async || {
        let count = page.count("[data-step]").await?;
        ensure!(count > 3 && count < 100, "{count} boxes are in the DOM");
        let edges = page.count("[data-edge]").await?;
        ensure!(edges > 3 && edges < 200, "{edges} edges are in the DOM");
        anyhow::Ok(())
    };
    few().await?;
    assert_eq!(page.count("[data-step='Step 60']").await?, 0);

    // What comes into view comes into the DOM, and what leaves it goes.
    let [left, top, _, height] = ground(page).await?;
    let (x, y, low) = (left + 30.0, top + 20.0, top + height * 0.8);
    page.until("Step 60 comes into view", async || {
        page.drag(&[(x, low), (x, low - 50.0), (x, y)]).await?;
        Ok((page.count("[data-step='Step 60']").await? == 1).then_some(()))
    })
    .await?;
    view(page).await?;
    few().await?;
    assert_eq!(page.count("[data-step='Step 20']").await?, 0);

    // However far out the view is, the few elements stay few; and the focus stays, though its box is drawn anew.
    enter(page).await?;
    until_focused(page, "Step 0").await?;
    page.press_keys(&['f']).await?;
    page.element(".graph[data-level='3']").await?;
    page.until("few elements are left", async || {
        Ok((page.count(".graph *").await? < 200).then_some(()))
    })
    .await?;
    press(page, Key::Down).await?;
    until_focused(page, "Step 1").await?;
    press(page, Key::Home).await?;
    until_focused(page, "Step 0").await
}

async fn a_status_out_of_view_is_there_when_it_comes_into_view(page: &Page) -> Result<()> {
    page.open_link(&chain("Chain of 150", 150)).await?;
    page.element("[data-step='Step 0'][data-status=pending]")
        .await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.count("[data-step='Step 149']").await?, 0);
    page.click("#graph-find").await?;
    page.element("#graph-search")
        .await?
        .send_keys("149")
        .await?;
    page.element("[data-step='Step 149'][data-status=succeeded]")
        .await?;
    page.element("[data-edge='Step 147[success]Step 148'][data-taken=true]")
        .await?;
    page.until("the news are told", async || {
        let script = "return document.querySelector('#graph-news').textContent";
        let told = page.evaluate(script, Vec::new()).await?;
        Ok(told
            .as_str()
            .is_some_and(|told| told.contains("succeeded"))
            .then_some(()))
    })
    .await
}

async fn hovering_shows_the_ways_to_a_step_and_on_from_it(page: &Page) -> Result<()> {
    show_all(page).await?;
    let [x, y, width, height] = rect(page, "[data-step=Generic_Failure_Handler]").await?;
    page.point_at(x + width / 2.0, y + height / 2.0).await?;
    until_count(page, ".graph[data-tracing]", 1).await?;
    for (step, is_on_the_way) in [
        ("Parse_Car_Purchase_Transaction", 1),
        ("Generic_Failure_Handler", 1),
        (TASK, 1),
        ("End", 0),
    ] {
        let css = format!("[data-step='{step}'][data-traced]");
        assert_eq!(page.count(&css).await?, is_on_the_way, "{step}");
    }
    let way = "[data-edge$='[failure]Generic_Failure_Handler']";
    assert_eq!(page.count(&format!("{way}:not([data-traced])")).await?, 0);
    assert!(page.count(&format!("{way}[data-traced]")).await? > 1);
    let [left, top, ..] = ground(page).await?;
    page.point_at(left + 10.0, top + 10.0).await?;
    until_count(page, "[data-traced]", 0).await
}

/// Waits until nothing glides any more.
async fn settled(page: &Page) -> Result<()> {
    page.until("nothing moves", async || {
        Ok((moving(page).await? == 0).then_some(()))
    })
    .await
}

/// How many elements of the graph are on their way to another place.
async fn moving(page: &Page) -> Result<u64> {
    let script = "return document.querySelector('.graph').getAnimations({ subtree: true }).length";
    let count = page.evaluate(script, Vec::new()).await?;
    count.as_u64().context("a number")
}

async fn moves_are_animated_unless_the_user_wants_none(page: &Page) -> Result<()> {
    // What glides is counted as it begins, however long the driver takes.
    show_all(page).await?;
    let count = "window.glides = 0;
        const { animate } = Element.prototype;
        Element.prototype.animate = function (...how) { window.glides++; return animate.apply(this, how); }";
    page.evaluate(count, Vec::new()).await?;
    let glides = async || page.evaluate("return window.glides", Vec::new()).await;
    let task = format!("[data-step='{TASK}']");
    click(page, &format!("[data-toggle={UPDATE}]")).await?;
    until_count(page, &task, 0).await?;
    assert!(glides().await?.as_u64() > Some(2));
    settled(page).await?;

    let reduce = "window.glides = 0;
        Object.defineProperty(MediaQueryList.prototype, 'matches', { get() { return this.media.includes('reduce') } })";
    page.evaluate(reduce, Vec::new()).await?;
    click(page, &format!("[data-toggle={UPDATE}]")).await?;
    until_count(page, &task, 1).await?;
    assert_eq!(glides().await?, json!(0));
    Ok(())
}

async fn the_graph_runs_from_left_to_right_too(page: &Page) -> Result<()> {
    let (from, to) = (
        "Parse_Car_Purchase_Transaction",
        "Check_If_Car_Purchase_Transaction_Is_Valid",
    );
    let way = async || {
        let [x, y, ..] = rect(page, &format!("[data-step={from}]")).await?;
        let [to_x, to_y, ..] = rect(page, &format!("[data-step={to}]")).await?;
        anyhow::Ok((to_x - x, to_y - y))
    };
    let (_, down) = way().await?;
    assert!(down > 30.0);
    page.click("#graph-turn").await?;
    view(page).await?;
    settled(page).await?;
    let (right, down) = way().await?;
    assert!(right > 100.0 && right > down.abs(), "{right} {down}");
    enter(page).await?;
    page.press_keys(&[Key::Home.into()]).await?;
    until_focused(page, from).await?;
    press(page, Key::Right).await?;
    until_focused(page, to).await
}
