//! Rows E01 to E21: the AWS CLI, PATH, and the environment.
//!
//! E20 and E21 need the Windows Subsystem for Linux and Windows, so the unit tests of
//! `env-browser` cover them; variables reproduce part of E20 here.

use crate::HOURS;
use crate::common::Home;

use super::row::{Case, Row, SOUND, row, sound_but, world};

/// A port on this computer where no program listens.
const NOBODY: &str = "http://127.0.0.1:1";

fn sound() -> Case {
    Case::files(SOUND, "")
}

/// AWS's own endpoints without a network.
fn real_names(case: Case) -> Case {
    case.with_real_names().args(&["--offline"])
}

fn aws_cli(case: Case, prints: &str) -> Case {
    case.with(|machine| {
        machine.home.program("aws", &format!("echo '{prints}'"));
    })
}

/// Another `aws`, after the one of this home on PATH.
fn with_another(case: Case, prints: &str) -> Case {
    let folder = case.machine.home.beside("newer");
    let made = case.machine.home.program("aws-to-move", &format!("echo '{prints}'"));
    std::fs::rename(made, folder.join("aws")).unwrap();
    let path = format!("{}:{}", case.machine.home.bin().display(), folder.display());
    case.env("PATH", &path)
}

fn cli() -> Vec<Row> {
    vec![
        row("E01", "cli-installed", "no `aws` on PATH", || {
            Case::on(Home::empty(), world()).with(|machine| {
                machine.home.put(".aws/config", SOUND.as_bytes());
            })
        })
        .warns(),
        row("E01b", "cli-installed", "`aws` in ~/.local/bin, not on PATH", || {
            Case::on(Home::empty(), world()).with(|machine| {
                machine.home.put(".aws/config", SOUND.as_bytes());
                let path = machine.home.put(".local/bin/aws", b"#!/bin/sh\n");
                crate::common::home::set_mode(&path, 0o755);
            })
        })
        .warns(),
        row("E02", "cli-shadowed", "version 1 before version 2 on PATH", || {
            let case = aws_cli(sound(), "aws-cli/1.22.34 Python/3.10.12 Linux/6.1 botocore/1.23.34");
            with_another(case, "aws-cli/2.36.7 Python/3.13.7 Linux/6.8.0 exe/x86_64")
        }),
        row("E02b", "cli-shadowed", "version 2.9 before 2.36 on PATH", || {
            let case = aws_cli(sound(), "aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12");
            with_another(case, "aws-cli/2.36.7 Python/3.13.7 Linux/6.8.0 exe/x86_64")
        })
        .notes(),
        row("E03", "cli-version", "version 2.8 and an sso-session", || {
            aws_cli(sound(), "aws-cli/2.8.13 Python/3.9.11 Linux/6.1 exe/x86_64")
        }),
        row("E18", "cli-pager", "`cli_pager` names a program that is not there", || {
            Case::files(&sound_but("region = eu-central-1\n", "region = eu-central-1\ncli_pager = most -s\n"), "")
        })
        .warns()
        .at(11)
        .heals(),
        row("E18b", "cli-pager", "AWS_PAGER names a program that is not there", || {
            sound().env("AWS_PAGER", "bat -p")
        })
        .warns(),
        row("E19", "cli-plugins", "`[plugins]` alone", || {
            Case::files(&format!("{SOUND}\n[plugins]\nendpoint = awscli_plugin_endpoint\n"), "")
        })
        .notes()
        .at(12)
        .heals_with(&["cli-plugins.remedy=comment-out"]),
        row("E19b", "cli-plugins", "`[plugins]` with `cli_legacy_plugin_path`, and no such module", || {
            Case::files(
                &format!("{SOUND}\n[plugins]\ncli_legacy_plugin_path = /opt/plugins\nendpoint = awscli_plugin_endpoint\n"),
                "",
            )
        })
        .at(13)
        .heals(),
    ]
}

