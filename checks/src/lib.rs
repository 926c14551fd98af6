//! The checks: a file a check, the trait, the registry.
