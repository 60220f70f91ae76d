//! What the page's first view loads: its HTML, and every file that the HTML and its scripts name.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

/// The size in bytes, after gzip at its best, of each file that the first view of the page in `dist` loads.
pub fn sizes(dist: &Path) -> Result<BTreeMap<String, usize>> {
    let mut sizes = BTreeMap::new();
    let mut open = vec!["index.html".to_owned()];
    while let Some(name) = open.pop() {
        if sizes.contains_key(&name) {
            continue;
        }
        let path = dist.join(&name);
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        sizes.insert(name.clone(), gzipped(&bytes)?);
        let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
        if let Ok(text) = std::str::from_utf8(&bytes) {
            open.extend(
                quoted(text)
                    .filter_map(|word| word.strip_prefix("./"))
                    .map(|file| folder.join(file).to_string_lossy().into_owned())
                    .filter(|file| dist.join(file).is_file()),
            );
        }
    }
    Ok(sizes)
}

/// Every text between two equal quotation marks on one line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        ['"', '\''].into_iter().flat_map(move |mark| {
            let ends = line.match_indices(mark).map(|(at, _)| at);
            let starts = ends.clone();
            starts
                .zip(ends.skip(1))
                .map(move |(start, end)| &line[start + 1..end])
        })
    })
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
