//! The browsers and what drives them: got from Debian's packages where that can be done, otherwise named.

use std::path::Path;

use crate::command::{command, find, line, output, run};
use crate::tools::{geckodriver, say};

/// One of these programs is needed; Debian has it in this package.
struct Need {
    programs: &'static [&'static str],
    package: &'static str,
}

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
    let mut missing = Vec::new();
    let packages = missing_packages();
    if !packages.is_empty() {
        let get = format!("apt-get install {}", packages.join(" "));
        if !is_debian() {
            let programs = packages.join(", ");
            missing.push(format!(
                "{programs} (names of Debian's packages): get them from your system"
            ));
        } else if let Err(error) = install(&packages) {
            missing.push(format!(
                "{}: get them with `{get}` as root ({error:#})",
                packages.join(", ")
            ));
        }
    }
    if let Err(error) = geckodriver().provide() {
        missing.push(format!("{error:#}"));
    }
    missing
}

fn missing_packages() -> Vec<&'static str> {
    let is_there = |need: &Need| need.programs.iter().any(|program| find(program).is_some());
    NEEDS
        .iter()
        .filter(|need| !is_there(need))
        .map(|need| need.package)
        .collect()
}

/// Whether [`provide`] can get everything from the system's packages.
pub(crate) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && find("apt-get").is_some()
}

fn install(packages: &[&str]) -> anyhow::Result<()> {
    let is_root = output(command("id").arg("-u")).is_some_and(|id| id == "0");
    let as_root = |words: &[&str]| {
        let environment = ["env", "DEBIAN_FRONTEND=noninteractive"];
        let sudo = ["sudo", "--non-interactive"];
        let words: Vec<&str> = sudo[if is_root { 2 } else { 0 }..]
            .iter()
            .chain(&environment)
            .chain(words)
            .copied()
            .collect();
        let mut command = command(words[0]);
        command.args(&words[1..]);
        command
    };
    if !is_root && output(&mut as_root(&["true"])).is_none() {
        anyhow::bail!("only root can install them, and sudo asks for a password");
    }
    say(&format!(
        "Installing {} (the browser tests run in them)",
        packages.join(", ")
    ));
    let mut install = as_root(&["apt-get", "install", "--yes"]);
    install.args(packages);
    say(&format!("  {}", line(&install)));
    // The first mends an install that was cut off, the second fills a new machine's empty lists.
    run(&mut as_root(&["dpkg", "--configure", "-a"]))?;
    run(&mut as_root(&["apt-get", "update", "--quiet"]))?;
    run(&mut install)
}
