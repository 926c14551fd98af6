//! Several programs that renew one sign-in at once: a refresh token is valid once, so all but one
//! renewal are refused, and no session is called ended for that.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use identity_center_sim::{Crossing, Operation};
use serde_json::Value;

use crate::common::clients::{aws_cli, aws_command, botocore, set_variables};
use crate::common::{Machine, is_long_run};
use crate::sign_in_state::expired;

/// Wait at most this long for a client's first request; a busy computer starts Python slowly.
const PATIENCE: Duration = Duration::from_secs(60);

/// `aws sts get-caller-identity`, or without an AWS CLI the same call by botocore.
fn client(machine: &Machine) -> Option<Command> {
    if let Some(aws) = aws_cli() {
        let args = ["sts", "get-caller-identity", "--profile", "dev"];
        return Some(aws_command(&aws, machine, &args));
    }
    let python = botocore()?;
    let mut command = Command::new(python);
    let script = "import botocore.session as s; s.Session(profile='dev').create_client('sts').get_caller_identity()";
    command.args(["-c", script]).env_clear();
    set_variables(&mut command, machine);
    Some(command)
}

fn start(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the client renews, or has ended.
fn wait_until_it_renews(machine: &Machine, client: &mut Child) {
    let end = Instant::now() + PATIENCE;
    while machine.simulator.count(Operation::CreateToken) == 0
        && client.try_wait().unwrap().is_none()
        && Instant::now() < end
    {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// How the programs of one trial meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meeting {
    /// The client's renewal is held until one of this program's has arrived, and gets the token.
    ClientWins,
    /// The same, but the one of this program gets it.
    ClientLoses,
    /// All start at once.
    Free,
}

/// Three doctors and three `credentials` beside an AWS client: all get what they ask for.
#[test]
fn programs_that_renew_at_once_are_not_taken_for_a_session_that_ended() {
    use Meeting::{ClientLoses, ClientWins, Free};
    let trials = if is_long_run() { 100 } else { 4 };
    let (mut crossed, mut refused, mut won, mut failed) = (0, 0, 0, 0);
    for trial in 0..trials {
        let machine = expired(true);
        let command = client(&machine);
        let meeting = match trial % 4 {
            _ if command.is_none() => Free,
            0 | 2 => ClientWins,
            1 => ClientLoses,
            _ => Free,
        };
        machine.simulator.set(|world| match meeting {
            Free => {
                let delay = Duration::from_millis(600 + 100 * (trial % 8));
                world.faults.slow = Some((Operation::CreateToken, delay));
            }
            ClientWins | ClientLoses => {
                let last_wins = meeting == ClientLoses;
                world.faults.crossing = Some(Crossing { last_wins, patience: PATIENCE });
            }
        });
        let mut client = command.map(|mut command| start(&mut command));
        if let (Some(client), ClientWins | ClientLoses) = (&mut client, meeting) {
            wait_until_it_renews(&machine, client);
        }
        let doctors: Vec<_> =
            (0..3).map(|_| machine.run(&["doctor", "--format", "json"]).start()).collect();
        let credentials: Vec<_> =
            (0..3).map(|_| machine.run(&["credentials", "--profile", "dev"]).start()).collect();
        for doctor in doctors {
            let outcome = doctor.wait().status(0);
            let found = outcome.outcome_of("token-valid");
            assert_eq!(found, "passed", "trial {trial}: {}", outcome.stdout);
        }
        for one in credentials {
            let outcome = one.wait().status(0);
            let value: Value = serde_json::from_str(&outcome.stdout).unwrap();
            assert!(value["SecretAccessKey"].is_string(), "trial {trial}");
        }
        // If a client of Python loses, it may fail: so it treats a token that another one renewed.
        let output = client.map(|client| client.wait_with_output().unwrap());
        let succeeded = output.as_ref().is_some_and(|output| output.status.success());
        if !succeeded && meeting == ClientWins {
            println!("trial {trial}: the client had the token: {output:?}");
            failed += 1;
        }
        won += usize::from(succeeded);
        let renewals: Vec<u16> = machine
            .simulator
            .calls()
            .iter()
            .filter(|call| call.operation == Operation::CreateToken)
            .map(|call| call.status)
            .collect();
        refused += renewals.iter().filter(|status| **status == 400).count();
        if meeting != Free {
            // Both were asked for with the same token before one of them was answered.
            let expected = if meeting == ClientWins { [200, 400] } else { [400, 200] };
            assert_eq!(renewals.get(..2), Some(&expected[..]), "trial {trial}: {renewals:?}");
            crossed += 1;
        }
        // What is in the cache now is the token that AWS accepts.
        let outcome = machine.run(&["status", "--check"]).run().status(0);
        assert!(outcome.stdout.contains("accepted just now"), "trial {trial}: {outcome:?}");
    }
    // Once in 90 such trials the AWS CLI failed although it had the token; why is not known.
    assert!(failed <= 1, "{failed} clients that had the token failed");
    println!(
        "{trials} trials, {crossed} crossed, {refused} refused, the client succeeded in {won}"
    );
}
