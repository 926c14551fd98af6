//! Commands to paste, in the syntax of the shell in use.

use crate::{Environment, is_unsafe_to_print};

/// The shell whose syntax is used for commands to paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash, zsh, ksh, dash.
    Posix,
    /// fish.
    Fish,
    /// PowerShell.
    PowerShell,
    /// cmd.exe.
    Cmd,
}

impl Shell {
    /// The user's shell: SHELL names it, except on Windows.
    pub fn of(environment: &Environment) -> Self {
        match environment.text("SHELL") {
            Some(shell) if shell.trim_end_matches(".exe").ends_with("fish") => Self::Fish,
            Some(shell) if shell.trim_end_matches(".exe").ends_with("pwsh") => Self::PowerShell,
            Some(_) => Self::Posix,
            None if cfg!(windows) => Self::of_windows(environment),
            None => Self::Posix,
        }
    }

    /// cmd.exe sets PROMPT and PowerShell does not. PSModulePath is set for every program, but
    /// PowerShell puts the folder of the person's own modules first (about_PSModulePath). Where
    /// both are there, one shell was started from the other, and the modules decide.
    fn of_windows(environment: &Environment) -> Self {
        let modules = environment.text("PSModulePath").unwrap_or_default().to_ascii_lowercase();
        let first = modules.split(';').next().unwrap_or_default();
        let has_own_modules = ["\\documents\\", "\\dokumente\\", "\\powershell\\7"]
            .iter()
            .any(|folder| first.contains(folder))
            || environment.text("USERPROFILE").is_some_and(|home| {
                !home.is_empty() && first.starts_with(&home.to_ascii_lowercase())
            });
        let is_cmd = environment.is_set("PROMPT") || modules.is_empty();
        if is_cmd && !has_own_modules { Self::Cmd } else { Self::PowerShell }
    }

    /// A word as this shell reads it unchanged: quoted unless it is plain. Control characters
    /// become `?`, because no shell can paste them.
    pub fn quote(self, word: &str) -> String {
        let word: String =
            word.chars().map(|c| if is_unsafe_to_print(c) { '?' } else { c }).collect();
        if self.is_plain(&word) {
            return word;
        }
        match self {
            Self::Posix => format!("'{}'", word.replace('\'', "'\\''")),
            Self::Fish => format!("'{}'", word.replace('\\', "\\\\").replace('\'', "\\'")),
            Self::PowerShell => quote_for_powershell(&word),
            Self::Cmd => quote_for_cmd(&word),
        }
    }

    /// Whether no shell of this kind would change the word.
    fn is_plain(self, word: &str) -> bool {
        let more = match self {
            Self::Posix | Self::Fish => "-_./:@%+,=",
            // A comma makes a list, and `%` is a variable of cmd's.
            Self::PowerShell => "-_./:\\+=",
            Self::Cmd => "-_./:\\@+",
        };
        let begins = match self {
            // zsh replaces `=ls` by the path of ls.
            Self::Posix | Self::Fish => !word.starts_with('='),
            // PowerShell splits `-a.b` and `-a:b` (its issue 6291).
            Self::PowerShell => !(word.starts_with('-') && word.contains(['.', ':'])),
            // cmd reads `a=b` as two words in some commands.
            Self::Cmd => true,
        };
        begins
            && !word.is_empty()
            && word.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    }

    /// A command line as a person types it in this shell.
    pub fn command<S: AsRef<str>>(self, argv: &[S]) -> String {
        let line = self.words(argv);
        // A quoted word is a text there, and `&` runs it.
        if self == Self::PowerShell && line.starts_with('\'') { format!("& {line}") } else { line }
    }

    /// Words of a command as a person types them in this shell ([`join_options`] first).
    pub fn words<S: AsRef<str>>(self, words: &[S]) -> String {
        let words = join_options(words.iter().map(AsRef::as_ref));
        let quoted: Vec<String> = words.iter().map(|word| self.quote(word)).collect();
        quoted.join(" ")
    }

    /// The command that sets a variable in this shell. `value` is quoted if necessary.
    pub fn export(self, name: &str, value: &str) -> String {
        let quoted = self.quote(value);
        match self {
            Self::Posix => format!("export {name}={quoted}"),
            Self::Fish => format!("set -gx {name} {quoted}"),
            Self::PowerShell => format!("$env:{name} = {}", quote_for_powershell(value)),
            Self::Cmd => set_in_cmd(name, value),
        }
    }

