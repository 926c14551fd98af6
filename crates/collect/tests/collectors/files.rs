//! The two AWS files in every state.

use std::fs::File;
use std::time::{Duration, Instant};

use facts::{FileState, SessionKey, Why};

use crate::{Collect, Home};

fn config_state(home: &Home) -> FileState {
    home.facts().files().config.state.clone()
}

#[test]
fn nothing_there_is_missing_and_nothing_is_written_by_looking() {
    let home = Home::new();
    assert!(matches!(config_state(&home), FileState::Missing));
    assert!(home.facts().tokens.unwrap().entries.is_empty());
    assert_eq!(crate::everything(home.folder.path()).len(), 0);
}

#[test]
fn a_file_is_read_with_its_mode_and_who_may_write_it() {
    let home = Home::new();
    home.put(".aws/config", b"[profile a]\nregion = us-east-1\n");
    #[cfg(unix)]
    crate::set_mode(&home.config(), 0o640);
    let FileState::Present { document, mode, writable, owned, link } = config_state(&home) else {
        panic!("it is there");
    };
    assert_eq!(document.as_bytes(), b"[profile a]\nregion = us-east-1\n");
    assert_eq!(mode, cfg!(unix).then_some(0o640));
    assert!(writable && owned);
    assert_eq!(link, None);
    assert!(home.facts().profile("a").is_some());
}

#[test]
fn a_folder_is_no_file() {
    let home = Home::new();
    std::fs::create_dir_all(home.config()).unwrap();
    assert!(matches!(config_state(&home), FileState::NotAFile("a folder")));
}

