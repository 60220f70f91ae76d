//! What a person does with the graph: moves and zooms it, walks through it, searches it, opens and closes what is in it.

mod finding;
mod moving;

use anyhow::{Context, Result};
use fantoccini::key::Key;
use serde_json::{Map, Value, json};
use stepwell_tests::page::{Document, Page};

use self::finding::{
    a_container_closes_and_opens_in_its_place, a_search_shows_and_selects_what_is_found,
    a_status_out_of_view_is_there_when_it_comes_into_view, a_step_in_a_closed_container_is_found,
    hovering_shows_the_ways_to_a_step_and_on_from_it, only_what_is_in_view_is_in_the_dom,
};
use self::moving::{
    a_drag_moves_the_graph_and_selects_nothing, arrows_walk_along_the_edges,
    keys_and_buttons_zoom_and_move, moves_are_animated_unless_the_user_wants_none,
    the_graph_runs_from_left_to_right_too, the_wheel_zooms_where_the_pointer_is,
};
use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    the_wheel_zooms_where_the_pointer_is,
    a_drag_moves_the_graph_and_selects_nothing,
    keys_and_buttons_zoom_and_move,
    arrows_walk_along_the_edges,
    a_search_shows_and_selects_what_is_found,
    a_container_closes_and_opens_in_its_place,
    moves_are_animated_unless_the_user_wants_none,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_step_in_a_closed_container_is_found,
    only_what_is_in_view_is_in_the_dom,
    a_status_out_of_view_is_there_when_it_comes_into_view,
    hovering_shows_the_ways_to_a_step_and_on_from_it,
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
