//! The guarded write.

use machine::change::{Change, ChangeError, Committed, NewState, commit};

use crate::{Home, read, write};

fn attempt(home: &Home, changes: Vec<Change>) -> Result<Committed, ChangeError> {
    commit(&home.system, "a change", changes, false)
}

#[test]
fn a_new_file_is_private_and_so_is_its_folder() {
    let home = Home::new();
    let done = home.change(&home.config(), b"[profile a]\n");
    assert_eq!(read(&home.config()), b"[profile a]\n");
    assert_eq!(done.changes.len(), 1);
    assert_eq!(done.changes[0].backup, None);
    #[cfg(unix)]
    {
        assert_eq!(crate::mode(&home.config()), 0o600);
        assert_eq!(crate::mode(&home.path(".aws")), 0o700);
    }
}

#[test]
fn the_backup_holds_the_exact_old_bytes_and_is_private() {
    let home = Home::new();
    let old = b"[profile a]\r\nregion=\xff\x00 no newline";
    home.put(".aws/config", old);
    let done = home.change(&home.config(), b"new");
    let backup = done.changes[0].backup.clone().unwrap();
    assert_eq!(read(&backup), old);
    assert!(backup.starts_with(home.state().join("backups")));
    #[cfg(unix)]
    for path in crate::everything(&home.state()) {
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(crate::mode(&path), wanted, "{}", path.display());
    }
}

#[test]
fn a_file_that_changed_since_is_left_alone_and_so_are_the_others() {
    let home = Home::new();
    let config = home.put(".aws/config", b"edited meanwhile");
    let keys = home.put(".aws/credentials", b"keys");
    let error = attempt(
        &home,
        vec![
            write(&keys, Some(b"keys".to_vec()), b"new"),
            write(&config, Some(b"shown".to_vec()), b"new"),
        ],
    )
    .unwrap_err();
    assert!(matches!(&error, ChangeError::ChangedMeanwhile { path } if *path == config), "{error}");
    assert!(error.to_string().contains(&config.display().to_string()));
    assert_eq!((read(&config), read(&keys)), (b"edited meanwhile".to_vec(), b"keys".to_vec()));
    assert!(machine::journal::list(&home.system).unwrap().is_empty());
    assert!(
        !home.state().join("backups").exists()
            || crate::everything(&home.state().join("backups")).is_empty()
    );
}

#[test]
fn a_file_that_came_or_went_meanwhile_is_a_change_too() {
    let home = Home::new();
    let config = home.config();
    let gone = attempt(&home, vec![write(&config, Some(b"shown".to_vec()), b"new")]).unwrap_err();
    assert!(matches!(gone, ChangeError::ChangedMeanwhile { .. }), "{gone}");
    home.put(".aws/config", b"");
    let came = attempt(&home, vec![write(&config, None, b"new")]).unwrap_err();
    assert!(matches!(came, ChangeError::ChangedMeanwhile { .. }), "{came}");
}

#[test]
fn a_change_that_changes_nothing_leaves_no_trace() {
    let home = Home::new();
    let config = home.put(".aws/config", b"same");
    let done = home.change(&config, b"same");
    assert_eq!(done, Committed::default());
    assert!(machine::journal::list(&home.system).unwrap().is_empty());
}

#[test]
fn a_folder_in_the_way_is_named() {
    let home = Home::new();
    std::fs::create_dir_all(home.config()).unwrap();
    let error = attempt(&home, vec![write(&home.config(), None, b"new")]).unwrap_err();
    assert!(matches!(error, ChangeError::NotAFile { what: "a folder", .. }), "{error}");
}

#[test]
fn one_file_in_two_ways_is_refused() {
    let home = Home::new();
    let config = home.config();
    let error =
        attempt(&home, vec![write(&config, None, b"a"), write(&config, None, b"b")]).unwrap_err();
    assert!(matches!(error, ChangeError::Conflicting { .. }), "{error}");
    assert!(!config.exists());
}

#[test]
fn nothing_is_left_beside() {
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    home.change(&config, b"new");
    assert_eq!(crate::everything(&home.path(".aws")), [config]);
}

