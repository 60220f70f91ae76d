//! The SVG of a workflow: the car purchase's as it is kept, and any text in any name.

use serde_json::Value;
use stepwell_core::{
    Workflow,
    export::{SvgOptions, Theme, json, svg},
    layout::{Direction, Options, layout},
};

const CAR_PURCHASE: &str = include_str!("data/car_purchase.json");

fn picture(definition: &str, options: &SvgOptions) -> String {
    let workflow = Workflow::parse(definition).expect("the definition is valid");
    svg(&layout(&workflow, &Options::default()), options)
}

/// After a wanted change: `cargo run -p stepwell-core --example picture
/// < core/tests/data/car_purchase.json > core/tests/data/car_purchase.svg`, and look at it.
#[test]
fn the_picture_of_the_car_purchase_is_the_one_kept() {
    let options = SvgOptions {
        title: Some("Validate_Car_Purchase_Transaction_Workflow".to_owned()),
        ..SvgOptions::default()
    };
    let kept = include_str!("data/car_purchase.svg");
    assert!(
        picture(CAR_PURCHASE, &options) == kept,
        "it differs from data/car_purchase.svg"
    );
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
        let options = SvgOptions {
            theme,
            ..SvgOptions::default()
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
    let options = SvgOptions {
        title: Some("]]><b>\u{1}".to_owned()),
        ..SvgOptions::default()
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
    let picture = picture(definition, &SvgOptions::default());
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
    assert!(picture.contains(".failure .way{stroke:var(--failure);stroke-dasharray"));
    assert!(picture.contains("role=\"img\"") && picture.contains("<title>Workflow</title>"));
}
