//! Collects the facts that need no network.

use std::sync::Arc;

use facts::{Facts, Known, Locations, Preset, Request, RoleCache, Why};

use machine::bounded::{self, FILE_LIMIT};
use machine::{System, permissions};

use crate::{
    aws_cli, credential_processes, files, locations, logins, role_cache, surroundings, tokens,
};

/// Collects without network: the environment, the locations, both AWS files, every `aws` on PATH
/// (with the version that its installation's files tell), and the AWS CLI's tokens and credentials. Synchronous; the collectors
/// run in parallel, each for at most five seconds.
pub fn offline_facts(system: &System, request: Request, preset: Option<Arc<Preset>>) -> Facts {
    let locations = locations::locations(system);
    let reading = files::begin_files(system, &locations);
    let searching = {
        let system = system.clone();
        bounded::start_work(move || aws_cli::find_aws_cli(&system))
    };
    let surrounding = {
        let (system, locations) = (system.clone(), locations.clone());
        bounded::start_work(move || surroundings::collect_surroundings(&system, &locations))
    };
    let roles = begin_roles(system, &locations);
    let private = permissions::begin_access(system, &locations);
    let mut facts = Facts::new(
        system.now(),
        request,
        system.shared_environment(),
        system.home(),
        locations,
        reading.finish(),
    );
    facts.preset = preset;
    facts.practice = system.is_practice();
    facts.access = private.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
    facts.host = machine::host();
    facts.system_proxy = machine::system_proxy(system);
    facts.code_page = machine::code_page(system);
    facts.tokens = tokens::collect_tokens(system, &facts);
    facts.logins = logins::collect_logins(system, &facts);
    facts.role_cache = roles.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
    facts.aws = searching.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
    facts.surroundings = surrounding.wait(FILE_LIMIT).unwrap_or_default();
    surroundings::add_wanted(system, &mut facts);
    facts.credential_processes = credential_processes::collect_programs(system, &facts);
    facts
}

/// Collects only what the state of a sign-in depends on: the environment, both AWS files, the AWS
/// CLI's tokens, and the sign-ins of `aws login`. For a command that is run many times; everything
/// else counts as not asked.
pub fn sign_in_facts(system: &System, request: Request, preset: Option<Arc<Preset>>) -> Facts {
    let locations = locations::locations(system);
    let files = files::begin_files(system, &locations).finish();
    let environment = system.shared_environment();
    let mut facts = Facts::new(system.now(), request, environment, system.home(), locations, files);
    facts.preset = preset;
    facts.practice = system.is_practice();
    facts.system_proxy = machine::system_proxy(system);
    facts.tokens = tokens::collect_tokens(system, &facts);
    facts.logins = logins::collect_logins(system, &facts);
    facts
}

/// Reads both AWS files and all permissions again, for example after a change. Does not read the
/// tokens; call [`collect_tokens_again`] too if a change may have added or renamed a session.
pub fn collect_files_again(system: &System, facts: &mut Facts) {
    let files = files::begin_files(system, &facts.locations).finish();
    facts.set_files(files);
    surroundings::add_wanted(system, facts);
    facts.access = permissions::collect_access(system, &facts.locations);
    facts.credential_processes = credential_processes::collect_programs(system, facts);
}

/// Reads the tokens of the sessions in the files again, the sign-ins of `aws login`, and the AWS
/// CLI's cached credentials.
pub fn collect_tokens_again(system: &System, facts: &mut Facts) {
    let roles = begin_roles(system, &facts.locations);
    facts.tokens = tokens::collect_tokens(system, facts);
    facts.logins = logins::collect_logins(system, facts);
    facts.role_cache = roles.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
}

/// Starts to read the AWS CLI's cache of credentials.
fn begin_roles(system: &System, locations: &Locations) -> bounded::Pending<Known<RoleCache>> {
    let (system, folder) = (system.clone(), locations.role_cache.clone());
    bounded::start_work(move || {
        system.home()?;
        Ok(role_cache::read_role_cache(&system, folder))
    })
}
