//! The SDK families, by the identifiers that `--for` takes.

/// An SDK family: programs of one family find their credentials by the same rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// The AWS CLI, version 2.
    Cli2,
    /// The AWS CLI, version 1.
    Cli1,
    /// botocore, boto3 and aiobotocore; the version is botocore's.
    Botocore,
    /// The AWS SDK for Go v2; the version is that of its module `config`.
    Go2,
    /// The AWS SDK for Go v1.
    Go1,
    /// hashicorp/aws-sdk-go-base: Terraform's AWS provider and S3 backend, OpenTofu; the version
    /// is that of the Go v2 module `config` in it.
    GoBase,
    /// The AWS SDK for JavaScript v3.
    Js3,
    /// The AWS SDK for JavaScript v2.
    Js2,
    /// The AWS SDK for Java v2.
    Java2,
    /// The AWS SDK for Java v1.
    Java1,
    /// The AWS SDK for .NET v4.
    DotNet4,
    /// The AWS SDK for .NET v3.
    DotNet3,
    /// AWS Tools for PowerShell.
    PowerShell,
    /// The AWS SDK for Rust; the version is that of `aws-config`.
    Rust,
    /// The AWS SDK for C++.
    Cpp,
    /// aws-c-auth, the Common Runtime: awscrt, Mountpoint for Amazon S3.
    Crt,
    /// The AWS SDK for PHP.
    Php,
    /// The AWS SDK for Ruby v3; the version is that of `aws-sdk-core`.
    Ruby,
    /// GDAL's own code for `/vsis3/`, which is no SDK of AWS.
    Gdal,
}

/// Each family with its identifier and its name.
const FAMILIES: [(Family, &str, &str); 19] = [
    (Family::Cli2, "cli2", "the AWS CLI v2"),
    (Family::Cli1, "cli1", "the AWS CLI v1"),
    (Family::Botocore, "botocore", "boto3 (botocore)"),
    (Family::Go2, "go2", "the AWS SDK for Go v2"),
    (Family::Go1, "go1", "the AWS SDK for Go v1"),
    (Family::GoBase, "go-base", "aws-sdk-go-base (Terraform, OpenTofu)"),
    (Family::Js3, "js3", "the AWS SDK for JavaScript v3"),
    (Family::Js2, "js2", "the AWS SDK for JavaScript v2"),
    (Family::Java2, "java2", "the AWS SDK for Java v2"),
    (Family::Java1, "java1", "the AWS SDK for Java v1"),
    (Family::DotNet4, "dotnet4", "the AWS SDK for .NET v4"),
    (Family::DotNet3, "dotnet3", "the AWS SDK for .NET v3"),
    (Family::PowerShell, "powershell", "AWS Tools for PowerShell"),
    (Family::Rust, "rust", "the AWS SDK for Rust"),
    (Family::Cpp, "cpp", "the AWS SDK for C++"),
    (Family::Crt, "crt", "the AWS Common Runtime"),
    (Family::Php, "php", "the AWS SDK for PHP"),
    (Family::Ruby, "ruby", "the AWS SDK for Ruby"),
    (Family::Gdal, "gdal", "GDAL"),
];

impl Family {
    /// Every family.
    pub fn all() -> impl Iterator<Item = Self> {
        FAMILIES.iter().map(|(family, ..)| *family)
    }

    /// botocore, and the two AWS CLIs on it.
    pub(crate) fn is_botocore(self) -> bool {
        matches!(self, Self::Cli2 | Self::Cli1 | Self::Botocore)
    }

    /// The two AWS SDKs for Go, and aws-sdk-go-base on them.
    pub(crate) fn is_go(self) -> bool {
        matches!(self, Self::Go2 | Self::Go1 | Self::GoBase)
    }

    /// The family with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        FAMILIES.iter().find(|(_, known, _)| *known == id).map(|(family, ..)| *family)
    }

    /// Its identifier: `cli2`, `botocore`, `go2`.
    pub fn id(self) -> &'static str {
        FAMILIES.iter().find(|(family, ..)| *family == self).map_or("", |(_, id, _)| id)
    }

    /// Its name in a sentence: "the AWS SDK for Go v2".
    pub fn name(self) -> &'static str {
        FAMILIES.iter().find(|(family, ..)| *family == self).map_or("", |(.., name)| name)
    }
}
