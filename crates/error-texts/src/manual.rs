//! A text as an example, and the section of a manual that lists such examples.

use std::fmt::Write as _;

use crate::row::{ErrorText, Speaker};

impl ErrorText {
    /// The message with plausible values in its variable parts.
    pub fn example(&self) -> String {
        let mut out = String::new();
        let mut rest = self.pattern.trim_start_matches('^').trim_end_matches('$');
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            out.push_str(before);
            out.push_str(example_value(name));
            rest = after;
        }
        out + rest
    }
}

/// A plausible value for a variable part.
fn example_value(name: &str) -> &'static str {
    match name {
        "_" => "…",
        "account" => "111122223333",
        "action" => "s3:ListBucket",
        "final" => "https://login.example.com/",
        "folder" => "/home/me/",
        "hash" => "ee0bfd2552fbd840c02cc48b6e823320543c450f",
        "host" => ".example.com",
        "key" => "sso_start_url",
        "line" => "7",
        "module" => "_endpoint",
        "path" => "/home/me/.aws/config",
        "port" => "8400",
        "profile" => "dev",
        "profile_value" => "eu-west-1",
        "region" => "eu-west-1",
        "session" => "corp",
        "session_value" => "us-east-1",
        "source" => "base",
        "time" => "2026-01-31T08:00:00",
        "url" => "d-1234567890.awsapps.com/start",
        "who" => "arn:aws:sts::111122223333:assumed-role/ReadOnly/me",
        _ => "NAME",
    }
}

/// The Markdown list under "Errors people see" in a check's manual: the texts in their order, each
/// with its speaker.
pub fn manual_section<'a>(texts: impl IntoIterator<Item = &'a ErrorText>) -> String {
    let mut out = String::new();
    for text in texts {
        let example = text.example();
        // A message that contains backquotes needs two around it.
        let quoted =
            if example.contains('`') { format!("`` {example} ``") } else { format!("`{example}`") };
        let versions = describe_versions(text);
        let _ = match text.speaker {
            Speaker::Instructions => writeln!(out, "- {quoted}{versions}"),
            speaker => writeln!(out, "- {}{versions}: {quoted}", speaker.name()),
        };
    }
    out
}

fn describe_versions(text: &ErrorText) -> String {
    match (text.since, text.until) {
        (Some(since), Some(until)) => format!(" ({since} to {until})"),
        (Some(since), None) => format!(" (since {since})"),
        (None, Some(until)) => format!(" (until {until})"),
        (None, None) => String::new(),
    }
}
