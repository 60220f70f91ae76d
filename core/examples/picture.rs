//! The picture of a workflow: reads a definition from standard input and writes SVG to standard output.
//!
//! ```text
//! cargo run -p stepwell-core --example picture -- right < definition.json > picture.svg
//! ```

use std::io::{self, Read, Write};

use stepwell_core::{
    Workflow,
    export::{SvgOptions, Theme, svg},
    layout::{Direction, Options, layout},
};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let workflow = Workflow::parse(&text).map_err(io::Error::other)?;
    let has = |word: &str| std::env::args().skip(1).any(|argument| argument == word);
    let direction = if has("right") {
        Direction::Right
    } else {
        Direction::Down
    };
    let theme = match (has("light"), has("dark")) {
        (true, _) => Theme::Light,
        (_, true) => Theme::Dark,
        _ => Theme::Auto,
    };
    let drawing = layout(
        &workflow,
        &Options {
            direction,
            ..Options::default()
        },
    );
    let title = Some(workflow.root().name.to_string());
    let picture = svg(&drawing, &SvgOptions { title, theme });
    io::stdout().write_all(picture.as_bytes())
}
