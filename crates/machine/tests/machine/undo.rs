//! Undoing changes.

use machine::change::{Change, NewState, commit};
use machine::journal;
use machine::undo::{self, UndoError};
use proptest::prelude::*;

use crate::{Home, read, write};

#[test]
fn undo_goes_further_back_each_time() {
    let mut home = Home::new();
    let config = home.config();
    for text in ["one", "two", "three"] {
        home.run_again();
        home.change(&config, text.as_bytes());
    }
    for text in ["two", "one"] {
        let undone = home.undo().unwrap();
        assert!(!undone.files[0].removed);
        assert_eq!(read(&config), text.as_bytes());
    }
    assert!(home.undo().unwrap().files[0].removed);
    assert!(!config.exists());
    assert!(matches!(home.undo(), Err(UndoError::NothingToUndo)));
    assert!(journal::list(&home.system).unwrap().iter().all(|entry| entry.undone));
    home.change(&config, b"four");
    home.undo().unwrap();
    assert!(!config.exists());
}

#[test]
fn a_run_is_undone_as_a_whole() {
    let mut home = Home::new();
    let config = home.put(".aws/config", b"first");
    let keys = home.put(".aws/credentials", b"keys");
    home.change(&config, b"an older run");
    home.run_again();
    home.change(&config, b"one");
    home.change(&keys, b"no keys");
    home.change(&config, b"two");
    home.change(&home.path(".aws/made"), b"made");
    let preview = home.preview_undo().unwrap();
    assert_eq!(preview.changes.len(), 4);
    let files: Vec<_> =
        preview.files.iter().map(|file| (file.current.clone(), file.old.clone())).collect();
    assert_eq!(
        files,
        [
            (Some(b"made".to_vec()), None),
            (Some(b"two".to_vec()), Some(b"an older run".to_vec())),
            (Some(b"no keys".to_vec()), Some(b"keys".to_vec())),
        ]
    );
    assert_eq!(read(&config), b"two", "a preview changes nothing");
    let undone = home.undo().unwrap();
    assert_eq!((undone.changes.len(), undone.files.len(), undone.left.len()), (4, 3, 0));
    assert_eq!((read(&config), read(&keys)), (b"an older run".to_vec(), b"keys".to_vec()));
    assert!(!home.path(".aws/made").exists());
    home.undo().unwrap();
    assert_eq!(read(&config), b"first");
}

/// Another program's change in the middle of a run, and one after it.
#[test]
fn of_a_run_only_what_is_as_it_left_it_is_undone() {
    let home = Home::new();
    let config = home.put(".aws/config", b"0");
    let keys = home.put(".aws/credentials", b"keys");
    home.change(&config, b"1");
    home.put(".aws/config", b"1, edited");
    home.change(&config, b"2");
    home.change(&keys, b"no keys");
    let preview = home.preview_undo().unwrap();
    assert_eq!((preview.changes.len(), preview.left.len()), (2, 1));
    let undone = home.undo().unwrap();
    assert_eq!((undone.changes.len(), undone.left.len()), (2, 1));
    assert!(matches!(
        &undone.left[0].why,
        UndoError::ChangedSince { path, reverse_patch } if *path == config && !reverse_patch.is_empty()
    ));
    assert_eq!((read(&config), read(&keys)), (b"1, edited".to_vec(), b"keys".to_vec()));
    // What was left alone is still there to undo, once the file is as it was.
    assert!(matches!(home.undo(), Err(UndoError::ChangedSince { .. })));
    home.put(".aws/config", b"1");
    home.undo().unwrap();
    assert_eq!(read(&config), b"0");
}

#[test]
fn an_older_run_is_undone_if_no_newer_one_has_changed_its_files() {
    let mut home = Home::new();
    let config = home.put(".aws/config", b"0");
    let keys = home.put(".aws/credentials", b"keys");
    home.change(&keys, b"no keys");
    home.run_again();
    home.change(&config, b"1");
    home.run_again();
    home.change(&config, b"2");
    let runs = undo::runs(&home.system).unwrap();
    assert_eq!(runs.len(), 3);
    assert!(matches!(undo::undo_run(&home.system, &runs[1]), Err(UndoError::ChangedSince { .. })));
    undo::undo_run(&home.system, &runs[2]).unwrap();
    assert_eq!((read(&config), read(&keys)), (b"2".to_vec(), b"keys".to_vec()));
    // A list from before the undo is no reason to undo it twice.
    home.put(".aws/credentials", b"no keys");
    assert!(matches!(undo::undo_run(&home.system, &runs[2]), Err(UndoError::NothingToUndo)));
    assert_eq!(read(&keys), b"no keys");
    assert!(undo::runs(&home.system).unwrap()[2].is_undone());
}