#[test]
fn secrets_do_not_reach_debug_or_the_journal() {
    let home = Home::new();
    let config = home.put(".aws/credentials", b"aws_secret_access_key = oldoldold");
    let change = write(&config, Some(read(&config)), b"aws_secret_access_key = newnewnew");
    assert!(!format!("{change:?}").contains("newnewnew"));
    commit(&home.system, "for AKIAIOSFODNN7EXAMPLE", vec![change], true).unwrap();
    let journal = String::from_utf8(read(&home.state().join("journal.json"))).unwrap();
    for secret in ["oldoldold", "newnewnew", "AKIAIOSFODNN7EXAMPLE"] {
        assert!(!journal.contains(secret), "{journal}");
    }
    assert!(machine::journal::list(&home.system).unwrap()[0].holds_secrets);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, symlink};
    use std::path::Path;

    use super::*;

    fn is_root() -> bool {
        rustix::process::geteuid().is_root()
    }

    #[test]
    fn mode_and_owner_are_kept() {
        let home = Home::new();
        let config = home.put(".aws/config", b"old");
        crate::set_mode(&config, 0o640);
        if is_root() {
            std::os::unix::fs::chown(&config, Some(4321), Some(4322)).unwrap();
        } else {
            eprintln!("skipped in part: only the superuser can give a file away");
        }
        let before = std::fs::metadata(&config).unwrap();
        home.change(&config, b"new");
        let after = std::fs::metadata(&config).unwrap();
        assert_eq!(
            (after.mode(), after.uid(), after.gid()),
            (before.mode(), before.uid(), before.gid())
        );
        assert_ne!(after.ino(), before.ino(), "it was replaced, not overwritten");
    }

    #[test]
    fn a_write_goes_through_a_chain_of_links_and_leaves_them() {
        let home = Home::new();
        let target = home.put("dotfiles/aws/config", b"old");
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        symlink("dotfiles/aws/config", home.path("second")).unwrap();
        symlink("../second", home.config()).unwrap();
        home.change(&home.config(), b"new");
        assert_eq!(read(&target), b"new");
        assert_eq!(std::fs::read_link(home.config()).unwrap(), Path::new("../second"));
        assert_eq!(
            std::fs::read_link(home.path("second")).unwrap(),
            Path::new("dotfiles/aws/config")
        );
        home.undo().unwrap();
        assert_eq!(read(&target), b"old");
    }

    #[test]
    fn a_dangling_link_gets_its_file() {
        let home = Home::new();
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        std::fs::create_dir_all(home.path("dotfiles")).unwrap();
        symlink("../dotfiles/config", home.config()).unwrap();
        home.change(&home.config(), b"new");
        assert_eq!(read(&home.path("dotfiles/config")), b"new");
        assert!(home.config().is_symlink());
    }

    #[test]
    fn a_circle_of_links_is_refused() {
        let home = Home::new();
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        symlink("config", home.config()).unwrap();
        let error = attempt(&home, vec![write(&home.config(), None, b"new")]).unwrap_err();
        assert!(matches!(error, ChangeError::Managed { .. }), "{error}");
        assert!(home.config().is_symlink());
    }

    #[test]
    fn a_link_to_a_read_only_file_is_managed() {
        let home = Home::new();
        let target = home.put("store/config", b"old");
        crate::set_mode(&target, 0o444);
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        symlink(&target, home.config()).unwrap();
        let error =
            attempt(&home, vec![write(&home.config(), Some(b"old".to_vec()), b"new")]).unwrap_err();
        assert!(
            matches!(&error, ChangeError::Managed { path, target: to, .. } if *path == home.config() && *to == target),
            "{error}"
        );
        assert_eq!(read(&target), b"old");
    }

    #[test]
    fn a_link_to_somebody_elses_file_is_managed() {
        if !is_root() {
            eprintln!("skipped: only the superuser can give a file away");
            return;
        }
        let home = Home::new();
        let target = home.put("shared/config", b"old");
        std::os::unix::fs::chown(&target, Some(4321), None).unwrap();
        std::fs::create_dir_all(home.path(".aws")).unwrap();
        symlink(&target, home.config()).unwrap();
        let error =
            attempt(&home, vec![write(&home.config(), Some(b"old".to_vec()), b"new")]).unwrap_err();
        assert!(matches!(error, ChangeError::Managed { .. }), "{error}");
    }

    #[test]
    fn a_read_only_file_is_not_written_though_its_mode_can_be_set() {
        let home = Home::new();
        let config = home.put(".aws/config", b"old");
        crate::set_mode(&config, 0o444);
        let error =
            attempt(&home, vec![write(&config, Some(b"old".to_vec()), b"new")]).unwrap_err();
        assert!(matches!(error, ChangeError::NotWritable { .. }), "{error}");
        let mode = Change { path: config.clone(), expected: None, new: NewState::Mode(0o600) };
        attempt(&home, vec![mode]).unwrap();
        assert_eq!(crate::mode(&config), 0o600);
    }

    #[test]
    fn content_and_mode_are_one_change() {
        let home = Home::new();
        let config = home.put(".aws/config", b"old");
        crate::set_mode(&config, 0o644);
        let mode = Change {
            path: config.clone(),
            expected: Some(b"old".to_vec()),
            new: NewState::Mode(0o600),
        };
        attempt(&home, vec![write(&config, Some(b"old".to_vec()), b"new"), mode]).unwrap();
        assert_eq!((read(&config), crate::mode(&config)), (b"new".to_vec(), 0o600));
        home.undo().unwrap();
        assert_eq!((read(&config), crate::mode(&config)), (b"old".to_vec(), 0o644));
    }

    #[test]
    fn if_the_second_write_fails_the_first_is_taken_back() {
        let home = Home::new();
        let config = home.put(".aws/config", b"old");
        // The parent of the second is a file: creating its folder fails, after all checks.
        home.put("blocked", b"");
        let impossible = home.path("blocked/deeper/credentials");
        let result = attempt(
            &home,
            vec![write(&config, Some(b"old".to_vec()), b"new"), write(&impossible, None, b"x")],
        );
        assert!(result.is_err());
        assert_eq!(read(&config), b"old");
        assert!(machine::journal::list(&home.system).unwrap().is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_write_that_fails_late_is_rolled_back() {
        let home = Home::new();
        let config = home.put(".aws/config", b"old");
        crate::set_mode(&config, 0o640);
        let new = home.path(".aws/credentials");
        // The superuser passes every permission check for /proc, but cannot create anything there.
        let impossible = Path::new("/proc/aws-onboard-test/config");
        let changes = vec![
            write(&config, Some(b"old".to_vec()), b"new"),
            write(&new, None, b"created"),
            write(impossible, None, b"x"),
        ];
        let error = attempt(&home, changes).unwrap_err();
        if is_root() {
            assert!(
                matches!(&error, ChangeError::Io { path, .. } if path == impossible),
                "{error}"
            );
        }
        assert_eq!((read(&config), crate::mode(&config)), (b"old".to_vec(), 0o640));
        assert_eq!(crate::everything(&home.path(".aws")), [config]);
        assert!(machine::journal::list(&home.system).unwrap().is_empty());
        assert!(crate::everything(&home.state().join("backups")).is_empty());
    }
}

/// The other name would keep the old content, so the file is left alone and the patch is told.
#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_left_alone() {
    let home = Home::new();
    let path = home.put(".aws/config", b"[profile a]\nregion = us-esat-1\nmfa_seed = canary\n");
    std::fs::hard_link(&path, home.path("other-name")).unwrap();
    let new = b"[profile a]\nregion = us-east-1\nmfa_seed = canary\n".to_vec();
    let change =
        Change { path: path.clone(), expected: Some(read(&path)), new: NewState::Write(new) };
    let error = attempt(&home, vec![change]).unwrap_err();
    assert!(matches!(error, ChangeError::Tied { .. }), "{error}");
    let words = error.to_string();
    assert!(
        words.contains("more than one name") && words.contains("+region = us-east-1"),
        "{words}"
    );
    assert!(!words.contains("canary"), "{words}");
    assert_eq!(read(&home.path("other-name")), read(&path));
    assert!(!home.state().join("journal.json").exists());
}

