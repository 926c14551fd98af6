//! The walk over docs/failures.md: every row is built as a machine; the check that is named for it
//! catches it, at its line, as one failure; what is safe is healed, and botocore and the AWS CLI
//! then agree. docs/catalogue-coverage.md is made from the rows.
//!
//! A row is `row(ID, CHECK, HOW IT IS BUILT, || Case::files(CONFIG, CREDENTIALS))` in the file of
//! its section. It fails the check and guides the person, unless `.warns()`, `.notes()`, `.heals()`
//! or `.heals_with(&["check.key=value"])` says otherwise; `.at(LINE)` is the line that is named.
//! A row that is built in several ways is `C13`, `C13b`, `C13c`. One row alone:
//! `CATALOGUE_ROW=C13 cargo test --test it catalogue`.

mod authorisation;
mod config;
mod config_text;
mod coverage;
mod login;
mod network;
mod portal;
pub mod row;
mod session;
mod stale;
mod token;
mod tooling;

use row::{Row, walk};

/// The rows, section by section, as in docs/failures.md.
pub fn all() -> Vec<Row> {
    [
        tooling::rows(),
        network::rows(),
        config::rows(),
        config_text::rows(),
        session::rows(),
        portal::rows(),
        token::rows(),
        login::rows(),
        authorisation::rows(),
        stale::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn tooling_and_environment() {
    walk(&tooling::rows());
}

#[test]
fn way_to_aws() {
    walk(&network::rows());
}

#[test]
fn config_files() {
    walk(&config::rows());
}

#[test]
fn the_text_of_the_files() {
    walk(&config_text::rows());
}

#[test]
fn files_that_only_some_tools_read() {
    walk(&config::for_some_tools());
}

#[test]
fn sessions_and_profiles() {
    walk(&session::rows());
}

#[test]
fn start_url_and_region() {
    walk(&portal::rows());
}

#[test]
fn token_and_cache() {
    walk(&token::rows());
}

#[test]
fn login_flow() {
    walk(&login::rows());
}

#[test]
fn authorisation() {
    walk(&authorisation::rows());
}

#[test]
fn stale_keys() {
    walk(&stale::rows());
}
