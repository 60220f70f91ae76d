//! The browsers and what drives them: got from Debian's packages where that can be done, otherwise named.

use crate::debian::{self, Need};
use crate::tools::geckodriver;

const NEEDS: &[Need] = &[
    Need {
        programs: &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
        package: "chromium",
    },
    Need {
        programs: &["chromedriver"],
        package: "chromium-driver",
    },
    Need {
        programs: &["firefox-esr", "firefox"],
        package: "firefox-esr",
    },
    Need {
        programs: &["WebKitWebDriver"],
        package: "webkit2gtk-driver",
    },
    Need {
        programs: &["Xvfb"],
        package: "xvfb",
    },
];

/// Gets what is missing, as far as that can be done here. Answers with what is still missing and how to get it;
/// the browser tests themselves decide whether to skip or to fail.
pub(crate) fn provide() -> Vec<String> {
    let mut missing = Vec::from_iter(debian::provide(NEEDS, "the browser tests run in them"));
    if let Err(error) = geckodriver().provide() {
        missing.push(format!("{error:#}"));
    }
    missing
}