/// A program that appends lines while this one rewrites the file, as an editor or a script would. Only
/// a line that is written to a file opened before the exchange, after the last comparison, can be
/// lost: microseconds. Before the comparison moved behind the syncs, almost every rewrite lost one.
#[cfg(unix)]
#[test]
fn lines_that_another_program_appends_are_not_lost() {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    const REWRITES: usize = 20;
    let home = Home::new();
    let config = home.put(".aws/config", b"[profile a]\n");
    let is_over = AtomicBool::new(false);
    let (appended, rewritten) = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut lines = 0_u64;
            while !is_over.load(Ordering::Relaxed) {
                let mut file = std::fs::OpenOptions::new().append(true).open(&config).unwrap();
                writeln!(file, "# line {lines} ends here").unwrap();
                drop(file);
                lines += 1;
                // From often to rarely, so that rewrites come about in between.
                std::thread::sleep(Duration::from_millis(lines * 7 % 60));
            }
            lines
        });
        let (mut rewritten, end) = (0, Instant::now() + Duration::from_secs(15));
        while rewritten < REWRITES && Instant::now() < end {
            let before = read(&config);
            let mut after = before.clone();
            after.extend_from_slice(b"# rewritten\n");
            match attempt(&home, vec![write(&config, Some(before), &after)]) {
                Ok(_) => rewritten += 1,
                Err(ChangeError::ChangedMeanwhile { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        is_over.store(true, Ordering::Relaxed);
        (other.join().unwrap(), rewritten)
    });
    assert!(rewritten > 0);
    let text = String::from_utf8(read(&config)).unwrap();
    let lost: Vec<u64> =
        (0..appended).filter(|line| !text.contains(&format!("# line {line} ends here"))).collect();
    assert!(lost.len() <= 1 + rewritten / 30, "{lost:?} of {appended}, {rewritten} rewrites");
    assert_eq!(text.matches("# rewritten").count(), rewritten);
}

/// Set in the run of a test inside a mount namespace of its own.
#[cfg(target_os = "linux")]
const IN_NAMESPACE: &str = "AWS_ONBOARD_TEST_NAMESPACE";

/// Runs a test of this file again where it may mount: in a namespace of its own, as root of that
/// namespace or by sudo. Where that is not allowed, it says so.
#[cfg(target_os = "linux")]
fn run_where_mounts_are_allowed(test: &str) {
    let ways: [&[&str]; 3] =
        [&["unshare", "-m"], &["unshare", "-U", "-r", "-m"], &["sudo", "-n", "unshare", "-m"]];
    let can_mount = |way: &&&[&str]| {
        let script = "mount -t tmpfs none \"$(mktemp -d)\"";
        let mut command = std::process::Command::new(way[0]);
        command.args(&way[1..]).args(["sh", "-c", script]);
        command.output().is_ok_and(|done| done.status.success())
    };
    let Some(way) = ways.iter().find(can_mount) else {
        // The harness shows this line; a macro of printing would be hidden in a test that passes.
        let skip = format!("SKIP: {test}: this user may not mount\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), skip.as_bytes());
        return;
    };
    let output = std::process::Command::new(way[0])
        .args(&way[1..])
        .args(["env", &format!("{IN_NAMESPACE}=1")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// A file that is mounted by itself cannot be replaced, and is not written in place either.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_a_mount_is_left_alone() {
    if std::env::var_os(IN_NAMESPACE).is_none() {
        run_where_mounts_are_allowed("change::a_file_that_is_a_mount_is_left_alone");
        return;
    }
    let home = Home::new();
    let config = home.put(".aws/config", b"old");
    let elsewhere = home.put("elsewhere", b"old");
    let mount = std::process::Command::new("mount")
        .arg("--bind")
        .args([&elsewhere, &config])
        .status()
        .unwrap();
    assert!(mount.success());
    let outcome = attempt(&home, vec![write(&config, Some(b"old".to_vec()), b"new")]);
    let both = (read(&config), read(&elsewhere));
    let unmounted = std::process::Command::new("umount").arg(&config).status().unwrap();
    assert!(unmounted.success());
    let error = outcome.unwrap_err();
    assert!(matches!(&error, ChangeError::Tied { path, .. } if *path == config), "{error}");
    assert!(error.to_string().contains("mounted by itself"), "{error}");
    assert!(error.to_string().contains("+new"), "the patch is printed: {error}");
    assert_eq!(both, (b"old".to_vec(), b"old".to_vec()));
}
