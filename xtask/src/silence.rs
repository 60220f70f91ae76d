//! Takes out of wasm what Rust would say when it panics: the messages, the places, and the code that puts them
//! together. Nobody hears it, since wasm has nowhere to write to; a panic stops the program as before.
//!
//! rustc can do this only with a standard library that is built for it, which the stable toolchain does not do.
//! WebAssembly 1.0, section 5, has the format; the three sections that are read here do not warrant a library.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};

/// How the names of functions begin that say why and never return.
const NEVER_RETURN: &[&str] = &[
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::assert_failed",
    "core::panicking::panic",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::str::slice_error_fail",
    "std::thread::local::panic_access_error",
];

/// The body of a function that has no locals and stops at once.
const STOP: &[u8] = &[0x00, UNREACHABLE, END];
const UNREACHABLE: u8 = 0x00;
const END: u8 = 0x0b;
const I32_CONST: u8 = 0x41;

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// `wasm`, whose functions have names, without what it would say when it panics.
pub(crate) fn silence(wasm: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) = wasm.split_at_checked(8).context("no wasm")?;
    let mut sections = Vec::new();
    let mut imported = 0;
    let mut names = BTreeMap::new();
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let content = counted(&mut rest)?;
        match id {
            IMPORT => imported = imported_functions(content)?,
            CUSTOM => names.append(&mut function_names(content)?),
            _ => {}
        }
        sections.push((id, content));
    }
    let silent: BTreeSet<u32> = names
        .into_iter()
        .filter(|(_, name)| never_returns(name))
        .map(|(function, _)| function)
        .collect();
    ensure!(!silent.is_empty(), "no function that panics has a name");

    let mut silenced = header.to_vec();
    for (id, content) in sections {
        silenced.push(id);
        let content = match id {
            CODE => without_bodies(content, imported, &silent)?,
            DATA => without_places(content)?,
            _ => content.to_vec(),
        };
        write_counted(&mut silenced, &content);
    }
    Ok(silenced)
}

/// Whether a function of this demangled name is one of [`NEVER_RETURN`].
fn never_returns(name: &str) -> bool {
    // The names of the standard library's crates have their hash behind them: `core[c5930c85a12de822]::…`.
    let path = match (name.split_once('['), name.split_once("]::")) {
        (Some((name, _)), Some((_, path))) if !name.contains(':') => format!("{name}::{path}"),
        _ => name.to_owned(),
    };
    NEVER_RETURN.iter().any(|start| path.starts_with(start))
}

/// The code section with nothing but a stop in the functions `silent`.
fn without_bodies(mut code: &[u8], imported: u32, silent: &BTreeSet<u32>) -> Result<Vec<u8>> {
    let count = number(&mut code)?;
    let mut written = Vec::new();
    write_number(&mut written, count);
    for function in imported..imported + count {
        let body = counted(&mut code)?;
        let is_silent = silent.contains(&function);
        write_counted(&mut written, if is_silent { STOP } else { body });
    }
    Ok(written)
}

/// The data section without the places of panics and the names of their files.
fn without_places(data: &[u8]) -> Result<Vec<u8>> {
    let segments = segments(data)?;
    let mut written = data.to_vec();
    for Segment { address, range } in &segments {
        // A place is aligned to four bytes.
        let first = range.start + address.wrapping_neg() as usize % 4;
        for at in (first..range.end.saturating_sub(15)).step_by(4) {
            if let Some(file) = file_of_place(data, at, &segments) {
                written[file].fill(0);
                written[at..at + 16].fill(0);
                written[at] = 1; // a reference is never null
            }
        }
    }
    Ok(written)
}

/// Where the name of the file is, if there is a `core::panic::Location` at `at`: a name's address and length, a line and
/// a column.
fn file_of_place(data: &[u8], at: usize, segments: &[Segment]) -> Option<Range<usize>> {
    let word = |index: usize| {
        let at = at + 4 * index;
        data[at..at + 4].try_into().map(u32::from_le_bytes).ok()
    };
    let (address, length, line, column) = (word(0)?, word(1)?, word(2)?, word(3)?);
    let is_place =
        (4..500).contains(&length) && (1..50_000).contains(&line) && (1..500).contains(&column);
    let segment = segments
        .iter()
        .rev()
        .find(|segment| segment.address <= address)?;
    let start = segment.range.start + (address - segment.address) as usize;
    let file = start..start + length as usize;
    let fits = is_place && file.end <= segment.range.end;
    (fits && data[file.clone()].ends_with(b".rs")).then_some(file)
}

/// What the memory holds at an address from the start: this range of the data section.
struct Segment {
    address: u32,
    range: Range<usize>,
}

/// The segments, by address.
fn segments(data: &[u8]) -> Result<Vec<Segment>> {
    let mut rest = data;
    let mut segments = Vec::new();
    for _ in 0..number(&mut rest)? {
        ensure!(
            number(&mut rest)? == 0,
            "a data segment is not an active one"
        );
        ensure!(
            byte(&mut rest)? == I32_CONST,
            "a data segment's address is not constant"
        );
        let address = number(&mut rest)?;
        ensure!(
            byte(&mut rest)? == END,
            "a data segment's address is computed"
        );
        let bytes = counted(&mut rest)?;
        let end = data.len() - rest.len();
        let range = end - bytes.len()..end;
        segments.push(Segment { address, range });
    }
    segments.sort_by_key(|segment| segment.address);
    Ok(segments)
}

