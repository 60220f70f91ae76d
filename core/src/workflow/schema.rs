//! The definition's JSON Schema, from the Rust types: made at build time, never shipped as code.

use schemars::{
    Schema,
    generate::SchemaSettings,
    transform::{Transform, transform_subschemas},
};
use serde_json::Value;

use super::definition::Definition;

/// The JSON Schema (draft 2020-12) of a definition. Keys, types, ranges and hover texts; which steps exist it
/// cannot know.
pub fn json_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(AsRead);
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<Definition>();
    schema.insert("title".to_owned(), "Stepwell workflow".into());
    schema.to_value()
}

/// Makes it say what the reader does: a key that need not be there must not be `null` either.
#[derive(Clone)]
struct AsRead;

impl Transform for AsRead {
    fn transform(&mut self, schema: &mut Schema) {
        schema.remove("default");
        // `double`, `uint32` and the like are no formats of JSON Schema.
        schema.remove("format");
        if let Some(Value::String(text)) = schema.get_mut("description") {
            *text = text.replace('\n', " ");
        }
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(options)) = schema.get_mut("anyOf") {
            options.retain(|option| option.get("type").is_none_or(|name| name != "null"));
            if let [Value::Object(only)] = options.as_slice() {
                let only = only.clone();
                schema.remove("anyOf");
                for (key, value) in only {
                    schema.insert(key, value);
                }
            }
        }
        transform_subschemas(self, schema);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::keys;

    #[test]
    fn schema_and_reader_know_the_same_keys() {
        let schema = json_schema();
        let kinds = &schema["$defs"];
        for (kind, known) in [
            (&schema, keys::WORKFLOW),
            (&kinds["StepDefinition"], keys::STEP),
            (&kinds["NestedTask"], keys::TASK),
            (&kinds["MapDefinition"], keys::MAP),
            (&kinds["FailDefinition"], keys::FAIL),
            (&kinds["FailureRule"], keys::FAILURE_RULE),
            (&kinds["RetryRule"], keys::RETRY_RULE),
        ] {
            let properties = kind["properties"].as_object().unwrap();
            let names: Vec<&str> = properties.keys().map(String::as_str).collect();
            assert_eq!(names, known);
            assert_eq!(kind["additionalProperties"], Value::Bool(false));
            for (name, property) in properties {
                let is_described = property["description"].is_string();
                assert!(is_described, "{name} has a hover text");
            }
        }
        let closed = kinds.as_object().unwrap().values();
        let closed = closed.filter(|kind| kind["additionalProperties"] == Value::Bool(false));
        assert_eq!(
            closed.count(),
            6,
            "a new kind of object needs its line above"
        );
    }

    #[test]
    fn the_schema_has_the_ranges_and_no_null() {
        let schema = json_schema();
        for (pointer, want) in [
            (
                "/$schema",
                "\"https://json-schema.org/draft/2020-12/schema\"",
            ),
            ("/title", "\"Stepwell workflow\""),
            ("/required", "[\"steps\"]"),
            ("/properties/steps/minProperties", "1"),
            ("/properties/timeout/exclusiveMinimum", "0"),
            ("/properties/maxSteps/minimum", "1"),
            ("/$defs/MapDefinition/properties/concurrency/minimum", "1"),
            ("/$defs/RetryRule/properties/backoff/minimum", "1"),
            ("/$defs/RetryRule/properties/interval/minimum", "0"),
            ("/$defs/RetryRule/required", "[\"errors\"]"),
            (
                "/$defs/StepDefinition/properties/onFailure/$ref",
                "\"#/$defs/FailureHandlers\"",
            ),
        ] {
            let found = schema.pointer(pointer).map(ToString::to_string);
            assert_eq!(found.as_deref(), Some(want), "{pointer}");
        }
        assert!(!schema.to_string().contains("\"null\""));
    }
}
