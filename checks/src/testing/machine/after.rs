//! The machine after a plan: files written and moved, sign-ins made, and AWS asked again.

use super::*;
use aws_files::Document;

impl Machine {
    /// The machine after a plan: edits are applied, and a sign-in or a refresh results in a new
    /// token.
    pub(crate) fn after(&self, plan: &Plan) -> Self {
        let mut machine = self.clone();
        for step in &plan.steps {
            match step {
                Step::Edit { file, edits } => {
                    let document = match &machine.files[file] {
                        FileState::Present { document, .. } => Document::clone(document),
                        _ => Document::parse(b""),
                    };
                    // The refused request had other values.
                    machine.refused_sign_ins.clear();
                    let edited = document.edit(edits).expect("the plan's edits apply");
                    let state = FileState::Present {
                        document: Arc::new(edited),
                        mode: Some(0o600),
                        writable: true,
                        owned: true,
                        link: None,
                    };
                    machine.files.insert(*file, state);
                }
                Step::SignIn(key) | Step::Refresh(key) => {
                    machine = machine.token(key, Ok(token(8, true)));
                    machine.refreshes.remove(key);
                    machine.registrations.remove(key);
                    if machine.accepted.contains_key(key) {
                        machine.accepted.insert(key.clone(), Ok(Ok(())));
                    }
                }
                // It is read again through the setting that names it.
                Step::Create(..) => {}
                Step::SetAside(path) => {
                    machine.tokens.retain(|_, entry| entry.path != *path);
                    machine.registrations.retain(|_, entry| entry.path != *path);
                    machine.others.retain(|entry| entry.path != *path);
                    let gone = |name: &String| path.ends_with(name);
                    machine.cached_roles.retain(|name, _| !gone(name));
                    if let Ok(logins) = &mut machine.logins {
                        logins.entries.retain(|_, entry| entry.path != *path);
                    }
                }
                Step::SetMode(path, bits) => {
                    for entry in machine.tokens.values_mut() {
                        if entry.path == *path && bits & 0o400 != 0 {
                            entry.mode = Some(*bits);
                            entry.token = Ok(token(8, true));
                        }
                    }
                    let logins = machine.logins.iter_mut();
                    for entry in logins.flat_map(|logins| logins.entries.values_mut()) {
                        if entry.path == *path && bits & 0o400 != 0 {
                            entry.mode = Some(*bits);
                            entry.keys = Ok(login_keys(10));
                        }
                    }
                    let place = machine.access.as_mut().ok();
                    if let Some(place) = place.and_then(|access| access.places.get_mut(path)) {
                        place.mode = Some(*bits);
                        place.writable = bits & 0o200 != 0;
                        if place.folder && bits & 0o100 != 0 {
                            machine.enter(path);
                        }
                    }
                    for kind in [FileKind::Config, FileKind::Credentials] {
                        if machine.facts().files().path(kind) != path {
                            continue;
                        }
                        match machine.files.get_mut(&kind) {
                            Some(FileState::Present { mode, writable, .. }) => {
                                *mode = Some(*bits);
                                *writable = bits & 0o200 != 0;
                            }
                            Some(state @ FileState::Unreadable { .. }) if bits & 0o400 != 0 => {
                                *state = present("");
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        machine.ask_again(plan);
        machine
    }

    /// The files in a folder become readable once the folder may be entered.
    fn enter(&mut self, folder: &std::path::Path) {
        for kind in [FileKind::Config, FileKind::Credentials] {
            let inside = self.facts().files().path(kind).starts_with(folder);
            let denied = matches!(self.files[&kind], FileState::Unreadable { denied: true, .. });
            if inside && denied {
                self.files.insert(kind, present(""));
            }
        }
    }

    /// Checks the refused profiles with STS again: the portal accepts a new sign-in, and gives the
    /// assigned roles.
    fn ask_again(&mut self, plan: &Plan) {
        let facts = self.facts();
        for (name, answer) in &mut self.identities {
            let Ok(IdentityAnswer::Refused(facts::Step::RoleCredentials, error)) = answer else {
                continue;
            };
            // A profile that a mutated file has lost keeps its answer.
            let Some(profile) = facts.profile(name) else { continue };
            let (Some(key), Some(account), Some(role)) =
                (profile.session_key(), profile.account(), profile.role())
            else {
                continue;
            };
            let accepted = if error.status == Some(401) {
                plan.steps.contains(&Step::SignIn(key.clone()))
            } else {
                let assigned = self.roles.get(&(key, account.to_owned()));
                assigned.is_some_and(|roles| {
                    roles.as_ref().is_ok_and(|roles| roles.iter().any(|name| name == role))
                })
            };
            if accepted {
                *answer = Ok(IdentityAnswer::Identity(identity(account, role)));
            }
        }
    }
}
