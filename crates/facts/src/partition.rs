//! The AWS partitions, with what sign-in needs.

/// A partition: regions that share endpoint names and accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partition {
    /// `aws`: the commercial regions.
    Commercial,
    /// `aws-us-gov`.
    GovCloud,
    /// `aws-cn`.
    China,
    /// `aws-eusc`: the European Sovereign Cloud.
    EuropeanSovereign,
}

impl Partition {
    /// The partition of a region, by its name (`botocore/data/partitions.json`, `regionRegex`).
    pub fn of_region(region: &str) -> Self {
        if region.starts_with("us-gov-") {
            Self::GovCloud
        } else if region.starts_with("cn-") {
            Self::China
        } else if region.starts_with("eusc-") {
            Self::EuropeanSovereign
        } else {
            Self::Commercial
        }
    }

    /// The domain suffix of its endpoints (`partitions.json`, `dnsSuffix`).
    pub const fn dns_suffix(self) -> &'static str {
        match self {
            Self::Commercial | Self::GovCloud => "amazonaws.com",
            Self::China => "amazonaws.com.cn",
            Self::EuropeanSovereign => "amazonaws.eu",
        }
    }
}
