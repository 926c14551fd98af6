//! Words of the first day: explained, not checked (FAILURES, the section of that name).

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    explained(
        "A01",
        "the invitation was not sent, lies among the spam, or its link has ended (they last about 7 days)",
        "look among the spam; else ask {contact} to send it again",
    ),
    explained(
        "A02",
        "the password is not known any more",
        "choose Forgot password on the portal's page; with an identity provider of your organisation, change it there",
    ),
    explained(
        "A03",
        "the second factor is registered on a device that is gone",
        "ask {contact} to remove the old device; then register the new one at the next sign-in",
    ),
    explained(
        "A04",
        "the browser or its middleware does not see the card",
        "put the card in before the browser starts, follow {contact}'s steps for badges, try another browser",
    ),
    explained(
        "A05",
        "nothing is assigned to you yet, or it was assigned minutes ago",
        "wait some minutes, sign out of the portal and in again; else ask {contact}",
    ),
    explained(
        "A06",
        "the browser remembers another identity",
        "sign out at the portal, or open it in a private window",
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
