//! Properties of every file and every edit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use aws_files::{Document, Edit, FileKind, LineKind, Reading, Value, View, read};
use common::look::*;
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_come_back(bytes in bytes()) {
        let document = Document::parse(&bytes);
        prop_assert_eq!(document.as_bytes(), &bytes[..]);
        prop_assert!(document.edit(&[]).unwrap().as_bytes() == &bytes[..]);
        prop_assert_eq!(document.line_count(), document.lines().count());
        let mark = if document.has_byte_order_mark() { 3 } else { 0 };
        if !matches!(document.encoding(), aws_files::Encoding::Utf16Le | aws_files::Encoding::Utf16Be) {
            prop_assert_eq!(lines_of(&document).concat(), &bytes[mark..]);
        }
    }

    #[test]
    fn locations_lie_within_the_document(bytes in bytes()) {
        let document = Document::parse(&bytes);
        if let aws_files::Encoding::NotUtf8 { location } = document.encoding() {
            inside(&document, location)?;
            prop_assert_eq!(document.text_at(location), "\u{fffd}");
        }
        for line in document.lines() {
            match line.kind {
                LineKind::Header { text } => inside(&document, text)?,
                LineKind::Property { key, delimiter, value } => {
                    for location in [key, delimiter, value] {
                        inside(&document, location)?;
                    }
                    prop_assert!(matches!(document.text_at(delimiter), "=" | ":"));
                }
                LineKind::Nested { key, value } => {
                    inside(&document, key)?;
                    inside(&document, value)?;
                }
                _ => {}
            }
        }
        for kind in KINDS {
            for view in VIEWS {
                let reading = read(&document, kind, view);
                for section in sections(&reading) {
                    prop_assert!(section.first_line <= section.last_line);
                    prop_assert!(section.last_line <= document.line_count());
                    for header in section.headers.iter().chain([&section.header]) {
                        inside(&document, *header)?;
                    }
                    for (_, property) in section.iter() {
                        property_inside(&document, property)?;
                        if let Value::Text(text) = &property.value
                            && !lone_return(&document)
                        {
                            let first = text.split('\n').next().unwrap();
                            prop_assert_eq!(document.text_at(property.location), first);
                        }
                    }
                }
                for fault in reading.faults.iter().chain(&reading.rejection) {
                    inside(&document, fault.location)?;
                    if let Some(related) = fault.related {
                        inside(&document, related)?;
                    }
                    prop_assert!(fault.rejected_by.any() || fault.ignored_by.any());
                }
                let lines: Vec<_> = reading.faults.iter().map(|fault| fault.location.line).collect();
                prop_assert!(lines.is_sorted());
            }
        }
    }

    #[test]
    fn the_tolerant_reading_of_a_good_file_is_the_clis(text in common::files::any_file()) {
        let document = Document::parse(text.as_bytes());
        for kind in KINDS {
            let (cli, tolerant) = (read(&document, kind, View::Cli), read(&document, kind, View::Tolerant));
            if cli.rejection.is_none() {
                let all = |reading: &Reading| sections(reading).map(|section| (section.name.clone(), common::section(section))).collect::<Vec<_>>();
                prop_assert_eq!(all(&cli), all(&tolerant));
            }
            let rejects = tolerant.faults.iter().any(|fault| fault.rejected_by.cli);
            prop_assert_eq!(rejects, cli.rejection.is_some());
            let sdk = read(&document, kind, View::Sdk);
            let rejects = tolerant.faults.iter().any(|fault| fault.rejected_by.sdk);
            prop_assert_eq!(rejects, sdk.rejection.is_some());
        }
    }

    #[test]
    fn a_value_that_is_set_is_read(bytes in bytes(), index: Index, new in value()) {
        let document = Document::parse(&bytes);
        let Some(line) = pick(&document, index, is_property) else { return Ok(()) };
        let Ok(edited) = document.edit(&[Edit::SetValue { line, value: new.clone() }]) else { return Ok(()) };
        only_touches(&document, &edited, line, tail_end(&document, line))?;
        for kind in KINDS {
            for view in [View::Cli, View::Sdk] {
                let reading = read(&edited, kind, view);
                // No tool reads it in an ignored section.
                if let Some((section, property)) = at_line(&reading, line)
                    && !reading.ignored.iter().any(|ignored| ignored.header == section.header)
                    && !lone_return(&edited)
                {
                    prop_assert_eq!(property.value.as_text(), Some(new.as_str()), "{:?}", view);
                }
            }
        }
    }

    #[test]
    fn a_plain_value_can_always_be_set(text in common::files::ordinary(), index: Index) {
        let document = Document::parse(text.as_bytes());
        let Some(line) = pick(&document, index, is_property) else { return Ok(()) };
        let good = |view, document: &Document| read(document, FileKind::Config, view).rejection.is_none();
        let edited = document.edit(&[Edit::SetValue { line, value: "eu-central-1".to_owned() }]);
        let edited = edited.map_err(|error| TestCaseError::fail(error.to_string()))?;
        for view in [View::Cli, View::Sdk] {
            prop_assert!(!good(view, &document) || good(view, &edited));
        }
    }

    #[test]
    fn what_a_section_has_is_found_by_its_key(bytes in bytes()) {
        for (kind, view) in KINDS.iter().flat_map(|kind| VIEWS.map(|view| (*kind, view))) {
            let reading = read(&Document::parse(&bytes), kind, view);
            for section in sections(&reading) {
                for (key, property) in section.iter() {
                    prop_assert_eq!(section.get(key), Some(property));
                }
            }
        }
    }

    #[test]
    fn a_property_that_is_inserted_is_read(bytes in bytes(), index: Index, new in value()) {
        let document = Document::parse(&bytes);
        let Some(section) = pick(&document, index, is_header) else { return Ok(()) };
        let edit = Edit::Insert { section, key: "New_Key".to_owned(), value: new.clone() };
        let Ok(edited) = document.edit(&[edit]) else { return Ok(()) };
        let line = (1..=edited.line_count()).find(|line| edited.text(*line).contains("New_Key")).unwrap();
        only_touches(&document, &edited, line, line - 1)?;
        prop_assert!(edited.line_count() == document.line_count() + 1 || lone_return(&document));
        for view in VIEWS {
            let reading = read(&edited, FileKind::Config, view);
            if reading.rejection.is_none() && !lone_return(&edited) && !sections(&reading).all(|section| section.properties.is_empty()) {
                if let Some((found, property)) = at_line(&reading, line) {
                    prop_assert_eq!(property.value.as_text(), Some(new.as_str()));
                    prop_assert_eq!(&property.key, "new_key");
                    prop_assert!(found.headers.iter().any(|header| header.line == section));
                } else if view != View::Sdk {
                    // Only `[DEFAULT]`, with any text after it, is in none of the sections.
                    prop_assert!(document.text(section).trim_start().starts_with("[DEFAULT]"));
                }
            }
        }
    }

    #[test]
    fn what_is_commented_out_or_removed_is_gone_and_nothing_else(bytes in bytes(), first: Index, length in 0..4_usize, remove: bool) {
        let document = Document::parse(&bytes);
        let Some(first) = pick(&document, first, |kind| is_property(kind) || kind == LineKind::Continuation) else { return Ok(()) };
        let mut last = first;
        while last < first + length && document.line(last + 1).is_some_and(|line| !is_header(line.kind)) {
            last += 1;
        }
        let edit = if remove { Edit::RemoveLines { first, last } } else { Edit::CommentOut { first, last } };
        let Ok(edited) = document.edit(&[edit]) else { return Ok(()) };
        only_touches(&document, &edited, first, tail_end(&document, last))?;
        if document.encoding() != aws_files::Encoding::Utf8 || lone_return(&document) || !is_property(document.line(first).unwrap().kind) {
            return Ok(());
        }
        for view in [View::Cli, View::Sdk] {
            let (before, after) = (read(&document, FileKind::Config, view), read(&edited, FileKind::Config, view));
            if before.rejection.is_some() {
                continue;
            }
            prop_assert_eq!(&after.rejection, &None);
            // Every remaining property keeps its value.
            for section in sections(&before) {
                let end = tail_end(&document, last);
                for (key, property) in section.properties.iter() {
                    // SDKs may read a line as part of the value above that Python reads as a key.
                    let touched = property.key_location.line <= end && property.last_line >= first;
                    let there = sections(&after)
                        .filter(|other| other.name == section.name)
                        .filter_map(|other| other.properties.get(key))
                        .any(|other| common_value(&other.value) == common_value(&property.value));
                    prop_assert!(there || touched, "{} {:?}", key, view);
                }
            }
        }
    }

    #[test]
    fn names_are_renamed(bytes in bytes(), index: Index, name in "[a-zA-Z0-9 '\"\\\\ü._-]{1,8}") {
        let document = Document::parse(&bytes);
        let Some(line) = pick(&document, index, is_header) else { return Ok(()) };
        let Ok(edited) = document.edit(&[Edit::RenameSection { line, name: name.clone() }]) else { return Ok(()) };
        only_touches(&document, &edited, line, line)?;
        // An edit does not know the kind of file, and so not the name.
        let found = KINDS.iter().any(|kind| {
            let reading = read(&edited, *kind, View::Tolerant);
            sections(&reading).any(|section| {
                section.name == name && section.headers.iter().any(|header| header.line == line)
            })
        });
        prop_assert!(found || name == "DEFAULT");
    }

    #[test]
    fn headers_and_keys_are_set(bytes in bytes(), index: Index) {
        let document = Document::parse(&bytes);
        if let Some(line) = pick(&document, index, is_header)
            && let Ok(edited) = document.edit(&[Edit::SetHeader { line, text: "sso-session new".to_owned() }])
        {
            only_touches(&document, &edited, line, line)?;
            let reading = read(&edited, FileKind::Config, View::Tolerant);
            prop_assert_eq!(reading.sso_sessions["new"].first_line, line);
        }
        if let Some(line) = pick(&document, index, is_property)
            && let Ok(edited) = document.edit(&[Edit::RenameKey { line, key: "New_Key".to_owned() }])
        {
            only_touches(&document, &edited, line, line)?;
            let text = edited.text(line);
            prop_assert!(text.contains("New_Key"));
            prop_assert!(is_property(edited.line(line).unwrap().kind));
        }
    }

    #[test]
    fn sections_are_removed_and_appended(bytes in bytes(), index: Index) {
        let document = Document::parse(&bytes);
        if let Some(line) = pick(&document, index, is_header)
            && let Ok(edited) = document.edit(&[Edit::RemoveSection { line }])
        {
            let mut end = line;
            while document.line(end + 1).is_some_and(|line| !is_header(line.kind)) {
                end += 1;
            }
            only_touches(&document, &edited, line, end)?;
            for number in line..edited.line_count().min(end) {
                // Only blank lines and comments remain of it.
                let kind = edited.line(number).unwrap().kind;
                if is_header(kind) {
                    break;
                }
                prop_assert!(matches!(kind, LineKind::Blank | LineKind::Comment), "{:?}", kind);
            }
        }
        let header = aws_files::header("sso-session", "it's new").unwrap();
        let properties = vec![("sso_region".to_owned(), "us-east-1".to_owned()), ("Sso_Start_Url".to_owned(), "https://x.awsapps.com/start".to_owned())];
        if let Ok(edited) = document.edit(&[Edit::AppendSection { header, properties }]) {
            only_touches(&document, &edited, document.line_count() + 1, document.line_count())?;
            let reading = read(&edited, FileKind::Config, View::Tolerant);
            let section = &reading.sso_sessions["it's new"];
            prop_assert_eq!(section.text("sso_region"), Some("us-east-1"));
            prop_assert_eq!(section.text("sso_start_url"), Some("https://x.awsapps.com/start"));
            prop_assert_eq!(section.last_line, edited.line_count());
        }
    }

    #[test]
    fn sections_are_merged(bytes in bytes(), from: Index, into: Index) {
        let document = Document::parse(&bytes);
        let (Some(from), Some(into)) = (pick(&document, from, is_header), pick(&document, into, is_header)) else { return Ok(()) };
        let result = document.edit(&[Edit::MergeSection { from, into }]);
        if from == into {
            // A UTF-16 file is refused for another reason.
            prop_assert!(result.is_err());
            return Ok(());
        }
        let Ok(edited) = result else { return Ok(()) };
        prop_assert_eq!(
            edited.lines().filter(|line| is_header(line.kind)).count() + 1,
            document.lines().filter(|line| is_header(line.kind)).count()
        );
        if lone_return(&document) {
            return Ok(());
        }
        // Only the header and the duplicates are lost.
        let words = |line: &[u8]| String::from_utf8_lossy(line).trim_start_matches("# ").trim().to_owned();
        let new: Vec<String> = lines_of(&edited).into_iter().map(words).collect();
        for (index, line) in lines_of(&document).into_iter().enumerate() {
            prop_assert!(index + 1 == from || new.contains(&words(line)));
        }
        if document.encoding() != aws_files::Encoding::Utf8 || lone_return(&document) {
            return Ok(());
        }
        // The earlier tolerant reading of both matches the new one.
        let (before, after) = (read(&document, FileKind::Credentials, View::Tolerant), read(&edited, FileKind::Credentials, View::Tolerant));
        let by_line = |reading: &Reading, line| sections(reading).find(|section| section.headers.iter().any(|header| header.line == line)).cloned();
        let (Some(a), Some(b)) = (by_line(&before, from), by_line(&before, into)) else { return Ok(()) };
        let Some(joined) = after.profiles.get(&b.name) else { return Ok(()) };
        let headers = if a.name == b.name { 2 } else { 1 };
        if a.headers.len() != headers || b.headers.len() != headers {
            return Ok(());
        }
        for key in a.properties.keys().chain(b.properties.keys()) {
            prop_assert!(joined.properties.contains_key(key), "{}", key);
        }
    }

    #[test]
    fn lines_and_stretches_are_written(bytes in bytes(), index: Index, from: Index, to: Index, text in "[a-z=#\\[\\] ]{0,6}") {
        let document = Document::parse(&bytes);
        let Some(line) = pick(&document, index, |_| true) else { return Ok(()) };
        if let Ok(edited) = document.edit(&[Edit::InsertLine { before: line, text: format!("# {text}") }]) {
            only_touches(&document, &edited, line, line - 1)?;
            prop_assert_eq!(edited.text(line), format!("# {text}"));
            if !lone_return(&document) {
                for view in VIEWS {
                    let all = |document: &Document| sections(&read(document, FileKind::Config, view)).map(|section| (section.name.clone(), common::section(section))).collect::<Vec<_>>();
                    if document.encoding() == aws_files::Encoding::Utf8 {
                        prop_assert_eq!(all(&document), all(&edited));
                    }
                }
            }
        }
        let old: Vec<char> = document.text(line).chars().collect();
        let (a, b) = (from.index(old.len() + 1), to.index(old.len() + 1));
        let (start, end) = (a.min(b), a.max(b));
        let edit = Edit::ReplaceSpan { line, column: start + 1, end_column: end + 1, text: text.clone() };
        if let Ok(edited) = document.edit(&[edit]) {
            only_touches(&document, &edited, line, line)?;
            let expected: String = old[..start].iter().copied().chain(text.chars()).chain(old[end..].iter().copied()).collect();
            // Invalid bytes can form a character once something between them is removed.
            if document.encoding() == aws_files::Encoding::Utf8 && !lone_return(&document) {
                prop_assert_eq!(edited.text(line), expected);
            }
        }
    }

    #[test]
    fn marks_are_stripped_and_utf_16_is_converted(text in common::files::any_file(), little: bool) {
        prop_assume!(!text.starts_with('\u{feff}'));
        let marked = Document::parse(&[b"\xef\xbb\xbf", text.as_bytes()].concat());
        let stripped = marked.edit(&[Edit::StripBom]).unwrap();
        prop_assert_eq!(stripped.as_bytes(), text.as_bytes());
        let units = [0xFEFF].into_iter().chain(text.encode_utf16());
        let wide: Vec<u8> = units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
        let wide = Document::parse(&wide);
        let converted = wide.edit(&[Edit::Transcode]).unwrap();
        prop_assert_eq!(converted.as_bytes(), text.as_bytes());
        prop_assert!(wide.edit(&[Edit::StripBom]).is_err());
        // The tolerant reading is that of the text, including its places.
        let plain = Document::parse(text.as_bytes());
        let all = |document: &Document| format!("{:?}", sections(&read(document, FileKind::Config, View::Tolerant)).collect::<Vec<_>>());
        prop_assert_eq!(all(&wide), all(&plain));
        prop_assert_eq!(all(&marked), all(&plain));
    }

    #[test]
    fn no_edits_of_any_kind_panic(bytes in bytes(), edits in prop::collection::vec(any_edit(), 1..5)) {
        let _ = Document::parse(&bytes).edit(&edits);
    }
}

