//! The AWS files: how they are written, and who may read them.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    fixable(
        "C01",
        &["config-duplicates"],
        "a section is there twice",
        "leave one of the two, with the keys of both",
    ),
    fixable(
        "C02",
        &["config-duplicates"],
        "a key is there twice in one section",
        "leave one of the two",
    ),
    fixable(
        "C03",
        &["config-syntax"],
        "a line is neither a header nor `key = value`",
        "take the line out, or put # in front of it",
    ),
    fixable(
        "C04",
        &["files-encoding"],
        "the file begins with a byte order mark (Notepad and PowerShell write one)",
        "save it as UTF-8 without a byte order mark",
    ),
    fixable(
        "C05",
        &["files-encoding"],
        "the file is UTF-16 (PowerShell's > writes it)",
        "save it as UTF-8",
    ),
    fixable(
        "C06",
        &["config-lookalikes", "config-sections", "config-indentation"],
        "the header looks right and is not: a space within the brackets, an invisible character, an indent",
        "write the header anew: [profile NAME], at the beginning of its line",
    ),
    fixable(
        "C07",
        &["config-lookalikes", "config-values"],
        "quotes, perhaps typographic ones, have become part of the value",
        "take the quotes away",
    ),
    fixable(
        "C08",
        &["config-values"],
        "a comment behind the value has become part of it",
        "move the comment to a line of its own",
    ),
    fixable(
        "C09",
        &["config-sections"],
        "its header in the config file lacks the word profile: [NAME] instead of [profile NAME]",
        "write [profile NAME]",
    ),
    fixable(
        "C10",
        &["config-sections"],
        "its header in the credentials file has the word profile, which only the config file has",
        "write [NAME] there",
    ),
    fixable(
        "C11",
        &["config-duplicates"],
        "[default] and [profile default] are both there; one hides the other",
        "leave one of the two, with the keys of both",
    ),
    fixable(
        "C16",
        &["config-keys"],
        "a key is misspelt, such as sso_registration_scope without its s",
        "correct the key, then sign in again",
    ),
    detectable(
        "C20",
        &["config-names"],
        "the profile's name has a space, a quote or another character that not every tool takes",
        "rename it: letters, digits and _ - . are safe",
    ),
    detectable(
        "C21",
        &["config-names"],
        "the sso-session's name has a space or another character that not every tool takes",
        "rename it and what points to it, then sign in again",
    ),
    fixable(
        "C22",
        &["config-sections"],
        "[DEFAULT] in capitals hands its keys to every other section",
        "write [default]",
    ),
    detectable(
        "C28",
        &["files-readable", "files-private"],
        "the AWS files belong to somebody else, or their mode is wrong (often after sudo)",
        "take them back: `sudo chown -R \"$USER\" ~/.aws`, then `chmod 600 ~/.aws/config`",
    ),
    fixable(
        "C29",
        &["config-indentation"],
        "an indented line has become part of the value above it",
        "begin the line at the margin",
    ),
    detectable(
        "C30",
        &["config-managed", "files-readable"],
        "the file is a link into a store that cannot be written (nix, chezmoi, stow)",
        "change it where it is made",
    ),
    fixable(
        "portable",
        &["config-portable"],
        "this SDK reads the file by other rules than the AWS CLI",
        "write what all of them read: no indents, no capitals in keys, no quotes in headers",
    ),
    fixable(
        "after-header",
        &["config-sections"],
        "the settings stand on the header's own line, behind the ], where they are dropped in silence",
        "put each setting on a line of its own",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("botocore-unable-parse-config-file", Botocore, "Unable to parse config file: {path}", Code("botocore/exceptions.py")),
            text("botocore-unable-to-parse-config-file", Botocore, "Unable to parse config file", Code("botocore/exceptions.py")),
            text("botocore-config-parse", Botocore, "botocore.exceptions.ConfigParseError", Code("botocore/exceptions.py")),
        ],
        "the AWS CLI and boto3 reject the whole file, whatever profile is asked for, and do not say where",
        &["C01", "C02", "C03", "C04", "C05"],
    )
    .apart("the file on this machine says which, and the line"),
    message(
        &[
            text("rust-could-not-parse-profile-file", RustSdk, "could not parse profile file", Measured("aws-config")),
            text("rust-parsing-as-aws-profile-file", RustSdk, "error parsing {path} as an AWS profile file", Unrecorded),
        ],
        "the SDK rejects the whole file",
        &["C03", "C04", "portable", "C05", "C29"],
    )
    .apart("the file on this machine says which, and the line"),
    message(
        &[
            text("go-failed-load-shared-config-file", GoSdk, "failed to load shared config file, {path}, {why}", Code("config/shared_config.go")),
        ],
        "the program rejects the config file",
        &["C03", "C28", "portable"],
    ),
    message(
        &[
            text("python-duplicate-section-while-reading-from-line", Python, "DuplicateSectionError: While reading from {path} [line {line}]: section {section} already exists", Unrecorded),
            text("python-duplicate-option-while-reading-from-line", Python, "DuplicateOptionError: While reading from {path} [line {line}]: option {key} in section {section} already exists", Unrecorded),
        ],
        "a section or a key is there twice[; line {line}]",
        &["C01", "C02"],
    )
    .needs(&[".aws"]),
    message(
        &[
            text("python-missing-section-header-file-contains-no", Python, "MissingSectionHeaderError: File contains no section headers", Unrecorded),
            text("python-parsing-source-contains-parsing-errors", Python, "ParsingError: Source contains parsing errors", Unrecorded),
        ],
        "a line is neither a header nor `key = value`",
        &["C03", "C04"],
    )
    .needs(&[".aws"]),
    message(
        &[
            text("java-expected-sign-defining-property-on-line", JavaSdk, "Expected an '=' sign defining a property on line {line}", Unrecorded),
        ],
        "the SDK rejects the file[ at line {line}]",
        &["C03", "portable"],
    ),
    message(
        &[
            text("botocore-region-name-with-hash-comment", Botocore, "Provided region_name {region} # {_} doesn't match a supported format", Code("botocore/exceptions.py")),
            text("botocore-region-name-with-semicolon-comment", Botocore, "Provided region_name {region} ; {_} doesn't match a supported format", Code("botocore/exceptions.py")),
        ],
        "the region's name is not one[: a comment stands in it, behind {region}]",
        &["C08"],
    ),
    message(
        &[
            text("botocore-region-name-not-supported", Botocore, "Provided region_name {region} doesn't match a supported format", Code("botocore/exceptions.py")),
            text("botocore-invalid-region", Botocore, "botocore.exceptions.InvalidRegionError", Code("botocore/exceptions.py")),
        ],
        "[{region} is not the name of a region]",
        &["C08", "C07", "C19"],
    ),
    message(
        &[
            text("botocore-permission-denied-aws", Botocore, "Permission denied: /.aws", Failures("E10")),
        ],
        "the tool looked for the AWS files at the root of the disk: it does not know your home folder",
        &["E10"],
    ),
    message(
        &[
            text("botocore-permission-denied-aws-config", Botocore, "Permission denied: {folder}.aws/config", Failures("C28")),
            text("botocore-permission-denied-aws-credentials", Botocore, "Permission denied: {folder}.aws/credentials", Unrecorded),
            text("botocore-aws-config-permission-denied", Botocore, ".aws/config: Permission denied", Unrecorded),
        ],
        "this person may not read or write the AWS files",
        &["C28", "C30", "E10"],
    ),
    message(
        &[
            text("botocore-read-only-file-system-aws", Botocore, "Read-only file system: {folder}.aws", Unrecorded),
        ],
        "the AWS folder cannot be written",
        &["T15", "C30"],
    ),
    general(
        &[
            text("botocore-errno-2-no-such-file-or", Botocore, "^[Errno 2] No such file or directory: {path}$", Failures("C26")),
        ],
        "a program or a file that a setting names is not there[: {path}]",
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
    words(&[&["profile not found"], &["profile", "cannot be found"], &["profile", "could not be found"]], &["E06", "E09", "C09", "C10", "C06"]),
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
