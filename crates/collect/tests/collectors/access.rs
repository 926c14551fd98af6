//! Who can access what, on real folders.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use aws_files::FileKind;
use facts::{Access, Audience, Permissions};
use machine::change::{Change, NewState};

use crate::{Collect, Home, set_mode};

const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn access(home: &Home) -> Access {
    home.facts().access.unwrap()
}

fn of(home: &Home, name: &str) -> Permissions {
    let access = access(home);
    let found = access.of(&home.path(name));
    found.unwrap_or_else(|| panic!("{name}: {:?}", access.places.keys())).clone()
}

/// A home that everyone can enter, as on many Linux systems.
fn open() -> Home {
    let home = Home::new();
    set_mode(home.folder.path(), 0o755);
    home.put(".aws/config", b"[default]\n");
    home.put(TOKEN, b"{}");
    for folder in [".aws", ".aws/sso", ".aws/sso/cache"] {
        set_mode(&home.path(folder), 0o755);
    }
    home
}

#[test]
fn others_read_what_its_mode_and_the_folders_above_let_them() {
    let home = open();
    set_mode(&home.path(TOKEN), 0o644);
    assert!(of(&home, TOKEN).readers().others);
    set_mode(&home.path(TOKEN), 0o600);
    assert!(!of(&home, TOKEN).readers().any());
    set_mode(&home.path(TOKEN), 0o644);
    set_mode(home.folder.path(), 0o700);
    let closed = of(&home, TOKEN);
    assert_eq!(closed.reached_by, Audience::default());
    assert!(!closed.readers().any());
}

#[test]
fn the_files_of_other_tools_in_the_cache_are_seen_and_their_folders_are() {
    let home = open();
    home.put(".aws/sso/cache/other-tool.json", b"{}");
    home.put(".aws/sso/cache/notes.txt", b"");
    home.put(".aws/cli/cache/abc.json", b"{}");
    let access = access(&home);
    for name in [
        "",
        ".aws",
        ".aws/sso",
        ".aws/sso/cache",
        ".aws/cli",
        ".aws/cli/cache",
        ".aws/config",
        TOKEN,
        ".aws/sso/cache/other-tool.json",
        ".aws/cli/cache/abc.json",
    ] {
        let path = home.path(name);
        assert!(access.of(&path).is_some(), "{name}");
    }
    assert!(access.of(&home.path(".aws/sso/cache/notes.txt")).is_none());
    assert!(access.of(&home.path(".aws/credentials")).is_none());
    let below = home.path(".aws/cli/cache/x/y");
    let (nearest, _) = access.nearest_folder(&below).unwrap();
    assert_eq!(nearest, home.path(".aws/cli/cache"));
}

#[test]
fn a_mode_that_was_set_in_a_rehearsal_is_seen_in_it() {
    let home = open();
    set_mode(&home.path(TOKEN), 0o644);
    let rehearsal = home.system.overlay();
    let mut facts = home.facts();
    let change = Change { path: home.path(TOKEN), expected: None, new: NewState::Mode(0o600) };
    machine::change::commit(&rehearsal, "a mode", vec![change], false).unwrap();
    collect::collect_files_again(&rehearsal, &mut facts);
    let seen = facts.access.unwrap();
    assert_eq!(seen.of(&home.path(TOKEN)).unwrap().mode, Some(0o600));
    assert_eq!(of(&home, TOKEN).mode, Some(0o644));
}

#[test]
fn links_are_followed_and_a_link_to_nothing_is_named() {
    let home = Home::new();
    let target = home.put("dotfiles/aws/config", b"[default]\n");
    std::fs::create_dir_all(home.path(".aws")).unwrap();
    symlink(&target, home.config()).unwrap();
    symlink(home.path("gone"), home.path(".aws/credentials")).unwrap();
    let access = access(&home);
    let config = access.of(&home.config()).unwrap();
    assert_eq!(config.real.as_deref(), Some(std::fs::canonicalize(&target).unwrap().as_path()));
    assert!(config.writable && config.owned && config.store.is_none());
    assert_eq!(access.dangling.get(&FileKind::Credentials), Some(&home.path("gone")));
    assert!(!access.dangling.contains_key(&FileKind::Config));
}

#[test]
fn the_files_that_chezmoi_makes_are_found_by_its_names_for_them() {
    let home = Home::new();
    home.put(".aws/config", b"[default]\n");
    assert!(access(&home).chezmoi.is_empty());
    let config = home.put(".local/share/chezmoi/private_dot_aws/private_config.tmpl", b"");
    home.put(".local/share/chezmoi/private_dot_aws/create_credentials", b"");
    home.put(".local/share/chezmoi/dot_bashrc", b"");
    let found = access(&home).chezmoi;
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(FileKind::Config, config)]);
    // A file that a variable names is not the one that chezmoi generates.
    let elsewhere = home.put("elsewhere", b"[default]\n");
    let system =
        Home::system_in(home.folder.path(), &[("AWS_CONFIG_FILE", elsewhere.to_str().unwrap())]);
    let facts = collect::offline_facts(&system, facts::Request::default(), None);
    assert!(facts.access.unwrap().chezmoi.is_empty());
}
