//! Quoted words, read back by the shells that are installed here, and by the grammars of cmd.exe
//! and PowerShell.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test, which runs the shells as a person would"
)]

use std::process::{Command, Stdio};

use facts::Shell;

/// Names that a profile, an account, a role or a folder can have.
const HOSTILE: &[&str] = &[
    "-",
    "--help",
    "-e",
    "--profile=x",
    "~",
    "~root",
    "~/x",
    "a~b",
    "a b",
    " a ",
    "  ",
    "",
    ";",
    "a;touch pwned",
    "`id`",
    "$(id)",
    "$HOME",
    "${HOME}",
    "%PATH%",
    "%",
    "100%",
    "%%a",
    "a\"b",
    "\"",
    "\"\"",
    "a\\\"b",
    "a\\",
    "a b\\",
    "\\\\server\\share dir\\",
    "it's",
    "''",
    "\\'",
    "a&b",
    "a&&b",
    "a|b",
    "a>b",
    "<a",
    "(a)",
    "a^b",
    "^",
    "!x!",
    "a!b",
    "*",
    "?",
    "[a]",
    "{a,b}",
    "#x",
    "a#b",
    "=ls",
    "a=b",
    "a,b",
    "@x",
    "@{a=1}",
    "größe",
    "東京",
    "‘x’",
    "‚x‛",
    "“x”",
    "a/b",
    "C:\\Users\\mira",
    ":",
    ".",
    "-a.b",
    "-a:b",
    "--%",
    "\\n",
    "$'x'",
    "<YOUR NAME>",
    "\\x41",
];

/// The shells that are here, by their own names.
fn installed() -> Vec<(&'static str, Shell)> {
    [
        ("sh", Shell::Posix),
        ("dash", Shell::Posix),
        ("bash", Shell::Posix),
        ("zsh", Shell::Posix),
        ("ksh", Shell::Posix),
        ("fish", Shell::Fish),
        ("pwsh", Shell::PowerShell),
    ]
    .into_iter()
    .filter(|(name, shell)| {
        let script = if *shell == Shell::PowerShell { "-Command" } else { "-c" };
        let mut command = Command::new(name);
        command.args([script, "exit 0"]).stdout(Stdio::null()).stderr(Stdio::null());
        let is_here = command.status().is_ok_and(|status| status.success());
        if !is_here {
            eprintln!("SKIP {name}: not installed");
        }
        is_here
    })
    .collect()
}

