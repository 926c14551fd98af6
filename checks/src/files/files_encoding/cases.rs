use std::sync::Arc;

use aws_files::{Document, FileKind, View};
use facts::{FileState, Subject};

use crate::testing::{Case, Machine, cases, config_text, facts_after_fix};
use crate::{Answers, Outcome};

const GOOD: &str = "[default]\nregion = us-east-1\n";

fn bytes(kind: FileKind, content: &[u8]) -> Machine {
    Machine::new().file(
        kind,
        FileState::Present {
            document: Arc::new(Document::parse(content)),
            mode: Some(0o600),
            writable: true,
            owned: true,
            link: None,
        },
    )
}

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let unit = |unit: u16| match little {
        true => unit.to_le_bytes(),
        false => unit.to_be_bytes(),
    };
    let mut all = unit(0xFEFF).to_vec();
    all.extend(text.encode_utf16().flat_map(unit));
    all
}

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "plain": config(GOOD)
            => passes;
        "an empty file": config("")
            => passes;
        "names and comments in other scripts": config("# für Müller, 東京\n[profile büro]\nregion = x\n")
            => passes;
        "line ends of Windows": config("[default]\r\nregion=us-east-1\r\n")
            => passes;
        "a fault of another kind": config("prose\n[default]\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "UTF-16 without a mark": bytes(FileKind::Config, &utf16(GOOD, true)[2..])
            => fail "utf-16-without-mark" @ 1;
        "a byte order mark": config(&format!("\u{feff}{GOOD}"))
            => fail "byte-order-mark" @ 1,
            heals "strip-mark";
        "a byte order mark in the credentials file": Machine::new().config(GOOD).credentials("\u{feff}[a]\r\naws_access_key_id = x\r\n")
            => fail "byte-order-mark" @ 1,
            heals "strip-mark";
        "UTF-16 as PowerShell writes it": bytes(FileKind::Config, &utf16(GOOD, true))
            => fail "utf-16" @ 1,
            heals "convert";
        "UTF-16, the other way round, in the credentials file": bytes(FileKind::Credentials, &utf16("[a]\r\naws_access_key_id = x\r\n", false))
            => fail "utf-16" @ 1,
            heals "convert";
        "Windows-1252": bytes(FileKind::Config, b"[default]\n# f\xfcr M\xfcller\nregion = x\n# 5 \x80\n")
            => fail "not-utf-8" @ 2,
            heals "from-windows-1252";
        "Windows-1252, on Windows": bytes(FileKind::Config, b"[default]\n# f\xfcr M\xfcller\nregion = x\n").code_page(1252)
            => warn "not-utf-8" @ 2;
        "Windows-1252, on Windows with UTF-8": bytes(FileKind::Config, b"[default]\n# f\xfcr M\xfcller\nregion = x\n").code_page(65001)
            => fail "not-utf-8" @ 2,
            heals "from-windows-1252";
        "a name, on Windows": config("# für\n[profile büro]\nregion = x\n").code_page(1252)
            => note "code-page" @ 2;
        "a name, on Windows in Japan": config("[profile büro]\nregion = x\n").code_page(932)
            => note "code-page" @ 1;
        "a comment that code page 1252 cannot read": config("# Ýmir\n[default]\nregion = x\n").code_page(1252)
            => note "code-page" @ 1;
        "a comment that code page 1252 can read": config("# für\n[default]\nregion = x\n").code_page(1252)
            => passes;
        "a name, on Windows with UTF-8": config("[profile büro]\nregion = x\n").code_page(65001)
            => passes;
        "a name, with Python's UTF-8 mode": config("[profile büro]\nregion = x\n").code_page(1252).env("PYTHONUTF8", "1")
            => passes;
    }
}

/// The file after the first remedy.
fn after(machine: &Machine) -> String {
    let facts = facts_after_fix(&super::CHECK, machine, None, &Answers::new());
    let reading = facts.files().config.reading(View::Cli);
    assert!(reading.rejection.is_none());
    config_text(&facts)
}

#[test]
fn the_text_stays_what_it_was() {
    let of = |content: &[u8]| after(&bytes(FileKind::Config, content));
    assert_eq!(of(&utf16("[profile büro]\r\n", true)), "[profile büro]\r\n");
    assert_eq!(of(&utf16("[profile büro]\n", false)), "[profile büro]\n");
    assert_eq!(of("\u{feff}[default]\n".as_bytes()), "[default]\n");
    assert_eq!(of(b"[default]\n# f\xfcr \x93x\x94\n"), "[default]\n# für “x”\n");
}

#[test]
fn a_mark_and_bytes_that_are_not_utf_8_are_two_faults() {
    let machine = bytes(FileKind::Config, b"\xef\xbb\xbf[default]\n# f\xfcr\n");
    let Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &machine.facts(), &Subject::File(FileKind::Config))
    else {
        panic!("two findings")
    };
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["byte-order-mark", "not-utf-8"]);
}