    /// The command that puts a folder first in PATH in this shell.
    pub fn prepend_path(self, folder: &str) -> String {
        match self {
            Self::Posix if self.is_plain(folder) => format!("export PATH=\"{folder}:$PATH\""),
            Self::Posix => format!("export PATH={}:\"$PATH\"", self.quote(folder)),
            Self::Fish => format!("fish_add_path --move -- {}", self.quote(folder)),
            Self::PowerShell => {
                format!("$env:Path = {} + $env:Path", quote_for_powershell(&format!("{folder};")))
            }
            Self::Cmd => format!("set \"PATH={folder};%PATH%\""),
        }
    }

    /// The files that usually contain such lines, for messages.
    pub const fn start_up_files(self) -> &'static str {
        match self {
            Self::Posix => {
                "~/.bashrc, ~/.bash_profile, ~/.zshrc, ~/.zshenv, ~/.profile or /etc/environment"
            }
            Self::Fish => "~/.config/fish/config.fish or ~/.config/fish/conf.d",
            Self::PowerShell => {
                "the file that $PROFILE names, or Windows' own environment variables"
            }
            Self::Cmd => {
                "Windows' own environment variables (search for \"environment\" in the settings)"
            }
        }
    }

    /// The command that unsets several variables in this shell.
    pub fn unset_all(self, names: &[&str]) -> String {
        match self {
            Self::Posix => format!("unset {}", names.join(" ")),
            Self::Fish => format!("set -e {}", names.join(" ")),
            Self::PowerShell => {
                let names: Vec<String> = names.iter().map(|name| format!("Env:{name}")).collect();
                format!("Remove-Item {}", names.join(", "))
            }
            Self::Cmd => {
                let names: Vec<String> = names.iter().map(|name| format!("set {name}=")).collect();
                names.join("& ")
            }
        }
    }

    /// The command that unsets a variable in this shell.
    pub fn unset(self, name: &str) -> String {
        self.unset_all(&[name])
    }
}

/// Options of the AWS CLI and of this program whose value is a name.
const NAME_OPTIONS: &[&str] = &["--account", "--profile", "--role", "--session", "--sso-session"];

