//! The first lines of a script: which program runs it.

use std::path::{Path, PathBuf};

use crate::reader::Reader;

/// Read at most this many bytes of a script; those that package managers write are shorter.
const MAX_SCRIPT: usize = 16 << 10;

/// A script and the program that runs it.
pub(crate) struct Script {
    /// What runs it.
    pub(crate) interpreter: Interpreter,
    /// The options of the interpreter, such as `-s`.
    pub(crate) options: Vec<String>,
    /// Its text, as far as it was read.
    pub(crate) text: String,
}

/// What runs a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Interpreter {
    /// The program at this path.
    Path(PathBuf),
    /// A program that `/usr/bin/env` finds on PATH.
    OnPath(String),
}

impl Interpreter {
    /// The file's name, such as `python3.11`.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Path(path) => path.file_name().and_then(|name| name.to_str()).unwrap_or_default(),
            Self::OnPath(name) => name,
        }
    }

    /// Whether it is a Python.
    pub(crate) fn is_python(&self) -> bool {
        self.name().starts_with("python")
    }
}

/// Reads a script's interpreter; `None` if the file is no script. A script of `/bin/sh` that only
/// starts Python with itself, as pip and uv write it for long paths, is Python's
/// (`pip/_vendor/distlib/scripts.py`, `_build_shebang`).
pub(crate) fn read_script(reader: &Reader<'_>, path: &Path) -> Option<Script> {
    let bytes = reader.read_start(path, MAX_SCRIPT)?;
    if !bytes.starts_with(b"#!") {
        return None;
    }
    let text = String::from_utf8(bytes).ok()?;
    let mut lines = text.lines();
    let first = lines.next()?.get(2..)?.trim();
    let (program, rest) = first.split_once([' ', '\t']).unwrap_or((first, ""));
    let mut options: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
    let mut interpreter = Interpreter::Path(PathBuf::from(program));
    if interpreter.name() == "env" {
        options.retain(|option| option != "-S");
        if options.is_empty() {
            return None;
        }
        interpreter = Interpreter::OnPath(options.remove(0));
    } else if interpreter.name() == "sh"
        && let Some(python) = lines.next().and_then(read_exec)
    {
        interpreter = Interpreter::Path(python);
        options.clear();
    }
    Some(Script { interpreter, options, text })
}

/// The program in `'''exec' "/long path/python" "$0" "$@"`.
fn read_exec(line: &str) -> Option<PathBuf> {
    let rest = line.strip_prefix("'''exec' ")?;
    let program = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?.0,
        None => rest.split_once(' ')?.0,
    };
    (program.starts_with('/') && !program.contains(['$', '`', '\\'])).then(|| program.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Limits;
    use crate::testing::Tree;

    fn interpreter(text: &[u8]) -> Option<(Interpreter, Vec<String>)> {
        let tree = Tree::new().file("script", text);
        let system = tree.system(&[]);
        let reader = Reader::new(&system, Limits::ONE_PROGRAM);
        read_script(&reader, &tree.path("script")).map(|read| (read.interpreter, read.options))
    }

    #[test]
    fn the_first_line_names_the_interpreter() {
        let path = |text: &str| Interpreter::Path(text.into());
        for (text, expected, options) in [
            ("#!/usr/bin/python3\n", path("/usr/bin/python3"), vec![]),
            ("#! /usr/bin/python3 -s\n", path("/usr/bin/python3"), vec!["-s"]),
            ("#!/usr/bin/env python3\n", Interpreter::OnPath("python3".into()), vec![]),
            ("#!/usr/bin/env -S node --x\n", Interpreter::OnPath("node".into()), vec!["--x"]),
            ("#!/bin/sh\nexec aws2\n", path("/bin/sh"), vec![]),
            ("#!/bin/sh\n'''exec' \"/a b/python3\" \"$0\" \"$@\"\n", path("/a b/python3"), vec![]),
            ("#!/bin/sh\n'''exec' /a/python3 \"$0\" \"$@\"\n", path("/a/python3"), vec![]),
            ("#!/bin/sh\n'''exec' \"$HOME/python3\" \"$0\"\n", path("/bin/sh"), vec![]),
        ] {
            let options: Vec<String> = options.into_iter().map(str::to_owned).collect();
            assert_eq!(interpreter(text.as_bytes()), Some((expected, options)), "{text}");
        }
    }

    #[test]
    fn other_files_have_none() {
        for text in [&b""[..], b"#", b"echo\n", b"\x7fELF", b"#!/usr/bin/env\n", b"#!\xff\xfe\n"] {
            assert_eq!(interpreter(text), None, "{text:?}");
        }
    }
}