/// Runs of two terminals that took turns.
#[test]
fn two_runs_that_took_turns_are_two_runs() {
    let first = Home::new();
    let second = Home::system_in(first.folder.path(), &[]);
    let (one, two) = (first.put("one", b"1"), first.put("two", b"2"));
    for (system, path) in [(&first.system, &one), (&second, &two), (&first.system, &one)] {
        let old = read(path);
        let new = [old.as_slice(), b"+"].concat();
        commit(system, "x", vec![write(path, Some(old), &new)], false).unwrap();
    }
    let runs = undo::runs(&first.system).unwrap();
    let counts: Vec<usize> = runs.iter().map(|run| run.entries().len()).collect();
    assert_eq!(counts, [2, 1]);
    first.undo().unwrap();
    assert_eq!((read(&one), read(&two)), (b"1".to_vec(), b"2+".to_vec()));
}

#[cfg(unix)]
#[test]
fn modes_of_a_run_come_back_in_one_undo() {
    let home = Home::new();
    let config = home.put(".aws/config", b"x");
    crate::set_mode(&config, 0o666);
    for mode in [0o640, 0o600] {
        let change = Change {
            path: config.clone(),
            expected: Some(read(&config)),
            new: NewState::Mode(mode),
        };
        commit(&home.system, "mode", vec![change], false).unwrap();
        home.change(&config, format!("after {mode:o}").as_bytes());
    }
    let preview = home.preview_undo().unwrap();
    assert_eq!((preview.changes.len(), preview.left.len()), (4, 0));
    assert_eq!(preview.files[0].mode, Some(0o666));
    home.undo().unwrap();
    assert_eq!((crate::mode(&config), read(&config)), (0o666, b"x".to_vec()));
}

#[test]
fn without_a_change_there_is_nothing_to_undo_and_nothing_is_created() {
    let home = Home::new();
    assert!(matches!(home.undo(), Err(UndoError::NothingToUndo)));
    assert!(matches!(home.preview_undo(), Err(UndoError::NothingToUndo)));
    assert!(!home.state().exists());
}

#[test]
fn a_file_edited_since_is_left_alone_and_the_reverse_patch_keeps_the_edit() {
    let home = Home::new();
    let config = home.put(".aws/config", b"[profile a]\nregion = us-east-1 # home\n");
    home.change(&config, b"[profile a]\nregion = us-east-1\n");
    home.put(".aws/config", b"# mine\n[profile a]\nregion = us-east-1\n");
    let Err(UndoError::ChangedSince { path, reverse_patch }) = home.undo() else {
        panic!("it has changed")
    };
    assert_eq!(path, config);
    assert!(
        reverse_patch.contains("-region = us-east-1\n+region = us-east-1 # home\n"),
        "{reverse_patch}"
    );
    assert!(!reverse_patch.contains("# mine"), "{reverse_patch}");
    assert_eq!(read(&config), b"# mine\n[profile a]\nregion = us-east-1\n");
    // Without the edit it works.
    home.put(".aws/config", b"[profile a]\nregion = us-east-1\n");
    home.undo().unwrap();
    assert_eq!(read(&config), b"[profile a]\nregion = us-east-1 # home\n");
}

#[test]
fn the_reverse_patch_holds_no_key() {
    let home = Home::new();
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let old = format!(
        "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {secret}\n"
    );
    let keys = home.put(".aws/credentials", old.as_bytes());
    home.change(&keys, b"[default]\n");
    home.put(".aws/credentials", b"[default]\nregion = x\n");
    let Err(UndoError::ChangedSince { reverse_patch, .. }) = home.undo() else {
        panic!("it has changed")
    };
    assert!(reverse_patch.contains("+aws_secret_access_key = …"), "{reverse_patch}");
    assert!(!reverse_patch.contains(secret) && !reverse_patch.contains("AKIAIOSFODNN7EXAMPLE"));
}

#[test]
fn all_or_nothing_over_several_files() {
    let home = Home::new();
    let one = home.put(".aws/config", b"1");
    let two = home.put(".aws/credentials", b"2");
    commit(
        &home.system,
        "both",
        vec![write(&one, Some(b"1".to_vec()), b"11"), write(&two, Some(b"2".to_vec()), b"22")],
        false,
    )
    .unwrap();
    home.put(".aws/credentials", b"edited");
    assert!(matches!(home.undo(), Err(UndoError::ChangedSince { .. })));
    assert_eq!(read(&one), b"11");
    home.put(".aws/credentials", b"22");
    assert_eq!(home.undo().unwrap().files.len(), 2);
    assert_eq!((read(&one), read(&two)), (b"1".to_vec(), b"2".to_vec()));
}

