//! Makes a change: checks everything, backs everything up, then writes file by file.

use std::path::Path;

use crate::access;
use crate::hash::sha256_hex;
use crate::journal::backup::Backups;
use crate::journal::lock::Lock;
use crate::journal::store::Journal;
use crate::journal::{ChangedFile, Entry, Kind};
use crate::overlay::Overlay;
use crate::system::System;
use crate::write;

use super::error::ChangeError;
use super::request::{Change, Committed, Done};
use super::step::{Content, Step, prepare_steps};

/// Makes a change to one or several files, completely or not at all if the system allows it:
///
/// 1. every file is compared with what was shown, and must be writable;
/// 2. the old bytes of all are copied into the backup folder;
/// 3. the change is entered in the journal, so that even an interrupted run can be undone;
/// 4. each file is written to a temporary file, synced and renamed. If one fails, those before it
///    are reverted.
///
/// An overlay makes the same checks, and changes the files in memory only.
///
/// `title` is what `undo --list` shows; it must not contain secrets. `holds_secrets` marks a change
/// whose backups contain keys.
///
/// # Errors
/// Why nothing was changed; see [`ChangeError`].
pub fn commit(
    system: &System,
    title: &str,
    changes: Vec<Change>,
    holds_secrets: bool,
) -> Result<Committed, ChangeError> {
    if let Some(overlay) = system.overlaid() {
        return Ok(rehearse(overlay, prepare_steps(system, changes)?));
    }
    if changes.is_empty() {
        return Ok(Committed::default());
    }
    let state = system.state_folder().map_err(ChangeError::NoStateFolder)?;
    let _lock = Lock::take(&state)?;
    let mut journal = Journal::load(&state)?;
    let mut steps = prepare_steps(system, changes)?;
    if steps.is_empty() {
        return Ok(Committed::default());
    }
    let backups = Backups::create(&state, journal.next_number())?;
    let files = match back_up_files(&backups, &steps) {
        Ok(files) => files,
        Err(error) => {
            backups.discard();
            return Err(error);
        }
    };
    let entry = Entry {
        id: backups.id().to_owned(),
        at: system.now(),
        title: facts::mask_secrets(&facts::clean_line(title)),
        changes: files,
        holds_secrets,
        undone: false,
        run: system.run().to_owned(),
    };
    journal.push(entry.clone());
    if let Err(error) = journal.save() {
        backups.discard();
        return Err(error.into());
    }
    if let Err((failed, error)) = apply_steps(&mut steps, &entry) {
        return Err(revert_change(journal, &backups, &steps, &entry, failed, error));
    }
    // The change is complete; failing to remove old backups does not affect that.
    let _ = journal.prune(system.run(), system.now());
    Ok(Committed { id: entry.id, changes: list_done(&entry.changes) })
}

fn list_done(files: &[ChangedFile]) -> Vec<Done> {
    files.iter().map(|file| Done { path: file.path.clone(), backup: file.backup.clone() }).collect()
}

fn rehearse(overlay: &Overlay, steps: Vec<Step>) -> Committed {
    let mut changes = Vec::with_capacity(steps.len());
    for step in steps {
        match step.content {
            Some(Content::Bytes(bytes)) => overlay.write(&step.target, bytes),
            Some(Content::SetAside) => overlay.remove(&step.target),
            None => {}
        }
        if let Some(mode) = step.mode {
            overlay.set_mode(&step.target, mode);
        }
        changes.push(Done { path: step.path, backup: None });
    }
    Committed { id: String::new(), changes }
}

