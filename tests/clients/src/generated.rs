//! Machines made by rule: every single source and every pair of sources in one profile, by every
//! way that a profile can reach a client, beside keys in the environment; and more, drawn by seed.

use std::collections::BTreeMap;

use crate::machine::{Machine, TokenState};
use crate::sources::{Source, Way, machine_with, set_keys_in_environment};

/// The machines that do not depend on a seed.
pub fn systematic() -> Vec<Machine> {
    let mut machines = Vec::new();
    for way in Way::ALL {
        for (index, source) in Source::ALL.into_iter().enumerate() {
            let id = format!("{}/{}", way.name(), source.name());
            machines.push(machine_with(id.clone(), &[source], way));
            if source != Source::RoleOfEnvironment {
                let mut beside = machine_with(format!("{id}+environment"), &[source], way);
                set_keys_in_environment(&mut beside);
                machines.push(beside);
            }
            for second in Source::ALL.into_iter().skip(index + 1) {
                let id = format!("{id}+{}", second.name());
                machines.push(machine_with(id, &[source, second], way));
            }
        }
    }
    machines
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below `limit`; zero if that is zero.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = limit.max(1) as u64;
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// True once in this many times.
    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// The same things in another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// This many machines with up to three sources, drawn from the seed.
pub fn drawn(seed: u64, count: usize) -> Vec<Machine> {
    let mut dice = Dice::new(seed);
    (0..count).map(|number| draw(&mut dice, format!("drawn/{seed}/{number}"))).collect()
}

fn draw(dice: &mut Dice, id: String) -> Machine {
    let mut sources = Source::ALL;
    dice.shuffle(&mut sources);
    let wanted = 1 + dice.below(3);
    let way = Way::ALL[dice.below(3)];
    let mut machine = machine_with(id, &sources[..wanted], way);
    let variables: [(&str, &str, usize); 5] = [
        ("AWS_REGION", "eu-south-1", 3),
        ("AWS_DEFAULT_REGION", "ap-east-1", 3),
        ("AWS_SDK_LOAD_CONFIG", "1", 2),
        ("AWS_DEFAULT_PROFILE", "default", 8),
        ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/Web", 12),
    ];
    for (name, value, times) in variables {
        if dice.one_in(times) {
            machine.environment.insert(name.to_owned(), value.to_owned());
        }
    }
    if machine.environment.contains_key("AWS_ROLE_ARN") {
        let file = "{home}/web-token".to_owned();
        machine.environment.insert("AWS_WEB_IDENTITY_TOKEN_FILE".to_owned(), file);
        machine.files.insert("web-token".to_owned(), "eyJhbGciOiJub25lIn0.e30.".to_owned());
    }
    if dice.one_in(4) {
        set_keys_in_environment(&mut machine);
    }
    if dice.one_in(3)
        && let Some(config) = &mut machine.config
    {
        *config = config.replace("region = me-south-1\n", "");
    }
    if way != Way::Default && dice.one_in(3) {
        // A default profile that must not be taken, and whose region some clients take.
        let config = machine.config.get_or_insert_default();
        config.push_str("[default]\nregion = af-south-1\n");
        let credentials = machine.credentials.get_or_insert_default();
        credentials.push_str("[default]\n{keys credentials-default}\n");
    }
    for token in &mut machine.tokens {
        if dice.one_in(4) {
            token.state =
                [TokenState::Expired, TokenState::ExpiredRenewable, TokenState::ValidPlain]
                    [dice.below(3)];
        }
    }
    if dice.one_in(8) {
        machine.tokens.clear();
    }
    if dice.one_in(8) {
        machine.is_logged_in = false;
    }
    machine
}

/// Machines by their name, which no two share.
pub fn by_id(machines: &[Machine]) -> BTreeMap<&str, &Machine> {
    machines.iter().map(|machine| (machine.id.as_str(), machine)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handmade::handmade;

    #[test]
    fn there_are_at_least_three_hundred_machines() {
        let machines = [systematic(), handmade().unwrap()].concat();
        assert!(machines.len() >= 300, "{}", machines.len());
        assert_eq!(by_id(&machines).len(), machines.len());
    }

    #[test]
    fn a_seed_draws_the_same_machines_again() {
        assert_eq!(drawn(7, 50), drawn(7, 50));
        assert_ne!(drawn(7, 50), drawn(8, 50));
    }
}
