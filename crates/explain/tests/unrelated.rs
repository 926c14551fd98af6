//! Messages of other programs, and AWS tools' output when all is well, are not explained.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use explain::read;

const UNRELATED: &[&str] = &[
    "",
    "\n\n",
    "hello",
    "make: *** [Makefile:12: all] Error 2",
    "bash: kubectl: command not found",
    "zsh: command not found: aws-vault",
    "bash: awslocal: command not found",
    "'terraform' is not recognized as an internal or external command,\noperable program or batch file.",
    "fatal: not a git repository (or any of the parent directories): .git",
    "fatal: unable to access 'https://github.com/x/y.git/': Could not resolve host: github.com",
    "curl: (6) Could not resolve host: example.org",
    "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server",
    "curl: (60) SSL certificate problem: unable to get local issuer certificate",
    "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete]",
    "psql: error: connection to server at \"localhost\" (127.0.0.1), port 5432 failed: Connection refused",
    "docker: Error response from daemon: Get \"https://registry.example.org/v2/\": x509: certificate signed by unknown authority",
    "Error response from daemon: pull access denied for x, repository does not exist or may require 'docker login'",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "ssh: connect to host example.org port 22: Connection timed out",
    "Permission denied (publickey).",
    "-bash: ./run.sh: Permission denied",
    "cp: cannot open '/etc/shadow' for reading: Permission denied",
    "touch: cannot touch '/usr/x': Read-only file system",
    "ls: cannot access 'x': No such file or directory",
    "python3: can't open file '/tmp/x.py': [Errno 2] No such file or directory",
    "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    open('x')\nFileNotFoundError: [Errno 2] No such file or directory: 'x'",
    "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'name'",
    "ModuleNotFoundError: No module named 'requests'",
    "usage: tool.py [-h] {a,b}\ntool.py: error: argument command: invalid choice: 'c' (choose from 'a', 'b')",
    "configparser.DuplicateSectionError: While reading from 'setup.cfg' [line 5]: section 'x' already exists",
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    "npm ERR! code E404\nnpm ERR! 404 Not Found - GET https://registry.npmjs.org/x",
    "TypeError: Cannot read properties of undefined (reading 'length')",
    "error[E0308]: mismatched types\n  --> src/main.rs:2:5",
    "thread 'main' panicked at src/main.rs:2:5:\nindex out of bounds",
    "error: failed to select a version for the requirement `serde = \"^2\"`",
    "java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"s\" is null",
    "Exception in thread \"main\" java.net.UnknownHostException: example.org",
    "sun.security.validator.ValidatorException: PKIX path building failed",
    "go: module example.org/x: no matching versions for query \"latest\"",
    "panic: runtime error: invalid memory address or nil pointer dereference",
    "Error from server (Forbidden): pods is forbidden: User \"mira\" cannot list resource \"pods\"",
    "error: You must be logged in to the server (Unauthorized)",
    "E: Could not get lock /var/lib/dpkg/lock-frontend",
    "E: Unable to locate package less-utils",
    "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
    "gpg: decryption failed: No secret key",
    "Segmentation fault (core dumped)",
    "HTTP/1.1 429 Too Many Requests\nretry-after: 3",
    "HTTP/1.1 200 OK\ncontent-type: text/html",
    "Your token has expired. Please log in to npm again.",
    "commit ee0bfd2552fbd840c02cc48b6e823320543c450f\nAuthor: Mira <mira@example.org>\n\n    Sign in",
    "ee0bfd2552fbd840c02cc48b6e823320543c450f  notes.txt\n2b829a45f04c9828cb45b7d092d8e4aa30818393  other.txt",
    "error: Your local changes to the following files would be overwritten by merge:\n\tREADME.md",
    "Terraform has been successfully initialized!",
    "│ Error: Unsupported argument\n│ \n│   on main.tf line 3, in resource \"aws_s3_bucket\" \"b\":\n│    3:   nam = \"x\"",
    "│ Error: Reference to undeclared resource",
    "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist",
    "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id x does not exist",
    "An error occurred (ResourceNotFoundException) when calling the DescribeTable operation: Requested resource not found",
    "An error occurred (ThrottlingException) when calling the DescribeInstances operation: Rate exceeded",
    "An error occurred (InvalidRequestException) when calling the UpdateSecret operation: You can't perform this operation",
    "{\n    \"UserId\": \"AROAEXAMPLE:mira@example.org\",\n    \"Account\": \"111122223333\",\n    \"Arn\": \"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mira@example.org\"\n}",
    "Successfully logged into Start URL: https://d-1234567890.awsapps.com/start",
    "Attempting to automatically open the SSO authorization page in your default browser.\nIf the browser does not open, open the following URL:\n\nhttps://oidc.us-east-1.amazonaws.com/authorize?response_type=code&client_id=x",
    "aws-cli/2.36.7 Python/3.13.7 Linux/6.8.0 exe/x86_64.ubuntu.24",
    "2026-11-01 10:00:00 my-bucket\n2026-11-02 10:00:00 logs",
    "upload: ./a.txt to s3://my-bucket/a.txt",
    "The printer on the second floor is out of paper.",
    "My screen stays dark after the update",
];

