//! The views of the graph that are compared, and what is done with each: it is opened, moved, zoomed, and shows a run.

use std::f64::consts::TAU;

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stepwell_core::Workflow;
use stepwell_core::export::{edge_head, edge_line};
use stepwell_core::layout::{Options, layout};
use stepwell_tests::sample::{Look, Sample};

use super::frames::{Recording, Thread, thread_of};
use crate::devtools::DevTools;
use crate::in_page::InPage;

/// How many steps the graph has, and of which seed it comes.
const STEPS: usize = 5000;
const SEED: u64 = 1;
/// So many frames are drawn while the graph is moved, and so many while it is zoomed.
const PANS: u32 = 120;
const ZOOMS: u32 = 60;
/// For so many seconds statuses change.
const SECONDS: u32 = 3;

/// What is drawn.
pub(super) struct Subject {
    definition: Value,
    drawing: Value,
    /// How many steps a run goes through.
    visited: u32,
}

/// How it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// In the built page.
    Stepwell,
    /// As SVG with everything in the DOM.
    Plain,
    /// In React Flow with everything in the DOM.
    ReactFlow,
    /// In React Flow with what is visible.
    ReactFlowVisible,
}

/// A view that is open.
pub(super) struct Opened {
    tools: DevTools,
    /// The page's main thread.
    thread: Thread,
    /// Where the graph is on the page: left, top, width, height.
    pub(super) stage: [f64; 4],
    /// In CPU milliseconds.
    pub(super) first_drawing: f64,
}

impl Subject {
    pub(super) fn new() -> Result<Self> {
        let after = after(&Look::Workflow.sample(STEPS, SEED));
        let definition = definition(&after);
        let workflow = Workflow::parse(&definition.to_string());
        let workflow = workflow.map_err(|invalid| anyhow::anyhow!("{invalid:?}"))?;
        let drawing = layout(&workflow, &Options::default());
        let nodes = drawing.nodes.iter().map(|node| {
            json!({
                "id": node.id, "label": node.label, "detail": node.detail,
                "x": node.x, "y": node.y, "width": node.width, "height": node.height,
            })
        });
        let edges = drawing.edges.iter().map(|edge| {
            json!({
                "id": edge.id, "from": edge.from, "to": edge.to,
                "line": edge_line(edge), "head": edge_head(edge),
            })
        });
        let drawing = json!({
            "width": drawing.width,
            "height": drawing.height,
            "nodes": nodes.collect::<Vec<_>>(),
            "edges": edges.collect::<Vec<_>>(),
        });
        let way = std::iter::successors(Some(0), |&step: &usize| after[step].first().copied());
        Ok(Self {
            definition,
            drawing,
            visited: way.map(|_| 1).sum(),
        })
    }
}

/// The steps that follow each.
fn after(sample: &Sample) -> Vec<Vec<usize>> {
    let mut after = vec![Vec::new(); sample.boxes.len()];
    for &[from, to] in &sample.edges {
        after[from].push(to);
    }
    after
}

/// The workflow that goes on by the first edge, unless a branch says otherwise.
fn definition(after: &[Vec<usize>]) -> Value {
    let name = |step: usize| format!("Step {step}");
    let steps = after.iter().enumerate().map(|(step, after)| {
        let mut value = json!({ "func": "work" });
        if let Some((&first, others)) = after.split_first() {
            value["nextStep"] = name(first).into();
            if !others.is_empty() {
                let keys = others
                    .iter()
                    .map(|&other| (other.to_string(), name(other).into()));
                value["branch"] = Value::Object(keys.collect());
            }
        }
        (name(step), value)
    });
    json!({ "name": "Large", "steps": Value::Object(steps.collect()) })
}

impl View {
    /// All of them, Stepwell's first.
    pub(super) const ALL: [Self; 4] = [
        Self::Stepwell,
        Self::Plain,
        Self::ReactFlow,
        Self::ReactFlowVisible,
    ];

