//! Where a credential may be sent: the one place that decides it, for every command.

use url::{Host, Url};

/// Who may be sent a token, a client secret, or role credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipients {
    /// AWS and this computer: the user did not ask for the call, because a check looks, or a token is
    /// renewed on the way to something else.
    AwsOnly,
    /// Whatever the settings name: the user asked for this call, such as a sign-in or a sign-out.
    AsConfigured,
}

/// Why nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The request, or a part of its way to a proxy, would cross a network unencrypted.
    InClear,
    /// The host is not one of AWS's.
    Stranger,
}

impl std::fmt::Display for NotSent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::InClear => {
                "its address begins with http://, and credentials are not sent unencrypted"
            }
            Self::Stranger => {
                "it is not one of AWS's hosts, and credentials go to others only when you sign in"
            }
        })
    }
}

impl std::error::Error for NotSent {}

/// The suffixes of AWS's host names in all partitions (`botocore/data/partitions.json`, dnsSuffix
/// and dualStackDnsSuffix).
const AWS_SUFFIXES: [&str; 6] = [
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".api.aws",
    ".api.amazonwebservices.com.cn",
    ".api.amazonwebservices.eu",
];

/// The first labels of the three services that receive credentials (`endpoint-rule-set-1.json` of
/// sso-oidc, sso and sts in botocore), without and with FIPS.
const SERVICES: [&str; 6] =
    ["oidc", "oidc-fips", "portal.sso", "portal.sso-fips", "sts", "sts-fips"];

impl Recipients {
    /// Whether a request with a credential may go to `address`, by way of `proxy` if there is one.
    ///
    /// # Errors
    /// Why not.
    pub fn allow(self, address: &Url, proxy: Option<&Url>) -> Result<(), NotSent> {
        let is_local = is_loopback(address);
        if address.scheme() != "https" && !(is_local && proxy.is_none_or(is_loopback)) {
            return Err(NotSent::InClear);
        }
        match self {
            Self::AsConfigured => Ok(()),
            Self::AwsOnly if is_local || is_aws_service(address) => Ok(()),
            Self::AwsOnly => Err(NotSent::Stranger),
        }
    }
}

/// Whether the address is this computer.
pub(crate) fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// Whether the host is in one of AWS's own domains.
pub(crate) fn is_in_aws_domain(address: &Url) -> bool {
    let host = address.host_str().map(str::to_ascii_lowercase).unwrap_or_default();
    AWS_SUFFIXES.iter().any(|suffix| host.ends_with(suffix))
}

/// Whether the host is AWS's own host of the sign-in service, the portal or STS, also as a VPC
/// endpoint. A domain of AWS alone does not tell: anyone can have an API or a load balancer there.
fn is_aws_service(address: &Url) -> bool {
    let host = address.host_str().map(str::to_ascii_lowercase).unwrap_or_default();
    let Some(name) = AWS_SUFFIXES.iter().find_map(|suffix| host.strip_suffix(suffix)) else {
        return false;
    };
    if name == "sts" {
        return true;
    }
    // `vpce-0a1b-c2d3.sts.us-east-1.vpce` (AWS PrivateLink guide, "Access an AWS service").
    let name = match name.strip_suffix(".vpce") {
        Some(name) => match name.split_once('.') {
            Some((endpoint, name)) if endpoint.starts_with("vpce-") => name,
            _ => return false,
        },
        None => name,
    };
    // A misspelled region is no region, and AWS's own name servers answer for it. Only S3 takes
    // names of its customers in such a place (`sts.s3-us-west-2.amazonaws.com`).
    SERVICES.iter().any(|service| {
        let region = name.strip_prefix(service).and_then(|rest| rest.strip_prefix('.'));
        region.is_some_and(|region| {
            !region.is_empty() && !region.contains('.') && !region.starts_with("s3")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(recipients: Recipients, address: &str, proxy: Option<&str>) -> Result<(), NotSent> {
        let proxy = proxy.map(|proxy| Url::parse(proxy).unwrap());
        recipients.allow(&Url::parse(address).unwrap(), proxy.as_ref())
    }

    #[test]
    fn nothing_goes_unencrypted_except_to_this_computer() {
        for recipients in [Recipients::AwsOnly, Recipients::AsConfigured] {
            for address in ["http://127.0.0.1:1/", "http://127.9.9.9/", "http://localhost:4566/x"] {
                assert_eq!(judge(recipients, address, None), Ok(()), "{address}");
                let proxy = Some("http://proxy.example:3128/");
                assert_eq!(judge(recipients, address, proxy), Err(NotSent::InClear), "{address}");
                let proxy = Some("http://[::1]:3128/");
                assert_eq!(judge(recipients, address, proxy), Ok(()), "{address}");
            }
            for address in [
                "http://oidc.us-east-1.amazonaws.com/",
                "http://192.0.2.7/",
                "http://localhost.example/",
                "http://127.0.0.1.example/",
                "http://0.0.0.0/",
                "ftp://oidc.us-east-1.amazonaws.com/",
            ] {
                assert_eq!(judge(recipients, address, None), Err(NotSent::InClear), "{address}");
            }
            let own = "https://oidc.us-east-1.amazonaws.com/";
            assert_eq!(judge(recipients, own, Some("http://proxy.example:3128/")), Ok(()));
        }
    }

    #[test]
    fn unasked_only_the_services_of_aws_are_sent_anything() {
        for address in [
            "https://oidc.us-east-1.amazonaws.com/token",
            "https://OIDC.us-east-1.AMAZONAWS.com/token",
            "https://portal.sso.cn-north-1.amazonaws.com.cn/",
            "https://portal.sso.us-esat-1.amazonaws.com/",
            "https://sts.amazonaws.com/",
            "https://sts-fips.us-west-2.amazonaws.com/",
            "https://oidc.eu-west-1.api.aws/",
            "https://sts.eusc-de-east-1.amazonaws.eu/",
            "https://vpce-0a1b-c2d3.sts.us-east-1.vpce.amazonaws.com/",
        ] {
            assert_eq!(judge(Recipients::AwsOnly, address, None), Ok(()), "{address}");
        }
        for address in [
            "https://sso.example/",
            "https://amazonaws.com/",
            "https://oidc.us-east-1.amazonaws.com.example/",
            "https://oidc.us-east-1.amazonaws.com@sso.example/",
            "https://a1b2.execute-api.us-east-1.amazonaws.com/",
            "https://oidc.execute-api.us-east-1.amazonaws.com/",
            "https://name-1.us-east-1.elb.amazonaws.com/",
            "https://sts.s3.amazonaws.com/",
            "https://sts.s3-us-west-2.amazonaws.com/",
            "https://vpce-0a1b.vpce-svc-0c2d.us-east-1.vpce.amazonaws.com/",
            "https://192.0.2.7/",
        ] {
            let judged = judge(Recipients::AwsOnly, address, None);
            assert_eq!(judged, Err(NotSent::Stranger), "{address}");
            assert_eq!(judge(Recipients::AsConfigured, address, None), Ok(()), "{address}");
        }
    }
}