#[test]
fn what_has_nothing_to_do_with_sign_in_is_not_explained() {
    assert!(UNRELATED.len() > 40);
    let wrong: Vec<String> = UNRELATED
        .iter()
        .filter_map(|text| {
            let reading = read(text);
            let first = reading.matches.first()?;
            Some(format!("{text}: {:?}", first.text.causes))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A text that code, a command, or a sentence mentions is not a fault.
#[test]
fn what_was_typed_as_an_example_is_no_fault() {
    for text in [
        "echo \"Unable to locate credentials\"",
        "mira@laptop:~$ grep -rn 'Token has expired and refresh failed' .",
        "    except botocore.exceptions.NoCredentialsError:",
        "if \"ExpiredToken\" in str(error):",
        "  } catch (CredentialsProviderError: Could not load credentials from any providers",
        "// Error loading SSO Token: Token for corp does not exist",
        "throw new Error('The SSO session associated with this profile has expired')",
        "If you see \"The config profile (dev) could not be found\", set AWS_PROFILE.",
    ] {
        let reading = read(text);
        assert!(reading.matches.is_empty(), "{text}: {:?}", reading.matches[0].id);
    }
    // The error itself, after such lines, is one.
    let text = "$ grep -c 'Unable to locate credentials' log\n0\n$ aws s3 ls\nUnable to locate credentials";
    assert!(!read(text).matches.is_empty());
}

/// Compiler errors, HTTP logs, messages of other clouds, and words of daily life.
#[test]
fn unrelated_texts_stay_silent() {
    let all: Vec<&str> = include_str!("../corpus/unrelated.txt").split("\n---\n").skip(1).collect();
    assert!(all.len() >= 500, "{}", all.len());
    let wrong: Vec<String> = all
        .iter()
        .filter_map(|text| {
            let reading = read(text);
            let first = reading.matches.first().map(|found| found.id);
            let answer = reading.answer.map(|answer| answer.code);
            (first.is_some() || answer.is_some()).then(|| format!("{first:?} {answer:?}: {text}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

/// A long log that contains the error, and one that does not.
#[test]
fn a_long_log_is_read_in_good_time() {
    let between = format!("\n{}\n", "2026-11-25T22:00:00Z INFO all is well\n".repeat(20));
    let noise = UNRELATED.join(&between).repeat(15);
    assert!(noise.len() > 500_000);
    let start = std::time::Instant::now();
    assert!(read(&noise).matches.is_empty());
    let with = format!("{noise}\nError loading SSO Token: Token for corp does not exist\n{noise}");
    assert_eq!(read(&with).matches[0].value("session"), Some("corp"));
    // Unoptimized; a release build takes a fraction of it.
    assert!(start.elapsed() < std::time::Duration::from_secs(30));
}

#[test]
fn any_bytes_can_be_read() {
    for text in [
        "{",
        "}",
        "{profile}",
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}]",
        "'",
        "''",
        "\u{fffd}\u{0}",
        "The config profile (",
        "The config profile (İ) could not be found",
        "ﬀ The config profile (é\u{301}) could not be found",
    ] {
        let _ = read(text);
    }
}
