//! kubectl's configuration: the programs that it starts to sign in to clusters.

use std::path::PathBuf;

use facts::{FoundAt, FoundProgram, ProfileWay, ProgramSetting, WhyInUse};

use crate::found::found;
use crate::project::numbered;
use crate::reader::Reader;

/// Read at most this many bytes of a kubeconfig; one with many clusters has a few hundred thousand.
const MAX_KUBECONFIG: u64 = 4 << 20;

/// Read at most this many files that KUBECONFIG names.
const MAX_FILES: usize = 20;

/// List at most this many users; others are alike.
const MAX_USERS: usize = 200;

/// The variables by which an entry gives its program a profile.
const PROFILE_VARIABLES: &[&str] = &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

/// The variables by which it gives a region to the AWS CLI.
const REGION_VARIABLES: &[&str] = &["AWS_REGION", "AWS_DEFAULT_REGION"];

/// Each user of a cluster whose credentials come from a program that uses AWS: `aws`,
/// `aws-iam-authenticator`, or one that starts them. Named like the program that reads the file.
pub(crate) fn find_exec_entries(reader: &Reader<'_>) -> Vec<FoundProgram> {
    let Some(program) = program_table::find_program("kubectl") else {
        return Vec::new();
    };
    let mut programs = Vec::new();
    for path in kubeconfigs(reader) {
        let Some(text) = reader.read_text(&path, MAX_KUBECONFIG) else { continue };
        let entries = read_exec_entries(&text);
        if entries.len() > MAX_USERS {
            reader.leave_out();
        }
        for entry in entries.into_iter().take(MAX_USERS).filter(Exec::is_of_aws) {
            let at = FoundAt::line(path.clone(), entry.line);
            programs.push(FoundProgram {
                profile: entry.profile(&at),
                region: entry.region(&at),
                runs: Some(entry.command),
                // Which AWS CLI that is depends on PATH.
                sdk: None,
                ..found(program, at, WhyInUse::Path)
            });
        }
    }
    programs
}

fn kubeconfigs(reader: &Reader<'_>) -> Vec<PathBuf> {
    let listed = reader.system().variable("KUBECONFIG").unwrap_or_default();
    let mut paths: Vec<PathBuf> = std::env::split_paths(listed)
        .filter(|path| !path.as_os_str().is_empty())
        .take(MAX_FILES)
        .map(|path| reader.system().absolute(&path))
        .collect();
    if paths.is_empty()
        && let Ok(home) = reader.system().home()
    {
        paths.push(home.join(".kube").join("config"));
    }
    paths
}

/// An `exec` entry of a user.
#[derive(Debug, Default, PartialEq, Eq)]
struct Exec {
    line: usize,
    command: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
}

impl Exec {
    fn is_of_aws(&self) -> bool {
        let command = self.command.rsplit(['/', '\\']).next().unwrap_or_default();
        let command = command.strip_suffix(".exe").unwrap_or(command);
        matches!(command, "aws" | "aws-iam-authenticator" | "aws-vault" | "granted" | "aws-sso")
            // A wrapper that starts the AWS CLI.
            || self.args.windows(2).any(|pair| pair[0] == "eks" && pair[1] == "get-token")
    }

    /// The profile that it names; the option wins over the variable.
    fn profile(&self, at: &FoundAt) -> Option<ProgramSetting> {
        self.setting("--profile", PROFILE_VARIABLES, at)
    }

    /// The region that it names.
    fn region(&self, at: &FoundAt) -> Option<ProgramSetting> {
        self.setting("--region", REGION_VARIABLES, at)
    }

