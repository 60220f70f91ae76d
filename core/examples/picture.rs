//! The picture of a workflow: reads a definition from standard input and writes it to standard output, as SVG
//! unless another format is named.
//!
//! ```text
//! cargo run -p stepwell-core --example picture -- right dark < definition.json > picture.svg
//! cargo run -p stepwell-core --example picture -- mermaid < definition.json
//! ```

use std::io::{self, Read, Write};

use stepwell_core::{
    Workflow,
    export::{Format, PictureOptions, Theme, visualize},
    layout::{Direction, Options},
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
    let format = Format::ALL.into_iter().find(|format| has(format.as_str()));
    let layout_options = Options {
        direction,
        ..Options::default()
    };
    let options = PictureOptions {
        theme,
        ..PictureOptions::default()
    };
    let picture = visualize(
        &workflow,
        format.unwrap_or(Format::Svg),
        &layout_options,
        &options,
    );
    io::stdout().write_all(picture.as_bytes())
}