#[test]
fn fifty_megabytes_are_not_read() {
    let home = Home::new();
    home.put(".aws/config", b"");
    File::options().write(true).open(home.config()).unwrap().set_len(50 << 20).unwrap();
    let begun = Instant::now();
    let FileState::TooLarge { size, limit } = config_state(&home) else {
        panic!("it is too large")
    };
    assert_eq!((size, limit), (50 << 20, 16 << 20));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn the_aws_folder_can_be_a_file() {
    let home = Home::new();
    home.put(".aws", b"");
    let FileState::Unreadable { why, denied } = config_state(&home) else {
        panic!("it cannot be read")
    };
    assert!(why.contains("not a folder"), "{why}");
    assert!(!denied);
}

#[test]
fn an_empty_variable_means_no_file() {
    let home = Home::with(&[("AWS_CONFIG_FILE", "")]);
    home.put(".aws/config", b"[profile a]\n");
    assert!(matches!(config_state(&home), FileState::Missing));
    assert!(home.facts().profile("a").is_none());
}

#[test]
fn variables_lead_elsewhere() {
    let home = Home::with(&[
        ("AWS_CONFIG_FILE", "$HOME/elsewhere"),
        ("AWS_SHARED_CREDENTIALS_FILE", "~/keys"),
    ]);
    home.put("elsewhere", b"[profile a]\n");
    home.put("keys", b"[b]\nregion = eu-west-1\n");
    let facts = home.facts();
    assert!(facts.profile("a").is_some() && facts.profile("b").is_some());
    assert_eq!(facts.locations.token_cache, home.path(".aws/sso/cache"));
}

#[test]
fn only_tokens_of_named_sessions_are_read() {
    let home = Home::new();
    home.put(
        ".aws/config",
        b"[sso-session corp]\nsso_region = us-east-1\n[profile old]\nsso_start_url = https://d-1.awsapps.com/start\n",
    );
    let corp = SessionKey::Named("corp".into()).cache_name();
    let old = SessionKey::Legacy("https://d-1.awsapps.com/start".into()).cache_name();
    let token = br#"{"accessToken": "t0ken", "expiresAt": "2026-05-04T13:00:00Z"}"#;
    home.put(&format!(".aws/sso/cache/{corp}"), token);
    home.put(&format!(".aws/sso/cache/{old}"), b"{");
    home.put(".aws/sso/cache/another-tool.json", token);
    let mut facts = home.facts();
    let cache = facts.tokens.clone().unwrap();
    assert_eq!(cache.entries.keys().collect::<Vec<_>>(), {
        let mut names = vec![&corp, &old];
        names.sort();
        names
    });
    assert!(cache.entries[&corp].token.is_ok());
    assert_eq!(cache.entries[&old].token, Err(facts::CacheFault::NotJson));
    std::fs::remove_file(home.path(&format!(".aws/sso/cache/{old}"))).unwrap();
    collect::collect_tokens_again(&home.system, &mut facts);
    assert_eq!(facts.tokens.unwrap().entries.len(), 1);
}

#[test]
fn files_are_read_again_after_a_change() {
    let home = Home::new();
    let mut facts = home.facts();
    home.put(".aws/config", b"[profile a]\n");
    assert!(facts.profile("a").is_none());
    collect::collect_files_again(&home.system, &mut facts);
    assert!(facts.profile("a").is_some());
}

#[test]
fn without_a_path_there_is_no_aws() {
    let home = Home::new();
    assert_eq!(home.facts().aws.unwrap().len(), 0);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_pipe_is_not_opened() {
        let home = Home::new();
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(home.config()).status().unwrap();
        assert!(made.success());
        let begun = Instant::now();
        assert!(matches!(config_state(&home), FileState::NotAFile("a pipe")));
        assert!(begun.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn a_device_is_not_opened() {
        let home = Home::with(&[("AWS_CONFIG_FILE", "/dev/zero")]);
        assert!(matches!(config_state(&home), FileState::NotAFile("a device")));
    }

    #[test]
    fn links_are_followed_and_named() {
        let home = Home::new();
        let target = home.put("dotfiles/aws-config", b"[profile a]\n");
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        symlink("../dotfiles/aws-config", home.config()).unwrap();
        let FileState::Present { link, writable, .. } = config_state(&home) else {
            panic!("it is there")
        };
        assert_eq!(
            std::fs::canonicalize(link.unwrap()).unwrap(),
            std::fs::canonicalize(target).unwrap()
        );
        assert!(writable);
        std::fs::remove_file(home.path("dotfiles/aws-config")).unwrap();
        assert!(matches!(config_state(&home), FileState::Missing));
    }

    #[test]
    fn a_circle_of_links_ends() {
        let home = Home::new();
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        symlink("config", home.config()).unwrap();
        let FileState::Unreadable { why, denied: false } = config_state(&home) else {
            panic!("it cannot be read")
        };
        assert!(why.contains("circle"), "{why}");
    }

    #[test]
    fn a_read_only_file_is_not_writable() {
        let home = Home::new();
        home.put(".aws/config", b"");
        crate::set_mode(&home.config(), 0o444);
        assert!(matches!(
            config_state(&home),
            FileState::Present { writable: false, owned: true, .. }
        ));
    }

    #[test]
    fn a_file_without_permission_is_denied() {
        let home = Home::new();
        home.put(".aws/config", b"");
        crate::set_mode(&home.config(), 0o000);
        let state = config_state(&home);
        if rustix::process::geteuid().is_root() {
            eprintln!("skipped in part: the superuser reads everything");
            assert!(matches!(state, FileState::Present { writable: false, .. }));
        } else {
            assert!(matches!(state, FileState::Unreadable { denied: true, .. }));
        }
    }

    #[test]
    fn an_unknown_home_is_not_a_missing_file() {
        // Without HOME the user database is used; the result is a home or a reason.
        let system = machine::System::new(Vec::new());
        let facts = collect::offline_facts(&system, facts::Request::default(), None);
        match system.home() {
            Ok(home) => assert_eq!(facts.locations.config.path, home.join(".aws/config")),
            Err(_) => {
                assert!(matches!(facts.files().config.state, FileState::Unreadable { .. }));
                assert!(matches!(facts.tokens, Err(Why::Error(_))));
            }
        }
    }
}
