//! Content security policies: what a built HTML file may load and run, written into the file itself, so that it
//! holds on hosts where headers cannot be set.

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

/// The page's: its own files, and the inline scripts that were there when it was built.
pub(crate) fn of_page(html: &str) -> Result<String> {
    let scripts: Vec<String> = inline_scripts(html)?.map(source).collect();
    let scripts = scripts.join(" ");
    Ok([
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval' {scripts}"),
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    .map(str::trim_end)
    .join("; "))
}

/// A sandbox's, whose document runs `script` alone: what the user wrote runs in the workers that it starts. Scripts and
/// data from other hosts only with `network`.
pub(crate) fn of_sandbox(script: &str, network: bool) -> String {
    let script = source(script);
    let (scripts, connect) = if network {
        (" https:", "; connect-src https: wss:")
    } else {
        ("", "")
    };
    format!(
        "default-src 'none'; script-src {script} blob:{scripts}; worker-src blob:{connect}; \
         base-uri 'none'; form-action 'none'"
    )
}

/// How a policy names a script of this text.
pub(crate) fn source(script: &str) -> String {
    // The hash is over what the HTML parser makes of the text.
    let parsed = script.replace("\r\n", "\n").replace('\r', "\n");
    let hash = BASE64_STANDARD.encode(Sha256::digest(parsed));
    format!("'sha256-{hash}'")
}

/// The texts of the scripts that are written in `html` itself.
fn inline_scripts(html: &str) -> Result<impl Iterator<Item = &str>> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, script)) = rest.split_once("<script") {
        let (attributes, script) = script.split_once('>').context("a script has no `>`")?;
        let (text, after) = script
            .split_once("</script>")
            .context("a script has no end")?;
        if !attributes.contains(" src=") {
            scripts.push(text);
        }
        rest = after;
    }
    Ok(scripts.into_iter())
}

#[cfg(test)]
mod tests {
    use super::{inline_scripts, of_page, source};

    #[test]
    fn a_script_is_named_by_its_hash() {
        // CSP Level 3, section 2.3.1 has the example.
        assert_eq!(
            source("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
        assert_eq!(source("a\r\nb\rc"), source("a\nb\nc"));
    }

    #[test]
    fn inline_scripts_are_those_without_an_address() {
        let html = "<head><script src=\"a.js\"></script><script type=\"module\">\nb\n</script></head>\
             <body><script>c > d</script></body>";
        let scripts: Vec<&str> = inline_scripts(html).unwrap().collect();
        assert_eq!(scripts, ["\nb\n", "c > d"]);
        assert!(inline_scripts("<script>a").is_err());
    }

    #[test]
    fn the_page_may_run_its_inline_scripts_and_no_others() {
        let policy = of_page("<script>a</script>").unwrap();
        let scripts = format!("; script-src 'self' 'wasm-unsafe-eval' {}; ", source("a"));
        assert!(policy.contains(&scripts), "{policy}");
        assert!(!policy.contains("unsafe-inline"));
        let none = of_page("").unwrap();
        assert!(none.contains("; script-src 'self' 'wasm-unsafe-eval'; "));
    }
}
