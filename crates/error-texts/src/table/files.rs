//! The AWS files: their syntax and their permissions.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    fixable(
        "C01",
        &["config-duplicates"],
        "a section appears twice",
        "merge the two sections into one",
    ),
    fixable(
        "C02",
        &["config-duplicates"],
        "a key appears twice in a section",
        "delete one of them",
    ),
    fixable(
        "C03",
        &["config-syntax"],
        "a line is neither a header nor `key = value`",
        "delete the line, or comment it out with #",
    ),
    fixable(
        "C04",
        &["files-encoding"],
        "the file starts with a byte order mark (Notepad and PowerShell add one)",
        "save the file as UTF-8 without a byte order mark",
    ),
    fixable(
        "C05",
        &["files-encoding"],
        "the file is UTF-16 (PowerShell's > writes UTF-16)",
        "save the file as UTF-8",
    ),
    fixable(
        "C06",
        &["config-lookalikes", "config-sections", "config-indentation"],
        "the section header looks right but has a space inside the brackets, an invisible character, or an indent",
        "retype the header as [profile NAME] at the start of the line",
    ),
    fixable(
        "C07",
        &["config-lookalikes", "config-values"],
        "quotes (straight or curly) are part of the value",
        "remove the quotes",
    ),
    fixable(
        "C08",
        &["config-values"],
        "a comment on the same line is part of the value",
        "move the comment to its own line",
    ),
    fixable(
        "C09",
        &["config-sections"],
        "the section header in the config file is [NAME] instead of [profile NAME]",
        "change it to [profile NAME]",
    ),
    fixable(
        "C10",
        &["config-sections"],
        "the section header in the credentials file is [profile NAME] instead of [NAME]",
        "change it to [NAME]",
    ),
    fixable(
        "C11",
        &["config-duplicates"],
        "[default] and [profile default] both exist, and one hides the other",
        "merge the two sections into one",
    ),
    fixable(
        "C16",
        &["config-keys"],
        "a key is misspelled, for example sso_registration_scope instead of sso_registration_scopes",
        "correct the key, then sign in again",
    ),
    detectable(
        "C20",
        &["config-names"],
        "the profile name has a space, a quote, or another character that some tools reject",
        "rename the profile: letters, digits, and _ - . are safe",
    ),
    detectable(
        "C21",
        &["config-names"],
        "the sso-session name has a space or another character that some tools reject",
        "rename the sso-session, also in the profiles that use it, then sign in again",
    ),
    fixable(
        "C22",
        &["config-sections"],
        "every section inherits the keys of [DEFAULT] in capitals",
        "change it to [default]",
    ),
    detectable(
        "C28",
        &["files-readable", "files-private"],
        "the AWS files belong to another user or have the wrong mode (often after sudo)",
        "run `sudo chown -R \"$USER\" ~/.aws`, then `chmod 600 ~/.aws/config`",
    ),
    fixable(
        "C29",
        &["config-indentation"],
        "an indented line is read as part of the value above it",
        "remove the indent",
    ),
    detectable(
        "C30",
        &["config-managed", "files-readable"],
        "the file is a link to a read-only or managed file (nix, chezmoi, stow)",
        "change it at its source",
    ),
    detectable(
        "C32",
        &["config-template"],
        "the block is a template from instructions that was not filled in (AWS files expand no variables)",
        "put your own values where the template has <…>, {{…}}, ${…}, or CHANGEME, or run `aws-onboard setup`",
    ),
    fixable(
        "portable",
        &["config-portable"],
        "this SDK parses the file differently than the AWS CLI",
        "use syntax that all tools support: no indents, no capitals in keys, no quotes in headers",
    ),
    fixable(
        "after-header",
        &["config-sections"],
        "the settings are on the header's line, after the ], and are silently ignored",
        "put each setting on its own line",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("botocore-unable-parse-config-file", Botocore, "Unable to parse config file: {path}", Code("botocore/exceptions.py")),
            text("botocore-unable-to-parse-config-file", Botocore, "Unable to parse config file", Code("botocore/exceptions.py")),
            text("botocore-config-parse-error", Botocore, "botocore.exceptions.ConfigParseError", Code("botocore/exceptions.py")),
        ],
        "the AWS CLI and boto3 reject the whole file, for every profile, and do not say which line is wrong",
        &["C01", "C02", "C03", "C04", "C05", "C32"],
    )
    .apart("the file on this computer shows which one, and the line"),
    message(
        &[
            text("rust-could-not-parse-profile-file", RustSdk, "could not parse profile file", Measured("aws-config")),
            text("rust-parsing-as-aws-profile-file", RustSdk, "error parsing {path} as an AWS profile file", Unrecorded),
        ],
        "the SDK rejects the whole file",
        &["C03", "C04", "portable", "C05", "C29"],
    )
    .apart("the file on this computer shows which one, and the line"),
    message(
        &[
            text("go-failed-to-load-shared-config-file", GoSdk, "failed to load shared config file, {path}, {why}", Code("config/shared_config.go")),
        ],
        "the program rejects the config file",
        &["C03", "C28", "portable"],
    ),
    message(
        &[
            text("python-duplicate-section-error", Python, "DuplicateSectionError: While reading from {path} [line {line}]: section {section} already exists", Unrecorded),
            text("python-duplicate-option-error", Python, "DuplicateOptionError: While reading from {path} [line {line}]: option {key} in section {section} already exists", Unrecorded),
        ],
        "a section or key appears twice[ (line {line})]",
        &["C01", "C02"],
    )
    .needs(&[".aws"]),
    message(
        &[
            text("python-missing-section-header-error", Python, "MissingSectionHeaderError: File contains no section headers", Unrecorded),
            text("python-parsing-error", Python, "ParsingError: Source contains parsing errors", Unrecorded),
        ],
        "a line is neither a header nor `key = value`",
        &["C03", "C04"],
    )
    .needs(&[".aws"]),
    message(
        &[
            text("java-expected-equals-sign", JavaSdk, "Expected an '=' sign defining a property on line {line}", Unrecorded),
        ],
        "the SDK rejects the file[ at line {line}]",
        &["C03", "portable"],
    ),
    message(
        &[
            text("botocore-region-name-with-hash-comment", Botocore, "Provided region_name {region} # {_} doesn't match a supported format", Code("botocore/exceptions.py")),
            text("botocore-region-name-with-semicolon-comment", Botocore, "Provided region_name {region} ; {_} doesn't match a supported format", Code("botocore/exceptions.py")),
        ],
        "the region name is not valid[: a comment follows {region}]",
        &["C08"],
    ),
    message(
        &[
            text("botocore-region-name-not-supported", Botocore, "Provided region_name {region} doesn't match a supported format", Code("botocore/exceptions.py")),
            text("botocore-invalid-region", Botocore, "botocore.exceptions.InvalidRegionError", Code("botocore/exceptions.py")),
        ],
        "[{region} is not a valid region name]",
        &["C08", "C07", "C19", "C32"],
    ),
    message(
        &[
            text("botocore-permission-denied-root-aws", Botocore, "Permission denied: /.aws", Failures("E10")),
        ],
        "the tool looked for the AWS files in the root directory because it does not know your home directory",
        &["E10"],
    ),
    message(
        &[
            text("botocore-permission-denied-aws-config", Botocore, "Permission denied: {folder}.aws/config", Failures("C28")),
            text("botocore-permission-denied-aws-credentials", Botocore, "Permission denied: {folder}.aws/credentials", Unrecorded),
            text("botocore-aws-config-permission-denied", Botocore, ".aws/config: Permission denied", Unrecorded),
        ],
        "you do not have permission to read or write the AWS files",
        &["C28", "C30", "E10"],
    ),
    message(
        &[
            text("botocore-read-only-file-system", Botocore, "Read-only file system: {folder}.aws", Unrecorded),
        ],
        "the .aws directory is read-only",
        &["T15", "C30"],
    ),
    general(
        &[
            text("botocore-no-such-file", Botocore, "^[Errno 2] No such file or directory: {path}$", Failures("C26")),
        ],
        "a setting names a program or file that does not exist[: {path}]",
        &["C26", "E15", "E18"],
    ),
    words(
        &[
            &["profile missing", "visible"],
            &["profile", "is there", "not found"],
            &["profile", "in the file", "not found"],
            &["profile", "in the config", "not found"],
        ],
        &["C06", "C09", "C10", "E09"],
    ),
    words(&[&["profile from credentials", "not found"], &["credentials file", "profile", "not found"]], &["C10"]),
    words(&[&["settings ignored"], &["setting", "is ignored", "aws"], &["settings", "default", "ignored"]], &["C11", "C16", "C29"]),
    words(
        &[
            &["profile not found", "spaces"],
            &["profile not found", "quotes"],
            &["other sdks fail", "cli works"],
            &["sdk", "fail", "cli works"],
        ],
        &["C20", "portable"],
    ),
    words(&[&["profile not found"], &["profile cannot be found"], &["profile could not be found"], &["profile", "cannot be found", "aws"], &["profile", "could not be found", "aws"]], &["E06", "E09", "C09", "C10", "C06"]),
    words(&[&["session with spaces"], &["sso-session", "spaces"], &["session name", "spaces"]], &["C21"]),
    words(&[&["every profile inherits"], &["inherits", "odd values"], &["all profiles", "same region"]], &["C22"]),
    words(&[&["permission warning"], &["permissions", "too open", "aws"]], &["C28", "T16"]),
    words(&[&["values merged"], &["value", "next line", "swallow"], &["values", "glued"]], &["C29"]),
    words(
        &[
            &["config is a symlink"],
            &["config", "read-only", "nix"],
            &["config", "chezmoi"],
            &["config", "stow"],
            &["config", "symlink"],
        ],
        &["C30"],
    ),
];