/// How many functions are imported: they have the first numbers.
fn imported_functions(mut imports: &[u8]) -> Result<u32> {
    let mut functions = 0;
    for _ in 0..number(&mut imports)? {
        counted(&mut imports)?;
        counted(&mut imports)?;
        match byte(&mut imports)? {
            0x00 => {
                number(&mut imports)?;
                functions += 1;
            }
            kind => bail!("an import is not a function but of kind {kind}"),
        }
    }
    Ok(functions)
}

/// The names of functions, if the custom section is that of names.
fn function_names(mut custom: &[u8]) -> Result<BTreeMap<u32, String>> {
    const FUNCTIONS: u8 = 1;
    let mut names = BTreeMap::new();
    if counted(&mut custom)? != b"name" {
        return Ok(names);
    }
    while let Some((&id, after)) = custom.split_first() {
        custom = after;
        let mut content = counted(&mut custom)?;
        if id == FUNCTIONS {
            for _ in 0..number(&mut content)? {
                let function = number(&mut content)?;
                let name = counted(&mut content)?;
                names.insert(function, String::from_utf8_lossy(name).into_owned());
            }
        }
    }
    Ok(names)
}

fn byte(bytes: &mut &[u8]) -> Result<u8> {
    let (&byte, rest) = bytes.split_first().context("the wasm breaks off")?;
    *bytes = rest;
    Ok(byte)
}

/// A number in LEB128.
fn number(bytes: &mut &[u8]) -> Result<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = byte(bytes)?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    bail!("a number in the wasm is too long")
}

/// A number, and as many bytes.
fn counted<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8]> {
    let count = number(bytes)? as usize;
    let (counted, rest) = bytes
        .split_at_checked(count)
        .context("the wasm breaks off")?;
    *bytes = rest;
    Ok(counted)
}

fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn write_counted(bytes: &mut Vec<u8>, content: &[u8]) {
    write_number(bytes, u32::try_from(content.len()).unwrap_or(u32::MAX)); // wasm is at most 4 GiB
    bytes.extend(content);
}

#[cfg(test)]
mod tests {
    use super::{
        CODE, CUSTOM, DATA, END, I32_CONST, IMPORT, STOP, never_returns, silence, write_counted,
    };

    /// A module of one imported function, two of its own, and data at the address 8.
    fn module(names: [&str; 3], bodies: [&[u8]; 2], data: &[u8]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id, content: &[u8]| {
            module.push(id);
            write_counted(&mut module, content);
        };
        section(IMPORT, &[1, 1, b'm', 1, b'f', 0, 0]);
        let mut code = vec![2];
        for body in bodies {
            write_counted(&mut code, body);
        }
        section(CODE, &code);
        let mut segments = vec![1, 0, I32_CONST, 8, END];
        write_counted(&mut segments, data);
        section(DATA, &segments);
        let mut functions = vec![3];
        for (index, name) in (0..).zip(names) {
            functions.push(index);
            write_counted(&mut functions, name.as_bytes());
        }
        let mut custom = b"\x04name\x01".to_vec();
        write_counted(&mut custom, &functions);
        section(CUSTOM, &custom);
        module
    }

    const NAMES: [&str; 3] = [
        "core::panicking::panic_imported",
        "core[c5930c85a12de822]::panicking::panic_fmt",
        "add",
    ];
    const BODY: &[u8] = &[0, 0x01, 0x01, END];

    #[test]
    fn functions_that_panic_only_stop() {
        let silenced = silence(&module(NAMES, [BODY, BODY], b"data")).unwrap();
        assert_eq!(silenced, module(NAMES, [STOP, BODY], b"data"));
    }

    #[test]
    fn places_are_wiped_and_nothing_else() {
        let words = |words: [u32; 4]| words.map(u32::to_le_bytes).concat();
        let place = |line| words([8 + 32, 8, line, 5]);
        let data = |place: Vec<u8>, file: &[u8]| {
            [&place, &words([8, 9, 10, 11]), file, b" is kept"].concat()
        };
        let silenced = silence(&module(NAMES, [STOP, BODY], &data(place(7), b"src/a.rs"))).unwrap();
        let wiped = data(words([1, 0, 0, 0]), &[0; 8]);
        assert_eq!(silenced, module(NAMES, [STOP, BODY], &wiped));
        let kept = module(NAMES, [STOP, BODY], &data(place(0), b"src/a.rs"));
        assert_eq!(silence(&kept).unwrap(), kept);
    }

    #[test]
    fn what_returns_is_left_alone() {
        assert!(never_returns("core::option::unwrap_failed::h0123"));
        assert!(!never_returns(
            "std[a5]::panicking::panic_count::is_zero_slow_path"
        ));
        assert!(!never_returns("core[c5]::option::Option<T>::unwrap"));
        assert!(!never_returns("app::parse::<core::panicking::panic>"));
    }

    #[test]
    fn wasm_without_names_is_refused() {
        assert!(silence(&module(["a", "b", "c"], [BODY, BODY], b"")).is_err());
        assert!(silence(b"\0asm").is_err());
    }
}
