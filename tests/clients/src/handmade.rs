//! The machines of `data/machines.txt`, written by hand.
//!
//! `== NAME` begins one. Then lines of `env NAME=VALUE`, `keys-in-environment`, `profile NAME`,
//! `token STATE OF`, `signed-in` and `file PATH TEXT`; then `-- config` and `-- credentials`, each
//! followed by that file. A line that starts with `#` before a machine's files is a comment.

use crate::machine::{Machine, TokenState};
use crate::sources::{process_output, set_keys_in_environment, token};

/// A line that is none of the above.
#[derive(Debug, PartialEq, Eq)]
pub struct BadLine(pub String);

/// Reads the machines written by hand.
///
/// # Errors
///
/// If a line is none of those above.
pub fn handmade() -> Result<Vec<Machine>, BadLine> {
    parse(include_str!("../data/machines.txt"))
}

fn parse(text: &str) -> Result<Vec<Machine>, BadLine> {
    let mut machines: Vec<Machine> = Vec::new();
    let mut file: Option<&str> = None;
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("== ") {
            machines.push(Machine { id: id.to_owned(), ..Machine::default() });
            file = None;
            continue;
        }
        let bad = || BadLine(line.to_owned());
        let Some(machine) = machines.last_mut() else {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            return Err(bad());
        };
        if let Some(name @ ("config" | "credentials")) = line.strip_prefix("-- ") {
            file = Some(name);
            let text =
                if name == "config" { &mut machine.config } else { &mut machine.credentials };
            *text = Some(String::new());
            continue;
        }
        match file {
            Some(_) if line.is_empty() => {}
            Some(name) => {
                let text =
                    if name == "config" { &mut machine.config } else { &mut machine.credentials };
                let text = text.get_or_insert_default();
                text.push_str(line);
                text.push('\n');
            }
            None if line.is_empty() || line.starts_with('#') => {}
            None => read_fact(machine, line).ok_or_else(bad)?,
        }
    }
    Ok(machines)
}

fn read_fact(machine: &mut Machine, line: &str) -> Option<()> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "env" => {
            let (name, value) = rest.split_once('=')?;
            machine.environment.insert(name.to_owned(), value.to_owned());
        }
        "keys-in-environment" => set_keys_in_environment(machine),
        "profile" => machine.profile = Some(rest.to_owned()),
        "token" => {
            let (state, of) = rest.split_once(' ')?;
            let state = match state {
                "valid" => TokenState::Valid,
                "valid-plain" => TokenState::ValidPlain,
                "expired-renewable" => TokenState::ExpiredRenewable,
                "expired" => TokenState::Expired,
                _ => return None,
            };
            machine.tokens.push(token(of, state));
        }
        "signed-in" => machine.is_logged_in = true,
        "process" => {
            machine.files.insert(format!("{rest}.json"), process_output(rest));
        }
        "file" => {
            let (path, text) = rest.split_once(' ').unwrap_or((rest, ""));
            machine.files.insert(path.to_owned(), text.replace("\\n", "\n"));
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_and_no_name_is_used_twice() {
        let machines = handmade().unwrap();
        let mut ids: Vec<&str> = machines.iter().map(|machine| machine.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), machines.len());
    }

    #[test]
    fn a_misspelled_line_is_refused() {
        assert_eq!(parse("== a\nevn A=b\n"), Err(BadLine("evn A=b".to_owned())));
    }
}
