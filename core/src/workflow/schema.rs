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
