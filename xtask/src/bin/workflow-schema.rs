//! Prints the definition's JSON Schema, which the core makes from its Rust types.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let schema = stepwell_core::workflow::json_schema();
    serde_json::to_writer_pretty(io::stdout().lock(), &schema)?;
    writeln!(io::stdout())
}
