//! A temporary home, and the built program in it.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A home without programs on PATH.
pub struct Home {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Variables without which Windows itself does not work (sockets, cmd.exe, temporary files).
const OF_WINDOWS: &[&str] = &["SystemRoot", "ComSpec", "PATHEXT", "TEMP", "TMP", "windir"];

impl Home {
    /// A home with these two files; an empty one is not created.
    pub fn with_files(config: &str, credentials: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("aws-onboard-mira-").tempdir().unwrap();
        let home = Self { folder, variables: Vec::new() };
        std::fs::create_dir(home.path()).unwrap();
        for (name, text) in [(".aws/config", config), (".aws/credentials", credentials)] {
            if !text.is_empty() {
                home.put(name, text);
            }
        }
        home
    }

    /// Sets variables for all runs.
    pub fn with(mut self, variables: Vec<(String, String)>) -> Self {
        self.variables.extend(variables);
        self
    }

    /// The home folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("mira-example")
    }

    /// The config file.
    pub fn config(&self) -> PathBuf {
        self.path().join(".aws").join("config")
    }

    /// What is in the config file.
    pub fn read_config(&self) -> String {
        std::fs::read_to_string(self.config()).unwrap()
    }

    /// Writes a file; its name has slashes on every system.
    pub fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = name.split('/').fold(self.path(), |path, part| path.join(part));
        let folder = path.parent().unwrap();
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let private = |path: &std::path::Path, mode| {
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            };
            private(folder, 0o700);
            private(&path, 0o600);
        }
        path
    }

    /// Runs the program in the home folder.
    #[track_caller]
    pub fn run(&self, args: &[&str]) -> Outcome {
        self.run_in("", args)
    }

    /// Runs the program in a folder of the home.
    #[track_caller]
    pub fn run_in(&self, folder: &str, args: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aws-onboard"));
        command
            .args(args)
            .env_clear()
            .env("PATH", self.system_folder())
            // The computer that runs the tests may be an EC2 instance.
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .current_dir(self.path().join(folder))
            .stdin(Stdio::null());
        if cfg!(windows) {
            for name in OF_WINDOWS {
                command.envs(std::env::var_os(name).map(|value| (name, value)));
            }
            let data = self.path().join("AppData");
            command
                .env("USERPROFILE", self.path())
                .env("APPDATA", data.join("Roaming"))
                .env("LOCALAPPDATA", data.join("Local"));
        } else {
            command.env("HOME", self.path());
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Outcome {
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// On Windows the folder of cmd.exe, elsewhere an empty one.
    fn system_folder(&self) -> PathBuf {
        match std::env::var_os("SystemRoot") {
            Some(root) if cfg!(windows) => PathBuf::from(root).join("System32"),
            _ => self.folder.path().join("bin"),
        }
    }
}

impl Outcome {
    /// Asserts the exit status.
    #[track_caller]
    pub fn status(self, expected: i32) -> Self {
        assert_eq!(
            self.status,
            Some(expected),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }
}
