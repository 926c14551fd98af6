//! Reads the assignments of shell files, without running them.

use super::assignment::{Assignment, Form, Value, is_aws_variable};

/// A word of a command.
struct Word {
    line: usize,
    text: String,
    /// Whether the shell expands something in it.
    is_computed: bool,
}

/// The assignments of a file of sh, bash, zsh or direnv.
pub(super) fn read_posix(text: &str) -> Vec<Assignment> {
    let mut found = Vec::new();
    for command in split_commands(text, Syntax::Posix) {
        let mut words = command.as_slice();
        while let [first, rest @ ..] = words
            && ["then", "do", "else", "{", "!"].contains(&first.text.as_str())
        {
            words = rest;
        }
        let Some(first) = words.first() else { continue };
        let is_flag = |word: &&Word| word.text.starts_with('-');
        match first.text.as_str() {
            "export" => found.extend(assignments(&words[1..], Form::Export)),
            // Only with -x do they set a variable of the environment.
            "declare" | "typeset" => {
                let exports = words.iter().filter(is_flag).any(|word| word.text.contains('x'));
                if exports {
                    found.extend(assignments(&words[1..], Form::Export));
                }
            }
            // Before a command, an assignment is for that command alone.
            _ if words.iter().all(|word| split_assignment(&word.text).is_some()) => {
                found.extend(assignments(words, Form::Plain));
            }
            _ => {}
        }
    }
    found
}

/// The line of a script that starts the AWS CLI without `--profile`. None if the script sets a
/// variable that decides which credentials it uses.
pub(crate) fn find_bare_aws(text: &str) -> Option<usize> {
    const DECIDES: [&str; 4] =
        ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_CONFIG_FILE"];
    const WITHOUT_CREDENTIALS: [&str; 4] = ["--version", "help", "sso", "configure"];
    let mut found = None;
    for command in split_commands(text, Syntax::Posix) {
        let decides = |word: &Word| DECIDES.iter().any(|name| word.text.contains(name));
        if command.iter().any(decides) {
            return None;
        }
        let skipped = ["exec", "command", "then", "do", "else", "{", "!", "if"];
        let mut words = command.iter().skip_while(|word| {
            skipped.contains(&word.text.as_str()) || split_assignment(&word.text).is_some()
        });
        let Some(program) = words.next() else { continue };
        let is_aws = program.text == "aws" || program.text.ends_with("/aws");
        let rest: Vec<&str> = words.map(|word| word.text.as_str()).collect();
        let is_named =
            rest.iter().any(|word| word.starts_with("--profile") || *word == "--no-sign-request");
        let needs_some = rest.first().is_some_and(|word| !WITHOUT_CREDENTIALS.contains(word));
        let exports = rest.contains(&"export-credentials");
        if is_aws && !is_named && (needs_some || exports) && found.is_none() {
            found = Some(program.line);
        }
    }
    found
}

/// The assignments of a file of fish: `set -gx NAME value`, and `export NAME=value`.
pub(super) fn read_fish(text: &str) -> Vec<Assignment> {
    let mut found = Vec::new();
    for command in split_commands(text, Syntax::Fish) {
        match command.as_slice() {
            [first, rest @ ..] if first.text == "export" => {
                found.extend(assignments(rest, Form::Export));
            }
            [first, rest @ ..] if first.text == "set" => {
                let flags = rest.iter().take_while(|word| word.text.starts_with('-'));
                let is_set = |letter: char, long: &str| {
                    flags.clone().any(|flag| match flag.text.strip_prefix("--") {
                        Some(word) => word == long,
                        None => flag.text.contains(letter),
                    })
                };
                let is_other = is_set('e', "erase") || is_set('q', "query");
                if is_other || !is_set('x', "export") {
                    continue;
                }
                let mut words = rest.iter().skip(flags.clone().count());
                let (Some(name), Some(value)) = (words.next(), words.next()) else {
                    continue;
                };
                if !is_aws_variable(&name.text) {
                    continue;
                }
                let value = match (value.is_computed, words.next()) {
                    (false, None) => Value::Literal(value.text.clone()),
                    _ => Value::Computed,
                };
                let (line, variable) = (name.line, name.text.clone());
                found.push(Assignment { line, variable, value, form: Form::Fish });
            }
            _ => {}
        }
    }
    found
}

/// The universal variables of fish: `SETUVAR --export NAME:value`.
pub(super) fn read_fish_variables(text: &str) -> Vec<Assignment> {
    let one = |(index, line): (usize, &str)| {
        let (name, value) = line.strip_prefix("SETUVAR --export ")?.split_once(':')?;
        let value = match value.contains('\\') {
            true => Value::Computed,
            false => Value::Literal(value.to_owned()),
        };
        is_aws_variable(name).then(|| Assignment {
            line: index + 1,
            variable: name.to_owned(),
            value,
            form: Form::Fish,
        })
    };
    text.lines().enumerate().filter_map(one).collect()
}

/// The assignments of `/etc/environment`, in which nothing is expanded (`pam_env(8)`).
pub(super) fn read_environment_file(text: &str) -> Vec<Assignment> {
    let one = |(index, line): (usize, &str)| {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        let (name, value) = line.split_once('=')?;
        let value = value.trim();
        let quoted =
            ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        is_aws_variable(name).then(|| Assignment {
            line: index + 1,
            variable: name.to_owned(),
            value: Value::Literal(quoted.unwrap_or(value).to_owned()),
            form: Form::Plain,
        })
    };
    text.lines().enumerate().filter_map(one).collect()
}

