//! Where to find a preset.

use std::path::{Path, PathBuf};

use facts::Preset;

use machine::System;

use super::{PresetError, read_preset};

/// The preset of this run: `flag`, otherwise AWS_ONBOARD_PRESET, otherwise `preset.ini` in the
/// user's configuration folder, otherwise the system's ([`System::system_preset`]). Only the last
/// two may be missing.
///
/// # Errors
/// The preset cannot be read, or is malformed.
pub fn find_preset(system: &System, flag: Option<&Path>) -> Result<Option<Preset>, PresetError> {
    find_preset_file(system, flag).map(|path| read_preset(&path)).transpose()
}

/// The file of [`find_preset`], which may be missing if the flag or the variable names it.
pub fn find_preset_file(system: &System, flag: Option<&Path>) -> Option<PathBuf> {
    let variable = system.variable("AWS_ONBOARD_PRESET").filter(|value| !value.is_empty());
    if let Some(named) = flag.map(Path::as_os_str).or(variable) {
        return Some(system.expand_path(named));
    }
    let user = system.config_folder().ok().map(|folder| folder.join("preset.ini"));
    let mut places = user.into_iter().chain(system.system_preset().map(Path::to_owned));
    places.find(|path| {
        !std::fs::metadata(path).is_err_and(|error| {
            matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        })
    })
}
