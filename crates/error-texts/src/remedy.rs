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
