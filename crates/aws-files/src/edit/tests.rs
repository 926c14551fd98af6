//! Each edit by example.

use crate::{Document, Edit, EditError, FileKind, View, header, read};

fn edit(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let edited = Document::parse(text.as_bytes()).edit(edits)?;
    Ok(String::from_utf8(edited.as_bytes().to_vec()).unwrap())
}

fn set(line: usize, value: &str) -> Edit {
    Edit::SetValue { line, value: value.to_owned() }
}

fn insert(section: usize, key: &str, value: &str) -> Edit {
    Edit::Insert { section, key: key.to_owned(), value: value.to_owned() }
}

#[test]
fn a_value_is_set_and_all_else_stays() {
    assert_eq!(
        edit("[a]\r\nx  =\ty \r\nz=1", &[set(2, "n"), set(3, "2")]).unwrap(),
        "[a]\r\nx  =\tn \r\nz=2"
    );
    assert_eq!(edit("[a]\nx =\ny=\n", &[set(2, "n"), set(3, "m")]).unwrap(), "[a]\nx = n\ny=m\n");
    let long = "[a]\nx = 1\n  2\n\n  # note\n  3\ny = 2\n";
    assert_eq!(edit(long, &[set(2, "n")]).unwrap(), "[a]\nx = n\n\n# note\ny = 2\n");
    assert_eq!(
        edit("[a]\ns3 =\n  max = 5\n", &[set(3, "6 # six")]).unwrap(),
        "[a]\ns3 =\n  max = 6 # six\n"
    );
}

#[test]
fn what_would_not_be_read_back_is_refused() {
    let text = "[a]\nx = 1\ny: 2\n";
    for (line, value, error) in [
        (2, "a # b", EditError::Value),
        (2, "#", EditError::Value),
        (2, " a", EditError::Value),
        (2, "a\nb", EditError::LineBreak),
        (3, "a=b", EditError::Value),
        (1, "a", EditError::NotAProperty { line: 1 }),
        (9, "a", EditError::NoSuchLine { line: 9 }),
    ] {
        assert_eq!(edit(text, &[set(line, value)]), Err(error));
    }
    assert_eq!(
        edit(text, &[insert(1, "X", "2")]),
        Err(EditError::DuplicateKey { key: "x".to_owned() })
    );
    assert_eq!(edit(text, &[insert(1, "a:b", "2")]), Err(EditError::Key));
    assert!(matches!(
        edit(
            "[profile a]\n",
            &[Edit::AppendSection { header: "profile a".to_owned(), properties: Vec::new() }]
        ),
        Err(EditError::Breaks { for_view: View::Cli, .. })
    ));
    assert_eq!(header("profile", "a # b"), Err(EditError::Name));
    assert_eq!(edit(text, &[set(2, "a"), set(2, "b")]), Err(EditError::Overlap { line: 2 }));
}

#[test]
fn a_property_is_inserted_in_the_sections_style() {
    let text = "[a]\r\nx=1\r\n  2\r\n  # note\r\n\r\n# about b\r\n[b]\r\n";
    assert_eq!(
        edit(text, &[insert(1, "k", "v"), insert(7, "k", "v")]).unwrap(),
        "[a]\r\nx=1\r\n  2\r\n  # note\r\nk=v\r\n\r\n# about b\r\n[b]\r\nk = v\r\n"
    );
    assert_eq!(edit("[a]\n  x = 1", &[insert(1, "k", "v")]).unwrap(), "[a]\n  x = 1\n  k = v\n");
}

#[test]
fn what_is_commented_out_takes_its_lines_along() {
    let text = "[a]\nx = 1\n\ny = 2\n  # note\n  3\n[b]\n";
    let out = edit(text, &[Edit::CommentOut { first: 2, last: 4 }]).unwrap();
    assert_eq!(out, "[a]\n# x = 1\n\n# y = 2\n#   # note\n#   3\n[b]\n");
    let out = edit(text, &[Edit::RemoveLines { first: 4, last: 4 }]).unwrap();
    assert_eq!(out, "[a]\nx = 1\n\n[b]\n");
}

#[test]
fn headers_are_renamed_with_quotes_where_they_are_needed() {
    let rename = |name: &str| Edit::RenameSection { line: 1, name: name.to_owned() };
    assert_eq!(
        edit("[sso-session old] # c\n", &[rename("new")]).unwrap(),
        "[sso-session new] # c\n"
    );
    assert_eq!(edit("[profile \"a b\"]\n", &[rename("c d")]).unwrap(), "[profile 'c d']\n");
    assert_eq!(edit("[old]\n", &[rename("c d")]).unwrap(), "[c d]\n");
    let set = Edit::SetHeader { line: 1, text: "profile a".to_owned() };
    assert_eq!(edit("[profile a\nx = 1\n", &[set]).unwrap(), "[profile a]\nx = 1\n");
}

#[test]
fn two_sections_become_one() {
    let text = "[a]\nx = 1\ny = 2\nz = 3\n\n[b]\n\n[a]\n# of the second\ny = 2\nz = 4\nw = 5";
    let merged = edit(text, &[Edit::MergeSection { from: 8, into: 1 }]).unwrap();
    assert_eq!(merged, "[a]\nx = 1\n# z = 3\n# of the second\ny = 2\nz = 4\nw = 5\n\n[b]\n\n");
    let document = Document::parse(merged.as_bytes());
    assert_eq!(read(&document, FileKind::Credentials, View::Cli).rejection, None);
    // Three with the same name, the later ones merged into the first.
    let text = "[a]\nx = 1\n[a]\nx = 2\n[a]\nx = 3\n";
    let edits = [Edit::MergeSection { from: 3, into: 1 }, Edit::MergeSection { from: 5, into: 1 }];
    assert_eq!(edit(text, &edits).unwrap(), "[a]\n# x = 1\n# x = 2\nx = 3\n");
}

#[test]
fn sections_come_and_go() {
    let text = "[a]\nx = 1\n\n# about b\n[b]\ny = 2\n\n[c]";
    let append = Edit::AppendSection {
        header: header("profile", "d e").unwrap(),
        properties: vec![("k".to_owned(), "v".to_owned())],
    };
    assert_eq!(
        edit(text, &[Edit::RemoveSection { line: 5 }, append.clone()]).unwrap(),
        "[a]\nx = 1\n\n# about b\n\n[c]\n\n[profile 'd e']\nk = v\n"
    );
    assert_eq!(edit("", &[append]).unwrap(), "[profile 'd e']\nk = v\n");
}

#[test]
fn a_comment_moves_off_a_value() {
    let edits = [Edit::InsertLine { before: 2, text: "# home".to_owned() }, set(2, "us-east-1")];
    assert_eq!(
        edit("[a]\nregion = us-east-1 # home\n", &edits).unwrap(),
        "[a]\n# home\nregion = us-east-1\n"
    );
}

#[test]
fn a_line_that_would_be_swallowed_is_told() {
    let remove = Edit::RemoveSection { line: 3 };
    assert_eq!(edit("[a]\nx = 1\n[b]\n  [c]\n", &[remove]), Err(EditError::Swallows { line: 4 }));
}

#[test]
fn bytes_that_are_not_utf_8_stay() {
    let document = Document::parse(b"# caf\xe9\n[a]\nx = \xe9 \xe9y\n");
    let span = Edit::ReplaceSpan { line: 3, column: 5, end_column: 6, text: "e".to_owned() };
    assert_eq!(document.edit(&[span]).unwrap().as_bytes(), b"# caf\xe9\n[a]\nx = e \xe9y\n");
}
