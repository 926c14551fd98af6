//! Where the AWS files are, and what determines that (FACTS 2.4).

use std::path::PathBuf;

use facts::{FileLocation, Locations, Origin};

use machine::System;

/// Where the AWS files are. Without a known home folder the default paths are empty.
pub(crate) fn locations(system: &System) -> Locations {
    let home = system.home().ok();
    let below = |parts: &[&str]| match &home {
        Some(home) => parts.iter().fold(home.clone(), |path, part| path.join(part)),
        None => PathBuf::new(),
    };
    Locations {
        config: location(system, "AWS_CONFIG_FILE", below(&[".aws", "config"])),
        credentials: location(
            system,
            "AWS_SHARED_CREDENTIALS_FILE",
            below(&[".aws", "credentials"]),
        ),
        token_cache: below(&[".aws", "sso", "cache"]),
        role_cache: below(&[".aws", "cli", "cache"]),
        login_cache: match system.variable("AWS_LOGIN_CACHE_DIRECTORY") {
            // The AWS CLI takes the current folder then, and other tools the default.
            Some(value) if value.is_empty() => PathBuf::new(),
            Some(value) => system.expand_path(value),
            None => below(&[".aws", "login", "cache"]),
        },
    }
}

/// An empty variable counts: the AWS CLI then has no file, so the path is empty.
fn location(system: &System, variable: &'static str, default: PathBuf) -> FileLocation {
    match system.variable(variable) {
        Some(value) => {
            FileLocation { path: system.expand_path(value), origin: Origin::Variable(variable) }
        }
        None => FileLocation { path: default, origin: Origin::Default },
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Locations {
        locations(&System::new(
            pairs.iter().map(|(name, value)| (name.into(), value.into())).collect(),
        ))
    }

    #[test]
    fn the_default_is_below_home_and_so_is_the_cache_always() {
        let found = of(&[("HOME", "/home/mira"), ("AWS_SHARED_CREDENTIALS_FILE", "$HOME/c")]);
        assert_eq!(
            found.config,
            FileLocation { path: "/home/mira/.aws/config".into(), origin: Origin::Default }
        );
        assert_eq!(found.credentials.path, Path::new("/home/mira/c"));
        assert_eq!(found.credentials.origin, Origin::Variable("AWS_SHARED_CREDENTIALS_FILE"));
        assert_eq!(found.token_cache, Path::new("/home/mira/.aws/sso/cache"));
        assert_eq!(found.login_cache, Path::new("/home/mira/.aws/login/cache"));
    }

    #[test]
    fn the_cache_of_aws_login_is_where_its_variable_says() {
        let home = ("HOME", "/home/mira");
        let found = of(&[home, ("AWS_LOGIN_CACHE_DIRECTORY", "$HOME/logins")]);
        assert_eq!(found.login_cache, Path::new("/home/mira/logins"));
        let found = of(&[home, ("AWS_LOGIN_CACHE_DIRECTORY", "")]);
        assert_eq!(found.login_cache, Path::new(""));
    }

    #[test]
    fn an_empty_variable_means_no_file_and_a_relative_one_is_made_absolute() {
        let found = of(&[
            ("HOME", "/home/mira"),
            ("AWS_CONFIG_FILE", ""),
            ("AWS_SHARED_CREDENTIALS_FILE", "here"),
        ]);
        assert_eq!(found.config.path, Path::new(""));
        assert_eq!(found.credentials.path, std::env::current_dir().unwrap().join("here"));
    }
}