fn common_value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Nested(nested) => nested
            .iter()
            .map(|(key, property)| format!("{key}={}", common_value(&property.value)))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let line = 0..12_usize;
    let text = "[a-z#\\[\\]=: \n'\u{fffd}]{0,4}";
    (0..15, line.clone(), line, text, text).prop_map(
        |(kind, first, last, text, other)| match kind {
            0 => Edit::SetValue { line: first, value: text },
            1 => Edit::Insert { section: first, key: text, value: other },
            2 => Edit::CommentOut { first, last },
            3 => Edit::RemoveLines { first, last },
            4 => Edit::RenameSection { line: first, name: text },
            5 => Edit::SetHeader { line: first, text },
            6 => Edit::RenameKey { line: first, key: text },
            7 => Edit::RemoveSection { line: first },
            8 | 9 => Edit::MergeSection { from: first, into: last },
            10 => Edit::AppendSection { header: text, properties: vec![("k".to_owned(), other)] },
            11 => Edit::ReplaceSpan { line: first, column: last, end_column: last + 2, text },
            12 => Edit::InsertLine { before: first, text },
            13 => Edit::StripBom,
            _ => Edit::Transcode,
        },
    )
}

#[test]
fn debug_shows_no_values() {
    let document = Document::parse(
        b"[a]\naws_secret_access_key = SECRET\ns3 =\n  x = SECRET\nSECRET\nSECRET2: SECRET # x\n",
    );
    for view in VIEWS {
        let reading = read(&document, FileKind::Credentials, view);
        let merged = aws_files::merge(&reading, &reading);
        let shown = format!("{document:?} {reading:?} {merged:?}");
        assert!(!shown.contains(" SECRET") && !shown.contains("\"SECRET\""), "{shown}");
        for fault in reading.faults.iter().chain(&reading.rejection) {
            assert!(!fault.to_string().contains("SECRET"), "{fault}");
        }
    }
}
