//! The machine as this program uses it: environment, files, clock, processes and HTTP; the guarded
//! write, and the journal for undoing it.
//!
//! - [`System`] is the machine. Its [`overlay`](System::overlay) keeps writes in memory, for a
//!   rehearsal.
//! - [`change::commit`] is the only way in which this program writes a user's file;
//!   [`undo::undo_run`] reverts a run of it.
//! - Reads, processes and searches have limits of time and memory.

pub mod access;
mod attended;
pub mod bounded;
mod bounded_read;
mod browser;
pub mod change;
mod child_environment;
mod code_page;
pub mod expand;
mod export;
mod folder;
mod hash;
mod http;
mod http_client;
pub mod journal;
mod last_act;
mod overlay;
mod partial_read;
pub mod permissions;
pub mod process;
pub mod programs;
mod refused_renewals;
mod setup_profiles;
mod sign_ins;
mod state_list;
mod system;
mod system_proxy;
pub mod undo;
mod write;

#[cfg(unix)]
pub use attended::relay_until_the_end;
pub use attended::{Attended, Ended, MAX_TAIL_BYTES, NotExecutable, StartError, run_attended};
pub use bounded_read::{FileRead, ReadFile, read_bounded};
pub use browser::{OPEN_ADDRESS, open_in_browser, open_mail};
pub use code_page::code_page;
pub use export::{ExportError, exists, export, export_for_others, host, last_changed, read_file};
pub use folder::{FolderRead, is_file, is_folder, list_folder, read_link, real_path};
pub use hash::sha256_hex;
pub use http::{CaBundle, HttpError, ProxyRules, ServerClock, read_authorities_ahead, to_pem};
pub use http_client::{ca_bundle_state, http_client, read_ca_bundle};
pub use last_act::do_before_a_signal_ends;
pub use partial_read::PartialFile;
pub use refused_renewals::{
    RefusedRenewal, forget_refused_renewals, refused_renewals, remember_refused_renewal,
};
pub use setup_profiles::{Made, made_profiles, remember_profiles};
pub use sign_ins::{SignInOutcome, SignInWay, TriedSignIn, remember_sign_in, tried_sign_ins};
pub use system::{Clock, System};
pub use system_proxy::system_proxy;
