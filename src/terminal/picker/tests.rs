//! The list's keys, filter and columns, without a terminal.

use super::*;

const PLAIN: Look = Look { color: false };

/// 100 accounts with four roles each.
fn rows() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for account in 0..100 {
        for role in ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "Billing"] {
            rows.push(vec![
                format!("Research Department Computing Platform {account:03} production"),
                format!("{:012}", 100_000_000_000_u64 + account),
                role.to_owned(),
            ]);
        }
    }
    rows
}

fn list<'a>(rows: &'a [Vec<String>], notes: &'a [String], chosen: &'a [usize]) -> List<'a> {
    let prompt = "Which roles do you want as profiles?";
    List { prompt, noun: "role", rows, notes, several: true, keep_last: false, chosen }
}

fn type_text(choosing: &mut Choosing<'_>, text: &str) {
    for c in text.chars() {
        assert!(choosing.press(Key::Char(c), 24).is_none());
    }
}

#[test]
fn four_hundred_roles_fit_on_a_small_screen() {
    let rows = rows();
    let mut notes = vec![String::new(); rows.len()];
    notes[1] = "profile research-000".to_owned();
    let list = list(&rows, &notes, &[1]);
    let choosing = Choosing::new(&list);
    for (columns, height) in [(40, 24), (60, 24), (80, 24), (120, 50)] {
        let (lines, _) = choosing.draw(PLAIN, columns, height);
        assert!(lines.len() < height, "{}", lines.len());
        for line in &lines {
            assert!(line.width() < columns, "{columns}: {line}");
        }
    }
    let (lines, cursor) = choosing.draw(PLAIN, 80, 24);
    assert_eq!(cursor, (0, 39));
    assert_eq!(
        lines[..4],
        [
            "? Which roles do you want as profiles? ",
            "> [ ] Research …oduction  100000000000  Administ…orAccess",
            "  [x] Research …oduction  100000000000  PowerUserAccess    profile research-000",
            "  [ ] Research …oduction  100000000000  ReadOnlyAccess",
        ]
    );
    assert_eq!(
        lines[lines.len() - 3..],
        [
            "  1 of 400 roles, 1 chosen",
            "  type to filter · Tab or space chooses · → all · ← none · Enter goes on",
            "  Esc goes back",
        ]
    );
}

#[test]
fn words_filter_in_any_order() {
    let rows = rows();
    let list = list(&rows, &[], &[]);
    let mut choosing = Choosing::new(&list);
    type_text(&mut choosing, "readonly 042 ");
    assert_eq!(choosing.matches, [42 * 4 + 2]);
    let (lines, _) = choosing.draw(PLAIN, 80, 24);
    assert!(lines.iter().any(|line| line.contains("1 of 400 roles match, 0 chosen")), "{lines:?}");
    // The row with the cursor is chosen if none is.
    assert_eq!(choosing.press(Key::Enter, 24), Some(Ok(vec![42 * 4 + 2])));
    // Esc clears the filter first, and goes back then.
    assert_eq!(choosing.press(Key::Esc, 24), None);
    assert_eq!(choosing.matches.len(), 400);
    assert_eq!(choosing.press(Key::Esc, 24), Some(Err(Declined::Skipped)));
    type_text(&mut choosing, "nothing like it");
    assert_eq!(choosing.press(Key::Enter, 24), None);
}

#[test]
fn space_chooses_only_where_nothing_is_typed_and_tab_everywhere() {
    let rows = rows();
    let list = list(&rows, &[], &[]);
    let mut choosing = Choosing::new(&list);
    choosing.press(Key::Down, 24);
    choosing.press(Key::Char(' '), 24);
    assert_eq!(choosing.chosen, BTreeSet::from([1]));
    type_text(&mut choosing, "billing 007");
    assert_eq!(choosing.chosen, BTreeSet::from([1]), "the space was typed");
    choosing.press(Key::Tab, 24);
    assert_eq!(choosing.press(Key::Enter, 24), Some(Ok(vec![1, 7 * 4 + 3])));
    // What is typed is edited with the keys of every field.
    choosing.press(Key::DeleteToStart, 24);
    assert_eq!(choosing.matches.len(), 400);
    choosing.press(Key::Left, 24);
    assert!(choosing.chosen.is_empty());
    type_text(&mut choosing, "billing");
    choosing.press(Key::DeleteToStart, 24);
    choosing.press(Key::Right, 24);
    assert_eq!(choosing.chosen.len(), 400);
}

#[test]
fn the_cursor_goes_round_and_by_pages() {
    let rows = rows();
    let list = list(&rows, &[], &[]);
    let mut choosing = Choosing::new(&list);
    choosing.press(Key::Up, 24);
    assert_eq!(choosing.cursor, 399);
    choosing.press(Key::Down, 24);
    choosing.press(Key::PageDown, 24);
    assert_eq!(choosing.cursor, MAX_SHOWN);
    let (lines, _) = choosing.draw(PLAIN, 80, 24);
    assert!(lines.iter().any(|line| line.starts_with("> ")), "{lines:?}");
}

#[test]
fn one_of_a_list_starts_at_the_present_one() {
    let rows: Vec<Vec<String>> = facts::REGIONS.iter().map(|r| vec![(*r).to_owned()]).collect();
    let list = List::of_one("The portal's region", "region", &rows, &[3]);
    let mut choosing = Choosing::new(&list);
    choosing.press(Key::Tab, 24);
    assert_eq!(choosing.press(Key::Enter, 24), Some(Ok(vec![3])));
    type_text(&mut choosing, "central eu");
    let (lines, _) = choosing.draw(PLAIN, 80, 24);
    assert_eq!(lines[1], "> eu-central-1");
    let answer = choosing.press(Key::Enter, 24).unwrap();
    let echo = choosing.echo(&answer, PLAIN, 80);
    assert_eq!(echo, "> The portal's region eu-central-1");
}
