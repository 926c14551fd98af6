//! Collects the user and the place of this run, and what the settings refer to.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use aws_files::{Document, FileKind, View};
use facts::{
    Bundle, Facts, HomeFolder, Known, Locations, NotRead, Origin, Surroundings, UnreadFile, User,
    Why, has_credentials,
};

use machine::bounded::{self, FILE_LIMIT};
use machine::{FileRead, System, access, ca_bundle_state, expand, programs, read_bounded};

use crate::{aws_cli, instance, start_up};

/// Read at most this many bytes of the user database.
const MAX_USER_DATABASE_BYTES: u64 = 4 << 20;

/// Read at most this many bytes of an AWS file that is not used.
const MAX_UNREAD_BYTES: u64 = 16 << 20;

/// Files that container engines create in a container: Docker, and Podman.
const CONTAINER_MARKS: &[&str] = &["/.dockerenv", "/run/.containerenv"];

/// Collects what does not depend on the AWS files.
pub(crate) fn collect_surroundings(system: &System, locations: &Locations) -> Surroundings {
    let user = find_user(system);
    Surroundings {
        home: system.home().map(|home| check_home_folder(&home)),
        unread: find_unread_files(system, locations, user.as_ref()),
        user,
        container: CONTAINER_MARKS.iter().copied().find(|mark| Path::new(mark).exists()),
        interactive: system.is_interactive(),
        loopback: Ok(loopback_error()),
        own_program: programs::own_program(system),
        start_up: start_up::collect_start_up_lines(system),
        instance: instance::is_instance(system),
        ..Surroundings::default()
    }
}

/// The current user, if the user database is available.
fn find_user(system: &System) -> Option<User> {
    let number = expand::current_user()?;
    let text = system
        .user_database()
        .and_then(|path| match read_bounded(system, path, MAX_USER_DATABASE_BYTES) {
            FileRead::Read(read) => String::from_utf8(read.bytes).ok(),
            _ => None,
        })
        .unwrap_or_default();
    let sudoer = system.environment().non_empty("SUDO_USER").filter(|_| number == 0);
    Some(User {
        superuser: number == 0,
        home: expand::home_in_passwd(&text, None, Some(number)),
        sudoer_home: sudoer.and_then(|name| expand::home_in_passwd(&text, Some(name), None)),
    })
}

fn check_home_folder(home: &Path) -> HomeFolder {
    let Ok(metadata) = std::fs::metadata(home) else {
        return HomeFolder { exists: false, owned: false, writable: false };
    };
    let aws = home.join(".aws");
    let inner = if aws.is_dir() { aws.as_path() } else { home };
    HomeFolder {
        exists: metadata.is_dir(),
        owned: access::is_owned(&metadata),
        writable: access::folder_obstacle(inner).is_none(),
    }
}

/// AWS files where the user may expect them, but that this run does not read.
fn find_unread_files(
    system: &System,
    locations: &Locations,
    user: Option<&User>,
) -> Vec<UnreadFile> {
    let kinds = [
        (FileKind::Config, "config", &locations.config),
        (FileKind::Credentials, "credentials", &locations.credentials),
    ];
    let Ok(home) = system.home() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (kind, name, location) in kinds {
        let mut add = |folder: &Path, because| {
            let path = folder.join(".aws").join(name);
            let same = |read: &Path| {
                path == read
                    || matches!(
                        (std::fs::canonicalize(&path), std::fs::canonicalize(read)),
                        (Ok(one), Ok(other)) if one == other
                    )
            };
            if path.is_file() && !same(&location.path) {
                let profiles = match because {
                    NotRead::Variable => read_profiles(system, kind, &path),
                    NotRead::Sudo | NotRead::InnerHome => BTreeMap::new(),
                };
                found.push(UnreadFile { kind, path, because, profiles });
            }
        };
        if matches!(location.origin, Origin::Variable(_)) {
            add(&home, NotRead::Variable);
            continue;
        }
        let Some(user) = user else { continue };
        if let Some(sudoer) = user.sudoer_home.as_ref().filter(|other| **other != home) {
            add(sudoer, NotRead::Sudo);
        } else if let Some(outer) = &user.home
            && *outer != home
            && outer.parent().is_some()
            && home.starts_with(outer)
        {
            add(outer, NotRead::InnerHome);
        }
    }
    found
}

