//! Reads the variables that an editor sets in its terminals: `terminal.integrated.env.linux` and
//! its like, in the settings of Visual Studio Code (JSON with comments).

use super::assignment::{Assignment, Form, Value, is_aws_variable};

/// The setting for this platform ("Terminal Profiles" in the documentation of Visual Studio Code).
const SETTING: &str = if cfg!(windows) {
    "terminal.integrated.env.windows"
} else if cfg!(target_os = "macos") {
    "terminal.integrated.env.osx"
} else {
    "terminal.integrated.env.linux"
};

/// A token of JSON.
#[derive(PartialEq, Eq)]
enum Token {
    Text { line: usize, text: String },
    Mark(char),
}

/// The AWS variables of the setting.
pub(super) fn read_settings(text: &str) -> Vec<Assignment> {
    let tokens = read_tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let is_setting = matches!(
            rest,
            [Token::Text { text, .. }, Token::Mark(':'), Token::Mark('{'), ..] if text == SETTING
        );
        at += 1;
        if !is_setting {
            continue;
        }
        let mut pairs = rest.get(3..).unwrap_or_default();
        while let [first, rest @ ..] = pairs
            && *first != Token::Mark('}')
        {
            if let (
                [Token::Mark(':'), Token::Text { text: value, .. }, ..],
                Token::Text { line, text: name },
            ) = (rest, first)
                && is_aws_variable(name)
            {
                // `${env:NAME}` and its like are expanded.
                let value = match value.contains("${") {
                    true => Value::Computed,
                    false => Value::Literal(value.clone()),
                };
                found.push(Assignment {
                    line: *line,
                    variable: name.clone(),
                    value,
                    form: Form::Json,
                });
            }
            pairs = rest;
        }
    }
    found
}

/// The texts and marks of a JSON file; numbers and words are left out.
fn read_tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\n' => line += 1,
            '/' if characters.peek() == Some(&'/') => {
                while characters.peek().is_some_and(|c| *c != '\n') {
                    characters.next();
                }
            }
            '/' if characters.peek() == Some(&'*') => {
                characters.next();
                let mut last = ' ';
                for c in characters.by_ref() {
                    if c == '\n' {
                        line += 1;
                    }
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '"' => {
                let mut text = String::new();
                let start = line;
                while let Some(c) = characters.next() {
                    match c {
                        '"' => break,
                        '\\' => match characters.next() {
                            Some(escaped @ ('"' | '\\' | '/')) => text.push(escaped),
                            // Another escape does not occur in a name or a key.
                            _ => text.push('\u{fffd}'),
                        },
                        '\n' => {
                            line += 1;
                            break;
                        }
                        _ => text.push(c),
                    }
                }
                tokens.push(Token::Text { line: start, text });
            }
            ':' | '{' | '}' | '[' | ']' | ',' => tokens.push(Token::Mark(c)),
            _ => {}
        }
    }
    tokens
}
