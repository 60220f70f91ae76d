//! What a picture of a workflow holds: any text in any name, every kind of box and edge, and what a run has done.
//! How it looks is in `kept_pictures.rs`.

use std::sync::Arc;

use serde_json::Value;
use stepwell_core::{
    Json, StepStatus, Workflow,
    engine::{Command, ErrorInfo, Retention, Run, RunOptions},
    export::{Format, Marks, PictureOptions, Theme, document_json, json, svg, visualize},
    layout::{Direction, Options, layout},
    run_marks::RunMarks,
};

const CAR_PURCHASE: &str = include_str!("data/car_purchase.json");

fn picture(definition: &str, options: &PictureOptions) -> String {
    let workflow = Workflow::parse(definition).expect("the definition is valid");
    svg(&layout(&workflow, &Options::default()), options)
}

/// By hand it is a fraction of the wasm that serializing is.
#[test]
fn the_drawing_as_json_is_what_its_types_serialize() {
    let definition = r#"{"steps": {
        "a \"b\"": {"func": {"x": "f", "y": {"workflow": {"steps": {"In": {"wait": 1}}}}}, "parallel": true,
            "branch": {"k\n": "End"}, "nextStep": "End", "onFailure": "End"},
        "End": {"fail": {"error": "E"}}
    }}"#;
    for definition in [CAR_PURCHASE, definition] {
        let workflow = Workflow::parse(definition).expect("the definition is valid");
        for direction in [Direction::Down, Direction::Right] {
            let drawing = layout(
                &workflow,
                &Options {
                    direction,
                    ..Options::default()
                },
            );
            let text = json(&drawing);
            let written: Value = serde_json::from_str(&text).expect("it is JSON");
            let serialized = serde_json::to_value(&drawing).expect("it serializes");
            assert_eq!(rounded(written), rounded(serialized));
        }
    }
}

fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().expect("a double");
            Value::from((number * 100.0).round())
        }
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            Value::Object(members.map(|(key, value)| (key, rounded(value))).collect())
        }
        value => value,
    }
}

#[test]
fn a_theme_fixes_the_colours() {
    for (theme, asks) in [
        (Theme::Auto, true),
        (Theme::Light, false),
        (Theme::Dark, false),
    ] {
        let options = PictureOptions {
            theme,
            ..PictureOptions::default()
        };
        let picture = picture(CAR_PURCHASE, &options);
        assert_eq!(picture.contains("prefers-color-scheme"), asks);
    }
}

#[test]
fn any_name_is_escaped_and_stays_on_its_line() {
    let definition = r#"{"steps": {
        "</text><script>alert(1)</script>": {"func": "\"&amp;'", "branch": {"<b>": "\u0000\u001b\ufffe"}},
        "\u0000\u001b\ufffe": {"func": "two\nlines"}
    }}"#;
    let options = PictureOptions {
        title: Some("]]><b>\u{1}"),
        ..PictureOptions::default()
    };
    let picture = picture(definition, &options);
    for never in ["<script", "<b>", "&amp;amp;'", "two\nlines", "]]>"] {
        assert!(!picture.contains(never), "{never}");
    }
    assert!(!picture.contains(|c: char| c.is_control() && c != '\n'));
    assert!(!picture.contains('\u{fffe}'));
    for shown in [
        "&lt;/text&gt;&lt;script&gt;",
        "&quot;&amp;amp;&#39;",
        "two lines",
        "&lt;b&gt;",
        "\u{fffd}",
    ] {
        assert!(picture.contains(shown), "{shown}");
    }
}

#[test]
fn each_edge_kind_looks_its_own() {
    let definition = r#"{"steps": {
        "A": {"func": "f", "branch": {"yes": "B"}, "nextStep": "C", "onFailure": "D"},
        "B": {"func": "f", "nextStep": "C"}, "C": {}, "D": {}
    }}"#;
    let picture = picture(definition, &PictureOptions::default());
    for (class, label) in [("branch", "yes"), ("default", "default")] {
        assert!(picture.contains(&format!(
            "<g class=\"label {class}\"><title>{label}</title>"
        )));
    }
    for class in ["success", "failure", "branch", "default"] {
        assert!(
            picture.contains(&format!("<g class=\"{class}\" data-id=")),
            "{class}"
        );
    }
    assert!(picture.contains(".failure .way{stroke-dasharray"));
    assert!(picture.contains("role=\"img\"") && picture.contains("<title>Workflow</title>"));
}

