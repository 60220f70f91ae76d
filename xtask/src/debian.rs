//! Programs of Debian's packages: installed where that can be done, otherwise named.

use std::path::Path;

use crate::command::{command, find, line, output, run};
use crate::tools::say;

/// One of these programs is needed; Debian has it in this package.
pub(crate) struct Need {
    pub(crate) programs: &'static [&'static str],
    pub(crate) package: &'static str,
}

/// Gets what is missing, saying why. Answers with what is still missing and how to get it.
pub(crate) fn provide(needs: &[Need], why: &str) -> Option<String> {
    let packages = missing_packages(needs);
    if packages.is_empty() {
        return None;
    }
    let names = packages.join(", ");
    if !is_debian() {
        return Some(format!(
            "{names} (names of Debian's packages): get them from your system"
        ));
    }
    let get = format!("apt-get install {}", packages.join(" "));
    install(&packages, why)
        .err()
        .map(|error| format!("{names}: get them with `{get}` as root ({error:#})"))
}

fn missing_packages(needs: &[Need]) -> Vec<&'static str> {
    let is_there = |need: &Need| need.programs.iter().any(|program| find(program).is_some());
    needs
        .iter()
        .filter(|need| !is_there(need))
        .map(|need| need.package)
        .collect()
}

/// Whether [`provide`] can get everything from the system's packages.
pub(crate) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && find("apt-get").is_some()
}

fn install(packages: &[&str], why: &str) -> anyhow::Result<()> {
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
    say(&format!("Installing {} ({why})", packages.join(", ")));
    let mut install = as_root(&["apt-get", "install", "--yes"]);
    install.args(packages);
    say(&format!("  {}", line(&install)));
    // The first mends an install that was cut off, the second fills a new machine's empty lists.
    run(&mut as_root(&["dpkg", "--configure", "-a"]))?;
    run(&mut as_root(&["apt-get", "update", "--quiet"]))?;
    run(&mut install)
}
