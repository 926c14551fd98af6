//! Who speaks in a paste: the program and the SDK, worked out from the form of the text.

use error_texts::Speaker;

/// Look for a program's name in at most this many bytes on both sides of the message.
const MAX_DISTANCE_BYTES: usize = 4 << 10;

/// Who speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// The program that was run, if the text shows it.
    pub program: Option<&'static str>,
    /// The SDK or runtime inside it.
    pub sdk: Option<Speaker>,
}

/// Forms that only one SDK has, in the order of how certain they are.
const SDK_FORMS: &[(&str, Speaker)] = &[
    ("aws: [ERROR]:", Speaker::AwsCli),
    ("https response error StatusCode:", Speaker::GoSdk),
    ("failed to refresh cached credentials", Speaker::GoSdk),
    ("NoCredentialProviders", Speaker::GoSdk1),
    ("\tstatus code: ", Speaker::GoSdk1),
    ("software.amazon.awssdk", Speaker::JavaSdk),
    ("com.amazonaws.", Speaker::JavaSdk1),
    ("aws.sdk.kotlin", Speaker::KotlinSdk),
    ("@aws-sdk/", Speaker::JavaScriptSdk),
    ("@smithy/", Speaker::JavaScriptSdk),
    ("CredentialsProviderError", Speaker::JavaScriptSdk),
    ("TokenProviderError", Speaker::JavaScriptSdk),
    ("node_modules/aws-sdk/", Speaker::JavaScriptSdk2),
    ("Amazon.Runtime.", Speaker::DotNetSdk),
    ("Aws::Errors::", Speaker::RubySdk),
    ("Aws\\Exception\\", Speaker::PhpSdk),
    ("DispatchFailure(", Speaker::RustSdk),
    ("ProviderError(", Speaker::RustSdk),
    ("aws_config::", Speaker::RustSdk),
    ("aws_smithy_", Speaker::RustSdk),
    ("AWS_ERROR_", Speaker::Crt),
    ("botocore.exceptions.", Speaker::Python),
    ("site-packages/botocore", Speaker::Python),
    ("site-packages/boto3", Speaker::Python),
    ("_ssl.c:", Speaker::Botocore),
    ("SSL validation failed for ", Speaker::Botocore),
    ("x509: ", Speaker::GoSdk),
    ("sun.security.", Speaker::JavaSdk),
    ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", Speaker::JavaScriptSdk),
    ("SELF_SIGNED_CERT_IN_CHAIN", Speaker::JavaScriptSdk),
    ("NODE_EXTRA_CA_CERTS", Speaker::JavaScriptSdk),
    ("node:internal", Speaker::JavaScriptSdk),
];

/// What shows a program: its command after a prompt, its prefix, or its own words.
const PROGRAM_FORMS: &[(&str, &str)] = &[
    ("registry.opentofu.org", "OpenTofu"),
    ("$ tofu ", "OpenTofu"),
    ("terragrunt", "Terragrunt"),
    ("terraform aws provider", "Terraform"),
    ("registry.terraform.io", "Terraform"),
    ("terraform init", "Terraform"),
    ("terraform plan", "Terraform"),
    ("terraform apply", "Terraform"),
    ("s3 backend", "Terraform"),
    ("on main.tf line", "Terraform"),
    ("pulumi", "Pulumi"),
    ("cdk deploy", "AWS CDK"),
    ("cdk bootstrap", "AWS CDK"),
    ("cdk synth", "AWS CDK"),
    ("cdk diff", "AWS CDK"),
    ("unable to determine the default aws account", "AWS CDK"),
    ("need to perform aws calls for account", "AWS CDK"),
    ("sam deploy", "AWS SAM"),
    ("samcli", "AWS SAM"),
    ("serverless error", "Serverless Framework"),
    ("serverless deploy", "Serverless Framework"),
    ("amplify push", "Amplify"),
    ("amplify pull", "Amplify"),
    ("npx ampx", "Amplify"),
    ("kubernetes cluster unreachable", "Helm"),
    ("unable to connect to the server", "kubectl"),
    ("error while proxying request", "Lens"),
    ("$ kubectl", "kubectl"),
    ("eksctl", "eksctl"),
    ("aws-iam-authenticator", "aws-iam-authenticator"),
    ("docker: ", "Docker"),
    ("error response from daemon", "Docker"),
    ("docker push", "Docker"),
    ("aws-vault: error", "aws-vault"),
    ("rclone", "rclone"),
    ("s5cmd", "s5cmd"),
    ("mount-s3", "Mountpoint for Amazon S3"),
    ("s3fs/core.py", "s3fs"),
    ("awswrangler", "awswrangler"),
    ("ansible", "Ansible"),
    ("fatal: [localhost]: failed!", "Ansible"),
    ("nextflow", "Nextflow"),
    ("snakemake", "Snakemake"),
    ("duckdb", "DuckDB"),
    ("polars", "Polars"),
    ("pyarrow", "pyarrow"),
    ("org.apache.hadoop", "Hadoop S3A"),
    ("org.apache.spark", "Spark"),
    ("dbt ", "dbt"),
    ("dvc ", "DVC"),
    ("sops", "SOPS"),
    ("packer build", "Packer"),
    ("steampipe", "Steampipe"),
    ("prowler", "Prowler"),
];

