//! Healthy machines of all kinds: no check fails or warns, and the exit status is 0. A false alarm
//! is worse than a missed note.

/// Defines a test for each of these machines: `cargo test --test it a_vanity_host`.
macro_rules! machines {
    ($($name:ident $((warns $check:literal))?: $case:expr;)*) => {
        $(
            #[test]
            fn $name() {
                crate::healthy::machine::check_machine(&$case, &[$($check)?]);
            }
        )*
    };
}

mod machine;
mod portals;
mod profiles;
mod surroundings;
mod texts;
mod tools;
mod without_single_sign_on;