/// The profiles of an AWS file, and whether each has a source of credentials.
fn read_profiles(system: &System, kind: FileKind, path: &Path) -> BTreeMap<String, bool> {
    let FileRead::Read(read) = read_bounded(system, path, MAX_UNREAD_BYTES) else {
        return BTreeMap::new();
    };
    let reading = aws_files::read(&Document::parse(&read.bytes), kind, View::Tolerant);
    let profiles = reading.profiles.iter();
    profiles
        .map(|(name, section)| (name.clone(), has_credentials(|key| section.get(key).is_some())))
        .collect()
}

/// The system's error if a program cannot listen on the loopback address.
fn loopback_error() -> Option<String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).err().map(|error| error.to_string())
}

/// Finds what the settings refer to, within five seconds. The AWS files must have been read.
pub(crate) fn add_wanted(system: &System, facts: &mut Facts) {
    let names = facts.wanted_programs();
    let bundles = facts.wanted_bundles();
    let plugins = facts.legacy_plugins().map(|(folder, modules)| {
        let modules: Vec<String> = modules.into_iter().map(str::to_owned).collect();
        (PathBuf::from(folder), modules)
    });
    let no_aws = facts.aws.as_ref().is_ok_and(Vec::is_empty);
    let wanted = (names.clone(), bundles.clone());
    let looking = {
        let system = system.clone();
        bounded::start_work(move || Wanted {
            programs: names
                .into_iter()
                .map(|name| {
                    let place =
                        programs::find_on_path(&system, &name).map(|mut found| found.next());
                    (name, place)
                })
                .collect(),
            bundles: bundles
                .into_iter()
                .map(|written| {
                    let state = ca_bundle_state(&system, &written);
                    (written, state)
                })
                .collect(),
            plugin_modules: plugins
                .map(|(folder, modules)| {
                    modules
                        .into_iter()
                        .map(|module| {
                            let is_there = has_module(&folder, &module);
                            (module, is_there)
                        })
                        .collect()
                })
                .unwrap_or_default(),
            aws_elsewhere: if no_aws { aws_cli::find_outside_path(&system) } else { Vec::new() },
        })
    };
    let found = looking.wait(FILE_LIMIT).unwrap_or_else(|| {
        let late = Why::TimedOut(FILE_LIMIT);
        Wanted {
            programs: wanted.0.into_iter().map(|name| (name, Err(late.clone()))).collect(),
            bundles: wanted
                .1
                .into_iter()
                .map(|written| (written, Bundle::Unknown(late.clone())))
                .collect(),
            ..Wanted::default()
        }
    });
    facts.surroundings.programs = found.programs;
    facts.surroundings.bundles = found.bundles;
    facts.surroundings.plugin_modules = found.plugin_modules;
    facts.surroundings.aws_elsewhere = found.aws_elsewhere;
}

#[derive(Default)]
struct Wanted {
    programs: BTreeMap<String, Known<Option<PathBuf>>>,
    bundles: BTreeMap<String, Bundle>,
    plugin_modules: BTreeMap<String, bool>,
    aws_elsewhere: Vec<PathBuf>,
}

