//! The collectors: they fill [`facts::Facts`] from the machine and from AWS.
//!
//! [`offline_facts`] collects what needs no network; [`aws_versions`], [`ask`](fn@ask),
//! [`refresh_tokens`] and [`probes`] add the rest on request. What could not be determined is a
//! [`facts::Why`].

mod ask;
mod aws_cli;
mod cache_folder;
mod credential_processes;
mod facts_of;
mod files;
mod instance;
mod locations;
mod logins;
mod names;
mod network;
mod portal_pages;
mod preset;
mod probe;
mod programs_here;
mod renewals;
mod role_cache;
mod start_up;
mod surroundings;
mod tokens;

pub use ask::{Identities, Questions, ask, identities};
pub use aws_cli::aws_versions;
pub use facts_of::{collect_files_again, collect_tokens_again, offline_facts, sign_in_facts};
pub use names::{Names, read_names};
pub use network::{connection, portal_connection};
pub use portal_pages::portal_pages;
pub use preset::{
    CheckedPreset, PresetError, check_preset, check_preset_text, find_preset, find_preset_file,
    read_preset,
};
pub use probe::{Probes, clock, probes};
pub use programs_here::{ProgramSearch, begin_program_search};
pub use renewals::{forget_refusals, refresh_tokens, renew_token};
