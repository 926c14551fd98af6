//! Where settings send the services of a sign-in, and which setting does.

use aws_files::{FileKind, Location, Value, View};
use url::Url;

use crate::recipient::is_in_aws_domain;
use crate::{Facts, NotSent, Profile, Recipients};

/// A service that a sign-in needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// `sso-oidc`: the sign-in service.
    Oidc,
    /// `sso`: the access portal, which provides role credentials.
    Portal,
    /// STS: identifies the caller.
    Sts,
}

impl Service {
    /// All of them, in query order.
    pub const ALL: [Self; 3] = [Self::Oidc, Self::Portal, Self::Sts];

    /// The variable that sets its endpoint (AWS SDK reference, "Service-specific endpoints").
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Oidc => "AWS_ENDPOINT_URL_SSO_OIDC",
            Self::Portal => "AWS_ENDPOINT_URL_SSO",
            Self::Sts => "AWS_ENDPOINT_URL_STS",
        }
    }

    /// Its key in a `[services]` section.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Oidc => "sso_oidc",
            Self::Portal => "sso",
            Self::Sts => "sts",
        }
    }

    /// Its display name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Oidc => "the sign-in service",
            Self::Portal => "the access portal",
            Self::Sts => "STS",
        }
    }

    /// The start of AWS's own host name for it (`endpoint-rule-set-1.json` of sso-oidc, sso and
    /// sts in botocore).
    pub(crate) const fn host_prefix(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::Portal => "portal.sso",
            Self::Sts => "sts",
        }
    }
}

/// A setting that sends a service to another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointSetting {
    /// The service.
    pub service: Service,
    /// The address as it is written.
    pub url: String,
    /// Where it is set.
    pub from: EndpointFrom,
}

/// Where an endpoint is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointFrom {
    /// A variable.
    Variable(&'static str),
    /// A line of a file: in the profile, or in its `[services]` section.
    Line(FileKind, Location),
}

impl EndpointSetting {
    /// Whether the address is one of AWS's own, in any partition.
    pub fn is_aws(&self) -> bool {
        Url::parse(self.url.trim()).is_ok_and(|url| is_in_aws_domain(&url))
    }

    /// Why a check sends no credential there; none if it does, or if it is no address.
    pub fn not_sent(&self) -> Option<NotSent> {
        let url = Url::parse(self.url.trim()).ok()?;
        Recipients::AwsOnly.allow(&url, None).err()
    }
}

/// `true` in any case, as in `botocore/utils.py` (`ensure_boolean`).
fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

impl Facts {
    /// Only the environment's settings: a service's variable, otherwise AWS_ENDPOINT_URL.
    pub fn endpoint_variables(&self) -> Vec<EndpointSetting> {
        let ignored =
            self.environment().text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_some_and(is_true);
        if ignored {
            return Vec::new();
        }
        Service::ALL.into_iter().filter_map(|service| self.endpoint_variable(service)).collect()
    }

    fn endpoint_variable(&self, service: Service) -> Option<EndpointSetting> {
        [service.variable(), "AWS_ENDPOINT_URL"].into_iter().find_map(|name| {
            Some(EndpointSetting {
                service,
                url: self.environment().non_empty(name)?.to_owned(),
                from: EndpointFrom::Variable(name),
            })
        })
    }

    /// Whether a variable or the profile requests it: `AWS_USE_FIPS_ENDPOINT` and
    /// `use_fips_endpoint`, and likewise for `dualstack`. A variable overrides the profile.
    pub fn asks_for(&self, profile: Profile<'_>, variable: &str, key: &str) -> bool {
        match self.environment().text(variable) {
            Some(text) => is_true(text),
            None => profile.text(key).is_some_and(is_true),
        }
    }
}

impl Profile<'_> {
    /// Where settings send the services, in botocore's order: the service's variable,
    /// AWS_ENDPOINT_URL, the `[services]` section, the profile's `endpoint_url`
    /// (`botocore/configprovider.py`, `ConfiguredEndpointProvider`; FACTS section 4).
    pub fn endpoint_settings(&self) -> Vec<EndpointSetting> {
        let facts = self.facts();
        let ignored =
            facts.environment().text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_some_and(is_true)
                || self.text("ignore_configured_endpoint_urls").is_some_and(is_true);
        if ignored {
            return Vec::new();
        }
        let services = self.text("services").and_then(|name| {
            let config = &facts.files().config;
            config.reading(View::Tolerant).services.get(name)
        });
        let in_services = |service: Service| {
            let Value::Nested(keys) = &services?.get(service.key())?.value else {
                return None;
            };
            let property = keys.get("endpoint_url")?;
            let Value::Text(url) = &property.value else {
                return None;
            };
            Some(EndpointSetting {
                service,
                url: url.clone(),
                from: EndpointFrom::Line(FileKind::Config, property.location),
            })
        };
        let in_profile = |service| {
            let (file, property) = self.get("endpoint_url")?;
            Some(EndpointSetting {
                service,
                url: self.text("endpoint_url")?.to_owned(),
                from: EndpointFrom::Line(file, property.location),
            })
        };
        Service::ALL
            .into_iter()
            .filter_map(|service| {
                facts
                    .endpoint_variable(service)
                    .or_else(|| in_services(service))
                    .or_else(|| in_profile(service))
            })
            .collect()
    }
}