/// Whether Python would find the first part of a module's name in this folder: a package, a source
/// file, or a compiled one.
fn has_module(folder: &Path, module: &str) -> bool {
    let first = module.trim().split('.').next().unwrap_or_default();
    // A module name contains no separator.
    if first.is_empty() || first.contains(std::path::is_separator) {
        return false;
    }
    folder.join(first).is_dir()
        || ["py", "so", "pyd", "pyc"]
            .iter()
            .any(|ending| folder.join(format!("{first}.{ending}")).is_file())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use facts::Request;

    fn home() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn put(home: &Path, name: &str, text: &str) {
        let path = home.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test's own folder")]
        std::fs::write(path, text).unwrap();
    }

    fn system(home: &Path, pairs: &[(&str, &str)]) -> System {
        let mut variables: Vec<(std::ffi::OsString, std::ffi::OsString)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        variables.push(("HOME".into(), home.into()));
        System::new(variables)
    }

    #[test]
    fn a_home_of_ones_own_is_seen_as_such() {
        let home = home();
        let facts = crate::offline_facts(&system(home.path(), &[]), Request::default(), None);
        assert_eq!(
            facts.surroundings.home,
            Ok(HomeFolder { exists: true, owned: true, writable: true })
        );
        assert!(facts.surroundings.unread.is_empty());
        let gone = system(&home.path().join("gone"), &[]);
        let facts = crate::offline_facts(&gone, Request::default(), None);
        assert!(!facts.surroundings.home.unwrap().exists);
    }

    #[test]
    fn the_file_at_home_is_unread_where_a_variable_names_another() {
        let home = home();
        put(
            home.path(),
            ".aws/config",
            "[default]\nregion = x\n[profile dev]\nsso_session = corp\n[sso-session corp]\n",
        );
        let elsewhere = system(home.path(), &[("AWS_CONFIG_FILE", "~/other")]);
        let facts = crate::offline_facts(&elsewhere, Request::default(), None);
        let [file] = facts.surroundings.unread.as_slice() else {
            panic!("{:?}", facts.surroundings.unread)
        };
        assert_eq!(file.because, NotRead::Variable);
        assert_eq!(file.path, home.path().join(".aws/config"));
        let profiles: Vec<_> =
            file.profiles.iter().map(|(name, has)| (name.as_str(), *has)).collect();
        assert_eq!(profiles, [("default", false), ("dev", true)]);
        let same = system(home.path(), &[("AWS_CONFIG_FILE", "~/.aws/config")]);
        let facts = crate::offline_facts(&same, Request::default(), None);
        assert!(facts.surroundings.unread.is_empty());
    }

    #[test]
    fn what_the_settings_name_is_looked_for() {
        let home = home();
        put(
            home.path(),
            ".aws/config",
            "[default]\nsso_session = s\ncli_pager = most -s\nca_bundle = ~/corp.pem\n[profile b]\nca_bundle = $HOME/corp.pem\n[plugins]\ncli_legacy_plugin_path = PLUGINS\na = here.sub\nb = gone\n"
                .replace("PLUGINS", &home.path().join("plugins").to_string_lossy())
                .as_str(),
        );
        put(home.path(), "corp.pem", "no certificate\n");
        put(home.path(), "plugins/here/__init__.py", "");
        put(home.path(), "bin/less", "#!/bin/sh\n");
        let bin = home.path().join("bin");
        runnable(&bin.join("less"));
        let machine = system(home.path(), &[("PATH", &bin.to_string_lossy())]);
        let found = crate::offline_facts(&machine, Request::default(), None).surroundings;
        assert_eq!(found.programs["most"], Ok(None));
        assert_eq!(found.programs["less"], Ok(Some(bin.join("less"))));
        assert_eq!(found.bundles["~/corp.pem"], Bundle::Empty);
        assert_eq!(found.bundles["$HOME/corp.pem"], Bundle::Missing);
        assert!(found.plugin_modules["here.sub"] && !found.plugin_modules["gone"]);
        assert_eq!(found.loopback, Ok(None));
    }

    #[test]
    fn an_aws_outside_path_is_found_below_home() {
        let home = home();
        let aws = home.path().join(".local/bin/aws");
        put(home.path(), ".local/bin/aws", "");
        let find = || {
            let machine = system(home.path(), &[("PATH", "/nowhere")]);
            let facts = crate::offline_facts(&machine, Request::default(), None);
            facts.surroundings.aws_elsewhere
        };
        // It is not executable.
        assert!(find().is_empty());
        runnable(&aws);
        assert_eq!(find(), [aws]);
    }

    fn runnable(path: &Path) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}
