//! All kinds of start URLs and regions.

use super::machine::{LAB, portal};

machines! {
    govcloud: portal(
        "https://start.us-gov-home.awsapps.com/directory/d-9867188aeb",
        "us-gov-west-1",
        "us-gov-west-1",
    );
    govcloud_with_a_region_in_the_address: portal(
        "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/acme",
        "us-gov-west-1",
        "us-gov-west-1",
    );
    china: portal(
        "https://start.home.awsapps.cn/directory/d-1234567890",
        "cn-north-1",
        "cn-north-1",
    );
    the_european_sovereign_cloud: portal(
        "https://ssoins-7223a1b2c3d4e5f6.eusc-de-east-1.portal.amazonaws.eu",
        "eusc-de-east-1",
        "eusc-de-east-1",
    );
    a_portal_with_its_region_in_the_host: portal(
        "https://ssoins-7223a1b2c3d4e5f6.eu-north-1.portal.amazonaws.com",
        "eu-north-1",
        "eu-west-1",
    );
    a_dual_stack_portal: portal(
        "https://ssoins-7223a1b2c3d4e5f6.portal.eu-north-1.app.aws",
        "eu-north-1",
        "eu-west-1",
    );
    an_issuer_url: portal(
        "https://identitycenter.amazonaws.com/ssoins-7223a1b2c3d4e5f6",
        "us-east-1",
        "us-east-1",
    );
    a_directory_identifier:
        portal("https://d-9067642ac7.awsapps.com/start", "us-east-1", "us-east-2");
    a_vanity_host: portal("https://sso.example.org/start", "eu-west-1", "eu-west-1");
    a_trailing_slash: portal(&format!("{LAB}/"), "us-east-1", "us-east-1");
    a_fragment_as_the_browser_shows_it: portal(&format!("{LAB}#/"), "us-east-1", "us-east-1");
    a_name_of_the_portal_in_capitals:
        portal("https://LAB-Portal.awsapps.com/start", "us-east-1", "us-east-1");
    the_wikis_example_address_where_it_really_is_the_portal:
        portal(crate::common::machine::START_URL, "us-east-1", "us-east-1");
}
