//! The journal itself.

use machine::change::{ChangeError, commit};
use machine::journal::{self, JournalError, MAX_KEPT, MAX_KEPT_OF_A_DAY};
use machine::undo::UndoError;

use crate::{Home, everything, read, write};

#[test]
fn twenty_changes_are_kept_the_newest_first() {
    let mut home = Home::new();
    let config = home.config();
    for number in 0..MAX_KEPT + 5 {
        home.start_run(number);
        home.change(&config, number.to_string().as_bytes());
    }
    let entries = journal::list(&home.system).unwrap();
    assert_eq!(entries.len(), 20);
    assert_eq!(entries[0].id, "000025");
    assert_eq!(entries[19].id, "000006");
    let folders = std::fs::read_dir(home.state().join("backups")).unwrap().count();
    assert_eq!(folders, 20);
    for number in (4..MAX_KEPT + 4).rev() {
        home.undo().unwrap();
        assert_eq!(read(&config), number.to_string().as_bytes());
    }
    assert!(matches!(home.undo(), Err(UndoError::NothingToUndo)));
}

#[test]
fn one_run_never_forgets_what_it_began_with() {
    let mut home = Home::new();
    let config = home.put(".aws/config", b"as it was");
    for number in 0..MAX_KEPT + 10 {
        home.change(&config, number.to_string().as_bytes());
    }
    // The next runs keep it whole, until twenty newer changes have been made.
    for number in 0..MAX_KEPT - 1 {
        home.run_again();
        home.change(&config, format!("run {number}").as_bytes());
    }
    assert_eq!(journal::list(&home.system).unwrap().len(), 2 * MAX_KEPT + 9);
    for _ in 0..MAX_KEPT {
        home.undo().unwrap();
    }
    assert_eq!(read(&config), b"as it was");
    assert!(matches!(home.undo(), Err(UndoError::NothingToUndo)));
    // A run of the next day but one keeps the newest twenty again.
    home.start_run(2);
    home.change(&config, b"new");
    assert_eq!(journal::list(&home.system).unwrap().len(), MAX_KEPT);
}

/// `undo` reaches the beginning of a day, however many runs changed something in between.
#[test]
fn what_a_day_began_with_is_kept() {
    let mut home = Home::new();
    let config = home.put(".aws/config", b"as it was");
    for number in 0..3 * MAX_KEPT {
        home.start_run(0);
        home.change(&config, number.to_string().as_bytes());
    }
    for _ in 0..3 * MAX_KEPT {
        home.undo().unwrap();
    }
    assert_eq!(read(&config), b"as it was");
    assert!(matches!(home.undo(), Err(UndoError::NothingToUndo)));
}

/// A script that changes something all day does not fill the disk.
#[test]
fn a_day_has_a_limit() {
    let mut home = Home::new();
    let config = home.config();
    home.change(&config, b"first");
    let journal = home.state().join("journal.json");
    let mut stored: serde_json::Value = serde_json::from_slice(&read(&journal)).unwrap();
    let first = stored["entries"][0].clone();
    let entries: Vec<serde_json::Value> = (1..=MAX_KEPT_OF_A_DAY + 100)
        .map(|number| {
            let mut entry = first.clone();
            entry["id"] = format!("{number:06}").into();
            entry["run"] = format!("run {number}").into();
            entry
        })
        .collect();
    stored["next"] = (entries.len() + 1).into();
    stored["entries"] = entries.into();
    std::fs::write(&journal, serde_json::to_vec(&stored).unwrap()).unwrap();
    home.start_run(0);
    home.change(&config, b"last");
    assert_eq!(journal::list(&home.system).unwrap().len(), MAX_KEPT_OF_A_DAY);
}

#[test]
fn a_corrupt_journal_stops_everything_and_is_left_as_it_is() {
    for bytes in [
        &b""[..],
        b"{",
        b"[]",
        b"\xff\xfe",
        br#"{"version": 1}"#,
        br#"{"version": 99, "entries": []}"#,
    ] {
        let home = Home::new();
        let config = home.put(".aws/config", b"old");
        home.change(&config, b"new");
        let path = home.state().join("journal.json");
        std::fs::write(&path, bytes).unwrap();
        let listed = journal::list(&home.system);
        assert!(
            matches!(&listed, Err(JournalError::Corrupt { path: at, .. }) if *at == path),
            "{listed:?}"
        );
        assert!(matches!(home.undo(), Err(UndoError::Journal(JournalError::Corrupt { .. }))));
        assert!(matches!(journal::forget(&home.system), Err(JournalError::Corrupt { .. })));
        let error =
            commit(&home.system, "x", vec![write(&config, Some(b"new".to_vec()), b"newer")], false)
                .unwrap_err();
        assert!(matches!(error, ChangeError::Journal(JournalError::Corrupt { .. })), "{error}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
        assert_eq!(read(&config), b"new");
        assert_eq!(read(&path), bytes);
    }
}

#[test]
fn forget_erases_every_backup_and_then_nothing_can_be_undone() {
    let home = Home::new();
    let config = home.put(".aws/config", b"secret one");
    home.change(&config, b"secret two");
    home.change(&config, b"last");
    assert_eq!(journal::count_backups(&home.system).unwrap(), 2);
    assert_eq!(journal::forget(&home.system).unwrap(), 2);
    assert_eq!(journal::count_backups(&home.system).unwrap(), 0);
    for path in everything(&home.state()).into_iter().filter(|path| path.is_file()) {
        assert!(!String::from_utf8_lossy(&read(&path)).contains("secret"), "{}", path.display());
    }
    assert!(matches!(home.undo(), Err(UndoError::NothingToUndo)));
    assert_eq!(read(&config), b"last");
    assert_eq!(journal::forget(&home.system).unwrap(), 0);
    home.change(&config, b"after");
    home.undo().unwrap();
    assert_eq!(read(&config), b"last");
}

#[test]
fn forgetting_nothing_creates_nothing() {
    let home = Home::new();
    assert_eq!(journal::forget(&home.system).unwrap(), 0);
    assert!(!home.state().exists());
}

#[test]
fn a_journal_that_was_moved_away_does_not_let_its_backups_be_overwritten() {
    let home = Home::new();
    let config = home.put(".aws/config", b"first");
    let before = home.change(&config, b"second").changes[0].backup.clone().unwrap();
    std::fs::remove_file(home.state().join("journal.json")).unwrap();
    let after = home.change(&config, b"third").changes[0].backup.clone().unwrap();
    assert_ne!(before, after);
    assert_eq!(read(&before), b"first");
}

#[test]
fn an_entry_says_when_and_what() {
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    commit(
        &home.system,
        "a\u{1b}[31m title",
        vec![write(&config, Some(b"old".to_vec()), b"new")],
        false,
    )
    .unwrap();
    let entry = journal::list(&home.system).unwrap().remove(0);
    assert_eq!(entry.title, "a?[31m title");
    assert_eq!(entry.at.to_string(), "2026-05-04T12:00:00Z");
    assert_eq!(entry.changes[0].kind, journal::Kind::Write);
    assert_eq!(entry.changes[0].path, config);
    assert!(!entry.undone && !entry.holds_secrets);
}

#[test]
fn two_programs_at_once_lose_no_change() {
    let home = Home::new();
    let threads: Vec<_> = (0..8)
        .map(|number| {
            let (system, path) = (home.system.clone(), home.path(&format!("file-{number}")));
            std::thread::spawn(move || {
                commit(&system, "x", vec![write(&path, None, b"x")], false).unwrap()
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(journal::list(&home.system).unwrap().len(), 8);
}
