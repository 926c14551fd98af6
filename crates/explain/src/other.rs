//! Errors of AWS services that are not about credentials, and messages of other clouds.

/// An error of an AWS service that is not about credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAnswer {
    /// The error's code, such as `NoSuchBucket`.
    pub code: String,
    /// The operation, such as `ListObjectsV2`, if the text names it.
    pub operation: Option<String>,
}

/// Operations of the sign-in itself: their errors are never about another service.
const SIGN_IN: &[&str] = &[
    "RegisterClient",
    "StartDeviceAuthorization",
    "CreateToken",
    "GetRoleCredentials",
    "ListAccounts",
    "ListAccountRoles",
    "GetCallerIdentity",
    "AssumeRole",
    "AssumeRoleWithWebIdentity",
    "AssumeRoleWithSAML",
    "GetSessionToken",
];

/// Parts of codes that can be about credentials, so that the answer must not say that they are not.
const CREDENTIAL_CODES: &[&str] = &[
    "accessdenied",
    "unauthorized",
    "forbidden",
    "authfailure",
    "authorization",
    "authentication",
    "credential",
    "token",
    "signature",
    "optin",
    "notauthorized",
    "invalidclient",
    "accesskey",
    "unrecognizedclient",
    "expired",
    "invalidgrant",
    "incompletesignature",
    "requesttime",
    "403",
    "401",
    "requestexpired",
    "notsignedup",
    "invalididentity",
    "kmsaccess",
    "400",
];

/// Finds the answer of a service, if the text contains one that is not about credentials.
pub(crate) fn find_service_answer(source: &str) -> Option<ServiceAnswer> {
    let text: String = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let answer = python(&text).or_else(|| go(&text)).or_else(|| java(&text))?;
    let code = answer.code.to_lowercase();
    let is_ours = CREDENTIAL_CODES.iter().any(|part| code.contains(part))
        || answer.operation.as_deref().is_some_and(|operation| SIGN_IN.contains(&operation));
    (!is_ours && is_code(&answer.code)).then_some(answer)
}

fn is_code(code: &str) -> bool {
    (3..=80).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':'))
}

/// botocore: `An error occurred (CODE) when calling the OPERATION operation` (botocore/exceptions.py).
fn python(text: &str) -> Option<ServiceAnswer> {
    let (_, rest) = text.rsplit_once("An error occurred (")?;
    let (code, rest) = rest.split_once(") when calling the ")?;
    let operation = rest.split_once(" operation").map(|(name, _)| name.to_owned());
    Some(ServiceAnswer { code: code.to_owned(), operation })
}

/// The Go SDK v2: `operation error SERVICE: OPERATION, … api error CODE: …` (smithy-go errors.go).
fn go(text: &str) -> Option<ServiceAnswer> {
    let (before, rest) = text.rsplit_once("api error ")?;
    let code = rest.split([':', ' ']).next().unwrap_or_default();
    let operation = before
        .rsplit_once("operation error ")
        .and_then(|(_, rest)| rest.split_once(": "))
        .and_then(|(_, rest)| rest.split([',', ':']).next())
        .map(str::to_owned);
    Some(ServiceAnswer { code: code.to_owned(), operation })
}

/// The Java SDK v1: `(Service: …; Status Code: …; Error Code: CODE; …`.
fn java(text: &str) -> Option<ServiceAnswer> {
    let (_, rest) = text.rsplit_once("Error Code: ")?;
    let code = rest.split([';', ',', ' ', ')']).next().unwrap_or_default();
    text.contains("(Service: ").then(|| ServiceAnswer { code: code.to_owned(), operation: None })
}

/// Marks of other clouds and of servers that speak AWS's protocols.
const OTHER_CLOUDS: &[&str] = &[
    "googleapis.com",
    "gcloud",
    "aliyun",
    "azure",
    "oraclecloud",
    "digitaloceanspaces",
    "cloudflare",
    "backblaze",
    "wasabisys",
    "myhuaweicloud",
    "ibmcloud",
    "storage.yandex",
];

/// Whether the text around a message shows that it comes from another cloud.
pub(crate) fn is_other_cloud(near: &str) -> bool {
    OTHER_CLOUDS.iter().any(|mark| near.contains(mark))
        && !["amazonaws", "botocore", "arn:aws", "awsapps"].iter().any(|mark| near.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        find_service_answer(text).map(|answer| answer.code)
    }

    #[test]
    fn a_service_that_answered_shows_that_the_credentials_work() {
        for (text, expected) in [
            (
                "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: x",
                "NoSuchBucket",
            ),
            (
                "operation error EC2: RunInstances, https response error StatusCode: 400, RequestID: x, api error InvalidParameterValue: y",
                "InvalidParameterValue",
            ),
            (
                "(Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey; Request ID: x)",
                "NoSuchKey",
            ),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected));
        }
        for text in [
            "An error occurred (AccessDenied) when calling the ListBuckets operation",
            "An error occurred (InvalidRequestException) when calling the RegisterClient operation",
            "operation error SSO OIDC: CreateToken, api error InvalidGrantException: x",
            "An error occurred (not a code) when calling the X operation",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
