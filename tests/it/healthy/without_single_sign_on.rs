//! Machines without single sign-on, or with access keys in addition to it.

use super::machine::{KEYS, Sound, lab, profile, sound};
use crate::catalogue::row::Case;

pub fn machines() -> Vec<Sound> {
    vec![
        sound("static keys on a CI machine", || {
            Case::files("[default]\nregion = eu-central-1\n", KEYS).signed_out()
        }),
        sound("static keys and no config", || {
            Case::files("", KEYS).signed_out().env("AWS_REGION", "eu-central-1")
        }),
        sound("keys in the environment of a CI job", || {
            Case::files("[default]\nregion = eu-central-1\n", "")
                .signed_out()
                .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
                .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        }),
        sound("a container's role and no files", || {
            Case::files("", "")
                .signed_out()
                .env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1")
                .env("AWS_REGION", "eu-central-1")
        }),
        sound("a container's role and a region in the config", || {
            Case::files("[default]\nregion = eu-central-1\n", "")
                .signed_out()
                .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials")
        }),
        sound("another object store's keys", || {
            Case::files(
                &format!("{}{}", lab(), profile("profile dev")),
                "[minio]\naws_access_key_id = minioadmin\naws_secret_access_key = minioadmin123456\n\
                 endpoint_url = http://127.0.0.1:9000\n",
            )
        }),
    ]
}