impl Voice {
    /// Who speaks around this byte of a paste.
    pub(crate) fn of(source: &str, at: usize) -> Self {
        let near = window(source, at);
        let lower = near.to_lowercase();
        let sdk = SDK_FORMS.iter().find(|(form, _)| near.contains(form)).map(|(_, sdk)| *sdk);
        let program = PROGRAM_FORMS
            .iter()
            .find(|(form, _)| contains_word(&lower, form))
            .map(|(_, name)| *name);
        Self { program, sdk }
    }

    /// The name to show: the speaker of the row, more exactly if the text allows it.
    pub(crate) fn name(&self, row: Speaker) -> String {
        let sdk = match row {
            Speaker::Program(name) => return name.to_owned(),
            Speaker::Instructions | Speaker::Shell | Speaker::Browser => {
                return row.name().to_owned();
            }
            Speaker::AwsService | Speaker::Tls => match self.sdk {
                Some(Speaker::Python) => "Python",
                Some(sdk) => sdk.name(),
                None => row.name(),
            },
            Speaker::Botocore | Speaker::Python => match self.sdk {
                Some(Speaker::AwsCli) => Speaker::AwsCli.name(),
                Some(Speaker::Python) if row == Speaker::Botocore => "boto3",
                _ => row.name(),
            },
            other => match (other, self.sdk) {
                (Speaker::GoSdk, Some(Speaker::GoSdk1)) => Speaker::GoSdk1.name(),
                _ => other.name(),
            },
        };
        match self.program {
            Some(program) if sdk.starts_with("a Go program") => {
                format!("{program}, with the AWS SDK for Go")
            }
            Some(program) if row == Speaker::AwsService => program.to_owned(),
            Some("kubectl" | "Helm" | "Lens") if row == Speaker::Botocore => {
                format!("the AWS CLI, run by {}", self.program.unwrap_or_default())
            }
            Some(program) => format!("{program}, with {sdk}"),
            None => sdk.to_owned(),
        }
    }

    /// The SDK whose settings count: the row's own, or the one that the text shows.
    pub fn reads_as(&self, row: Speaker) -> Speaker {
        match row {
            Speaker::AwsService | Speaker::Tls | Speaker::Program(_) => self.sdk.unwrap_or(row),
            _ => row,
        }
    }
}

/// The text around a place, cut at characters.
fn window(source: &str, at: usize) -> &str {
    let from = source.ceil_char_boundary(at.saturating_sub(MAX_DISTANCE_BYTES));
    let to = source.floor_char_boundary(at.saturating_add(MAX_DISTANCE_BYTES));
    &source[from..to]
}

/// Whether a text contains a word or words, not as a part of a longer word.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let ends_open = word.ends_with(|c: char| !c.is_alphanumeric());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && (ends_open || !after.is_some_and(|c| c.is_alphanumeric() || c == '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, row: Speaker) -> String {
        Voice::of(text, 0).name(row)
    }

    #[test]
    fn the_form_of_a_text_shows_who_speaks() {
        for (text, row, expected) in [
            ("aws: [ERROR]: Unable", Speaker::Botocore, "the AWS CLI"),
            ("botocore.exceptions.NoCredentialsError: x", Speaker::Botocore, "boto3"),
            ("Unable to locate credentials", Speaker::Botocore, "the AWS CLI or boto3"),
            (
                "$ terraform plan\nError: failed",
                Speaker::GoSdk,
                "Terraform, with the AWS SDK for Go",
            ),
            ("verify failed (_ssl.c:1006)", Speaker::Tls, "the AWS CLI or boto3"),
            ("at node:internal/x self-signed", Speaker::Tls, "the AWS SDK for JavaScript"),
            ("any", Speaker::Program("Granted"), "Granted"),
        ] {
            assert_eq!(name(text, row), expected, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_word_is_no_program() {
        assert_eq!(Voice::of("wrclonex failed", 0).program, None);
        assert_eq!(Voice::of("rclone: failed", 0).program, Some("rclone"));
    }
}
