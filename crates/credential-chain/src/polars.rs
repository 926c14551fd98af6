//! What polars reads itself where boto3 gives it nothing: it searches the two files for the first
//! line with a key, whatever its section. Its source for this was not read; this is what 2.1.0 did on
//! the machines of docs/clients.md.

use facts::{AwsFile, FileLocation, Origin};

use crate::answer::{Credentials, Kind, Source};
use crate::engine::{Run, Said};
use crate::variables;

/// The first text after `key` and an equals sign, and its line; `sso_region` has a `region` too.
fn first(file: &AwsFile, location: &FileLocation, key: &str) -> Option<(String, Source)> {
    // The variables that move the files are not read.
    if location.origin != Origin::Default {
        return None;
    }
    let document = file.document()?;
    (1..=document.line_count()).find_map(|line| {
        let text = document.text(line);
        let value = text.split_once(key)?.1.trim_start().strip_prefix('=')?.trim().to_owned();
        let source = Source::File { path: file.path.to_path_buf(), line };
        (!value.is_empty()).then_some((value, source))
    })
}

pub(crate) fn first_region(run: &Run<'_>) -> Option<(String, Source)> {
    first(&run.facts.files().config, &run.facts.locations.config, "region")
}

pub(crate) fn first_keys(run: &Run<'_>) -> Said {
    let find = |key| first(&run.facts.files().credentials, &run.facts.locations.credentials, key);
    let (Some((id, source)), Some(_)) = (find("aws_access_key_id"), find("aws_secret_access_key"))
    else {
        return Said::Skipped("there are no keys in the credentials file".into());
    };
    let credentials = Credentials {
        kind: Kind::Static,
        access_key_id: Some(variables::masked_key(&id)),
        source: Some(source),
        ..Credentials::default()
    };
    Said::got(
        credentials,
        Some(true),
        "boto3 gives none; these come first, whatever their profile".into(),
    )
}