/// The lines of the steps' Mermaid and DOT, in which a kind of box or edge is written.
#[test]
fn mermaid_and_dot_say_what_the_graph_says() {
    for (steps, mermaid, dot) in [
        (
            r#""A": {"func": "f"}"#,
            r#"n1["A<br/>f"]"#,
            r#"n1 [label="A\nf"]"#,
        ),
        (r#""A": {}"#, r#"n1("A")"#, r#"n1 [label="A", shape=cds]"#),
        (
            r#""A": {"wait": 90}"#,
            r#"n1{{"A<br/>wait 1.5 min"}}"#,
            r#"n1 [label="A\nwait 1.5 min", shape=hexagon]"#,
        ),
        (
            r#""A": {"fail": {"error": "E"}}"#,
            r#"n1[/"A<br/>fail E"\]"#,
            r#"n1 [label="A\nfail E", shape=octagon]"#,
        ),
        (
            r#""A": {"parallel": true, "func": {"x": "f"}}"#,
            r#"subgraph n1["A<br/>parallel, 1 task"]"#,
            r##"label="A\nparallel, 1 task"; style="rounded,filled"; fillcolor="#f1f5f9"; color="#94a3b8""##,
        ),
        (
            r#""A": {"map": {"func": "f"}}"#,
            r#"n3["f"]"#,
            r#"n3 [label="f"]"#,
        ),
        (
            r#""A": {"nextStep": "B"}, "B": {}"#,
            "n1 --> n2",
            "n1 -> n2",
        ),
        (
            r#""A": {"branch": {"x": "B", "y": "B"}}, "B": {}"#,
            r#"n1 -->|"x, y"| n2"#,
            r#"n1 -> n2 [label="x, y"]"#,
        ),
        (
            r#""A": {"branch": {"x": "B"}, "nextStep": "C"}, "B": {}, "C": {}"#,
            r#"n1 -->|"default"| n3"#,
            r#"n1 -> n3 [label="default"]"#,
        ),
        (
            r#""A": {"onFailure": [{"errors": ["No.Card"], "goTo": "B"}], "nextStep": "B"}, "B": {}"#,
            r#"n1 -.->|"No.Card"| n2"#,
            r#"n1 -> n2 [label="No.Card", style=dashed]"#,
        ),
        (
            r#""A": {"parallel": true, "func": {"x": "f", "y": "g"}, "nextStep": "B"}, "B": {}"#,
            "n1 --> n2",
            "n5 -> n2 [ltail=cluster_1]",
        ),
        (
            r#""A": {"nextStep": "B"}, "B": {"workflow": {"steps": {"C": {}, "D": {}}}}"#,
            "n1 --> n2",
            "n1 -> n4 [lhead=cluster_2]",
        ),
    ] {
        for (format, line) in [(Format::Mermaid, mermaid), (Format::Dot, dot)] {
            let picture = visualized(steps, format, &PictureOptions::default());
            let is_there = picture.lines().any(|written| written.trim() == line);
            assert!(is_there, "{line} is not in\n{picture}");
        }
    }
}

fn visualized(steps: &str, format: Format, options: &PictureOptions) -> String {
    let definition = format!(r#"{{"name": "W", "allowCycles": true, "steps": {{{steps}}}}}"#);
    let workflow = Workflow::parse(&definition).expect("the definition is valid");
    visualize(&workflow, format, &Options::default(), options)
}

/// An edge that leads from a container to itself crosses none of its borders.
#[test]
fn a_loop_of_a_container_is_drawn_within_it() {
    let steps =
        r#""A": {"workflow": {"steps": {"B": {"nextStep": "C"}, "C": {}}}, "nextStep": "A"}"#;
    let dot = visualized(steps, Format::Dot, &PictureOptions::default());
    assert!(dot.contains("\n  n3 -> n2\n"), "{dot}");
}

#[test]
fn a_picture_is_called_by_its_title() {
    let titled = |format, title| {
        let options = PictureOptions {
            title,
            ..PictureOptions::default()
        };
        visualized(r#""A": {}"#, format, &options)
    };
    let title = Some("a \"b\" <c>\nd");
    for (format, title, expect) in [
        (Format::Svg, None, "<title>W</title>"),
        (
            Format::Svg,
            title,
            "<title>a &quot;b&quot; &lt;c&gt;&#10;d</title>",
        ),
        (Format::Mermaid, None, "flowchart TB\n"),
        (
            Format::Mermaid,
            title,
            "---\ntitle: \"a \\\"b\\\" ＜c＞ d\"\n---\nflowchart TB\n",
        ),
        (Format::Dot, None, "digraph {\n"),
        (Format::Dot, title, "digraph \"a \\\"b\\\" <c>\\nd\" {\n"),
    ] {
        let picture = titled(format, title);
        assert!(picture.contains(expect), "{expect} is not in\n{picture}");
    }
}

#[test]
fn an_svg_carries_a_document() {
    let document = document_json("{}", "export const a = '<b>';", "null");
    let options = PictureOptions {
        document: Some(&document),
        ..PictureOptions::default()
    };
    let with = visualized(r#""A": {}"#, Format::Svg, &options);
    let (before, rest) = with.split_once("<metadata>").expect("it has metadata");
    let (metadata, after) = rest.split_once("</metadata>\n").expect("it ends");
    assert_eq!(
        metadata,
        "<stepwell:document xmlns:stepwell=\"urn:stepwell:document\" xml:space=\"preserve\">\
         {&quot;stepwell&quot;:1,&quot;definition&quot;:&quot;{}&quot;,\
         &quot;functions&quot;:&quot;export const a = &#39;&lt;b&gt;&#39;;&quot;,\
         &quot;input&quot;:&quot;null&quot;}</stepwell:document>"
    );
    let without = visualized(r#""A": {}"#, Format::Svg, &PictureOptions::default());
    assert_eq!([before, after].concat(), without, "nothing else differs");
}

/// Runs steps whose functions take 10 ms: `fail` always fails, `never` does not return. Answers with the statuses of
/// boxes and the edges taken, as far as the run has come.
fn marks_of(steps: &str, input: &str, until: u64) -> (RunMarks, Run) {
    let definition = format!(r#"{{"allowCycles": true, "steps": {{{steps}}}}}"#);
    let workflow = Workflow::parse(&definition).expect("the definition is valid");
    let mut run = Run::new(Arc::new(workflow), RunOptions::new("run", 1));
    let input = Json::parse(input).expect("it is JSON");
    let mut due = vec![(0, Command::Start { input })];
    while let Some(next) = (0..due.len()).min_by_key(|&i| due[i].0) {
        let (now, command) = due.swap_remove(next);
        if now > until {
            break;
        }
        let Ok(effects) = run.handle(command, now) else {
            continue;
        };
        for call in effects.calls {
            let result = match &*call.function {
                "never" => continue,
                "fail" => Err(ErrorInfo::new("Boom", "it broke")),
                _ => Ok(call.input),
            };
            let attempt = call.id;
            due.push((now + 10, Command::Finished { attempt, result }));
        }
        due.extend(effects.wake_at.map(|at| (at, Command::Tick)));
    }
    (RunMarks::of(&run), run)
}

#[test]
fn a_run_marks_its_boxes_and_edges() {
    for (steps, input, until, statuses, taken) in [
        (
            r#""A": {"func": "f", "branch": {"1": "B"}, "nextStep": "C"}, "B": {}, "C": {}"#,
            "1",
            99,
            "A succeeded, B succeeded, C skipped",
            "[start][success]A, A[branch]B, B[success][end]",
        ),
        (
            r#""A": {"func": "f", "branch": {"1": "B"}, "nextStep": "C"}, "B": {}, "C": {"wait": 9}"#,
            "2",
            99,
            "A succeeded, B pending, C waiting",
            "[start][success]A, A[default]C",
        ),
        (
            r#""A": {"func": "fail", "onFailure": "B"}, "B": {"func": "never"}"#,
            "1",
            99,
            "A handled, B running",
            "[start][success]A, A[failure]B",
        ),
        (
            r#""A": {"func": "fail", "nextStep": "B", "retry": [{"errors": ["*"]}]}, "B": {}"#,
            "1",
            99,
            "A retrying, B pending",
            "[start][success]A",
        ),
        (
            r#""P": {"parallel": true, "func": {"a": "f", "b": "fail", "w": {"workflow": {"steps": {"In": {"func": "f"}}}}}}"#,
            "1",
            99,
            "P succeeded, P/a succeeded, P/b handled, P/w succeeded, P/w/In succeeded",
            "[start][success]P, P[success][end], P/w/In[success][end]",
        ),
        (
            r#""P": {"parallel": true, "stopOnFailure": true, "func": {"a": "never", "b": "fail"}}"#,
            "1",
            99,
            "P failed, P/a cancelled, P/b failed",
            "[start][success]P",
        ),
        (
            r#""M": {"map": {"workflow": {"steps": {"X/Y": {"func": "f", "nextStep": "Z"}, "Z": {}}}}}"#,
            "[1, 2]",
            99,
            "M succeeded, M[]/X~1Y succeeded, M[]/Z succeeded",
            "[start][success]M, M[]/X~1Y[success]M[]/Z, M[]/Z[success][end], M[success][end]",
        ),
        (
            r#""N": {"workflow": {"steps": {"In": {"func": "fail"}}}, "onFailure": "H"}, "H": {"nextStep": "N"}"#,
            "1",
            // Where it goes round the second time.
            15,
            "N running, N/In running, H succeeded",
            "[start][success]N, N[failure]H, H[success]N",
        ),
    ] {
        let (marks, run) = marks_of(steps, input, until);
        for expect in statuses.split(", ") {
            let (id, status) = expect.split_once(' ').expect("an id and a status");
            let mark = marks.of_box(id).map(|mark| mark.status.as_str());
            assert_eq!(mark, Some(status), "{id} of {steps}");
        }
        let drawing = layout(run.workflow(), &Options::default());
        let mut ids: Vec<&str> = drawing.edges.iter().map(|edge| &*edge.id).collect();
        ids.extend(taken.split(", "));
        for id in ids {
            assert_eq!(
                marks.is_taken(id),
                taken.split(", ").any(|other| other == id),
                "{id} of {steps}"
            );
        }
    }
}

#[test]
fn a_run_without_a_log_marks_its_steps() {
    let workflow = Workflow::parse(r#"{"steps": {"A/B": {"wait": 1, "nextStep": "C"}, "C": {}}}"#);
    let workflow = Arc::new(workflow.expect("it is valid"));
    for retention in [Retention::Log, Retention::Context, Retention::None] {
        let options = RunOptions::new("run", 1).retention(retention);
        let mut run = Run::new(workflow.clone(), options);
        let input = Json::null();
        run.handle(Command::Start { input }, 0).expect("it starts");
        run.handle(Command::Tick, 1000).expect("it ends");
        let marks = RunMarks::of(&run);
        let mark = marks.of_box("A~1B").map(|mark| mark.status);
        assert_eq!(mark, Some(StepStatus::Succeeded), "{retention:?}");
        let keeps_log = retention == Retention::Log;
        assert_eq!(marks.is_taken("A~1B[success]C"), keeps_log);
    }
}

#[test]
fn statuses_show_as_icon_text_and_colour() {
    let steps = r#""A": {"func": "f", "nextStep": "B"}, "B": {"func": "fail", "onFailure": "C"}, "C": {"wait": 9}, "D": {}"#;
    let (marks, _) = marks_of(steps, "1", 99);
    let options = PictureOptions {
        marks: Some(&marks),
        ..PictureOptions::default()
    };
    let svg = visualized(steps, Format::Svg, &options);
    let mermaid = visualized(steps, Format::Mermaid, &options);
    let dot = visualized(steps, Format::Dot, &options);
    for (id, status, title) in [
        ("A", "succeeded", "Succeeded"),
        ("B", "handled", "Handled"),
        ("C", "waiting", "Waiting"),
    ] {
        let group = svg
            .lines()
            .find(|line| line.contains(&format!("data-id=\"{id}\"")));
        let group = group.expect("each box has its group");
        for part in [
            &format!(" {status}\" data-id"),
            &format!(": {title}</title>"),
            &format!(">{title}</text>"),
            "<path class=\"sign\" d=\"M",
        ] {
            assert!(group.contains(part), "{part} is not in {group}");
        }
        assert!(mermaid.contains(&format!("{title}\"")), "{mermaid}");
        assert!(
            mermaid.contains(&format!("classDef {status} fill:#")),
            "{mermaid}"
        );
        assert!(dot.contains(&format!("{title}\"")), "{dot}");
    }
    assert!(mermaid.contains("class n1 succeeded") && mermaid.contains("class n2 handled"));
    assert!(
        mermaid.contains("linkStyle 0,1,2 stroke-width:3px"),
        "{mermaid}"
    );
    assert_eq!(dot.matches("penwidth").count(), 3, "{dot}");
    assert_eq!(
        svg.matches("<g class=\"success taken\"").count(),
        2,
        "{svg}"
    );
    assert_eq!(
        svg.matches("<g class=\"failure taken\"").count(),
        1,
        "{svg}"
    );

    // The same picture but for the marks: nothing moves.
    let plain = visualized(steps, Format::Svg, &PictureOptions::default());
    let paths = |svg: &str| {
        let mut paths: Vec<String> = svg
            .lines()
            .filter_map(|line| line.split_once(" d=\"M"))
            .map(|(_, path)| path.to_owned())
            .filter(|path| path.contains("head"))
            .collect();
        paths.sort();
        paths
    };
    assert_eq!(paths(&plain), paths(&svg));
}