/// What a shell prints for a script, in an empty home folder.
fn output_of(name: &str, shell: Shell, script: &str) -> String {
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("shells");
    std::fs::create_dir_all(&home).unwrap();
    let flag = if shell == Shell::PowerShell { "-Command" } else { "-c" };
    let output = Command::new(name)
        .args([flag, script])
        .current_dir(&home)
        .env("HOME", &home)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {script}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn shells_hand_every_name_on_unchanged() {
    let shells = installed();
    assert!(cfg!(windows) || shells.iter().any(|(name, _)| *name == "sh"));
    for (name, shell) in shells {
        let words: Vec<String> = HOSTILE.iter().map(|word| shell.quote(word)).collect();
        // Each word alone and as the value of an option, as one script.
        let script = format!("printf '<%s>\\n' {}", words.join(" "));
        let expected: String = HOSTILE.iter().map(|word| format!("<{word}>\n")).collect();
        assert_eq!(output_of(name, shell, &script), expected, "{name}");
        let argv: Vec<&str> =
            ["env", "printf", "<%s>\n"].into_iter().chain(HOSTILE.iter().copied()).collect();
        // The command's own words are quoted too; a line end cannot be pasted.
        let line = shell.command(&argv).replacen("'<%s>?'", "'<%s>\\n'", 1);
        assert_eq!(output_of(name, shell, &line), expected, "{name}");
    }
}

#[test]
fn shells_set_a_variable_to_every_name() {
    for (name, shell) in installed() {
        for value in HOSTILE {
            let script = format!("{}\nenv", shell.export("AWS_ONBOARD_TEST_VALUE", value));
            let shown = output_of(name, shell, &script);
            let line = format!("AWS_ONBOARD_TEST_VALUE={value}");
            assert!(shown.lines().any(|one| one == line), "{name}: {script}");
        }
    }
}

#[test]
fn shells_put_every_folder_first() {
    for (name, shell) in installed() {
        if shell == Shell::PowerShell {
            continue;
        }
        for folder in
            ["/opt/aws/bin", "/opt/my tools", "/opt/$(id)", "/opt/it's", "/opt/`id`", "/opt/a\\b"]
        {
            let script = format!("{}\nenv", shell.prepend_path(folder));
            let shown = output_of(name, shell, &script);
            // fish adds only folders that exist.
            let is_first = shown.lines().any(|one| one.starts_with(&format!("PATH={folder}:")));
            assert!(is_first || shell == Shell::Fish, "{name}: {script}");
        }
    }
}

/// How cmd.exe reads a line that is typed (Microsoft, "cmd"; the phases are known from "How does
/// the Windows Command Interpreter (CMD.EXE) parse scripts?", StackOverflow 4094699): `%NAME%` of
/// a set variable is replaced everywhere, then outside quotes a caret escapes the next character.
/// `None` if an unescaped character would end the command.
fn read_as_cmd(line: &str) -> Option<String> {
    let mut expanded = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('%') {
        expanded.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match after.find('%') {
            Some(end) if after[..end].eq_ignore_ascii_case("PATH") => {
                expanded.push_str("C:\\Windows");
                rest = &after[end + 1..];
            }
            _ => {
                expanded.push('%');
                rest = after;
            }
        }
    }
    expanded.push_str(rest);
    let (mut out, mut in_quotes, mut escaped) = (String::new(), false, false);
    for c in expanded.chars() {
        match c {
            _ if escaped => {
                escaped = false;
                out.push(c);
            }
            '^' if !in_quotes => escaped = true,
            '"' => {
                in_quotes = !in_quotes;
                out.push(c);
            }
            '&' | '|' | '<' | '>' | '(' | ')' if !in_quotes => return None,
            c => out.push(c),
        }
    }
    (!escaped && !in_quotes).then_some(out)
}

/// How a program of Microsoft's C runtime splits its command line ("Parsing C command-line
/// arguments").
fn split_as_program(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let (mut in_quotes, mut backslashes) = (false, 0);
    for c in line.chars() {
        if c == '\\' {
            backslashes += 1;
            continue;
        }
        let is_quote = c == '"';
        let literal = if is_quote { backslashes / 2 } else { backslashes };
        let is_escaped = is_quote && backslashes % 2 == 1;
        if literal > 0 || is_escaped {
            word.get_or_insert_default().push_str(&"\\".repeat(literal));
        }
        backslashes = 0;
        match c {
            '"' if is_escaped => word.get_or_insert_default().push('"'),
            '"' => {
                word.get_or_insert_default();
                in_quotes = !in_quotes;
            }
            ' ' | '\t' if !in_quotes => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if backslashes > 0 {
        word.get_or_insert_default().push_str(&"\\".repeat(backslashes));
    }
    words.extend(word);
    words
}

#[test]
fn cmd_hands_every_name_on_unchanged() {
    for word in HOSTILE {
        let line = Shell::Cmd.command(&["aws", "--profile", word, "end"]);
        let read = read_as_cmd(&line).unwrap_or_else(|| panic!("{line}"));
        let expected = match word.starts_with('-') {
            true => vec!["aws".to_owned(), format!("--profile={word}"), "end".to_owned()],
            false => ["aws", "--profile", word, "end"].map(str::to_owned).to_vec(),
        };
        assert_eq!(split_as_program(&read), expected, "{line}");
        let set = Shell::Cmd.export("AWS_PROFILE", word);
        let read = read_as_cmd(&set);
        // `set "NAME=value"` takes everything between the outer quotes.
        let value = read.as_deref().and_then(|line| {
            line.strip_prefix("set \"AWS_PROFILE=")
                .and_then(|rest| rest.strip_suffix('"'))
                .or_else(|| line.strip_prefix("set AWS_PROFILE="))
        });
        assert_eq!(value, Some(*word), "{set}");
    }
}

/// How PowerShell reads a word: a literal text in single quotes, in which a quote (also a
/// typographic one) is doubled (about_Quoting_Rules), or a bare word (about_Parsing).
fn read_as_powershell(word: &str) -> Option<String> {
    let is_quote = |c: char| matches!(c, '\'' | '‘' | '’' | '‚' | '‛');
    let mut chars = word.chars().peekable();
    if !chars.next_if(|c| is_quote(*c)).is_some_and(|_| true) {
        let is_read_otherwise = word.is_empty()
            || word == "--%"
            || word.starts_with(['~', '@', '#', '<', '>', '!'])
            || (word.starts_with('-') && word.contains(['.', ':']))
            || word.contains(|c: char| " \t`$\"“”„|;,&(){}<>%".contains(c) || is_quote(c));
        return (!is_read_otherwise).then(|| word.to_owned());
    }
    let mut text = String::new();
    while let Some(c) = chars.next() {
        if !is_quote(c) {
            text.push(c);
        } else if chars.peek().is_some_and(|next| is_quote(*next)) {
            text.push(c);
            chars.next();
        } else {
            return chars.next().is_none().then_some(text);
        }
    }
    None
}

#[test]
fn powershell_hands_every_name_on_unchanged() {
    for word in HOSTILE {
        let quoted = Shell::PowerShell.quote(word);
        assert_eq!(read_as_powershell(&quoted).as_deref(), Some(*word), "{quoted}");
        let set = Shell::PowerShell.export("AWS_PROFILE", word);
        let value = set.strip_prefix("$env:AWS_PROFILE = ").unwrap();
        assert_eq!(read_as_powershell(value).as_deref(), Some(*word), "{set}");
    }
}
