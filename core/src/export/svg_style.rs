//! The style sheet of an SVG picture, which is in the picture itself.
//!
//! Colours are written out at each rule rather than as custom properties: those are known to browsers only, and
//! editors and slides would paint black.

use std::fmt::Write;

use super::Theme;
use crate::StepStatus;

/// What is the same in every theme.
const SHAPES: &str = "\
svg.stepwell{font-family:Arial,'Helvetica Neue','Liberation Sans','DejaVu Sans',sans-serif}\
.name{font-weight:500}\
.icon{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}\
.fail .tile{fill:none}\
.end circle{fill:none;stroke-width:1.5}\
.way{fill:none;stroke-width:1.5;stroke-linecap:butt}\
.failure .way{stroke-dasharray:5 4}\
.label text{text-anchor:middle}\
.label.default text{font-style:italic}";

/// What is added where there is a run.
const MARK_SHAPES: &str = "\
.sign{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}\
.told{font-weight:500}\
.taken .way{stroke-width:2.4}";

/// A colour on light ground, and on dark.
type Colour = [&'static str; 2];

const GROUND: Colour = ["#f8fafc", "#0b1120"];
const BORDER: Colour = ["#cbd5e1", "#3b4a61"];
const SOFT: Colour = ["#64748b", "#94a3b8"];
const FAILURE: Colour = ["#c2410c", "#fb923c"];
const BRANCH: Colour = ["#4f46e5", "#a5b4fc"];

/// What is coloured, and with what.
const COLOURS: [(&str, &str, Colour); 23] = [
    (".ground", "fill", GROUND),
    (".box", "fill", ["#ffffff", "#1e293b"]),
    (".well", "fill", ["#f1f5f9", "#131c2e"]),
    (".box,.well", "stroke", BORDER),
    (".name", "fill", ["#0f172a", "#f1f5f9"]),
    (".detail", "fill", SOFT),
    (".tile", "fill", ["#eef2ff", "#2c3358"]),
    (".icon", "stroke", BRANCH),
    (".fail .icon", "stroke", FAILURE),
    (".start circle", "fill", SOFT),
    (".start path", "fill", GROUND),
    (".end circle", "stroke", SOFT),
    (".end circle+circle", "fill", SOFT),
    (".end circle+circle", "stroke", ["none", "none"]),
    (".way", "stroke", SOFT),
    (".head", "fill", SOFT),
    (".failure .way", "stroke", FAILURE),
    (".failure .head", "fill", FAILURE),
    (".label rect", "fill", GROUND),
    (".label rect", "stroke", BORDER),
    (".label text", "fill", SOFT),
    (".label.branch text", "fill", BRANCH),
    (".label.failure text", "fill", FAILURE),
];

/// The style sheet of a theme; with the looks of statuses where there is a run.
pub(super) fn style(theme: Theme, marks: bool) -> String {
    let mut out = SHAPES.to_owned();
    if marks {
        out.push_str(MARK_SHAPES);
    }
    match theme {
        Theme::Light => write_colours(&mut out, 0, marks),
        Theme::Dark => write_colours(&mut out, 1, marks),
        Theme::Auto => {
            write_colours(&mut out, 0, marks);
            out.push_str("@media(prefers-color-scheme:dark){");
            write_colours(&mut out, 1, marks);
            out.push('}');
        }
    }
    out
}

/// `ground` is 0 for light and 1 for dark.
fn write_colours(out: &mut String, ground: usize, marks: bool) {
    for (what, property, colour) in COLOURS {
        let _ = write!(out, "{what}{{{property}:{}}}", colour[ground]);
    }
    if !marks {
        return;
    }
    for status in StepStatus::ALL {
        let (word, ink) = (status.as_str(), status.look().ink[ground]);
        let _ = write!(
            out,
            ".{word} .disc,.{word} .told{{fill:{ink}}}.{word} .box,.{word} .well{{stroke:{ink}}}"
        );
    }
    let inks = [StepStatus::Succeeded, StepStatus::Handled].map(|status| status.look().ink[ground]);
    let _ = write!(
        out,
        ".sign{{stroke:{}}}.taken .way{{stroke:{ink}}}.taken .head{{fill:{ink}}}",
        GROUND[ground],
        ink = inks[0]
    );
    let _ = write!(
        out,
        ".failure.taken .way{{stroke:{0}}}.failure.taken .head{{fill:{0}}}",
        inks[1]
    );
}
