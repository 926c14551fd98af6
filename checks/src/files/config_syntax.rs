//! `config-syntax`.
