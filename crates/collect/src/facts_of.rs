//! The facts that are found out without the network.

use std::sync::Arc;

use facts::{Facts, Known, Locations, Preset, Request, RoleCache, Why};

use machine::bounded::{self, FILE_LIMIT};
use machine::{System, permissions};

use crate::{aws_cli, credential_processes, files, locations, role_cache, surroundings, tokens};

/// What can be found out at once: the environment, the locations, both AWS files, every `aws` on
/// PATH (their versions are not asked), and what the AWS CLI keeps of tokens and credentials.
/// Synchronous; the looks run together, and none is waited for longer than five seconds.
pub fn offline_facts(system: &System, request: Request, preset: Option<Arc<Preset>>) -> Facts {
    let locations = locations::locations(system);
    let reading = files::begin(system, &locations);
    let searching = {
        let system = system.clone();
        bounded::start(move || aws_cli::find(&system))
    };
    let surrounding = {
        let (system, locations) = (system.clone(), locations.clone());
        bounded::start(move || surroundings::of_machine(&system, &locations))
    };
    let roles = begin_roles(system, &locations);
    let private = permissions::begin(system, &locations);
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
    facts.tokens = tokens::collect(system, &facts);
    facts.role_cache = roles.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
    facts.aws = searching.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
    facts.surroundings = surrounding.wait(FILE_LIMIT).unwrap_or_default();
    surroundings::add_wanted(system, &mut facts);
    facts.credential_processes = credential_processes::collect(system, &facts);
    facts
}

/// Reads both AWS files again, and who can get at what, as after a change. The tokens stay as they
/// were, so call [`collect_tokens_again`] too where a change may have named another session.
pub fn collect_files_again(system: &System, facts: &mut Facts) {
    let files = files::begin(system, &facts.locations).finish();
    facts.set_files(files);
    surroundings::add_wanted(system, facts);
    facts.access = permissions::collect(system, &facts.locations);
    facts.credential_processes = credential_processes::collect(system, facts);
}

/// Reads the tokens of the sessions that the files name again, and the credentials of roles that
/// the AWS CLI keeps.
pub fn collect_tokens_again(system: &System, facts: &mut Facts) {
    let roles = begin_roles(system, &facts.locations);
    facts.tokens = tokens::collect(system, facts);
    facts.role_cache = roles.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)));
}

/// Begins to read the AWS CLI's cache of credentials.
fn begin_roles(system: &System, locations: &Locations) -> bounded::Started<Known<RoleCache>> {
    let (system, folder) = (system.clone(), locations.role_cache.clone());
    bounded::start(move || {
        system.home()?;
        Ok(role_cache::read(&system, folder))
    })
}
