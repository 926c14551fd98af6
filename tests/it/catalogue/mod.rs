//! Tests every row of docs/failures.md on a machine built for it: the named check reports it at
//! its line as a single failure, and after a safe fix, botocore and the AWS CLI work.
//! docs/catalogue-coverage.md is generated from the rows.
//!
//! A row is `row(ID, CHECK, HOW IT IS BUILT, || Case::files(CONFIG, CREDENTIALS))` in the file of
//! its section. It fails the check and guides the user, unless `.warns()`, `.notes()`, `.heals()`
//! or `.heals_with(&["check.key=value"])` says otherwise; `.at(LINE)` is the reported line. A row
//! that is built in several ways is `C13`, `C13b`, `C13c`. Each is its own test, listed below:
//! `cargo test --test it catalogue::C13`.

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

use row::{Row, walk_row};

/// The rows by section, in the order of docs/failures.md.
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

/// Defines a test for each of these rows, so that they run in parallel, and a test that none is
/// missing.
macro_rules! test_rows {
    ($($section:ident = $rows:path: $($id:ident)*;)*) => {
        $($(
            #[test]
            #[allow(non_snake_case)]
            fn $id() {
                walk_row(&$rows(), stringify!($id));
            }
        )*)*

        #[test]
        fn every_row_is_a_test() {
            $({
                let rows: Vec<&str> = $rows().iter().map(|row| row.id).collect();
                let listed: &[&str] = &[$(stringify!($id)),*];
                assert_eq!(rows, listed, "{}: list its rows in mod.rs", stringify!($section));
            })*
        }
    };
}

test_rows! {
    tooling = tooling::rows:
        E01 E01b E02 E02b E03 E18 E18b E19 E19b E04 E05 E06 E07 E08 E09 E09b E09c E10
        E11 E11b E11c E12 E12b E13 E15 E15b E16 E16b E20;
    network = network::rows:
        E14 E14b E14c E14d E14e E16c E16d E16e E16f E17 E17b E17c;
    config = config::rows:
        C13 C16 C16b C16c C32 C20 C20b C21 C25 C27 C28 C28b C28c C30 C30b C30c;
    some_tools = config::for_some_tools:
        F23a F23b F23c;
    config_text = config_text::rows:
        C01 C01b C02 C02b C11 C03 C03b C03c C04 C05 C05b C06 C06b C29b C06d C07 C07b
        C07c C08 C08b C08c C29 C09 C09b C09c C09d C09e C10 C22;
    session = session::rows:
        C12 C12b C14 C14b C17 C17b C19 C31 C15 C15b C18 C23 C24 C24b C33 C33b C26 C26b R04;
    portal = portal::rows:
        U01 U02 U03 U04 U05 U06 U06b U07 U08 U09 U09b U09c U10 U11 U11b U12 U13;
    token = token::rows:
        T01 T02 T03 T04 T05 T06 T14 T07 T07b T08 T08b T09 T11 T10 T12 T12b T12c T13 T15
        T16 T17 T18 T19;
    login = login::rows:
        L01 L01b L01c L08 L05 L09;
    authorisation = authorisation::rows:
        R01 R01b R01c R01d R02 R03 R07;
    stale = stale::rows:
        S01 S02 S03 S04 S05 S06;
}
