//! A change checked against the disk, ready to be made.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use crate::access::{self, Need};
use crate::look::{Look, look};
use crate::system::System;

use super::error::ChangeError;
use super::request::{Change, NewState};
use super::target::Target;

/// The largest file that is written or kept as a backup, in bytes.
const MOST: u64 = 64 << 20;

/// What happens to one file. A content and a mode for the same file are one step.
pub(crate) struct Step {
    /// As the change named it.
    pub(crate) path: PathBuf,
    /// The file itself.
    pub(crate) target: PathBuf,
    /// What lies there now.
    pub(crate) metadata: Option<Metadata>,
    /// Its bytes now, where they are to change.
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
        self.metadata.as_ref().and_then(access::mode)
    }
}

/// Checks every change against what lies on disk (or in the overlay): that it is still what was
/// shown, and that it may be written. Nothing is touched.
pub(crate) fn prepare(system: &System, changes: Vec<Change>) -> Result<Vec<Step>, ChangeError> {
    let mut steps: Vec<Step> = Vec::with_capacity(changes.len());
    for change in changes {
        let need = match change.new {
            NewState::Write(_) => Need::Content,
            NewState::Mode(_) => Need::Mode,
            NewState::SetAside => Need::Move,
        };
        let target = Target::of(&change.path, need)?;
        let on_disk = target.metadata.as_ref().and_then(access::mode);
        let (before, mode_now) = current(system, &change, &target.path, on_disk)?;
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
            Some(step) => merge(step, &change.path, before, content, mode)?,
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

fn merge(
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

/// The bytes that lie there, if they are those that the change expects, and the permission bits. No
/// bytes where nothing lies there, or where a change that does not look at the content could not
/// read it.
fn current(
    system: &System,
    change: &Change,
    target: &Path,
    on_disk: Option<u32>,
) -> Result<(Option<Vec<u8>>, Option<u32>), ChangeError> {
    let path = &change.path;
    let changed = || ChangeError::ChangedMeanwhile { path: path.clone() };
    let looks = change.expected.is_some() || matches!(change.new, NewState::Write(_));
    match look(system, target, MOST) {
        Look::Read(read) => match &change.expected {
            Some(expected) if *expected != read.bytes => Err(changed()),
            None if looks => Err(changed()),
            _ => Ok((Some(read.bytes), read.mode)),
        },
        Look::Missing if !looks || change.expected.is_some() => Err(changed()),
        Look::Missing => Ok((None, None)),
        Look::NotAFile("a folder") if matches!(change.new, NewState::Mode(_)) && !looks => {
            Ok((None, on_disk))
        }
        Look::NotAFile(what) => Err(ChangeError::NotAFile { path: path.clone(), what }),
        Look::TooLarge { .. } | Look::Unreadable { .. } if !looks => Ok((None, on_disk)),
        Look::TooLarge { .. } => Err(changed()),
        Look::Unreadable { why, .. } => Err(ChangeError::NotWritable { path: path.clone(), why }),
    }
}
