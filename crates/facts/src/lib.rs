//! The plain model of a machine: what was found, what could not be determined and why, and the one
//! resolution from a profile to its session, portal, region, endpoints and cache key.
//!
//! Everything here is data and pure functions. `collect` fills it and the checks judge it; both
//! use [`Facts`]. A value that could not be determined is a [`Known`] with the reason, never an
//! absence, because "could not find out" must not be read as "broken".

mod access;
mod browser;
mod chain;
mod cli;
mod endpoints;
mod environment;
mod files;
mod found_program;
mod identity;
mod known;
mod login;
mod machine;
mod mask;
mod pager;
mod partition;
mod place;
mod portal_address;
mod preset;
mod probe;
mod program;
mod program_version;
mod proxy;
mod recipient;
mod redact;
mod region;
mod resolution;
mod role_cache;
mod scope;
mod secret;
mod session;
mod shell;
mod sign_in;
mod start_up;
mod start_url;
mod subject;
mod surroundings;
mod system_proxy;
mod text;
mod token;
mod wanted;

pub use access::{Access, Audience, Permissions};
pub use browser::NoReturn;
pub use chain::{Chains, has_credentials};
pub use cli::{AwsExecutable, AwsVersion, Installation, VersionKnownBy, VersionOutput};
pub use endpoints::{EndpointFrom, EndpointSetting, Service};
pub use environment::{Environment, Variable};
pub use files::{AwsFile, AwsFiles, FileMetadata, FileState, is_null_device};
pub use found_program::{
    FoundAt, FoundProgram, FoundPrograms, Presence, ProfileBy, ProfileWay, ProgramSetting,
    SdkFamily, SdkModule, WhyInUse,
};
pub use identity::{AssignedAccount, Identity, IdentityAnswer, ServiceError, Step};
pub use known::{Known, Why};
pub use login::{LoginCache, LoginEntry, LoginKeys, login_cache_name};
pub use machine::{Arch, Facts, FileLocation, Locations, Network, Origin, Os, Request};
pub use mask::{
    LineRole, clean, clean_line, clean_screen, continues_a_secret, escape_html, escape_json,
    is_known_setting, is_unsafe_to_print, mask_command, mask_comment, mask_file_line, mask_in_line,
    mask_key_id, mask_secrets, mask_secrets_in, mask_value, tilde,
};
pub use pager::{Pager, PagerFrom};
pub use partition::Partition;
pub use place::Place;
pub use portal_address::{AddressFault, read_portal_address};
pub use preset::{Contact, Preset, WayIn};
pub use probe::{
    Authorities, Certificate, Endpoint, Hop, Name, Obstacle, Probe, Proxy, Reached, Shown, Skew,
    Stage, Verdict,
};
pub use program::{CommandFault, Program, ProgramState, split_command};
pub use program_version::ProgramVersion;
pub use proxy::{ProxyFault, ProxySettings, proxy_address, proxy_bypasses};
pub use recipient::{NotSent, Recipients};
pub use redact::{Hidden, Leak, NameKind, Readers, Redactor, Removed};
pub use region::{
    REGIONS, accept_region_name, is_known_region, looks_like_region, may_be_newer, misspelt_region,
    nearest_region,
};
pub use resolution::{Endpoints, Portals, Profile, Region};
pub use role_cache::{CachedRole, RoleCache, RoleCredentials};
pub use scope::{Scope, ScopeReason};
pub use secret::Secret;
pub use session::{Session, SessionKey, role_cache_name, token_cache_name};
pub use shell::{Shell, join_options};
pub use sign_in::{SignInState, SignedOutBecause};
pub use start_up::StartUpLine;
pub use start_url::{StartUrl, StartUrlKind};
pub use subject::Subject;
pub use surroundings::{Bundle, HomeFolder, NotRead, Surroundings, UnreadFile, User};
pub use system_proxy::{InternetOptions, read_scutil};
pub use text::Text;
pub use token::{
    CacheEntry, CacheFault, FolderState, OtherContent, OtherEntry, Registration, RegistrationEntry,
    TimeForm, Token, TokenCache, Writer,
};
