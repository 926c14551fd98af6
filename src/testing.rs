//! The machines that tests of screens and reports are about.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_files::{Document, FileKind};
use facts::{
    AwsFile, AwsFiles, Environment, Facts, FileLocation, FileState, Locations, Origin, Request,
};
use jiff::Timestamp;

/// The home folder of these machines.
pub(crate) const HOME: &str = "/home/mira";

/// The time on these machines.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// The locations of the two files in a folder, and of the caches in a home.
pub(crate) fn locations(home: &Path, folder: &Path, origin: &Origin) -> Locations {
    let location = |name: &str| FileLocation { path: folder.join(name), origin: origin.clone() };
    Locations {
        config: location("config"),
        credentials: location("credentials"),
        token_cache: home.join(".aws/sso/cache"),
        role_cache: home.join(".aws/cli/cache"),
        login_cache: home.join(".aws/login/cache"),
    }
}

/// The two files with these bytes and this mode; no file without any bytes.
pub(crate) fn files(
    locations: &Locations,
    mode: u32,
    config: &[u8],
    credentials: &[u8],
) -> AwsFiles {
    let file = |kind, location: &FileLocation, bytes: &[u8]| {
        let state = match bytes {
            [] => FileState::Missing,
            bytes => FileState::Present {
                document: Arc::new(Document::parse(bytes)),
                mode: Some(mode),
                writable: true,
                owned: true,
                link: None,
            },
        };
        AwsFile::new(kind, location.path.clone(), state)
    };
    AwsFiles::new(
        file(FileKind::Config, &locations.config, config),
        file(FileKind::Credentials, &locations.credentials, credentials),
    )
}

/// A machine with these bytes as its files.
pub(crate) fn machine(config: &[u8], credentials: &[u8]) -> Facts {
    let home = PathBuf::from(HOME);
    let locations = locations(&home, &home.join(".aws"), &Origin::Default);
    let files = files(&locations, 0o600, config, credentials);
    let environment = Arc::new(Environment::default());
    Facts::new(now(), Request::default(), environment, Ok(home), locations, files)
}
