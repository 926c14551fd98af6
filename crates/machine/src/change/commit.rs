//! Making a change: everything checked, everything backed up, then written file by file.

use std::path::Path;

use crate::access;
use crate::hash::sha256;
use crate::journal::backup::Backups;
use crate::journal::lock::Lock;
use crate::journal::store::Journal;
use crate::journal::{ChangedFile, Entry, KEPT, Kind};
use crate::overlay::Overlay;
use crate::system::System;
use crate::write;

use super::error::ChangeError;
use super::request::{Change, Committed, Done};
use super::step::{Content, Step, prepare};

/// Makes a change to one or several files, whole or not at all as far as the system allows:
///
/// 1. every file is compared with what was shown, and must be writable;
/// 2. the old bytes of all are copied into the backup folder;
/// 3. the change is entered in the journal, so that even a run that is cut off can be undone;
/// 4. each file is written beside, synced and renamed. If one fails, those before it get their old
///    bytes back.
///
/// In an overlay the same checks are made, and the files change in memory only.
///
/// `title` is what `undo --list` shows; it must hold no secret. `holds_secrets` marks a change
/// whose backups hold keys.
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
        return Ok(rehearse(overlay, prepare(system, changes)?));
    }
    if changes.is_empty() {
        return Ok(Committed::default());
    }
    let state = system.state_folder().map_err(ChangeError::NoStateFolder)?;
    let _lock = Lock::take(&state)?;
    let mut journal = Journal::load(&state)?;
    let mut steps = prepare(system, changes)?;
    if steps.is_empty() {
        return Ok(Committed::default());
    }
    let backups = Backups::create(&state, journal.next_number())?;
    let files = match backup(&backups, &steps) {
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
    if let Err((failed, error)) = apply(&mut steps, &entry) {
        return Err(take_back(journal, &backups, &steps, &entry, failed, error));
    }
    // The change is made: what is too old to keep is no reason to say otherwise.
    let _ = journal.prune(KEPT, system.run());
    Ok(Committed { id: entry.id, changes: done(&entry.changes) })
}

fn done(files: &[ChangedFile]) -> Vec<Done> {
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

/// Copies the old bytes of every file, and those that are to come: the reverse patch of a file that
/// is edited later is made from them.
fn backup(backups: &Backups, steps: &[Step]) -> Result<Vec<ChangedFile>, ChangeError> {
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
            Kind::SetAside => Some(backups.place(number, &step.target)),
            Kind::Create | Kind::Mode => None,
        };
        if let (Kind::Write, Some(new)) = (kind, after) {
            backups.keep_new(number, &step.target, new)?;
        }
        files.push(ChangedFile {
            path: step.path.clone(),
            target: step.target.clone(),
            backup,
            before_sha256: step.before.as_deref().map(sha256),
            after_sha256: after.map(|bytes| sha256(bytes)),
            kind,
            mode_before: step.mode_before(),
            mode_after: step.mode,
        });
    }
    backups.sync();
    Ok(files)
}

/// Makes the steps in order; on failure, how many were begun, and the system's words.
fn apply(steps: &mut [Step], entry: &Entry) -> Result<(), (usize, std::io::Error)> {
    for (number, (step, file)) in steps.iter_mut().zip(&entry.changes).enumerate() {
        make(step, file.backup.as_deref()).map_err(|error| (number, error))?;
        if step.metadata.is_none() {
            step.metadata = std::fs::metadata(&step.target).ok();
        }
    }
    Ok(())
}

fn make(step: &Step, backup: Option<&Path>) -> std::io::Result<()> {
    match (&step.content, backup) {
        (Some(Content::Bytes(bytes)), _) => {
            write::replace(&step.target, bytes, step.metadata.as_ref())?;
        }
        (Some(Content::SetAside), Some(backup)) => {
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

/// Gives the files before the one that failed their old state back.
fn take_back(
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
        .filter(|(step, file)| restore(step, file).is_err())
        .map(|(step, _)| step.path.clone())
        .collect();
    if !changed.is_empty() {
        return ChangeError::Halfway { path, error, changed };
    }
    journal.remove(&entry.id);
    if journal.save().is_ok() {
        backups.discard();
    }
    ChangeError::Io { path, doing: "writing", error }
}

fn restore(step: &Step, file: &ChangedFile) -> std::io::Result<()> {
    match (file.kind, &step.before, &file.backup) {
        (Kind::Write, Some(before), _) => {
            let now = std::fs::read(&step.target)?;
            if now != *before {
                write::replace(&step.target, before, step.metadata.as_ref())?;
            }
        }
        (Kind::Create, _, _) => match std::fs::read(&step.target) {
            Ok(bytes) if file.after_sha256.as_deref() == Some(sha256(&bytes).as_str()) => {
                std::fs::remove_file(&step.target)?;
            }
            _ => {}
        },
        (Kind::SetAside, _, Some(backup)) if backup.exists() && !step.target.exists() => {
            write::move_file(backup, &step.target)?;
        }
        _ => {}
    }
    match step.metadata.as_ref().and_then(access::mode) {
        Some(mode) if file.kind != Kind::Create => write::set_mode(&step.target, mode),
        _ => Ok(()),
    }
}
