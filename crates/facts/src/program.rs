//! The programs that `credential_process` starts.

use std::path::PathBuf;

use crate::Os;

/// The program of one `credential_process`, searched as botocore would start it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The first word of the command.
    pub name: String,
    /// The search result.
    pub state: ProgramState,
    /// The intended path with spaces, if it exists: `/opt/My Tool/keys` for `/opt/My Tool/keys
    /// --json`, whose first word is `/opt/My`.
    pub with_spaces: Option<String>,
    /// If it is a shell script that seems to start the AWS CLI without saying which profile to use:
    /// the line. Only the script's text is read.
    pub runs_aws: Option<usize>,
}

/// What is at a program's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramState {
    /// It is executable: its path.
    Found(PathBuf),
    /// The file does not exist, or is not on PATH.
    Missing,
    /// The name has no ending, and only a batch file (`.cmd`, `.bat`) on PATH has it: `CreateProcess`
    /// of Windows, which botocore uses, only looks for `.exe`.
    BatchFile(PathBuf),
    /// The file exists, but the user may not run it.
    NotExecutable(PathBuf),
    /// It is a folder.
    Folder(PathBuf),
}

/// Why a command cannot be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandFault {
    /// A quote is not closed.
    OpenQuote,
    /// A backslash is the last character.
    LastBackslash,
    /// There is no word in it.
    Empty,
}

/// The words of a command, as botocore splits it to start it without a shell
/// (`botocore/compat.py`, `compat_shell_split`): by Python's `shlex.split`, on Windows by the
/// rules of its C library.
///
/// # Errors
/// botocore raises an exception.
pub fn split_command(command: &str, os: Os) -> Result<Vec<String>, CommandFault> {
    let words = if os == Os::Windows { windows(command)? } else { posix(command)? };
    if words.is_empty() {
        return Err(CommandFault::Empty);
    }
    Ok(words)
}

/// `shlex.split`.
fn posix(command: &str) -> Result<Vec<String>, CommandFault> {
    aws_files::shell_words(command).ok_or_else(|| {
        // A trailing backslash escapes the closing quote, so one more character fixes it.
        match aws_files::shell_words(&format!("{command}x")) {
            Some(_) => CommandFault::LastBackslash,
            None => CommandFault::OpenQuote,
        }
    })
}

/// `_windows_shell_split`: only double quotes quote, and backslashes are special only before one.
fn windows(command: &str) -> Result<Vec<String>, CommandFault> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut backslashes = 0;
    let flush = |word: &mut Option<String>, count: usize| {
        if count > 0 {
            let text = word.get_or_insert_default();
            text.extend(std::iter::repeat_n('\\', count));
        }
    };
    for c in command.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                let odd = backslashes % 2 == 1;
                flush(&mut word, backslashes / 2);
                backslashes = 0;
                let text = word.get_or_insert_default();
                if odd {
                    text.push('"');
                } else {
                    quoted = !quoted;
                }
            }
            ' ' | '\t' if !quoted => {
                flush(&mut word, backslashes);
                backslashes = 0;
                words.extend(word.take());
            }
            _ => {
                flush(&mut word, backslashes);
                backslashes = 0;
                word.get_or_insert_default().push(c);
            }
        }
    }
    if quoted {
        return Err(CommandFault::OpenQuote);
    }
    flush(&mut word, backslashes);
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected: botocore.compat.compat_shell_split(command, 'linux') and (command, 'win32').
    #[test]
    fn commands_are_taken_apart_as_botocore_does() {
        let linux = |text: &str| split_command(text, Os::Linux);
        let win = |text: &str| split_command(text, Os::Windows);
        let ok = |words: &[&str]| Ok(words.iter().map(|word| (*word).to_owned()).collect());
        for (text, posix, windows) in [
            ("/bin/keys --json", ok(&["/bin/keys", "--json"]), ok(&["/bin/keys", "--json"])),
            ("'/opt/My Tool/k' a", ok(&["/opt/My Tool/k", "a"]), ok(&["'/opt/My", "Tool/k'", "a"])),
            ("\"/opt/My Tool/k\" ''", ok(&["/opt/My Tool/k", ""]), ok(&["/opt/My Tool/k", "''"])),
            (r"/opt/My\ Tool/k", ok(&["/opt/My Tool/k"]), ok(&[r"/opt/My\", "Tool/k"])),
            (r"C:\Tools\k.exe x", ok(&["C:Toolsk.exe", "x"]), ok(&[r"C:\Tools\k.exe", "x"])),
            (
                r#""C:\Program Files\k.exe" "\"q\"""#,
                ok(&[r"C:\Program Files\k.exe", "\"q\""]),
                ok(&[r"C:\Program Files\k.exe", "\"q\""]),
            ),
            ("k # no comment", ok(&["k", "#", "no", "comment"]), ok(&["k", "#", "no", "comment"])),
            ("a\"b c\"d", ok(&["ab cd"]), ok(&["ab cd"])),
            (r#""a\b\\""#, ok(&[r"a\b\"]), ok(&[r"a\b\"])),
            ("k \"open", Err(CommandFault::OpenQuote), Err(CommandFault::OpenQuote)),
            ("k 'open", Err(CommandFault::OpenQuote), ok(&["k", "'open"])),
            ("k\\", Err(CommandFault::LastBackslash), ok(&["k\\"])),
            ("", Err(CommandFault::Empty), Err(CommandFault::Empty)),
        ] {
            assert_eq!(linux(text), posix, "posix: {text}");
            assert_eq!(win(text), windows, "windows: {text}");
        }
    }
}