    fn setting(&self, option: &str, variables: &[&str], at: &FoundAt) -> Option<ProgramSetting> {
        let pairs = self.args.iter().zip(self.args.iter().skip(1));
        let apart = pairs.filter(|(name, _)| *name == option).map(|(_, value)| value.as_str());
        let joined = self
            .args
            .iter()
            .filter_map(|arg| arg.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')));
        let setting = |name: &str, value: &str, way| ProgramSetting {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            way,
            at: at.clone(),
        };
        if let Some(value) = apart.chain(joined).last() {
            return Some(setting(option, value, ProfileWay::Flag));
        }
        let (name, value) = self.env.iter().find(|(name, _)| variables.contains(&name.as_str()))?;
        Some(setting(name, value, ProfileWay::Variable))
    }
}

/// The `exec` entries of a kubeconfig in YAML as kubectl and the AWS CLI write it: block style, one
/// key a line. Other forms are not read.
fn read_exec_entries(text: &str) -> Vec<Exec> {
    let mut entries: Vec<Exec> = Vec::new();
    let mut inside: Option<usize> = None;
    let mut list = "";
    for (number, line) in numbered(text) {
        let code = line.trim_end();
        let indent = code.len() - code.trim_start().len();
        let code = code.trim_start();
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        if code == "exec:" {
            inside = Some(indent);
            list = "";
            entries.push(Exec { line: number, ..Exec::default() });
            continue;
        }
        let Some(exec_indent) = inside else { continue };
        if indent <= exec_indent {
            inside = None;
            continue;
        }
        let Some(entry) = entries.last_mut() else { continue };
        let (item, code) = match code.strip_prefix("- ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, code),
        };
        let pair = code.split_once(": ").map(|(key, value)| (key, unquote(value)));
        match (list, item, pair) {
            ("args", true, _) => entry.args.push(unquote(code)),
            ("env", _, Some(("name", name))) => entry.env.push((name, String::new())),
            ("env", _, Some(("value", value))) => {
                if let Some((_, last)) = entry.env.last_mut() {
                    *last = value;
                }
            }
            (_, false, Some(("command", command))) => {
                entry.command = command;
                entry.line = number;
                list = "";
            }
            (_, false, _) => {
                list = match code {
                    "args:" => "args",
                    "env:" => "env",
                    _ => "",
                };
            }
            _ => {}
        }
    }
    entries.retain(|entry| !entry.command.is_empty());
    entries
}

fn unquote(value: &str) -> String {
    let value = value.trim();
    ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(value)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Limits;
    use crate::testing::Tree;

    const CONFIG: &str = "\
apiVersion: v1
users:
- name: arn:aws:eks:us-east-1:111122223333:cluster/lab
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      args:
      - --region
      - us-east-1
      - eks
      - get-token
      - --cluster-name
      - lab
      command: aws
      env:
      - name: AWS_PROFILE
        value: lab
- name: other
  user:
    exec:
      command: gke-gcloud-auth-plugin
- name: option
  user:
    exec:
      command: /usr/local/bin/aws
      args: 
      - eks
      - get-token
      - --profile
      - \"prod admin\"
      env: null
- name: token
  user:
    token: s3cr3t
";

    fn setting(setting: &Option<ProgramSetting>) -> Option<(&str, ProfileWay)> {
        let setting = setting.as_ref()?;
        Some((setting.value.as_deref()?, setting.way))
    }

    fn read(text: &str, variables: &[(&str, &str)]) -> Vec<FoundProgram> {
        let tree = Tree::new().file("home/.kube/config", text).file("other", CONFIG);
        let system = tree.system(variables);
        find_exec_entries(&Reader::new(&system, Limits::SEARCH))
    }

    #[test]
    fn entries_that_start_the_aws_cli_are_found_with_their_profiles() {
        let found = read(CONFIG, &[]);
        let [lab, option] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((lab.id.as_str(), lab.runs.as_deref()), ("kubectl", Some("aws")));
        assert_eq!(
            (setting(&lab.profile), lab.found_at.line),
            (Some(("lab", ProfileWay::Variable)), Some(14))
        );
        assert_eq!(setting(&option.profile), Some(("prod admin", ProfileWay::Flag)));
        assert_eq!(setting(&lab.region), Some(("us-east-1", ProfileWay::Flag)));
        assert_eq!(option.region, None);
        assert_eq!(option.runs.as_deref(), Some("/usr/local/bin/aws"));
    }

    #[test]
    fn the_variable_names_other_files() {
        assert_eq!(read("", &[("KUBECONFIG", "{root}/other:{root}/missing")]).len(), 2);
        assert_eq!(read(CONFIG, &[("KUBECONFIG", "{root}/missing")]).len(), 0);
    }

    #[test]
    fn other_files_name_nothing() {
        for text in ["", "exec:", "\0\0\0", "exec:\n  command: ", &"exec:\n".repeat(3000)] {
            assert!(read(text, &[]).is_empty());
        }
        assert!(read(&"# ".repeat(3 << 20), &[]).is_empty());
    }
}
