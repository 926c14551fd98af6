//! The machine: environment, files, clock, processes, HTTP; the collectors that fill
//! [`facts::Facts`]; the guarded write, and the journal from which it is taken back.
//!
//! - [`System`] is the machine as this program touches it. Its [`overlay`](System::overlay) keeps
//!   writes in memory, for a rehearsal.
//! - [`offline_facts`] looks at what needs no network; [`aws_versions`], [`ask`](fn@ask),
//!   [`refresh_tokens`] and [`probes`] add the rest when it is wanted. Every look has a limit of time and of
//!   memory; what could not be found out is a [`facts::Why`].
//! - [`change::commit`] is the only way in which this program writes a file of the person's;
//!   [`journal::undo`] takes it back.

mod access;
mod ask;
mod aws_cli;
mod bounded;
mod cache_folder;
pub mod change;
mod expand;
mod export;
mod facts_of;
mod files;
mod http;
pub mod journal;
mod locations;
mod look;
mod made;
mod network;
mod overlay;
mod portal_pages;
mod preset;
mod privacy;
mod probe;
mod processes;
mod programs;
mod role_cache;
mod surroundings;
mod system;
mod tokens;

pub use ask::{Identities, Questions, ask, identities};
pub use aws_cli::aws_versions;
pub use export::{ExportError, exists, export, last_changed, read_file};
pub use facts_of::{collect_files_again, collect_tokens_again, offline_facts};
pub use http::{CaBundle, HttpError, http_client, read_ca_bundle};
pub use made::{Made, made_profiles, remember_profiles};
pub use network::{connection, portal_connection, refresh_tokens};
pub use portal_pages::portal_pages;
pub use preset::{PresetError, find_preset, read_preset};
pub use probe::{Probes, clock, probes};
pub use system::{Clock, System};
