//! Remedies that depend on the program that speaks: what a program does not read is never its
//! remedy. The settings that each SDK reads are in its own source (docs/facts.md).

use crate::row::Speaker;
use crate::row::Speaker::{
    CppSdk, Crt, DotNetSdk, GoSdk, GoSdk1, JavaScriptSdk, JavaScriptSdk2, JavaSdk, JavaSdk1,
    KotlinSdk, PhpSdk, RustSdk, SwiftSdk,
};

/// The causes with the programs for which their remedy is another one, and that remedy.
const REMEDIES: &[(&[&str], &[Speaker], &str)] = &[
    (
        &["E14", "E15"],
        &[JavaScriptSdk, JavaScriptSdk2],
        "set NODE_EXTRA_CA_CERTS to the file with your organization's certificates; Node.js reads neither AWS_CA_BUNDLE nor ca_bundle",
    ),
    (
        &["E14", "E15"],
        &[JavaSdk, JavaSdk1, KotlinSdk],
        "add your organization's certificate to the trust store of the Java installation (keytool -importcert -cacerts); Java reads neither AWS_CA_BUNDLE nor ca_bundle",
    ),
    (
        &["E14", "E15"],
        &[RustSdk, DotNetSdk, SwiftSdk, Crt, CppSdk],
        "add your organization's certificate to the system's trusted certificates; this SDK does not read ca_bundle",
    ),
    (
        &["E14", "E15"],
        &[GoSdk, GoSdk1],
        "set AWS_CA_BUNDLE to the file with your organization's certificates, or add them to the system's trusted certificates",
    ),
    (
        &["C18"],
        &[JavaScriptSdk, JavaScriptSdk2, JavaSdk, KotlinSdk, PhpSdk],
        "add region = … to the profile, or set AWS_REGION; this SDK does not read AWS_DEFAULT_REGION",
    ),
    (
        &["C18"],
        &[Speaker::Botocore, Speaker::Python],
        "add region = … to the profile, or set AWS_DEFAULT_REGION; boto3 does not read AWS_REGION",
    ),
    (
        &["C17", "T02", "T03", "T01"],
        &[JavaSdk1, Crt],
        "sign in, then export keys for it with `aws configure export-credentials --profile {profile} --format env`: this SDK does not support single sign-on",
    ),
];

/// The remedy of a cause for the program that speaks, if it differs from the cause's own.
pub fn remedy_for(cause: &str, speaker: Speaker) -> Option<&'static str> {
    REMEDIES
        .iter()
        .find(|(causes, speakers, _)| causes.contains(&cause) && speakers.contains(&speaker))
        .map(|(.., remedy)| *remedy)
}

/// The causes whose remedy is a command that Windows does not have, and the remedy there.
const REMEDIES_ON_WINDOWS: &[(&str, &str)] = &[
    (
        "C28",
        "open the properties of the file in ~/.aws, then Security, and give yourself Read and Write",
    ),
    (
        "T11",
        "open the properties of the folder ~/.aws/sso/cache, then Security, and give yourself Full control",
    ),
];

/// The remedy of a cause on Windows, if it differs from the cause's own.
pub fn remedy_on_windows(cause: &str) -> Option<&'static str> {
    REMEDIES_ON_WINDOWS.iter().find(|(id, _)| *id == cause).map(|(_, remedy)| *remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cause that tells people to use a program of Unix has other words on Windows.
    #[test]
    fn no_command_of_unix_is_named_on_windows() {
        for cause in crate::causes() {
            let answer = remedy_on_windows(cause.id).unwrap_or(cause.answer);
            let in_wsl = answer.contains("in WSL");
            for word in ["sudo ", "chmod ", "chown ", "ls -", "$USER"] {
                assert!(in_wsl || !answer.contains(word), "{}: {answer}", cause.id);
            }
        }
        for (id, _) in REMEDIES_ON_WINDOWS {
            assert!(crate::find_cause(id).is_some(), "{id}");
        }
    }
}