    /// Whether a bound speaks of it.
    pub(super) fn is_bounded(self) -> bool {
        matches!(self, Self::Stepwell | Self::Plain)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Stepwell => "Stepwell",
            Self::Plain => "plain SVG",
            Self::ReactFlow => "React Flow",
            Self::ReactFlowVisible => "React Flow, only what is visible",
        }
    }

    /// The module that draws, from the folder of this one.
    fn module(self) -> &'static str {
        match self {
            Self::Stepwell => "stepwell.js",
            Self::Plain => "plain.js",
            Self::ReactFlow | Self::ReactFlowVisible => "../peers/dist/react_flow.js",
        }
    }

    /// Opens it in a page of its own.
    pub(super) async fn open(
        self,
        page: &InPage,
        subject: &Subject,
        stage: Option<[f64; 4]>,
    ) -> Result<Opened> {
        if self == Self::Stepwell {
            page.reopen().await?;
        } else {
            page.open_beside("graph_page/peer.html").await?;
        }
        let mut tools = DevTools::connect(page.client()).await?;
        // What the view before has left behind is not this one's to clear away.
        for what in ["enable", "collectGarbage", "disable"] {
            let command = format!("HeapProfiler.{what}");
            tools.command(&command, json!({})).await?;
        }
        tools.record().await?;
        if self == Self::Stepwell {
            let functions = "export const work = () => null;";
            let document = json!({ "definition": subject.definition, "functions": functions });
            let () = call(&mut tools, page, "stepwell.js", "draw", &document).await?;
        } else {
            let only_visible = self == Self::ReactFlowVisible;
            let what =
                json!({ "drawing": subject.drawing, "stage": stage, "onlyVisible": only_visible });
            let () = call(&mut tools, page, self.module(), "draw", &what).await?;
        }
        let events = tools.recorded().await?;
        let thread = thread_of(&events, "drawn")?;
        let recording = Recording::new(events, thread);
        let stage = match stage {
            Some(stage) => stage,
            None => call(&mut tools, page, "stepwell.js", "stage", &Value::Null).await?,
        };
        Ok(Opened {
            first_drawing: self.first_drawing(&recording)?,
            tools,
            thread,
            stage,
        })
    }

    /// The peers' pages do nothing else; in Stepwell's the texts come into their editors at the same time.
    fn first_drawing(self, recording: &Recording) -> Result<f64> {
        if self == Self::Stepwell {
            let handed_over = recording.between("drawing", "handed over")?;
            return Ok(handed_over + recording.frames_between("handed over", "drawn")?);
        }
        recording.between("drawing", "drawn")
    }

    /// Lets statuses change, at this pace or as fast as a run goes; answers how many did in a second.
    pub(super) async fn change_statuses(
        self,
        opened: &mut Opened,
        page: &InPage,
        subject: &Subject,
        per_second: u32,
    ) -> Result<(Recording, f64)> {
        let tools = &mut opened.tools;
        tools.record().await?;
        let seconds: f64;
        let changes: u32;
        if self == Self::Stepwell {
            seconds = call(tools, page, "stepwell.js", "run", &Value::Null).await?;
            // Each step runs and succeeds.
            changes = 2 * subject.visited;
        } else {
            let how = json!({
                "by": format!("./{}", self.module()), "boxes": STEPS, "perSecond": per_second, "seconds": SECONDS,
            });
            seconds = call(tools, page, "peer.js", "changeStatuses", &how).await?;
            changes = per_second * SECONDS;
        }
        let recording = Recording::new(tools.recorded().await?, opened.thread);
        Ok((recording, f64::from(changes) / seconds))
    }
}

/// What the function `name`, exported by a module of this folder, resolves with. Nothing looks in on the page
/// meanwhile.
async fn call<T: DeserializeOwned>(
    tools: &mut DevTools,
    page: &InPage,
    module: &str,
    name: &str,
    argument: &Value,
) -> Result<T> {
    let module = json!(page.beside(&format!("graph_page/{module}")));
    let script = format!(
        "import({module}).then((module) => module.{name}({argument})).then((value) => value ?? null)"
    );
    let how = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
    let answer = tools.command("Runtime.evaluate", how).await?;
    if let Some(details) = answer.get("exceptionDetails") {
        bail!("{module}, {name}: {details}");
    }
    serde_json::from_value(answer["result"]["value"].clone())
        .with_context(|| format!("{module}, {name}: {answer}"))
}

impl Opened {
    /// Drags the graph twice round a circle.
    pub(super) async fn pan(&mut self) -> Result<Recording> {
        let [_, _, width, height] = self.stage;
        let (centre, radius) = (self.centre(), width.min(height) / 3.0);
        let at = |drag: u32| {
            let angle = TAU * 2.0 * f64::from(drag) / f64::from(PANS);
            [
                centre[0] + radius * angle.cos(),
                centre[1] + radius * angle.sin(),
            ]
        };
        let left = |buttons: u32| json!({ "button": "left", "buttons": buttons, "clickCount": 1 });
        let tools = &mut self.tools;
        point(tools, "mouseMoved", at(0), json!({})).await?;
        point(tools, "mousePressed", at(0), left(1)).await?;
        tools.record().await?;
        for drag in 1..=PANS {
            point(tools, "mouseMoved", at(drag), left(1)).await?;
        }
        let events = tools.recorded().await?;
        point(tools, "mouseReleased", at(PANS), left(0)).await?;
        Ok(Recording::new(events, self.thread))
    }

    /// Turns the wheel in the middle: away from the graph, or with a negative number towards it.
    pub(super) async fn zoom(&mut self, turn: f64) -> Result<Recording> {
        let centre = self.centre();
        self.tools.record().await?;
        for _ in 0..ZOOMS {
            let wheel = json!({ "deltaX": 0.0, "deltaY": turn });
            point(&mut self.tools, "mouseWheel", centre, wheel).await?;
        }
        let events = self.tools.recorded().await?;
        Ok(Recording::new(events, self.thread))
    }

    fn centre(&self) -> [f64; 2] {
        let [left, top, width, height] = self.stage;
        [left + width / 2.0, top + height / 2.0]
    }
}

/// What a hand does; done when the page has taken it.
async fn point(tools: &mut DevTools, what: &str, [x, y]: [f64; 2], mut more: Value) -> Result<()> {
    more["type"] = what.into();
    more["x"] = x.into();
    more["y"] = y.into();
    tools.command("Input.dispatchMouseEvent", more).await?;
    Ok(())
}
