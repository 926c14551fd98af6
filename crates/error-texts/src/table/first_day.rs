//! Words of the first day: explained, not checked (FAILURES, the section of that name).

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    explained(
        "A01",
        "the invitation was not sent, is in your spam folder, or has expired (after about 7 days)",
        "check your spam folder, or ask {contact} to send it again",
    ),
    explained(
        "A02",
        "you forgot your password",
        "choose Forgot password on the portal's sign-in page; if your organization has its own identity provider, reset it there",
    ),
    explained(
        "A03",
        "your MFA device is lost or replaced",
        "ask {contact} to remove the old device, then register the new one at your next sign-in",
    ),
    explained(
        "A04",
        "the browser or its middleware does not detect the smart card",
        "insert the card before you start the browser, follow the steps from {contact}, or try another browser",
    ),
    explained(
        "A05",
        "you have no assignments yet, or they are only minutes old",
        "wait a few minutes, sign out of the portal, and sign in again; if that does not help, ask {contact}",
    ),
    explained(
        "A06",
        "the browser is signed in as another user",
        "sign out of the portal, or open it in a private window",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    words(
        &[
            &["no invitation"],
            &["invitation", "expired"],
            &["invitation", "link"],
            &["invitation", "not arriv"],
            &["never got", "invitation"],
        ],
        &["A01"],
    ),
    words(
        &[
            &["password forgotten"],
            &["forgot", "password", "portal"],
            &["forgot", "password", "aws"],
            &["forgot my password"],
            &["reset", "password", "portal"],
        ],
        &["A02"],
    ),
    words(
        &[
            &["authenticator", "lost"],
            &["lost", "authenticator"],
            &["new phone"],
            &["mfa", "device", "lost"],
            &["lost", "mfa"],
        ],
        &["A03"],
    ),
    words(&[&["badge"], &["smart card"], &["piv "], &["no certificate prompt"]], &["A04"]),
    words(
        &[
            &["do not have any applications"],
            &["no accounts", "portal"],
            &["signed in", "no accounts"],
            &["signed in", "no applications"],
        ],
        &["A05", "R02"],
    ),
    words(
        &[
            &["portal opens as somebody else"],
            &["portal", "somebody else"],
            &["portal", "someone else"],
            &["portal", "another user"],
        ],
        &["A06", "L05"],
    ),
];
