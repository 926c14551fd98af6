//! Faults of a program, where nothing is wrong with the machine; and what other sign-ins need.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    bridged(
        "no-sso",
        "this program does not support single sign-on",
        "for this program, add a second profile with this command as its credential_process, or export keys with --format env",
    )
    .sign("the AWS CLI works with the same profile"),
    bridged(
        "old-program",
        "this program is too old for sso-session sections",
        "update the program{fixed}; until then, add a second profile for it with this command as its credential_process",
    )
    .sign("the AWS CLI works with the same profile, which has an sso_session line"),
    bridged(
        "old-console",
        "`aws login` wrote the profile (login_session), and this program is too old to use it",
        "update the program{fixed}; until then, add a second profile for it with this command as its credential_process",
    )
    .sign("the AWS CLI works with the same profile, which has a login_session line"),
    exported(
        "defect",
        "this is a known defect of the program",
        "update the program{fixed}; until then, export the keys that this command prints before you run it",
    )
    .sign("the AWS CLI works with the same profile"),
    exported(
        "bedrock-token",
        "the program sends the token of the sign-in to Amazon Bedrock as if it were an API key, a defect of some Go and Rust clients with profiles that have an sso_session line",
        "update the program; until then, unset AWS_PROFILE and export the keys that this command prints before you run it",
    ),
    bridged(
        "sdk-part",
        "a part of the AWS SDK that single sign-on needs is not in the program",
        "add it to the program{fixed}, or add a second profile with this command as its credential_process",
    ),
    explained(
        "console-part",
        "the program lacks the part that reads sign-ins made with `aws login`",
        "install botocore[crt] into the Python environment that runs the program, for example with `pip install \"botocore[crt]\"`",
    ),
    explained(
        "tool-missing",
        "a program that the command needs is not installed, or not on the PATH of the program that runs it",
        "install it, or add its directory to the PATH of the program that runs it",
    ),
    explained(
        "cli-not-on-path",
        "the program that runs `aws` has another PATH than your terminal (started from the dock or a menu, by cron or a service)",
        "name the full path of `aws` in the setting that runs it, or start the program from a terminal",
    )
    .sign("`aws --version` works in your terminal"),
    explained(
        "cli-broken",
        "the AWS CLI's own installation is damaged or mixed with another Python",
        "uninstall the AWS CLI and install version 2 with AWS's installer",
    ),
    explained(
        "cli-output",
        "`aws` printed something else than the JSON that the program expects (another output format, an alias, a message)",
        "run the `aws` command yourself, and set `--output json` where the program runs it",
    ),
    explained(
        "old-kubernetes",
        "the kubeconfig was written for an older API version than this kubectl accepts",
        "update the AWS CLI, then run `aws eks update-kubeconfig` for the cluster again",
    ),
    explained(
        "load-config",
        "a program with an old SDK does not read the config file unless AWS_SDK_LOAD_CONFIG is set",
        "set AWS_SDK_LOAD_CONFIG=1 and AWS_PROFILE={profile}, or update the program",
    )
    .sign("the AWS CLI works with the same profile"),
    explained(
        "in-container",
        "the program runs in a container or as another user, which sees neither your ~/.aws nor AWS_PROFILE",
        "mount ~/.aws into the container at its user's home directory, and pass AWS_PROFILE",
    )
    .sign("the program runs in a container or as another user"),
    explained(
        "elsewhere",
        "the program runs with another home directory (WSL, a snap, a service, a remote editor) and reads other files",
        "compare the HOME of the program with yours, or set AWS_CONFIG_FILE for it",
    )
    .sign("the AWS CLI finds the profile in your terminal"),
    explained(
        "no-source",
        "the profile in use has no source of credentials: no single sign-on, role, credential_process, or keys",
        "add one to the profile, or choose another profile with --profile or AWS_PROFILE",
    )
    .sign("the profile has only settings such as a region"),
    explained(
        "not-subscribed",
        "the account is not signed up for this service, or it is not activated yet",
        "complete the sign-up of the account, or ask {contact}; a new account can take some time to be activated",
    ),
    explained(
        "assertion-expired",
        "the SAML assertion or the OIDC token that was exchanged for AWS credentials has expired",
        "get a new one with the tool that made it, and use it right away",
    ),
    explained(
        "mfa-code",
        "the MFA code was wrong or already used, or a clock is wrong",
        "wait for the next code and enter it once; if it fails again, compare the clock of the device that shows the code",
    ),
    explained(
        "mfa-incomplete",
        "the serial number of the MFA device or its code is missing",
        "give both: `--serial-number` and `--token-code`",
    ),
    explained(
        "no-choice",
        "no profile was chosen",
        "choose one with AWS_PROFILE or --profile; `aws-onboard profiles` lists yours",
    )
    .sign("neither AWS_PROFILE nor --profile was set for the program"),
    explained(
        "wrong-account",
        "the program runs with credentials for another account",
        "choose the profile for the right account; `aws-onboard profiles` lists yours",
    ),
    explained(
        "registry-expired",
        "the password of the container registry has expired (it is valid for 12 hours)",
        "sign in, then run `aws ecr get-login-password | docker login --username AWS --password-stdin REGISTRY` again",
    ),
    explained(
        "registry-missing",
        "there is no sign-in to this container registry: each account and region has its own",
        "run `aws ecr get-login-password --profile {profile} | docker login --username AWS --password-stdin REGISTRY` for the registry that the message names",
    ),
    explained(
        "packages-expired",
        "the token of the package repository has expired (it is valid for at most 12 hours)",
        "sign in, then run `aws codeartifact login` again",
    ),
    explained(
        "own-sign-in",
        "this program has a sign-in of its own, apart from that of the AWS CLI, and it is missing or has expired",
        "sign in with the program itself; `aws sso login` does not help here",
    ),
    explained(
        "nested-shell",
        "you are in a subshell of aws-vault already",
        "run `exit` to leave it, or unset AWS_VAULT",
    ),
    explained(
        "not-mapped",
        "the cluster does not accept your role: the sign-in worked, but the cluster has no access entry for it",
        "ask {contact} to add your role to the cluster's access entries, or use the profile that created the cluster",
    )
    .sign("`aws sts get-caller-identity` works with the profile in the kubeconfig"),
    explained(
        "role-denied",
        "the role may not be assumed by you: its trust policy or your permissions do not allow it, or it does not exist",
        "compare the role's ARN, then ask {contact} to allow sts:AssumeRole; signing in again does not help",
    ),
    explained(
        "region-denied",
        "a policy of the organization denies this region",
        "use a region that your organization allows, or ask {contact}",
    ),
    explained(
        "other-host",
        "the certificate belongs to another host: the call reached a network's sign-in page, a VPN, or a wrong address, not AWS",
        "open any page in a browser to sign in to the network, check VPN and DNS, then try again; a CA bundle does not help",
    ),
];
