//! The program `aws` itself: not there, too old, shadowed.

use super::who::{AWS, CLI, GO, JAVA, PYTHON, SHELL};
use crate::text::{Cause, Text, look, mend, message, words};

pub(super) const CAUSES: &[Cause] = &[
    look(
        "E01",
        &["cli-installed"],
        "the AWS CLI is not installed, or its folder is not on PATH",
        "install it, or add its folder to PATH and open a new terminal",
    ),
    look(
        "E02",
        &["cli-shadowed", "cli-version"],
        "the first `aws` on PATH is version 1, which has no single sign-on",
        "let version 2 stand first on PATH, or uninstall version 1 (`pip uninstall awscli`)",
    ),
    look(
        "E03",
        &["cli-version"],
        "the program is too old to know sso-session sections (the AWS CLI before 2.9, an old SDK)",
        "update the AWS CLI, or the program that printed this",
    ),
    mend(
        "E18",
        &["cli-pager"],
        "the pager that the AWS CLI wants to show its output with is not installed",
        "set AWS_PAGER to nothing, or install less",
    ),
    mend(
        "E19",
        &["cli-plugins"],
        "the config file loads a plugin that was made for AWS CLI v1",
        "take the [plugins] section and cli_legacy_plugin_path out of the config file",
    ),
    look(
        "L08",
        &["cli-version"],
        "this AWS CLI is older than 2.22 and has no --use-device-code",
        "leave the option away: before 2.22 every sign-in shows a code",
    ),
    look(
        "U05",
        &["cli-version"],
        "AWS CLI 2.35.13 and 2.35.14 cannot read start URLs of AWS in China",
        "update the AWS CLI to 2.35.15 or newer",
    ),
    look(
        "U06",
        &["cli-version", "sso-start-url"],
        "the start URL is an issuer address (identitycenter.…), which has no host in DNS; AWS CLI 2.35.13 to 2.36.3 look it up all the same",
        "update the AWS CLI to 2.36.4 or newer, or use the access portal's own address",
    ),
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[
            (SHELL, "aws: command not found"),
            (SHELL, "command not found: aws"),
            (SHELL, ": aws: not found"),
            (SHELL, "Unknown command: aws"),
            (SHELL, "Unknown command aws"),
            (SHELL, "aws is not recognized as an internal or external command"),
            (SHELL, "The term aws is not recognized as"),
            (GO, "exec: aws: executable file not found in"),
            (GO, "executable aws not found"),
        ],
        "the program `aws` was not found",
        &["E01"],
    ),
    message(
        &[
            (AWS, "argument operation: Invalid choice, valid choices are"),
            (AWS, "argument command: Invalid choice, valid choices are"),
            (AWS, "argument operation: Found invalid choice"),
            (AWS, "argument command: Found invalid choice"),
        ],
        "this AWS CLI does not know the command",
        &["E02", "E01"],
    ),
    words(
        &[&["argument command", "invalid choice", "sso"], &["aws", "invalid choice", "sso"]],
        &["E02"],
    ),
    message(
        &[(AWS, "Unknown options: --sso-session"), (AWS, "Unknown options: --session-name")],
        "this AWS CLI does not know the option",
        &["E03"],
    ),
    message(
        &[(AWS, "Unknown options: --use-device-code")],
        "this AWS CLI does not know the option",
        &["L08"],
    ),
    message(
        &[
            (AWS, "Unable to redirect output to pager"),
            (CLI, "No such file or directory: less"),
            (SHELL, "less: command not found"),
        ],
        "the AWS CLI found no program to show its output with",
        &["E18"],
    ),
    message(
        &[
            (PYTHON, "No module named awscli_plugin{module}"),
            (AWS, "aws: [ERROR]: No module named {module}"),
        ],
        "the AWS CLI was told to load a plugin and did not find it",
        &["E19"],
    ),
    message(
        &[(AWS, "Failed to resolve start URL: HTTP {why}")],
        "the AWS CLI asked the start URL where it leads, and got no useful answer",
        &["U05", "U07", "C31"],
    ),
    message(
        &[
            (AWS, "Failed to resolve start URL: {why}"),
            (JAVA, "UnknownHostException: identitycenter.{host}"),
            (GO, "lookup identitycenter.{host}"),
        ],
        "the host of the start URL was not found",
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
