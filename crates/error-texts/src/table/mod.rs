//! The table, one file per group. The references of a row are in FAILURES, in its sections and in
//! the last one, "Seen with AWS CLI 2.36.7"; the measured texts are in FACTS 3.1.
//!
//! Add a message that means the same as others as one more line next to them:
//! `text("speaker-first-words", Speaker, "The message about {profile}", Code("file")),`.

mod access;
mod aws_cli;
mod credentials;
mod data;
mod environment;
mod files;
mod first_day;
mod iac;
mod kubernetes;
mod portal;
mod profile;
mod programs;
mod roles;
mod sdk_dotnet;
mod sdk_go;
mod sdk_js;
mod sdk_jvm;
mod sdk_native;
mod sdk_scripts;
mod session;
mod sign_in;
mod tokens;
mod tools;

use crate::row::{Cause, Meaning};

/// What the table's files import.
mod prelude {
    pub(super) use crate::row::Source::{Code, Facts, Failures, Measured, Thread, Unrecorded};
    pub(super) use crate::row::Speaker::{
        AwsCli, AwsService, Botocore, Browser, CppSdk, Crt, DotNetSdk, GoSdk, GoSdk1, Instructions,
        JavaScriptSdk, JavaScriptSdk2, JavaSdk, JavaSdk1, KotlinSdk, PhpSdk, Program, Python,
        RubySdk, RustSdk, Shell, SwiftSdk, Tls,
    };
    pub(super) use crate::row::{
        Cause, Meaning, Run, Speaker, advice, bridged, detectable, explained, exported, fixable,
        frame, general, message, needs_sign_in, text, words,
    };

    pub(super) const TERRAFORM: Speaker = Speaker::Program("Terraform");
}

/// botocore's `KeyError` for a token that it could not read: only the name of the token's file, so
/// no pattern can find it.
static BARE_HASH: Meaning = tokens::BARE_HASH;

/// The meaning of a token file's name alone.
pub fn bare_hash() -> &'static Meaning {
    &BARE_HASH
}

/// A group's causes and meanings.
type Group = (&'static [Cause], &'static [Meaning]);

pub(crate) const GROUPS: &[Group] = &[
    (aws_cli::CAUSES, aws_cli::MEANINGS),
    (environment::CAUSES, environment::MEANINGS),
    (files::CAUSES, files::MEANINGS),
    (credentials::CAUSES, credentials::MEANINGS),
    (session::CAUSES, session::MEANINGS),
    (portal::CAUSES, portal::MEANINGS),
    (profile::CAUSES, profile::MEANINGS),
    (&[], std::slice::from_ref(&BARE_HASH)),
    (tokens::CAUSES, tokens::MEANINGS),
    (sign_in::CAUSES, sign_in::MEANINGS),
    (access::CAUSES, access::MEANINGS),
    (first_day::CAUSES, first_day::MEANINGS),
    (programs::CAUSES, &[]),
    (roles::CAUSES, &[]),
    (&[], sdk_go::MEANINGS),
    (&[], sdk_js::MEANINGS),
    (&[], sdk_jvm::MEANINGS),
    (&[], sdk_dotnet::MEANINGS),
    (&[], sdk_native::MEANINGS),
    (&[], sdk_scripts::MEANINGS),
    (&[], iac::MEANINGS),
    (&[], kubernetes::MEANINGS),
    (&[], tools::MEANINGS),
    (&[], data::MEANINGS),
];
