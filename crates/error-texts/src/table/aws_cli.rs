//! The program `aws` itself: missing, too old or shadowed.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    detectable(
        "E01",
        &["cli-installed"],
        "the AWS CLI is not installed, or its directory is not on PATH",
        "install it, or add its directory to PATH and open a new terminal",
    ),
    detectable(
        "E02",
        &["cli-shadowed", "cli-version"],
        "the first `aws` on PATH is version 1, which does not support single sign-on",
        "uninstall version 1 (`pip uninstall awscli`), or put version 2 first on PATH",
    ),
    detectable(
        "E03",
        &["cli-version"],
        "the program is too old for sso-session sections (AWS CLI before 2.9, or an old SDK)",
        "update the AWS CLI, or the program that printed this",
    ),
    fixable(
        "E18",
        &["cli-pager"],
        "the pager that the AWS CLI uses for its output is not installed",
        "set AWS_PAGER to an empty value, or install less",
    ),
    fixable(
        "E19",
        &["cli-plugins"],
        "the config file loads a plugin for AWS CLI version 1",
        "remove the [plugins] section and cli_legacy_plugin_path from the config file",
    ),
    detectable(
        "L08",
        &["cli-version"],
        "this AWS CLI is older than 2.22 and has no --use-device-code",
        "omit the option: before 2.22, every sign-in uses a device code",
    ),
    detectable(
        "U05",
        &["cli-version"],
        "AWS CLI 2.35.13 and 2.35.14 do not support start URLs in the AWS China Regions",
        "update the AWS CLI to 2.35.15 or newer",
    ),
    detectable(
        "U06",
        &["cli-version", "sso-start-url"],
        "the start URL is an issuer URL (identitycenter.…), which is not in DNS; AWS CLI 2.35.13 to 2.36.3 look it up anyway",
        "update the AWS CLI to 2.36.4 or newer, or use the AWS access portal URL",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("shell-aws-command-not-found", Shell, "aws: command not found", Failures("E01")),
            text("shell-command-not-found-aws", Shell, "command not found: aws", Unrecorded),
            text("shell-aws-not-found", Shell, ": aws: not found", Unrecorded),
            text("shell-unknown-command-aws", Shell, "Unknown command: aws", Unrecorded),
            text("shell-unknown-command-aws-short", Shell, "Unknown command aws", Unrecorded),
            text("shell-aws-not-recognized", Shell, "aws is not recognized as an internal or external command", Unrecorded),
            text("shell-term-aws-not-recognized", Shell, "The term aws is not recognized as", Unrecorded),
            text("go-exec-aws-executable-file-not-found", GoSdk, "exec: aws: executable file not found in", Thread("eksctl-io/eksctl#1562")),
            text("go-executable-aws-not-found", GoSdk, "executable aws not found", Unrecorded),
        ],
        "the program `aws` was not found",
        &["E01"],
    ),
    message(
        &[
            text("aws-cli-operation-invalid-choice", AwsCli, "argument operation: Invalid choice, valid choices are", Failures("E02")),
            text("aws-cli-command-invalid-choice", AwsCli, "argument command: Invalid choice, valid choices are", Unrecorded),
            text("aws-cli-operation-found-invalid-choice", AwsCli, "argument operation: Found invalid choice", Unrecorded),
            text("aws-cli-command-found-invalid-choice", AwsCli, "argument command: Found invalid choice", Unrecorded),
        ],
        "this AWS CLI does not know the command",
        &["E02", "E01"],
    ),
    words(
        &[&["argument command", "invalid choice", "sso"], &["aws", "invalid choice", "sso"]],
        &["E02"],
    ),
    message(
        &[
            text("aws-cli-unknown-options-sso-session", AwsCli, "Unknown options: --sso-session", Unrecorded),
            text("aws-cli-unknown-options-session-name", AwsCli, "Unknown options: --session-name", Unrecorded),
        ],
        "this AWS CLI does not know the option",
        &["E03"],
    ),
    message(
        &[
            text("aws-cli-unknown-options-use-device-code", AwsCli, "Unknown options: --use-device-code", Failures("L08")).until("2.21"),
        ],
        "this AWS CLI does not know the option",
        &["L08"],
    ),
    message(
        &[
            text("aws-cli-unable-to-redirect-output-to-pager", AwsCli, "Unable to redirect output to pager", Failures("E18")),
            text("botocore-no-such-file-or-directory-less", Botocore, "No such file or directory: less", Failures("E18")),
            text("shell-less-command-not-found", Shell, "less: command not found", Unrecorded),
        ],
        "the AWS CLI did not find its pager",
        &["E18"],
    ),
    message(
        &[
            text("python-no-module-named-awscli-plugin", Python, "No module named awscli_plugin{module}", Failures("E19")),
            text("aws-cli-no-module-named", AwsCli, "aws: [ERROR]: No module named {module}", Unrecorded),
        ],
        "the AWS CLI did not find a plugin that the config file names",
        &["E19"],
    ),
    message(
        &[
            text("aws-cli-failed-resolve-start-url-http", AwsCli, "Failed to resolve start URL: HTTP {why}", Failures("U05")).since("2.35.13"),
        ],
        "the AWS CLI could not resolve the start URL",
        &["U05", "U07", "C31"],
    ),
    message(
        &[
            text("aws-cli-failed-resolve-start-url", AwsCli, "Failed to resolve start URL: {why}", Measured("AWS CLI 2.36.7")).since("2.35.13"),
            text("java-unknown-host-exception-identitycenter", JavaSdk, "UnknownHostException: identitycenter.{host}", Unrecorded),
            text("go-lookup-identitycenter", GoSdk, "lookup identitycenter.{host}", Unrecorded),
        ],
        "the host name in the start URL was not found",
        &["U07", "U06", "C31", "C07", "E16"],
    ),
    words(
        &[
            &["getaddrinfo", "identitycenter"],
            &["name or service not known", "identitycenter"],
            &["could not resolve", "identitycenter"],
        ],
        &["U06"],
    ),
];
