//! The table: texts and causes, in a file a group. Which text has which row is in FAILURES, in its
//! sections and in the last one, "Seen with AWS CLI 2.36.7"; the measured texts are in FACTS 3.1.

mod access;
mod aws_cli;
mod credentials;
mod environment;
mod files;
mod first_day;
mod portal;
mod profile;
mod session;
mod sign_in;
mod tokens;

use std::sync::OnceLock;

use crate::text::{Cause, Text, is_row};

/// Who prints a text.
pub(crate) mod who {
    /// botocore's texts: the AWS CLI prints them as they are.
    pub(crate) const CLI: &str = "the AWS CLI or boto3";
    /// Texts of the AWS CLI's own commands.
    pub(crate) const AWS: &str = "the AWS CLI";
    pub(crate) const RUST: &str = "the Rust SDK";
    pub(crate) const JS: &str = "the JavaScript SDK";
    pub(crate) const GO: &str = "a Go program, such as Terraform";
    pub(crate) const JAVA: &str = "the Java SDK";
    pub(crate) const TERRAFORM: &str = "Terraform";
    pub(crate) const BROWSER: &str = "a page in the browser";
    pub(crate) const SHELL: &str = "your shell";
    pub(crate) const PYTHON: &str = "Python";
    pub(crate) const SERVICE: &str = "AWS itself, through any tool";
}

/// A group's causes and texts.
type Part = (&'static [Cause], &'static [Text]);

const PARTS: &[Part] = &[
    (aws_cli::CAUSES, aws_cli::TEXTS),
    (environment::CAUSES, environment::TEXTS),
    (files::CAUSES, files::TEXTS),
    (credentials::CAUSES, credentials::TEXTS),
    (session::CAUSES, session::TEXTS),
    (portal::CAUSES, portal::TEXTS),
    (profile::CAUSES, profile::TEXTS),
    (tokens::CAUSES, tokens::TEXTS),
    (sign_in::CAUSES, sign_in::TEXTS),
    (access::CAUSES, access::TEXTS),
    (first_day::CAUSES, first_day::TEXTS),
];

/// Every text, in order.
pub fn texts() -> &'static [&'static Text] {
    static ALL: OnceLock<Vec<&'static Text>> = OnceLock::new();
    ALL.get_or_init(|| PARTS.iter().flat_map(|(_, texts)| texts.iter()).collect())
}

/// Every cause, in order.
pub fn causes() -> &'static [&'static Cause] {
    static ALL: OnceLock<Vec<&'static Cause>> = OnceLock::new();
    ALL.get_or_init(|| PARTS.iter().flat_map(|(causes, _)| causes.iter()).collect())
}

/// A cause by its identifier.
pub fn cause(id: &str) -> Option<&'static Cause> {
    causes().iter().copied().find(|cause| cause.id == id)
}

/// A row of FAILURES by its name, in either case; `None` where the name is none of a row.
/// The inner `None`: it looks like a row, and there is no such one.
pub fn find_row(name: &str) -> Option<Option<&'static Cause>> {
    let id = name.trim().to_ascii_uppercase();
    is_row(&id).then(|| cause(&id))
}

/// The texts that a cause can be behind, its own first.
pub fn texts_of(id: &str) -> Vec<&'static Text> {
    let mut found: Vec<(usize, &'static Text)> = texts()
        .iter()
        .filter_map(|text| {
            let rank = text.causes.iter().position(|cause| *cause == id)?;
            Some((rank, *text))
        })
        .collect();
    found.sort_by_key(|(rank, text)| (*rank, text.kind));
    found.into_iter().map(|(_, text)| text).collect()
}
