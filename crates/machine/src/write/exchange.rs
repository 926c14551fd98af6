//! Puts a finished file in place of another one, unless that one has changed meanwhile.
//!
//! Nothing is synced and no other file is touched between the last comparison and the rename. Where
//! the system can exchange two files, what was displaced is compared once more, and comes back if
//! another program had written it in between.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::access::has_other_names;

/// The file is no longer as it was read.
#[derive(Debug, thiserror::Error)]
#[error("it has changed since it was read")]
struct ChangedMeanwhile;

fn changed() -> Error {
    Error::other(ChangedMeanwhile)
}

/// Whether a file was left alone because it had changed.
pub(crate) fn is_changed_meanwhile(error: &Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<ChangedMeanwhile>())
}

/// Compares a file with the bytes that it must still have; it must also still be one file with one
/// name.
///
/// # Errors
/// It has changed, or cannot be read.
pub(crate) fn fail_if_changed(target: &Path, expected: &[u8]) -> Result<()> {
    let metadata = std::fs::symlink_metadata(target)?;
    let has_size = u64::try_from(expected.len()).is_ok_and(|size| size == metadata.len());
    if !metadata.is_file() || !has_size || has_other_names(&metadata) {
        return Err(changed());
    }
    if std::fs::read(target)? == expected { Ok(()) } else { Err(changed()) }
}

/// Puts `beside` in place of `target`, which must still have the bytes `expected`.
pub(super) fn put_in_place(beside: NamedTempFile, target: &Path, expected: &[u8]) -> Result<()> {
    put_in_place_by(exchange, beside, target, expected)
}

fn put_in_place_by(
    exchange: impl Fn(&Path, &Path) -> Result<bool>,
    beside: NamedTempFile,
    target: &Path,
    expected: &[u8],
) -> Result<()> {
    fail_if_changed(target, expected)?;
    if !exchange(beside.path(), target)? {
        beside.persist(target).map_err(|error| error.error)?;
        return Ok(());
    }
    match fail_if_changed(beside.path(), expected) {
        // The old file is removed with `beside`.
        Ok(()) => Ok(()),
        Err(error) => {
            exchange(beside.path(), target)?;
            Err(error)
        }
    }
}

/// Puts `beside` at `target`, where there must be no file.
pub(super) fn put_where_none_is(beside: NamedTempFile, target: &Path) -> Result<()> {
    match beside.persist_noclobber(target) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(changed()),
        // Some file systems cannot rename without replacing.
        Err(error) if std::fs::symlink_metadata(target).is_ok() => Err(error.error),
        Err(error) => error.file.persist(target).map(drop).map_err(|error| error.error),
    }
}

/// Exchanges two files; `false` if the system or the file system cannot (renameat2(2)).
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::XDEV | Errno::NOTSUP | Errno::PERM) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the type of the other one")]
fn exchange(_: &Path, _: &Path) -> Result<bool> {
    Ok(false)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test's own files")]
mod tests {
    use std::io::Write;

    use super::*;

    fn beside(folder: &Path) -> NamedTempFile {
        let mut file = NamedTempFile::new_in(folder).unwrap();
        file.write_all(b"new").unwrap();
        file
    }

    fn names(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_file_that_changed_keeps_what_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("config");
        std::fs::write(&target, b"old").unwrap();
        put_in_place(beside(folder.path()), &target, b"old").unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
        for now in [&b"new and a line"[..], b"NEW", b""] {
            std::fs::write(&target, now).unwrap();
            let error = put_in_place(beside(folder.path()), &target, b"new").unwrap_err();
            assert!(is_changed_meanwhile(&error));
            assert_eq!(std::fs::read(&target).unwrap(), now);
        }
        assert_eq!(names(folder.path()), 1);
    }

    #[test]
    fn a_file_that_came_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("config");
        put_where_none_is(beside(folder.path()), &target).unwrap();
        let error = put_where_none_is(beside(folder.path()), &target).unwrap_err();
        assert!(is_changed_meanwhile(&error));
        assert_eq!(names(folder.path()), 1);
    }

    /// A line that another program appends after the last comparison: what was displaced is compared
    /// too, and comes back.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_line_that_comes_in_the_window_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("config");
        std::fs::write(&target, b"old").unwrap();
        let is_late = std::cell::Cell::new(true);
        let after_another_program = |a: &Path, b: &Path| {
            if is_late.replace(false) {
                let mut file = std::fs::File::options().append(true).open(&target)?;
                file.write_all(b" and a line")?;
            }
            exchange(a, b)
        };
        let file = beside(folder.path());
        let error = put_in_place_by(after_another_program, file, &target, b"old").unwrap_err();
        assert!(is_changed_meanwhile(&error));
        assert_eq!(std::fs::read(&target).unwrap(), b"old and a line");
        assert_eq!(names(folder.path()), 1);
    }

    #[test]
    fn without_an_exchange_the_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("config");
        std::fs::write(&target, b"old").unwrap();
        let file = beside(folder.path());
        put_in_place_by(|_, _| Ok(false), file, &target, b"old").unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
        assert_eq!(names(folder.path()), 1);
    }

    /// The time in which a line that another program writes could be lost, for docs/security.md.
    #[test]
    #[ignore = "a figure: cargo test -p aws-onboard-machine the_window -- --ignored --nocapture"]
    fn the_window_between_the_last_comparison_and_the_rename() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("config");
        let old = vec![b'#'; 4096];
        let mut times: Vec<std::time::Duration> = (0..200)
            .map(|_| {
                std::fs::write(&target, &old).unwrap();
                let file = beside(folder.path());
                let begun = std::time::Instant::now();
                put_in_place(file, &target, &old).unwrap();
                begun.elapsed()
            })
            .collect();
        times.sort();
        println!("the median of the window is {:?}", times[times.len() / 2]);
    }
}
