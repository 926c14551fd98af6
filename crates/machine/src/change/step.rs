//! A change that is checked against the disk and ready to apply.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use crate::access::{self, Need};
use crate::bounded_read::{FileRead, read_bounded};
use crate::system::System;
use crate::undo::unified_diff_masked;

use super::error::ChangeError;
use super::request::{Change, NewState};
use super::target::Target;

/// Change files of at most this many bytes.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// The change to one file. A content and a mode for the same file are one step.
pub(crate) struct Step {
    /// As named in the change.
    pub(crate) path: PathBuf,
    /// The file itself.
    pub(crate) target: PathBuf,
    /// Its metadata now.
    pub(crate) metadata: Option<Metadata>,
    /// Its bytes now, if they are to change.
    pub(crate) before: Option<Vec<u8>>,
    /// Its new content.
    pub(crate) content: Option<Content>,
    /// Its new permission bits.
    pub(crate) mode: Option<u32>,
}

/// New content.
#[derive(PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    SetAside,
}

impl Step {
    /// Its permission bits now.
    pub(crate) fn mode_before(&self) -> Option<u32> {
        self.metadata.as_ref().and_then(access::file_mode)
    }
}

/// Checks every change against the disk (or the overlay): whether the file is still as the user
/// saw it, and whether it is writable. Changes nothing.
pub(crate) fn prepare_steps(
    system: &System,
    changes: Vec<Change>,
) -> Result<Vec<Step>, ChangeError> {
    let mut steps: Vec<Step> = Vec::with_capacity(changes.len());
    for change in changes {
        let need = match change.new {
            NewState::Write(_) => Need::Content,
            NewState::Mode(_) => Need::Mode,
            NewState::SetAside => Need::Move,
        };
        let target = Target::find(&change.path, need)?;
        if need != Need::Mode
            && let Some(why) = target.tie()
        {
            return Err(ChangeError::Tied {
                path: change.path.clone(),
                why,
                patch: patch_of(&change),
            });
        }
        let on_disk = target.metadata.as_ref().and_then(access::file_mode);
        let (before, mode_now) = read_current(system, &change, &target.path, on_disk)?;
        let (content, mode) = match change.new {
            NewState::Write(bytes) => {
                ((before.as_ref() != Some(&bytes)).then_some(Content::Bytes(bytes)), None)
            }
            NewState::SetAside => (Some(Content::SetAside), None),
            NewState::Mode(mode) => (None, mode_now.filter(|now| *now != mode).map(|_| mode)),
        };
        if content.is_none() && mode.is_none() {
            continue;
        }
        match steps.iter_mut().find(|step| step.target == target.path) {
            Some(step) => merge_step(step, &change.path, before, content, mode)?,
            None => steps.push(Step {
                path: change.path,
                target: target.path,
                metadata: target.metadata,
                before,
                content,
                mode,
            }),
        }
    }
    Ok(steps)
}

/// The change as a patch to apply by hand, with secrets masked.
fn patch_of(change: &Change) -> String {
    match (&change.expected, &change.new) {
        (Some(before), NewState::Write(after)) => {
            format!(":\n{}", unified_diff_masked(&change.path, before, after).trim_end())
        }
        _ => String::new(),
    }
}

fn merge_step(
    step: &mut Step,
    path: &Path,
    before: Option<Vec<u8>>,
    content: Option<Content>,
    mode: Option<u32>,
) -> Result<(), ChangeError> {
    let conflicting = || ChangeError::Conflicting { path: path.to_owned() };
    match (&step.content, content) {
        (_, None) => {}
        (None, new) => {
            step.content = new;
            step.before = before;
        }
        (Some(old), Some(new)) if *old == new => {}
        (Some(_), Some(_)) => return Err(conflicting()),
    }
    match (step.mode, mode) {
        (_, None) => {}
        (None, new) => step.mode = new,
        (Some(old), Some(new)) if old == new => {}
        (Some(_), Some(_)) => return Err(conflicting()),
    }
    Ok(())
}

/// The file's bytes, if the change expects them, and its permission bits. No bytes if there is no
/// file, or if it is unreadable and the change does not need its content.
fn read_current(
    system: &System,
    change: &Change,
    target: &Path,
    on_disk: Option<u32>,
) -> Result<(Option<Vec<u8>>, Option<u32>), ChangeError> {
    let path = &change.path;
    let changed = || ChangeError::ChangedMeanwhile { path: path.clone() };
    let looks = change.expected.is_some() || matches!(change.new, NewState::Write(_));
    match read_bounded(system, target, MAX_FILE_BYTES) {
        FileRead::Read(read) => match &change.expected {
            Some(expected) if *expected != read.bytes => Err(changed()),
            None if looks => Err(changed()),
            _ => Ok((Some(read.bytes), read.mode)),
        },
        FileRead::Missing if !looks || change.expected.is_some() => Err(changed()),
        FileRead::Missing => Ok((None, None)),
        FileRead::NotAFile("a folder") if matches!(change.new, NewState::Mode(_)) && !looks => {
            Ok((None, on_disk))
        }
        FileRead::NotAFile(what) => Err(ChangeError::NotAFile { path: path.clone(), what }),
        FileRead::TooLarge { .. } | FileRead::Unreadable { .. } if !looks => Ok((None, on_disk)),
        FileRead::TooLarge { .. } => Err(changed()),
        FileRead::Unreadable { why, .. } => {
            Err(ChangeError::NotWritable { path: path.clone(), why })
        }
    }
}
