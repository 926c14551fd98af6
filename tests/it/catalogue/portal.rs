//! Rows U01 to U13: start URL, region, and partition.

use super::row::{Case, Row, SOUND, other_session, row, sound_but, world_of};
use crate::HOURS;
use crate::common::Home;
use crate::common::machine::{LAB_URL as LAB, legacy_profile};

const REGIONAL: &str = "https://ssoins-7223a1b2c3d4e5f6.portal.eu-north-1.app.aws";
const SIGN_IN: &str = "token-present.remedy=sign-in";

/// A machine whose only problem is its start URL or region, not signed in; the portal itself
/// works.
fn portal(address: &str, region: &str, really: (&str, &str)) -> Case {
    let config = sound_but(LAB, address).replace(
        "sso_region = us-east-1\n",
        &match region {
            "" => String::new(),
            region => format!("sso_region = {region}\n"),
        },
    );
    Case::on(Home::with_files(&config, ""), world_of(really.0, really.1)).signed_out()
}

/// The first aws on PATH has this version, and the start URL belongs to another partition.
fn version(number: &'static str, address: &str, region: &str) -> Case {
    let config =
        sound_but(LAB, address).replace("us-east-1", region).replace("eu-central-1", region);
    Case::on(Home::with_files(&config, ""), world_of(address, region)).with(|machine| {
        machine.sign_in_to("corp", address, region, true, HOURS);
        let line = format!("echo aws-cli/{number} Python/3.13.7 Linux/6.8.0");
        machine.home.program("aws", &line);
    })
}

pub fn rows() -> Vec<Row> {
    let lab = (LAB, "us-east-1");
    vec![
        row("U01", "sso-region", "the region in the portal's host is another", || {
            portal(REGIONAL, "us-east-1", (REGIONAL, "eu-north-1"))
        })
        .at(3)
        .heals_with(&[SIGN_IN]),
        row(
            "U02",
            "sso-region",
            "another session of the portal is signed in, in another region",
            || {
                let other = other_session("ops", "other", LAB, "us-east-1");
                let config = sound_but("sso_region = us-east-1", "sso_region = us-west-2");
                Case::files(&format!("{config}{other}"), "")
                    .signed_out()
                    .signed_in("other", true, HOURS)
            },
        )
        .at(3)
        .heals_with(&["sso-region.sso_region=us-east-1", SIGN_IN]),
        row(
            "U03",
            "sso-start-url",
            "two legacy profiles spell the portal in two ways, one is signed in",
            || {
                let hash = format!("{LAB}#/");
                let config = legacy_profile("dev", &hash) + "\n" + &legacy_profile("ops", LAB);
                Case::files(&config, "")
                    .with(|machine| machine.sign_in_to(LAB, LAB, "us-east-1", false, HOURS))
            },
        )
        .at(2)
        .heals(),
        // Organizations sign in with such addresses, so it is a note until sign-in refuses it.
        row(
            "U04",
            "sso-start-url",
            "a regional address of GovCloud, in a session out of scope",
            || {
                let address =
                    "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-9867188aeb";
                let other = other_session("gov", "gov", address, "us-gov-west-1");
                let other = other.replace("eu-central-1", "us-gov-west-1");
                Case::files(&format!("{SOUND}{other}"), "").args(&["--profile", "dev"])
            },
        )
        .notes()
        .at(19)
        .heals_with(&["sso-start-url.remedy=write-address"]),
        row("U05", "cli-version", "a portal of China, and 2.35.14", || {
            version("2.35.14", "https://start.home.awsapps.cn/directory/d-9867188aeb", "cn-north-1")
        }),
        row("U06", "cli-version", "an issuer of GovCloud, and 2.36.3", || {
            version(
                "2.36.3",
                "https://identitycenter.us-gov.amazonaws.com/ssoins-7223a1b2c3d4e5f6",
                "us-gov-west-1",
            )
        }),
        row("U06b", "cli-version", "an issuer of the European Sovereign Cloud, and 2.36.0", || {
            version(
                "2.36.0",
                "https://identitycenter.amazonaws.eu/ssoins-7223a1b2c3d4e5f6",
                "eusc-de-east-1",
            )
        }),
        row("U07", "sso-start-url", "a page of Okta", move || {
            portal("https://corp.okta.com/home/amazon_aws_sso/0oa1/2", "us-east-1", lab)
        })
        .at(2)
        .heals_with(&["sso-start-url.start_url=https://lab-portal.awsapps.com/start", SIGN_IN]),
        row("U08", "sso-region", "a vanity address, and no region", || {
            portal("https://aws.example.org", "", ("https://aws.example.org", "us-east-1"))
        })
        .at(1)
        .heals_with(&["sso-region.sso_region=us-east-1", SIGN_IN]),
        row("U09", "sso-start-url", "http", || Case::files(&sound_but("https://", "http://"), ""))
            .at(2)
            .heals(),
        row("U09b", "sso-start-url", "no scheme", || Case::files(&sound_but("https://", ""), ""))
            .at(2)
            .heals(),
        row("U09c", "sso-start-url", "a word", || Case::files(&sound_but(LAB, "corp"), ""))
            .at(2)
            .heals_with(&["sso-start-url.start_url=https://lab-portal.awsapps.com/start"]),
        row("U10", "sso-start-url", "the portal of AWS Builder ID", move || {
            portal("https://view.awsapps.com/start", "us-east-1", lab)
        })
        .at(2)
        .heals_with(&["sso-start-url.start_url=https://lab-portal.awsapps.com/start", SIGN_IN]),
        row("U11", "sso-multi-region", "regional addresses of one instance in two regions", || {
            let second = "https://ssoins-7223a1b2c3d4e5f6.eu-west-1.portal.amazonaws.com";
            let other = other_session("ops", "other", second, "eu-west-1");
            let config = sound_but(LAB, REGIONAL).replace("us-east-1", "eu-north-1");
            let world = world_of(REGIONAL, "eu-north-1");
            Case::on(Home::with_files(&format!("{config}{other}"), ""), world).with(|machine| {
                machine.sign_in_to("corp", REGIONAL, "eu-north-1", true, HOURS);
                machine.sign_in_to("other", second, "eu-west-1", true, HOURS);
            })
        })
        .notes(),
        row(
            "U11b",
            "sso-multi-region",
            "one address with two regions, and nothing to tell which",
            || {
                let other = other_session("ops", "other", LAB, "eu-west-1");
                let keys =
                    "\n[profile keys]\ncredential_process = /bin/true\nregion = eu-central-1\n";
                let config = format!("{SOUND}{other}{keys}");
                Case::files(&config, "").signed_out().args(&["--profile", "keys"])
            },
        )
        .notes(),
        row("U12", "caller-identity", "STS of the profile's region knows no credentials", || {
            Case::files(SOUND, "").with(|machine| {
                machine.simulator.set(|world| world.faults.sts_unknown_key = true);
            })
        }),
        row("U13", "sso-region", "a GovCloud region with a commercial portal", || {
            Case::files(&sound_but("sso_region = us-east-1", "sso_region = us-gov-west-1"), "")
        })
        .at(3)
        .heals_with(&["sso-region.sso_region=us-east-1"]),
    ]
}
