//! AWS's own installer for Linux, and from 2.36 on for macOS.

use std::path::Path;

use facts::Installation;

use super::{AwsCliLayout, parts_of, version_of_folder};
use crate::executable::is_native_program;
use crate::reader::Reader;

/// `…/v2/2.36.7/dist/aws`, at the end of the links `bin/aws` and `v2/current`. The installer names
/// the folder by what `aws --version` printed (aws-cli, `exe/assets/install`, `set_global_vars`).
/// mise and asdf put the same folders into their own.
pub(super) fn read_bundle(reader: &Reader<'_>, real: &Path) -> Option<AwsCliLayout> {
    let parts = parts_of(real)?;
    let [.., "v2", folder, "dist", "aws"] = parts.as_slice() else {
        return None;
    };
    let version = version_of_folder(folder).filter(|version| version.0.major == 2)?;
    let has_data = reader.is_folder(&real.with_file_name("awscli"));
    (has_data && is_native_program(reader, real))
        .then_some(AwsCliLayout { version, installation: Installation::AwsInstaller })
}
