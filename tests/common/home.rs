//! A temporary home that contains only what the test creates.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The version text of a current AWS CLI.
pub const NEW_AWS: &str = "aws-cli/2.36.7 Python/3.13.7 Linux/6.8.0 exe/x86_64.ubuntu.24";

/// A home, and a separate folder for programs.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// An empty home, and no programs on PATH.
    pub fn empty() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("aws-onboard-test-")
            // All paths have the same length, whatever TMPDIR is, because some appear in compared
            // output.
            .tempdir_in("/tmp")
            .unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        Self { folder }
    }

    /// A home with an `aws` on PATH that prints a current version.
    pub fn with_aws() -> Self {
        let home = Self::empty();
        home.program("aws", &format!("echo '{NEW_AWS}'"));
        // The AWS CLI uses this pager if nothing else is configured.
        home.program("less", "exec cat");
        home
    }

    /// A home with `aws` and these two files; an empty file is not created.
    pub fn with_files(config: &str, credentials: &str) -> Self {
        let home = Self::with_aws();
        for (name, text) in [(".aws/config", config), (".aws/credentials", credentials)] {
            if !text.is_empty() {
                home.put(name, text.as_bytes());
            }
        }
        home
    }

    /// Puts what AWS's installer writes for version 2.36.7 in the place of `aws`, with a program
    /// that prints nothing, and returns its folder.
    pub fn install_aws(&self) -> PathBuf {
        let dist = self.beside("aws-cli/v2/2.36.7/dist");
        std::fs::create_dir_all(dist.join("awscli/data")).unwrap();
        std::fs::copy("/bin/true", dist.join("aws")).unwrap();
        let aws = self.bin().join("aws");
        std::fs::remove_file(&aws).unwrap();
        std::os::unix::fs::symlink(dist.join("aws"), aws).unwrap();
        dist
    }

    /// The home folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder of programs, which is the whole PATH unless the test changes it.
    pub fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    /// A folder next to the home, created on demand.
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

    /// What is in the config file.
    pub fn read_config(&self) -> String {
        std::fs::read_to_string(self.config()).unwrap()
    }

    /// What is in the credentials file.
    pub fn read_credentials(&self) -> String {
        std::fs::read_to_string(self.credentials()).unwrap()
    }

    /// The folder with the program's journal and backups.
    pub fn state(&self) -> PathBuf {
        self.path().join(".local/state/aws-onboard")
    }

    /// The path of a session's token.
    pub fn token(&self, session: &str) -> PathBuf {
        let key = facts::SessionKey::Named(session.to_owned());
        self.path().join(".aws/sso/cache").join(key.cache_name())
    }

    /// Writes a file of the home with the mode that the AWS CLI uses.
    pub fn put(&self, name: impl AsRef<Path>, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        assert!(path.starts_with(self.path()), "{} is not in the home", path.display());
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

    /// Writes the file of a sign-in with `aws login`, as AWS CLI 2.36.7 does
    /// (awscli/customizations/login/utils.py), with made-up values that expire in 2099 and a
    /// change.
    pub fn sign_in_to_console(&self, session: &str, change: impl FnOnce(&str) -> String) {
        let text = r#"{"accessToken": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYCONSOLEKEY", "sessionToken": "console-session-token", "accountId": "111122223333", "expiresAt": "2099-01-01T00:00:00Z"}, "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "console-refresh-token", "idToken": "console.identity.token", "dpopKey": "-----BEGIN EC PRIVATE KEY-----\nbWFkZS11cC1rZXktZm9yLXRlc3Rz\n-----END EC PRIVATE KEY-----\n"}"#;
        let name = facts::login_cache_name(session);
        self.put(format!(".aws/login/cache/{name}"), change(text).as_bytes());
    }

    /// Writes a shell script to PATH.
    pub fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.bin().join(name);
        // A separate process writes the file, because a program that is still open for writing,
        // for example in a child that another test has just forked, cannot run ("text file busy").
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

/// Creates a FIFO without a writer.
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

/// Whether this test runs as a user who bypasses file permissions.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
