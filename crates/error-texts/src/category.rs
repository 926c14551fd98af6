//! The categories of causes: what kind of thing is wrong, and whose fault it is. They are public:
//! `explain --format json` and the corpus of `explain` use their names.

use crate::row::Cause;

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Sign in, or sign in again.
    SignIn,
    /// The sign-in in the browser does not come to its end.
    Browser,
    /// A file in the token cache.
    TokenCache,
    /// The profile is not found, or another one is used.
    Profile,
    /// The syntax, the encoding or the permissions of the AWS files.
    Files,
    /// The settings of single sign-on: session, account, role.
    Settings,
    /// The address of the portal or its region.
    Portal,
    /// Nothing gives credentials to the program.
    NoCredentials,
    /// Keys that are old, incomplete or in the way.
    Keys,
    /// A role that is assumed: its source, its settings.
    Role,
    /// A `credential_process`.
    Process,
    /// A sign-in with `aws login`.
    Console,
    /// No region, or one that does not exist.
    Region,
    /// No connection.
    Network,
    /// A certificate.
    Certificate,
    /// The clock.
    Clock,
    /// The AWS CLI: missing, old, broken.
    AwsCli,
    /// The program is too old for this configuration.
    TooOld,
    /// A known defect of the program.
    Defect,
    /// The program does not support single sign-on.
    NoSingleSignOn,
    /// A part of the program is not installed.
    MissingPart,
    /// AWS knows the caller but does not allow the call.
    Permission,
    /// Too many requests, or an outage.
    Busy,
    /// Another sign-in that is made with AWS credentials: a registry, a cluster, another tool.
    OtherSignIn,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Something on this computer.
    Machine,
    /// The program that speaks.
    Program,
    /// Something that AWS, or an administrator, decides.
    Aws,
}

use Category::{
    AwsCli, Browser, Busy, Certificate, Clock, Console, Defect, Files, Keys, MissingPart, Network,
    NoCredentials, NoSingleSignOn, OtherSignIn, Permission, Portal, Process, Profile, Region, Role,
    Settings, SignIn, TokenCache, TooOld,
};

/// Every cause, by its category.
#[rustfmt::skip] // A category a line.
const CATEGORIES: &[(Category, &[&str])] = &[
    (SignIn, &["T01", "T02", "T03", "T04", "T05", "L03", "C17", "U03", "U11"]),
    (Browser, &["L01", "L02", "L04", "L05", "L06", "L07", "denied", "E13", "E20", "E21", "A01", "A02", "A03", "A04", "A06"]),
    (TokenCache, &["T06", "T07", "T08", "T09", "T11", "T12", "T13", "T14", "T15", "T16"]),
    (Profile, &["E06", "E07", "E08", "E09", "E10", "C09", "C10", "C20", "elsewhere"]),
    (Files, &["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C11", "C16", "C22", "C28", "C29", "C30", "C32", "portable", "after-header"]),
    (Settings, &["C12", "C13", "C14", "C15", "C21", "C25", "R04"]),
    (Portal, &["C19", "C31", "U01", "U02", "U04", "U07", "U08", "U09", "U10", "U13"]),
    (NoCredentials, &["no-profile", "no-choice", "no-source", "C33", "load-config", "in-container"]),
    (Keys, &["E04", "E05", "S01", "S02", "S03", "S04", "S05", "S06", "wrong-account"]),
    (Role, &["C23", "C24", "role-source-empty", "role-two-sources", "role-credential-source", "role-needs-mfa", "mfa-code", "mfa-incomplete", "role-settings"]),
    (Process, &["C26", "process-output", "process-slow", "process-expired"]),
    (Console, &["C27", "T17", "T18", "T19", "console-not-allowed"]),
    (Region, &["C18"]),
    (Network, &["E11", "E12", "E16"]),
    (Certificate, &["E14", "E15", "other-host"]),
    (Clock, &["E17"]),
    (AwsCli, &["E01", "E02", "E18", "E19", "L08", "U05", "U06", "cli-not-on-path", "cli-broken", "cli-output"]),
    (TooOld, &["E03", "T10", "old-program", "old-console", "old-kubernetes"]),
    (Defect, &["defect", "bedrock-token", "R06"]),
    (NoSingleSignOn, &["no-sso"]),
    (MissingPart, &["sdk-part", "console-part", "tool-missing"]),
    (Permission, &["R01", "R02", "R03", "R07", "L09", "A05", "U12", "not-subscribed", "role-denied", "region-denied", "not-mapped"]),
    (Busy, &["R05", "aws-busy"]),
    (OtherSignIn, &["registry-expired", "assertion-expired", "registry-missing", "packages-expired", "own-sign-in", "nested-shell"]),
];

impl Category {
    /// The stable name, in kebab case.
    pub const fn name(self) -> &'static str {
        match self {
            SignIn => "sign-in",
            Browser => "browser",
            TokenCache => "token-cache",
            Profile => "profile",
            Files => "files",
            Settings => "settings",
            Portal => "portal",
            NoCredentials => "no-credentials",
            Keys => "keys",
            Role => "role",
            Process => "process",
            Console => "console",
            Region => "region",
            Network => "network",
            Certificate => "certificate",
            Clock => "clock",
            AwsCli => "aws-cli",
            TooOld => "too-old",
            Defect => "defect",
            NoSingleSignOn => "no-single-sign-on",
            MissingPart => "missing-part",
            Permission => "permission",
            Busy => "busy",
            OtherSignIn => "other-sign-in",
        }
    }

    /// Whose fault it is.
    pub const fn fault(self) -> Fault {
        match self {
            TooOld | Defect | NoSingleSignOn | MissingPart => Fault::Program,
            Permission | Busy => Fault::Aws,
            _ => Fault::Machine,
        }
    }

    /// Every category with its causes.
    pub const fn all() -> &'static [(Self, &'static [&'static str])] {
        CATEGORIES
    }
}

impl Cause {
    /// Its category; every cause has exactly one.
    pub fn category(&self) -> Category {
        CATEGORIES
            .iter()
            .find_map(|(category, causes)| causes.contains(&self.id).then_some(*category))
            .unwrap_or(NoCredentials)
    }
}
