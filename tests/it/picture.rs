//! The picture in the README: the doctor's output on the wiki page's machine. `SNAPSHOTS=overwrite
//! cargo test --test it picture` regenerates it.

use std::path::Path;

use snapbox::Data;
use snapbox::data::DataFormat;

use crate::common::{Home, program};

#[test]
fn the_picture_in_the_readme_is_true() {
    let home = Home::with_aws();
    let args = ["demo", "--", "doctor", "--color", "always", "--no-input"];
    let outcome = program(&home, &args).run().status(1);
    let text = format!("\x1b[2m$\x1b[0m aws-onboard doctor\n{}", outcome.stdout);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/img/doctor.svg");
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(
        Data::text(text).coerce_to(DataFormat::TermSvg),
        Data::read_from(&path, Some(DataFormat::TermSvg)),
    );
}