/// The words of a command, with a name that begins with a dash joined to the option before it
/// (`--profile=-x`), because programs would take it for another option.
pub fn join_options<S: Into<String>>(argv: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for word in argv.into_iter().map(Into::into) {
        match joined.last_mut() {
            Some(option) if word.starts_with('-') && NAME_OPTIONS.contains(&option.as_str()) => {
                option.push('=');
                option.push_str(&word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

/// A literal text of PowerShell's: a quote is doubled, and so are the typographic ones, which
/// PowerShell reads like it (its `CharTraits.cs`, `IsSingleQuote`).
fn quote_for_powershell(word: &str) -> String {
    let mut out = String::from("'");
    for c in word.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(c);
        }
        out.push(if is_unsafe_to_print(c) { '?' } else { c });
    }
    out.push('\'');
    out
}

/// A word that cmd hands on unchanged and that a program reads as one argument (Microsoft, "Parsing
/// C command-line arguments"): in quotes, with a backslash before each inner quote. cmd does not
/// know that backslash, and expands `%NAME%` even in quotes; so if either is in the word, every
/// character with a meaning to cmd gets a caret, and cmd sees no quote at all.
fn quote_for_cmd(word: &str) -> String {
    let mut quoted = String::from("\"");
    let mut backslashes = 0;
    for c in word.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                // These are before a quote, so they count double, and one escapes the quote.
                quoted.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(c);
    }
    quoted.push_str(&"\\".repeat(backslashes));
    quoted.push('"');
    if word.contains(['"', '%', '!']) { with_carets(&quoted) } else { quoted }
}

/// A caret before every character with a meaning to cmd.
fn with_carets(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "()%!^\"<>&|".contains(c) {
            out.push('^');
        }
        out.push(c);
    }
    out
}

/// cmd's `set`: quotes around the whole keep what is inside, unless that has a quote or could be
/// the name of a variable.
fn set_in_cmd(name: &str, value: &str) -> String {
    let value: String =
        value.chars().map(|c| if is_unsafe_to_print(c) { '?' } else { c }).collect();
    if Shell::Cmd.is_plain(&value) {
        format!("set {name}={value}")
    } else if value.contains(['"', '%', '!']) {
        format!("set {name}={}", with_carets(&value))
    } else {
        format!("set \"{name}={value}\"")
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn of_windows(pairs: &[(&str, &str)]) -> Shell {
        Shell::of_windows(&Environment::from_variables(
            pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))),
        ))
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        let argv = ["aws", "sso", "login", "--profile", "dev-account_1"];
        for shell in [Shell::Posix, Shell::Fish, Shell::PowerShell, Shell::Cmd] {
            assert_eq!(shell.command(&argv), "aws sso login --profile dev-account_1");
        }
    }

    #[test]
    fn each_shell_quotes_in_its_own_way() {
        for (word, posix, fish, powershell, cmd) in [
            ("a b", "'a b'", "'a b'", "'a b'", "\"a b\""),
            ("it's", "'it'\\''s'", "'it\\'s'", "'it''s'", "\"it's\""),
            ("~x", "'~x'", "'~x'", "'~x'", "\"~x\""),
            ("100%", "100%", "100%", "'100%'", "^\"100^%^\""),
            ("a\"b", "'a\"b'", "'a\"b'", "'a\"b'", "^\"a\\^\"b^\""),
            ("a&b", "'a&b'", "'a&b'", "'a&b'", "\"a&b\""),
            ("", "''", "''", "''", "\"\""),
            ("‘x", "'‘x'", "'‘x'", "'‘‘x'", "\"‘x\""),
        ] {
            let quoted = [Shell::Posix, Shell::Fish, Shell::PowerShell, Shell::Cmd]
                .map(|shell| shell.quote(word));
            assert_eq!(quoted, [posix, fish, powershell, cmd], "{word}");
        }
        assert_eq!(
            Shell::PowerShell.command(&["C:\\My Tools\\aws.exe", "x"]),
            "& 'C:\\My Tools\\aws.exe' x"
        );
        assert_eq!(Shell::PowerShell.quote("-a.b"), "'-a.b'");
    }

    #[test]
    fn a_value_that_begins_with_a_dash_is_joined_to_its_option() {
        assert_eq!(join_options(["x", "--profile", "-x", "y"]), ["x", "--profile=-x", "y"]);
        assert_eq!(join_options(["--all-profiles", "--fix"]), ["--all-profiles", "--fix"]);
        assert_eq!(Shell::Posix.command(&["x", "--profile", "-x y"]), "x '--profile=-x y'");
    }

    #[test]
    fn variables_are_set_in_each_shell() {
        assert_eq!(Shell::Posix.export("A", "my dev"), "export A='my dev'");
        assert_eq!(Shell::Fish.export("A", "dev"), "set -gx A dev");
        assert_eq!(Shell::PowerShell.export("A", "dev"), "$env:A = 'dev'");
        assert_eq!(Shell::Cmd.export("A", "dev"), "set A=dev");
        assert_eq!(Shell::Cmd.export("A", "my&dev"), "set \"A=my&dev\"");
        assert_eq!(Shell::Cmd.export("A", "%PATH%&x"), "set A=^%PATH^%^&x");
        assert_eq!(Shell::Posix.prepend_path("/opt/aws/bin"), "export PATH=\"/opt/aws/bin:$PATH\"");
        assert_eq!(Shell::Posix.prepend_path("/opt/$(x)"), "export PATH='/opt/$(x)':\"$PATH\"");
    }

    #[test]
    fn cmd_is_told_from_powershell() {
        const MACHINE: &str = "C:\\Program Files\\WindowsPowerShell\\Modules;C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\Modules";
        let own = format!("C:\\Users\\mira\\Documents\\WindowsPowerShell\\Modules;{MACHINE}");
        let moved = format!("C:\\Users\\mira\\OneDrive\\Belge\\PowerShell\\Modules;{MACHINE}");
        for (pairs, shell) in [
            (&[("PROMPT", "$P$G"), ("PSModulePath", MACHINE)][..], Shell::Cmd),
            (&[("PSModulePath", own.as_str())], Shell::PowerShell),
            (&[("PSModulePath", &moved), ("USERPROFILE", "C:\\Users\\mira")], Shell::PowerShell),
            (&[("PROMPT", "$P$G"), ("PSModulePath", &own)], Shell::PowerShell),
            (&[("PSModulePath", MACHINE)], Shell::PowerShell),
            (&[("PROMPT", "$P$G")], Shell::Cmd),
            (&[], Shell::Cmd),
        ] {
            assert_eq!(of_windows(pairs), shell, "{pairs:?}");
        }
    }
}