fn profile_and_keys() -> Vec<Row> {
    vec![
        row("E04", "env-credentials", "keys in the environment, and AWS_PROFILE", || {
            sound()
                .env("AWS_PROFILE", "dev")
                .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
                .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        }),
        row("E05", "env-credentials", "AWS_ACCESS_KEY_ID without its secret", || {
            sound().env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        }),
        row("E06", "env-profile", "AWS_PROFILE misspelt", || sound().env("AWS_PROFILE", "dve")),
        row("E07", "env-profile", "AWS_PROFILE set to nothing", || sound().env("AWS_PROFILE", "")),
        row("E08", "env-profile", "AWS_PROFILE and AWS_DEFAULT_PROFILE differ", || {
            let two = format!("{SOUND}\n[profile other]\nregion = eu-west-1\n");
            Case::files(&two, "").env("AWS_PROFILE", "dev").env("AWS_DEFAULT_PROFILE", "other")
        })
        .warns(),
        row("E09", "env-files", "AWS_CONFIG_FILE names no file, ~/.aws/config is there", || {
            sound().env("AWS_CONFIG_FILE", "/nonexistent/aws.ini")
        }),
        row("E09b", "env-files", "AWS_CONFIG_FILE names another file than ~/.aws/config", || {
            let case = sound();
            let path = case.machine.home.put("work/aws.ini", SOUND.as_bytes());
            let path = path.display().to_string();
            case.env("AWS_CONFIG_FILE", &path)
        })
        .notes(),
        row("E09c", "env-files", "AWS_CONFIG_FILE begins with ~ to the letter", || {
            let case = Case::files("", "");
            case.machine.home.put("work/aws.ini", SOUND.as_bytes());
            case.env("AWS_CONFIG_FILE", "~/work/aws.ini")
        })
        .warns(),
        row("E10", "env-home", "HOME names a folder that is not there", || {
            sound().env("HOME", "/nonexistent/home")
        }),
    ]
}

fn way_out() -> Vec<Row> {
    vec![
        row("E11", "env-endpoints", "AWS_ENDPOINT_URL_* where nothing listens", || {
            ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_STS"]
                .into_iter()
                .fold(sound(), |case, name| case.env(name, NOBODY))
        }),
        row(
            "E11b",
            "env-endpoints",
            "`endpoint_url` of a simulator in the profile, offline",
            || {
                let text = sound_but(
                    "region = eu-central-1\n",
                    "region = eu-central-1\nendpoint_url = http://localhost:4566\n",
                );
                real_names(Case::files(&text, ""))
            },
        )
        .warns()
        .at(11),
        row(
            "E11c",
            "env-endpoints",
            "AWS_ENDPOINT_URL_* through which sign-in and STS answer",
            sound,
        )
        .notes(),
        row("E12", "env-endpoints", "AWS_USE_FIPS_ENDPOINT=true", || {
            real_names(sound()).env("AWS_USE_FIPS_ENDPOINT", "true")
        }),
        row("E12b", "env-endpoints", "`use_fips_endpoint = true` in the profile", || {
            let text = sound_but(
                "region = eu-central-1\n",
                "region = eu-central-1\nuse_fips_endpoint = true\n",
            );
            real_names(Case::files(&text, ""))
        })
        .at(11),
        row("E13", "env-endpoints", "a portal at `*.app.aws`, over SSH", || {
            let text = sound_but(
                "lab-portal.awsapps.com/start",
                "ssoins-7223a1b2c3d4e5f6.portal.us-east-1.app.aws",
            );
            let case = Case::files(&text, "").with(|machine| {
                let url = "https://ssoins-7223a1b2c3d4e5f6.portal.us-east-1.app.aws";
                machine.sign_in_to("corp", url, "us-east-1", true, HOURS);
            });
            real_names(case).env("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
        })
        .notes(),
        row("E15", "env-ca-bundle", "AWS_CA_BUNDLE names no file", || {
            sound().env("AWS_CA_BUNDLE", "/nonexistent/corp.pem")
        }),
        row("E15b", "env-ca-bundle", "`ca_bundle` names a file without a certificate", || {
            let case = Case::files("", "");
            let path = case.machine.home.put("corp.pem", b"no certificate\n");
            let line = format!("region = eu-central-1\nca_bundle = {}\n", path.display());
            case.machine
                .home
                .put(".aws/config", sound_but("region = eu-central-1\n", &line).as_bytes());
            case
        })
        .at(11)
        .heals_with(&["env-ca-bundle.remedy=comment-out"]),
        row("E16", "env-proxy", "HTTPS_PROXY is no address of an HTTP proxy", || {
            sound().env("HTTPS_PROXY", "socks5://mira:s3cret@proxy.example.org:1080")
        }),
        row("E16b", "env-proxy", "NO_PROXY takes amazonaws.com past the proxy", || {
            sound()
                .env("HTTPS_PROXY", "http://proxy.example.org:3128")
                .env("NO_PROXY", "localhost,.amazonaws.com")
        })
        .notes(),
        row("E20", "env-browser", "WSL without BROWSER", || {
            // The sign-in does not renew itself, so the next one needs a browser.
            sound().signed_in("corp", false, HOURS).env("WSL_DISTRO_NAME", "Ubuntu")
        })
        .notes(),
    ]
}

pub fn rows() -> Vec<Row> {
    [cli(), profile_and_keys(), way_out()].into_iter().flatten().collect()
}
