//! A home folder that vanishes, with nothing in it but what the test puts there.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What today's AWS CLI prints.
pub const NEW_AWS: &str = "aws-cli/2.36.7 Python/3.13.7 Linux/6.8.0 exe/x86_64.ubuntu.24";

/// A home, and beside it a folder for programs.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// Nothing in it, and no program on PATH.
    pub fn empty() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("aws-onboard-test-")
            // Paths of one length, whatever TMPDIR says: some stand in what is compared.
            .tempdir_in("/tmp")
            .unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        Self { folder }
    }

    /// With an `aws` on PATH that prints a version of today.
    pub fn with_aws() -> Self {
        let home = Self::empty();
        home.program("aws", &format!("echo '{NEW_AWS}'"));
        // The AWS CLI's pager, where nothing else is said.
        home.program("less", "exec cat");
        home
    }

    /// With `aws`, and these two files; an empty one is not made.
    pub fn with_files(config: &str, credentials: &str) -> Self {
        let home = Self::with_aws();
        for (name, text) in [(".aws/config", config), (".aws/credentials", credentials)] {
            if !text.is_empty() {
                home.put(name, text.as_bytes());
            }
        }
        home
    }

    /// The home folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder of programs: all of PATH, unless the test says otherwise.
    pub fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    /// A folder beside the home, made when it is asked for.
    pub fn beside(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    /// `~/.aws/config`
    pub fn config(&self) -> PathBuf {
        self.path().join(".aws/config")
    }

    /// `~/.aws/credentials`
    pub fn credentials(&self) -> PathBuf {
        self.path().join(".aws/credentials")
    }

    /// Where the program keeps its journal and the backups.
    pub fn state(&self) -> PathBuf {
        self.path().join(".local/state/aws-onboard")
    }

    /// Where the token of an sso-session lies.
    pub fn token(&self, session: &str) -> PathBuf {
        let key = facts::SessionKey::Named(session.to_owned());
        self.path().join(".aws/sso/cache").join(key.cache_name())
    }

    /// A file with the mode that the AWS CLI gives it.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        let mut parent = path.parent().unwrap();
        std::fs::create_dir_all(parent).unwrap();
        while parent != self.path() {
            set_mode(parent, 0o700);
            parent = parent.parent().unwrap();
        }
        std::fs::write(&path, bytes).unwrap();
        set_mode(&path, 0o600);
        path
    }

    /// A shell script on PATH.
    pub fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.bin().join(name);
        // Written by another process: a program that some process still has open for writing, such
        // as a child that another test has just forked, cannot be run ("text file busy").
        let mut child = Command::new("/bin/sh")
            .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
            .arg(&path)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let text = format!("#!/bin/sh\n{script}\n");
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        path
    }
}

pub fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

pub fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// A FIFO that nobody writes to.
pub fn fifo(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
}

/// Whether this test is run by somebody for whom permissions do not count.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
