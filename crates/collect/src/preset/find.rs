//! Where to find a preset.

use std::path::Path;

use facts::Preset;

use machine::System;

use super::{PresetError, read_preset};

/// The preset of this run: `flag`, otherwise AWS_ONBOARD_PRESET, otherwise `preset.ini` in the
/// user's configuration folder, otherwise `/etc/aws-onboard/preset.ini`. Only the last two may be
/// missing.
///
/// # Errors
/// The preset cannot be read, or is malformed.
pub fn find_preset(system: &System, flag: Option<&Path>) -> Result<Option<Preset>, PresetError> {
    let variable = system.variable("AWS_ONBOARD_PRESET").filter(|value| !value.is_empty());
    if let Some(named) = flag.map(Path::as_os_str).or(variable) {
        return read_preset(&system.expand_path(named)).map(Some);
    }
    let user = system.config_folder().ok().map(|folder| folder.join("preset.ini"));
    for path in user.as_deref().into_iter().chain(system.system_preset()) {
        let missing = std::fs::metadata(path).is_err_and(|error| {
            matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        });
        if !missing {
            return read_preset(path).map(Some);
        }
    }
    Ok(None)
}