/// The words that are assignments to an AWS variable.
fn assignments(words: &[Word], form: Form) -> impl Iterator<Item = Assignment> {
    words.iter().filter_map(move |word| {
        let (name, value) = split_assignment(&word.text)?;
        let value = match word.is_computed {
            true => Value::Computed,
            false => Value::Literal(value.to_owned()),
        };
        let (line, variable) = (word.line, name.to_owned());
        is_aws_variable(name).then_some(Assignment { line, variable, value, form })
    })
}

/// `NAME=value`.
fn split_assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then_some((name, value))
}

/// The two kinds of shells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Posix,
    Fish,
}

/// The commands of a file, each as its words. Quotes, comments, continued lines and here-documents
/// are understood as far as they decide where a command ends.
fn split_commands(text: &str, syntax: Syntax) -> Vec<Vec<Word>> {
    Splitter {
        characters: text.chars().collect(),
        at: 0,
        line: 1,
        syntax,
        word: None,
        command: Vec::new(),
        commands: Vec::new(),
        here_documents: Vec::new(),
    }
    .split()
}

struct Splitter {
    characters: Vec<char>,
    at: usize,
    line: usize,
    syntax: Syntax,
    word: Option<Word>,
    command: Vec<Word>,
    commands: Vec<Vec<Word>>,
    /// The last lines of the here-documents that begin after this line.
    here_documents: Vec<String>,
}

impl Splitter {
    fn split(mut self) -> Vec<Vec<Word>> {
        while let Some(c) = self.next() {
            match c {
                '\n' => {
                    self.end_command();
                    self.skip_here_documents();
                }
                '#' if self.word.is_none() => self.skip_line(),
                ' ' | '\t' | '\r' => self.end_word(),
                // In fish, what is in parentheses is part of the value.
                '(' | ')' if self.syntax == Syntax::Fish => {
                    self.push(c);
                    self.compute();
                }
                ';' | '&' | '|' | '(' | ')' => {
                    if c == '(' {
                        self.compute();
                    }
                    self.end_command();
                }
                '<' if self.rest().starts_with(&['<', '<']) => self.at += 2,
                '<' if self.syntax == Syntax::Posix && self.rest().first() == Some(&'<') => {
                    self.begin_here_document();
                }
                '\'' | '"' => self.quoted(c),
                '\\' => match self.next() {
                    Some('\n') | None => {}
                    Some(next) => self.push(next),
                },
                '$' | '`' => {
                    self.push(c);
                    self.compute();
                }
                '~' if self.word.as_ref().is_none_or(|word| word.text.ends_with('=')) => {
                    self.push(c);
                    self.compute();
                }
                _ => self.push(c),
            }
        }
        self.end_command();
        self.commands
    }

    fn rest(&self) -> &[char] {
        self.characters.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.characters.get(self.at).copied()?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn word(&mut self) -> &mut Word {
        let line = self.line;
        self.word.get_or_insert_with(|| Word { line, text: String::new(), is_computed: false })
    }

    fn push(&mut self, c: char) {
        self.word().text.push(c);
    }

    fn compute(&mut self) {
        if let Some(word) = &mut self.word {
            word.is_computed = true;
        }
    }

    fn end_word(&mut self) {
        self.command.extend(self.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        let command = std::mem::take(&mut self.command);
        if !command.is_empty() {
            self.commands.push(command);
        }
    }

    /// The text up to the closing quote, which may be on a later line.
    fn quoted(&mut self, quote: char) {
        self.word();
        while let Some(c) = self.next() {
            match c {
                _ if c == quote => return,
                '\\' if quote == '"' || self.syntax == Syntax::Fish => {
                    let Some(next) = self.next() else { break };
                    // Only these are escaped; before others, the backslash stays.
                    let is_escape = match quote {
                        '"' => ['"', '\\', '$', '`', '\n'].contains(&next),
                        _ => ['\'', '\\'].contains(&next),
                    };
                    if !is_escape {
                        self.push('\\');
                    }
                    if next != '\n' {
                        self.push(next);
                    }
                }
                '$' | '`' if quote == '"' => {
                    self.push(c);
                    self.compute();
                }
                _ => self.push(c),
            }
        }
        // The quote is not closed, so the value is not known.
        self.compute();
    }

    fn skip_line(&mut self) {
        while self.rest().first().is_some_and(|c| *c != '\n') {
            self.at += 1;
        }
    }

    /// `<<WORD` or `<<-WORD`; the text begins on the next line.
    fn begin_here_document(&mut self) {
        self.end_word();
        self.at += 1;
        let is_before = |c: &char| matches!(c, '-' | ' ' | '\t' | '\'' | '"' | '\\');
        while self.rest().first().is_some_and(is_before) {
            self.at += 1;
        }
        let word: String =
            self.rest().iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        self.at += word.chars().count();
        if matches!(self.rest().first(), Some('\'' | '"')) {
            self.at += 1;
        }
        if !word.is_empty() {
            self.here_documents.push(word);
        }
    }

    fn skip_here_documents(&mut self) {
        for last in std::mem::take(&mut self.here_documents) {
            while !self.rest().is_empty() {
                let start = self.at;
                self.skip_line();
                let line: String = self.characters[start..self.at].iter().collect();
                self.next();
                if line.trim() == last {
                    break;
                }
            }
        }
    }
}
