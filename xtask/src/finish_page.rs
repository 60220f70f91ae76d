//! The last step of the page's build, which trunk runs as a hook: the assets, and the policy that the page is under.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command::{command, run, valued};
use crate::{assets, policy, schema, tools, wasm};

/// Where wasm-bindgen puts the scripts of a crate.
const SNIPPETS: &str = "snippets";

/// Finishes the page that trunk has put into its staging folder.
pub(crate) fn finish_page() -> Result<()> {
    let folder = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let folder = folder.context("this is run by trunk: see Trunk.toml")?;
    if assets::is_release() {
        tools::npm_packages()?;
        bundle(&folder)?;
        minify(&folder)?;
    }
    let assets = copy_assets(&folder)?;

    let index = folder.join("index.html");
    let html = fs::read_to_string(&index).with_context(|| index.display().to_string())?;
    let mut html = name_own_address(&html);
    if assets::is_release() {
        html = without_links_to(SNIPPETS, &html);
    }
    let html = with_head(&html, &assets, &policy::of_page(&html)?)?;
    fs::write(&index, html).with_context(|| index.display().to_string())
}

/// Puts what the page's script imports into it: one file is smaller than many, and is there sooner.
fn bundle(folder: &Path) -> Result<()> {
    let scripts = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    for script in scripts.filter(|path| path.extension().is_some_and(|end| end == "js")) {
        let mut esbuild = command("esbuild");
        // It would warn that wasm-bindgen's glue names a module once for each block of Rust.
        esbuild.args(["--bundle", "--format=esm", "--log-level=error"]);
        esbuild.args(["--allow-overwrite", "--target=es2022"]);
        run(esbuild.arg(valued("--outfile=", &script)).arg(&script))?;
    }
    let snippets = folder.join(SNIPPETS);
    fs::remove_dir_all(&snippets).with_context(|| snippets.display().to_string())
}

/// `html` without the links to what is beneath a folder.
fn without_links_to(folder: &str, html: &str) -> String {
    let address = format!("href=\"./{folder}/");
    let mut links = html.split("<link ");
    let mut without = links.next().unwrap_or_default().to_owned();
    for link in links {
        match link.split_once('>') {
            Some((attributes, rest)) if attributes.contains(&address) => without.push_str(rest),
            _ => {
                without.push_str("<link ");
                without.push_str(link);
            }
        }
    }
    without
}

/// Makes all that is beneath `folder` as small as can be.
fn minify(folder: &Path) -> Result<()> {
    let ends_in = |file: &PathBuf, ends: &[&str]| {
        let end = file.extension().and_then(|end| end.to_str());
        end.is_some_and(|end| ends.contains(&end))
    };
    let mut files = Vec::new();
    find_files(folder, &mut files)?;
    for wasm in files.iter().filter(|file| ends_in(file, &["wasm"])) {
        wasm::optimise(wasm, wasm::FOR_GZIP)?;
    }
    let mut esbuild = command("esbuild");
    esbuild.args(["--minify", "--log-level=error", "--allow-overwrite"]);
    for option in ["--outdir=", "--outbase="] {
        esbuild.arg(valued(option, folder));
    }
    run(esbuild.args(files.iter().filter(|file| ends_in(file, &["js", "css"]))))
}

fn find_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            find_files(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Copies the assets into a folder that is named for what is in it, so that a new one is never mixed with an old one
/// that a browser has kept. Answers with the folder's name.
fn copy_assets(page: &Path) -> Result<String> {
    let files = assets::build()?;
    let mut hash = Sha256::new();
    for file in &files {
        hash.update(fs::read(file).with_context(|| file.display().to_string())?);
    }
    let hash = format!("{:x}", hash.finalize());
    let name = format!("assets-{}", &hash[..16]);
    let folder = page.join(&name);
    fs::create_dir_all(&folder)?;
    for file in &files {
        let name = file.file_name().context("an asset has no name")?;
        fs::copy(file, folder.join(name)).with_context(|| file.display().to_string())?;
    }
    fs::copy(folder.join(schema::NAME), page.join(schema::NAME))?;
    Ok(name)
}

/// Lets the script that reloads a served page take its address from the page. As trunk writes it, trunk's server puts
/// the address in, and then the script is not the one of which the policy has the hash.
fn name_own_address(html: &str) -> String {
    html.replace("'{{__TRUNK_ADDRESS__}}'", "location.host")
        .replace("'{{__TRUNK_WS_BASE__}}'", "new URL('.', location).pathname")
}

/// `html` with the name of the assets' folder and the policy at the start of its head.
fn with_head(html: &str, assets: &str, policy: &str) -> Result<String> {
    // Only the encoding stands before them: browsers look for it no further than 1024 bytes into the file.
    const FIRST: &str = "<meta charset=\"utf-8\" />";
    let (before, after) = html
        .split_once(FIRST)
        .with_context(|| format!("index.html has no {FIRST}"))?;
    Ok(format!(
        "{before}{FIRST}
    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />
    <meta name=\"stepwell-assets\" content=\"{assets}/\" />{after}"
    ))
}

#[cfg(test)]
mod tests {
    use super::{name_own_address, with_head, without_links_to};

    #[test]
    fn the_policy_stands_before_everything_that_loads() {
        let html = "<head>\n    <meta charset=\"utf-8\" /><script></script></head>";
        let html = with_head(html, "assets-1", "default-src 'none'").unwrap();
        let place = |text| html.find(text).unwrap();
        assert!(place("\"default-src 'none'\"") < place("<script>"));
        assert!(html.contains("content=\"assets-1/\""));
        assert!(with_head("<head></head>", "", "").is_err());
    }

    #[test]
    fn a_page_preloads_nothing_that_is_not_there() {
        let html =
            r#"<link rel="a" href="./a.js"><link rel="b" href="./snippets/b.js" /> <link rel="c">"#;
        assert_eq!(
            without_links_to("snippets", html),
            r#"<link rel="a" href="./a.js"> <link rel="c">"#
        );
    }

    #[test]
    fn a_served_page_reloads_by_its_own_address() {
        let script =
            "const address = '{{__TRUNK_ADDRESS__}}'; const base = '{{__TRUNK_WS_BASE__}}';";
        assert_eq!(
            name_own_address(script),
            "const address = location.host; const base = new URL('.', location).pathname;"
        );
    }
}
