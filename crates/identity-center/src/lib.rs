//! IAM Identity Center as a client: sign-in, refresh, accounts, roles, token cache, start URLs and regions.
