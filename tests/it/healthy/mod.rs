//! Healthy machines of all kinds: no check fails or warns, and the exit status is 0. A false alarm
//! is worse than a missed note.
//!
//! Each machine is its own test, named by its words: `cargo test --test it
//! healthy::a_vanity_host`.

mod machine;
mod portals;
mod profiles;
mod surroundings;
mod texts;
mod tools;
mod without_single_sign_on;

use machine::{check_machine, test_names};

/// Defines a test for each of these machines, and a test that none is missing.
macro_rules! test_machines {
    ($($section:ident: $($name:ident)*;)*) => {
        $($(
            #[test]
            fn $name() {
                check_machine(&$section::machines(), stringify!($name));
            }
        )*)*

        #[test]
        fn every_machine_is_a_test() {
            $({
                let listed: &[&str] = &[$(stringify!($name)),*];
                let machines = test_names(&$section::machines());
                assert_eq!(machines, listed, "{}: list them in mod.rs", stringify!($section));
            })*
        }
    };
}

test_machines! {
    profiles:
        one_profile three_profiles_on_one_session the_default_profile
        default_and_another two_sessions_of_two_portals
        a_second_session_that_is_not_signed_in_out_of_scope a_legacy_profile
        a_legacy_profile_whose_start_url_ends_in a_legacy_profile_beside_an_sso_session
        a_role_chain_on_single_sign_on a_role_chain_of_two_links
        credential_process_in_another_profile credential_process_and_nothing_else
        login_session_as_aws_login_writes_it
        a_profile_that_assumes_a_role_by_web_identity a_role_with_mfa_from_the_instance
        a_source_of_credentials_without_a_region
        a_bridge_for_older_tools_to_the_same_role_under_another_name
        a_bridge_in_a_profile_of_its_own a_default_profile_with_a_region_and_nothing_else;
    without_single_sign_on:
        static_keys_on_a_ci_machine static_keys_and_no_config
        keys_in_the_environment_of_a_ci_job a_container_s_role_and_no_files
        a_container_s_role_and_a_region_in_the_config another_object_store_s_keys;
    portals:
        govcloud govcloud_with_a_region_in_the_address china the_european_sovereign_cloud a_portal_with_its_region_in_the_host
        a_dual_stack_portal an_issuer_url a_directory_identifier a_vanity_host
        a_trailing_slash a_fragment_as_the_browser_shows_it
        a_name_of_the_portal_in_capitals
        the_wiki_s_example_address_where_it_really_is_the_portal;
    texts:
        tabs_round_the_equals_sign no_space_round_it crlf no_newline_at_the_end
        comments_everywhere comments_in_other_languages an_empty_credentials_file
        five_hundred_profiles names_with_quotes_and_a_space_as_aws_configure_writes_them
        a_name_in_quotes names_with_every_portable_character nested_settings_of_s3
        a_services_section many_settings_of_the_aws_cli settings_of_other_tools
        more_scopes_than_one aliases_and_previews_of_old;
    surroundings:
        aws_profile aws_default_profile aws_profile_from_a_start_up_file aws_region_and_no_region_in_the_profile
        aws_config_file_elsewhere aws_shared_credentials_file_elsewhere
        a_link_to_a_file_of_this_person_s a_sign_in_that_has_ended_and_renews_itself
        tokens_and_registrations_of_other_tools_in_the_cache no_proxy_for_this_computer
        over_ssh a_pager_that_is_turned_off all_profiles;
    tools:
        granted_populates_profiles
        granted_populates_profiles_with_a_process
        aws_sso_util_populates_profiles
        aws_sso_cli_writes_its_block
        aws2_wrap_for_older_tools
        yawsso_writes_temporary_keys_beside
        aws_configure_sso_as_its_newest_version_writes
        an_assistant_s_session_beside
        a_windows_program_with_a_space_in_its_path
        aws_vault_as_a_process
        aws_vault_keeps_the_keys_elsewhere
        saml2aws_signs_in
        aws_azure_login_signs_in
        gimme_aws_creds_signs_in
        okta_aws_cli_as_a_process
        leapp_writes_the_default_profile
        github_actions_assumes_a_role
        gitlab_ci_assumes_a_role_by_web_identity
        a_role_from_the_environment_s_keys
        localstack_in_a_profile_of_its_own
        cloudflare_r2_in_a_profile_of_its_own
        aws_login_and_a_bridge_for_older_tools
        home_manager_links_the_file_into_its_store
        ansible_manages_a_block
        a_generator_heads_each_account
        a_file_in_its_own_order_and_with_aligned_values
        a_session_for_each_of_the_organization_s_portals
        awsume_s_keys_and_roles
        a_development_container_with_the_host_s_files
        settings_of_every_service;
}
