//! Machines without single sign-on, or with access keys in addition to it.

use super::machine::{KEYS, whole};
use crate::catalogue::row::Case;

machines! {
    static_keys_on_a_ci_machine:
        Case::files("[default]\nregion = eu-central-1\n", KEYS).signed_out();
    static_keys_and_no_config: Case::files("", KEYS).signed_out().env("AWS_REGION", "eu-central-1");
    keys_in_the_environment_of_a_ci_job: Case::files("[default]\nregion = eu-central-1\n", "")
        .signed_out()
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    a_containers_role_and_no_files: Case::files("", "")
        .signed_out()
        .env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1")
        .env("AWS_REGION", "eu-central-1");
    a_containers_role_and_a_region_in_the_config:
        Case::files("[default]\nregion = eu-central-1\n", "")
            .signed_out()
            .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    another_object_stores_keys: Case::files(
        &whole(),
        "[minio]\naws_access_key_id = minioadmin\naws_secret_access_key = minioadmin123456\n\
         endpoint_url = http://127.0.0.1:9000\n",
    );
}
