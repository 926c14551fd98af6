//! A simulated IAM Identity Center and STS on loopback, for tests and for the demo.
