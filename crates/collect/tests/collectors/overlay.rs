//! Writes that stay in memory.

use facts::{FileState, Request, SessionKey};
use machine::change::{Change, ChangeError, NewState, commit};
use machine::undo::{self, UndoError};

use crate::{Collect, Home, everything, read, write};

#[test]
fn an_overlay_sees_its_writes_and_the_disk_does_not() {
    let home = Home::new();
    let config = home.put(".aws/config", b"[profile a]\n");
    let overlay = home.system.overlay();
    let done = commit(
        &overlay,
        "x",
        vec![write(&config, Some(b"[profile a]\n".to_vec()), b"[profile b]\n")],
        false,
    )
    .unwrap();
    assert_eq!((done.id.as_str(), done.changes.len()), ("", 1));
    let facts = collect::offline_facts(&overlay, Request::default(), None);
    assert!(facts.profile("b").is_some() && facts.profile("a").is_none());
    assert!(home.facts().profile("a").is_some());
    assert_eq!(read(&config), b"[profile a]\n");
    assert!(!home.state().exists());
    // The next change is checked against the overlay's content.
    let error =
        commit(&overlay, "x", vec![write(&config, Some(b"[profile a]\n".to_vec()), b"")], false)
            .unwrap_err();
    assert!(matches!(error, ChangeError::ChangedMeanwhile { .. }), "{error}");
    commit(&overlay, "x", vec![write(&config, Some(b"[profile b]\n".to_vec()), b"")], false)
        .unwrap();
}

#[test]
fn an_overlay_of_an_overlay_is_one_of_its_own() {
    let home = Home::new();
    let config = home.config();
    let first = home.system.overlay();
    commit(&first, "x", vec![write(&config, None, b"[profile a]\n")], false).unwrap();
    let second = first.overlay();
    commit(
        &second,
        "x",
        vec![write(&config, Some(b"[profile a]\n".to_vec()), b"[profile b]\n")],
        false,
    )
    .unwrap();
    let names = |system| {
        let facts = collect::offline_facts(system, Request::default(), None);
        facts.files().profiles().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&first), ["a"]);
    assert_eq!(names(&second), ["b"]);
    assert_eq!(everything(home.folder.path()).len(), 0);
}

#[test]
fn tokens_set_aside_and_modes_are_seen_too() {
    let home = Home::new();
    home.put(".aws/config", b"[sso-session corp]\nsso_region = us-east-1\n");
    let name = SessionKey::Named("corp".into()).cache_name();
    let entry = home.put(&format!(".aws/sso/cache/{name}"), b"{");
    #[cfg(unix)]
    crate::set_mode(&entry, 0o644);
    let overlay = home.system.overlay();
    let tokens = || collect::offline_facts(&overlay, Request::default(), None).tokens.unwrap();
    #[cfg(unix)]
    {
        let mode = Change { path: entry.clone(), expected: None, new: NewState::Mode(0o600) };
        commit(&overlay, "x", vec![mode], false).unwrap();
        assert_eq!(tokens().entries[&name].mode, Some(0o600));
    }
    let aside =
        Change { path: entry.clone(), expected: Some(b"{".to_vec()), new: NewState::SetAside };
    commit(&overlay, "x", vec![aside], false).unwrap();
    assert!(tokens().entries.is_empty());
    assert!(entry.exists());
}

#[cfg(unix)]
#[test]
fn what_could_not_be_written_cannot_be_rehearsed() {
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    crate::set_mode(&config, 0o444);
    let overlay = home.system.overlay();
    let error = commit(&overlay, "x", vec![write(&config, Some(b"old".to_vec()), b"new")], false)
        .unwrap_err();
    assert!(matches!(error, ChangeError::NotWritable { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_and_what_it_leads_to_are_one_file_in_an_overlay() {
    let home = Home::new();
    let target = home.put("dotfiles/config", b"[profile a]\n");
    std::fs::create_dir_all(home.path(".aws")).unwrap();
    std::os::unix::fs::symlink(&target, home.config()).unwrap();
    let overlay = home.system.overlay();
    commit(
        &overlay,
        "x",
        vec![write(&target, Some(b"[profile a]\n".to_vec()), b"[profile b]\n")],
        false,
    )
    .unwrap();
    let facts = collect::offline_facts(&overlay, Request::default(), None);
    assert!(matches!(facts.files().config.state, FileState::Present { link: Some(_), .. }));
    assert!(facts.profile("b").is_some());
}

#[test]
fn an_overlay_has_nothing_to_undo() {
    let home = Home::new();
    home.change(&home.config(), b"new");
    let run = undo::runs(&home.system).unwrap().remove(0);
    let overlay = home.system.overlay();
    assert!(matches!(undo::runs(&overlay), Err(UndoError::Rehearsal)));
    assert!(matches!(undo::preview_of_undo(&overlay, &run), Err(UndoError::Rehearsal)));
    assert!(matches!(undo::undo_run(&overlay, &run), Err(UndoError::Rehearsal)));
    assert!(home.config().exists());
}
