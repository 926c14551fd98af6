//! Kubernetes programs, container registries and package repositories.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    frame(
        &[
            text("kubectl-getting-credentials-exec-executable-aws", Program("kubectl"), "getting credentials: exec: executable aws failed with exit code {code}", Thread("lensapp/lens#5605")),
            text("kubectl-getting-credentials-exec-exit-status", Program("kubectl"), "getting credentials: exec: exit status {code}", Thread("kubernetes/kubectl#1799")),
            text("kubectl-exec-executable-aws-failed-with", Program("kubectl"), "exec: executable aws failed with exit code", Thread("lensapp/lens#5605")),
        ],
        "a program (kubectl, Helm, k9s, Lens) ran `aws` to get a token, and `aws` failed; what it said is on a line near it",
        &["T02", "T01", "E06", "E01", "C26"],
    ),
    message(
        &[
            text("kubectl-exec-plugin-invalid-apiversion-client", Program("kubectl"), "exec plugin: invalid apiVersion client.authentication.k8s.io/v1alpha1", Thread("aws/aws-cli#6920")),
            text("kubectl-no-kind-execcredential-is-registered", Program("kubectl"), "no kind ExecCredential is registered for version client.authentication.k8s.io", Thread("aws/aws-cli#6920")),
        ],
        "the kubeconfig was written for an older API version",
        &["old-kubernetes"],
    )
    .needs(&["aws", "eks", "clusters", "kubeconfig"]),
    message(
        &[
            text("kubectl-getting-credentials-exec-exec-aws", Program("kubectl"), "getting credentials: exec: exec: aws: executable file not found in", Thread("eksctl-io/eksctl#1562")),
            text("kubectl-getting-credentials-exec-fork-exec", Program("kubectl"), "getting credentials: exec: fork/exec {path}: no such file or directory", Thread("eksctl-io/eksctl#1562")),
            text("metadata-exec-aws-executable-file-not", GoSdk, "exec: aws: executable file not found in $PATH", Thread("lensapp/lens#8024")),
        ],
        "the program did not find `aws`",
        &["cli-not-on-path", "E01"],
    ),
    message(
        &[
            text("kubectl-decoding-stdout-couldn-t-get", Program("kubectl"), "decoding stdout: couldn't get version/kind; json parse error", Thread("pulumi/pulumi-eks#1091")),
        ],
        "`aws` printed something else than the token that the program expects",
        &["cli-output"],
    ),
    frame(
        &[
            text("aws-iam-authenticator-could-not-get-token", Program("aws-iam-authenticator"), "could not get token: {why}", Code("cmd/aws-iam-authenticator/token.go")),
            text("eksctl-checking-aws-sts-access-cannot", Program("eksctl"), "checking AWS STS access – cannot get role ARN for current session: {why}", Code("pkg/eks/api.go")),
            text("eksctl-getting-effective-credentials", Program("eksctl"), "getting effective credentials: {why}", Code("pkg/eks/api.go")),
        ],
        "aws-iam-authenticator could not make a token; the rest says why",
        &["T02", "no-profile", "load-config", "E06"],
    ),
    message(
        &[
            text("docker-your-authorization-token-has-expired", Program("Docker"), "Your Authorization Token has expired. Please run aws ecr get-login", Thread("aws/aws-cli#2351")),
        ],
        "the sign-in to the registry has expired",
        &["registry-expired"],
    ),
    message(
        &[
            text("docker-pull-access-denied-for-dkr", Program("Docker"), "pull access denied for {account}.dkr.ecr.{words}, repository does not exist or may require", Thread("aws/aws-cli#7977")),
        ],
        "there is no sign-in to this registry, or the repository does not exist",
        &["registry-missing", "wrong-account"],
    ),
    frame(
        &[
            text("amazon-ecr-credential-helper-ecr-failed-to-get-authorization", Program("amazon-ecr-credential-helper"), "ecr: Failed to get authorization token: {why}", Code("ecr-login/api/client.go")),
        ],
        "the credential helper could not get a token for the registry; the rest says why",
        &["T02", "no-profile", "E06", "S02"],
    ),
    message(
        &[
            text("pip-http-error-401-while-getting", Program("pip"), "HTTP error 401 while getting https://{url}.codeartifact.{words}", Thread("aws/aws-cli codeartifact login")),
            text("pip-401-error-credentials-not-correct", Program("pip"), "401 Error, Credentials not correct for https://aws:{words}.d.codeartifact.", Thread("pypa/pip")),
        ],
        "the token of the package repository has expired",
        &["packages-expired"],
    ),
    message(
        &[
            text("aws-cli-sessionmanagerplugin-is-not-found-please", AwsCli, "SessionManagerPlugin is not found. Please refer to SessionManager Documentation here", Code("awscli/customizations/sessionmanager.py")),
        ],
        "the Session Manager plugin is not installed",
        &["tool-missing"],
    ),
    message(
        &[
            text("git-unable-to-find-remote-helper", Program("git"), "Unable to find remote helper for codecommit", Thread("aws/git-remote-codecommit")),
        ],
        "git does not find its helper for CodeCommit",
        &["tool-missing"],
    ),
    message(
        &[
            text("kubectl-the-server-has-asked-for", Program("kubectl"), "the server has asked for the client to provide credentials", Thread("kubernetes/kubectl#1799")),
        ],
        "the cluster does not accept your role, or the token is that of another account",
        &["not-mapped"],
    )
    .needs(&["aws", "eks"]),
    message(
        &[
            text("docker-no-basic-auth-credentials", Program("Docker"), "no basic auth credentials", Thread("awslabs/amazon-ecr-credential-helper#49")),
        ],
        "there is no sign-in to this registry",
        &["registry-missing", "registry-expired"],
    )
    .needs(&["ecr", "amazonaws"]),
    message(
        &[
            text("docker-your-authorization-token-has-expired-reauthenticate", Program("Docker"), "Your authorization token has expired. Reauthenticate and try again", Thread("aws/aws-cli#7977")),
        ],
        "the sign-in to the registry has expired",
        &["registry-expired"],
    ),
    message(
        &[
            text("kubectl-exec-plugin-invalid-apiversion", Program("kubectl"), "exec plugin: invalid apiVersion", Thread("aws/aws-cli#6920")),
        ],
        "the kubeconfig was written for another API version than this kubectl accepts",
        &["old-kubernetes"],
    )
    .needs(&["aws", "eks", "clusters"]),
];
