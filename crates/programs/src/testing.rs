//! Made-up installations for tests.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use machine::System;

/// A temporary folder.
pub(crate) struct Tree(tempfile::TempDir);

impl Tree {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        // Without links, as on macOS, where /tmp is one.
        std::fs::canonicalize(self.0.path()).unwrap().join(name)
    }

    /// Writes a file.
    #[expect(clippy::disallowed_methods, reason = "a test's own folder")]
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Writes a file that can be run. `{root}` in it is this folder.
    pub(crate) fn program(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let content = match std::str::from_utf8(content.as_ref()) {
            Ok(text) => text
                .replace("{root}", self.path("").to_string_lossy().trim_end_matches('/'))
                .into_bytes(),
            Err(_) => content.as_ref().to_vec(),
        };
        let tree = self.file(name, content);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(tree.path(name), mode).unwrap();
        }
        tree
    }

    /// Makes an empty folder.
    pub(crate) fn folder(self, name: &str) -> Self {
        std::fs::create_dir_all(self.path(name)).unwrap();
        self
    }

    /// Makes a link; a relative target is relative to the link's folder.
    #[cfg(unix)]
    pub(crate) fn link(self, name: &str, target: impl AsRef<Path>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    /// The machine whose home is `home` in this folder.
    pub(crate) fn system(&self, variables: &[(&str, &str)]) -> System {
        let mut all: Vec<(OsString, OsString)> =
            vec![("HOME".into(), self.path("home").into_os_string())];
        all.extend(variables.iter().map(|(name, value)| {
            let value =
                value.replace("{root}", self.path("").to_string_lossy().trim_end_matches('/'));
            ((*name).into(), value.into())
        }));
        System::new(all)
    }
}
