//! The graph is moved, zoomed, turned, and walked through.

use anyhow::Result;
use fantoccini::key::Key;
use serde_json::{Value, json};
use stepwell_tests::page::Page;

use super::{
    TASK, UPDATE, click, enter, ground, press, rect, settled, show_all, until_count, until_focused,
    view,
};

pub(super) async fn the_wheel_zooms_where_the_pointer_is(page: &Page) -> Result<()> {
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

pub(super) async fn a_drag_moves_the_graph_and_selects_nothing(page: &Page) -> Result<()> {
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

pub(super) async fn keys_and_buttons_zoom_and_move(page: &Page) -> Result<()> {
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

pub(super) async fn arrows_walk_along_the_edges(page: &Page) -> Result<()> {
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

pub(super) async fn moves_are_animated_unless_the_user_wants_none(page: &Page) -> Result<()> {
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

pub(super) async fn the_graph_runs_from_left_to_right_too(page: &Page) -> Result<()> {
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
