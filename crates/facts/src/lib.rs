//! The plain model of a machine, the one resolution, and redaction.
