//! All kinds of start URLs and regions.

use super::machine::{LAB, Sound, portal, sound};

pub fn machines() -> Vec<Sound> {
    vec![
        sound("GovCloud", || {
            portal(
                "https://start.us-gov-home.awsapps.com/directory/d-9867188aeb",
                "us-gov-west-1",
                "us-gov-west-1",
            )
        }),
        sound("GovCloud with a region in the address", || {
            portal(
                "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/acme",
                "us-gov-west-1",
                "us-gov-west-1",
            )
        }),
        sound("China", || {
            portal(
                "https://start.home.awsapps.cn/directory/d-1234567890",
                "cn-north-1",
                "cn-north-1",
            )
        }),
        sound("the European sovereign cloud", || {
            portal(
                "https://ssoins-7223a1b2c3d4e5f6.eusc-de-east-1.portal.amazonaws.eu",
                "eusc-de-east-1",
                "eusc-de-east-1",
            )
        }),
        sound("a portal with its region in the host", || {
            portal(
                "https://ssoins-7223a1b2c3d4e5f6.eu-north-1.portal.amazonaws.com",
                "eu-north-1",
                "eu-west-1",
            )
        }),
        sound("a dual-stack portal", || {
            portal(
                "https://ssoins-7223a1b2c3d4e5f6.portal.eu-north-1.app.aws",
                "eu-north-1",
                "eu-west-1",
            )
        }),
        sound("an issuer URL", || {
            portal(
                "https://identitycenter.amazonaws.com/ssoins-7223a1b2c3d4e5f6",
                "us-east-1",
                "us-east-1",
            )
        }),
        sound("a directory identifier", || {
            portal("https://d-9067642ac7.awsapps.com/start", "us-east-1", "us-east-2")
        }),
        sound("a vanity host", || {
            portal("https://sso.example.org/start", "eu-west-1", "eu-west-1")
        }),
        sound("a trailing slash", || portal(&format!("{LAB}/"), "us-east-1", "us-east-1")),
        sound("a fragment as the browser shows it", || {
            portal(&format!("{LAB}#/"), "us-east-1", "us-east-1")
        }),
        sound("a name of the portal in capitals", || {
            portal("https://LAB-Portal.awsapps.com/start", "us-east-1", "us-east-1")
        }),
        sound("the wiki's example address, where it really is the portal", || {
            portal(crate::common::machine::START_URL, "us-east-1", "us-east-1")
        }),
    ]
}