/// Backs up the old and the new bytes of every file; the new ones serve for the reverse patch of a
/// file that is edited later.
fn back_up_files(backups: &Backups, steps: &[Step]) -> Result<Vec<ChangedFile>, ChangeError> {
    let mut files = Vec::with_capacity(steps.len());
    for (number, step) in steps.iter().enumerate() {
        let (kind, after) = match (&step.content, &step.before) {
            (Some(Content::Bytes(new)), Some(_)) => (Kind::Write, Some(new)),
            (Some(Content::Bytes(new)), None) => (Kind::Create, Some(new)),
            (Some(Content::SetAside), _) => (Kind::SetAside, None),
            (None, before) => (Kind::Mode, before.as_ref()),
        };
        let backup = match kind {
            Kind::Write => Some(backups.keep(
                number,
                &step.target,
                step.before.as_deref().unwrap_or_default(),
            )?),
            Kind::SetAside => Some(backups.backup_path(number, &step.target)),
            Kind::Create | Kind::Mode => None,
        };
        if let (Kind::Write, Some(new)) = (kind, after) {
            backups.keep_new(number, &step.target, new)?;
        }
        files.push(ChangedFile {
            path: step.path.clone(),
            target: step.target.clone(),
            backup,
            before_sha256: step.before.as_deref().map(sha256_hex),
            after_sha256: after.map(|bytes| sha256_hex(bytes)),
            kind,
            mode_before: step.mode_before(),
            mode_after: step.mode,
        });
    }
    backups.sync();
    Ok(files)
}

/// Applies the steps in order; on failure, returns the number of completed steps and the error.
fn apply_steps(steps: &mut [Step], entry: &Entry) -> Result<(), (usize, std::io::Error)> {
    for (number, (step, file)) in steps.iter_mut().zip(&entry.changes).enumerate() {
        apply_step(step, file.backup.as_deref()).map_err(|error| (number, error))?;
        if step.metadata.is_none() {
            step.metadata = std::fs::metadata(&step.target).ok();
        }
    }
    Ok(())
}

fn apply_step(step: &Step, backup: Option<&Path>) -> std::io::Result<()> {
    match (&step.content, backup) {
        (Some(Content::Bytes(bytes)), _) => {
            write::replace_unchanged_file(
                &step.target,
                bytes,
                step.metadata.as_ref(),
                step.before.as_deref(),
            )?;
        }
        (Some(Content::SetAside), Some(backup)) => {
            if let Some(before) = &step.before {
                write::fail_if_changed(&step.target, before)?;
            }
            write::move_file(&step.target, backup)?;
            if cfg!(unix) {
                write::set_mode(backup, 0o600)?;
            }
            return Ok(());
        }
        _ => {}
    }
    match step.mode {
        Some(mode) => write::set_mode(&step.target, mode),
        None => Ok(()),
    }
}

/// Reverts the files up to the one that failed.
fn revert_change(
    mut journal: Journal,
    backups: &Backups,
    steps: &[Step],
    entry: &Entry,
    failed: usize,
    error: std::io::Error,
) -> ChangeError {
    let path = steps.get(failed).map(|step| step.path.clone()).unwrap_or_default();
    let changed: Vec<_> = steps
        .iter()
        .zip(&entry.changes)
        .take(failed + 1)
        .filter(|(step, file)| revert_step(step, file).is_err())
        .map(|(step, _)| step.path.clone())
        .collect();
    if !changed.is_empty() {
        return ChangeError::Halfway { path, error, changed };
    }
    journal.remove(&entry.id);
    if journal.save().is_ok() {
        backups.discard();
    }
    if write::is_changed_meanwhile(&error) {
        return ChangeError::ChangedMeanwhile { path };
    }
    ChangeError::Io { path, doing: "writing", error }
}

fn revert_step(step: &Step, file: &ChangedFile) -> std::io::Result<()> {
    match (file.kind, &step.before, &file.backup) {
        (Kind::Write, Some(before), _) => {
            let now = std::fs::read(&step.target)?;
            let was_written = file.after_sha256.as_deref() == Some(sha256_hex(&now).as_str());
            // Otherwise another program has written it, and its lines stay.
            if was_written {
                write::replace_unchanged_file(
                    &step.target,
                    before,
                    step.metadata.as_ref(),
                    Some(&now),
                )?;
            }
        }
        (Kind::Create, _, _) => match std::fs::read(&step.target) {
            Ok(bytes) if file.after_sha256.as_deref() == Some(sha256_hex(&bytes).as_str()) => {
                std::fs::remove_file(&step.target)?;
            }
            _ => {}
        },
        (Kind::SetAside, _, Some(backup)) if backup.exists() && !step.target.exists() => {
            write::move_file(backup, &step.target)?;
        }
        _ => {}
    }
    match step.metadata.as_ref().and_then(access::file_mode) {
        Some(mode) if file.kind != Kind::Create => write::set_mode(&step.target, mode),
        _ => Ok(()),
    }
}