#[test]
fn a_file_set_aside_comes_back() {
    let home = Home::new();
    let entry = home.put(".aws/sso/cache/abc.json", b"{ cut");
    #[cfg(unix)]
    crate::set_mode(&entry, 0o644);
    let aside =
        Change { path: entry.clone(), expected: Some(b"{ cut".to_vec()), new: NewState::SetAside };
    let done = commit(&home.system, "set aside", vec![aside], false).unwrap();
    let backup = done.changes[0].backup.clone().unwrap();
    assert!(!entry.exists());
    assert_eq!(read(&backup), b"{ cut");
    #[cfg(unix)]
    assert_eq!(crate::mode(&backup), 0o600);
    let preview = home.preview_undo().unwrap();
    assert_eq!(preview.files[0].old.as_deref(), Some(b"{ cut".as_slice()));
    home.undo().unwrap();
    assert_eq!(read(&entry), b"{ cut");
    #[cfg(unix)]
    assert_eq!(crate::mode(&entry), 0o644);
}

#[test]
fn a_newer_file_in_the_place_of_one_set_aside_is_left_alone_and_not_shown() {
    let home = Home::new();
    let entry = home.put(".aws/sso/cache/abc.json", b"{ cut");
    let aside = Change { path: entry.clone(), expected: None, new: NewState::SetAside };
    commit(&home.system, "set aside", vec![aside], false).unwrap();
    home.put(".aws/sso/cache/abc.json", br#"{"accessToken": "s3cr3t"}"#);
    let Err(UndoError::ChangedSince { reverse_patch, .. }) = home.undo() else {
        panic!("it has changed")
    };
    assert_eq!(reverse_patch, "");
    assert_eq!(read(&entry), br#"{"accessToken": "s3cr3t"}"#);
}

#[test]
fn a_lost_backup_is_said() {
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    let done = home.change(&config, b"new");
    let backup = done.changes[0].backup.clone().unwrap();
    std::fs::write(&backup, b"other").unwrap();
    assert!(matches!(home.undo(), Err(UndoError::BackupLost { .. })));
    std::fs::remove_file(&backup).unwrap();
    assert!(matches!(home.undo(), Err(UndoError::BackupLost { .. })));
    assert_eq!(read(&config), b"new");
}

#[test]
fn a_run_cut_off_between_two_files_can_be_undone() {
    let home = Home::new();
    let one = home.put(".aws/config", b"1");
    let two = home.put(".aws/credentials", b"2");
    commit(
        &home.system,
        "both",
        vec![write(&one, Some(b"1".to_vec()), b"11"), write(&two, Some(b"2".to_vec()), b"22")],
        false,
    )
    .unwrap();
    // As if it had crashed before the second write, because the journal is written first.
    home.put(".aws/credentials", b"2");
    home.undo().unwrap();
    assert_eq!((read(&one), read(&two)), (b"1".to_vec(), b"2".to_vec()));
}

#[test]
fn the_preview_shows_what_undo_then_does() {
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    home.change(&config, b"new");
    let preview = home.preview_undo().unwrap();
    assert_eq!(preview.changes[0].title, "a change");
    assert_eq!(preview.files[0].current.as_deref(), Some(b"new".as_slice()));
    assert_eq!(preview.files[0].old.as_deref(), Some(b"old".as_slice()));
    assert_eq!(read(&config), b"new");
    assert_eq!(home.undo().unwrap().changes, preview.changes);
}

#[cfg(unix)]
#[test]
fn a_mode_comes_back() {
    let home = Home::new();
    let config = home.put(".aws/config", b"x");
    crate::set_mode(&config, 0o666);
    let mode =
        Change { path: config.clone(), expected: Some(b"x".to_vec()), new: NewState::Mode(0o600) };
    commit(&home.system, "mode", vec![mode], false).unwrap();
    // The content may have changed since: only the mode is undone.
    home.put(".aws/config", b"edited");
    home.undo().unwrap();
    assert_eq!((crate::mode(&config), read(&config)), (0o666, b"edited".to_vec()));
}

#[cfg(unix)]
#[test]
fn a_link_that_came_in_the_place_of_a_file_is_not_followed() {
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    home.change(&config, b"new");
    let other = home.put("other", b"new");
    std::fs::remove_file(&config).unwrap();
    std::os::unix::fs::symlink(&other, &config).unwrap();
    assert!(matches!(home.undo(), Err(UndoError::ChangedSince { .. })));
    assert_eq!(read(&other), b"new");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn undo_gives_any_bytes_back(
        old in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..2000)),
        new in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let home = Home::new();
        let config = home.config();
        if let Some(old) = &old {
            home.put(".aws/config", old);
        }
        let done = home.change(&config, &new);
        prop_assert_eq!(&read(&config), &new);
        if !done.changes.is_empty() {
            home.undo().unwrap();
        }
        prop_assert_eq!(std::fs::read(&config).ok(), old);
    }
}
