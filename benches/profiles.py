#!/usr/bin/env python3
"""Measures the first byte on the screen, and the offline doctor with 30, 10,000 and 100,000 profiles.

    python3 benches/profiles.py PROGRAM [--rounds N] [--aws FILE]

PROGRAM is a release build. Its runs alternate with `aws --version`, so that other work on the machine slows
both. Prints medians of wall time, of processor time (which other work hardly changes), of peak memory, and
the ratio of each to the same of `aws --version`; the first byte is measured in a pseudo-terminal.
"""

import argparse
import os
import pty
import signal
import statistics
import subprocess
import sys
import tempfile
import time

SIZES = (30, 10_000, 100_000)
# A portal for every twenty profiles. The lines are those of benches/doctor/homes.rs, without those that would
# make 100,000 profiles larger than the 16 MiB that the program reads.
PROFILES_OF_A_SESSION = 20


def write_home(home, profiles):
    """Complete profiles that differ in names and numbers."""
    os.makedirs(os.path.join(home, ".aws", "sso", "cache"), mode=0o700)
    path = os.path.join(home, ".aws", "config")
    sessions = max(1, profiles // PROFILES_OF_A_SESSION)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        for number in range(sessions):
            file.write(
                f"[sso-session team-{number:04}]\nsso_start_url = https://d-{number:010}.awsapps.com/start\n"
                "sso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n"
            )
        for number in range(profiles):
            file.write(
                f"[profile account-{number:05}]\nsso_session = team-{number % sessions:04}\n"
                f"sso_account_id = {100_000_000_000 + number}\nsso_role_name = PowerUser\n"
                "region = eu-central-1\n\n"
            )
    return os.path.getsize(path)


def environment(home):
    return {
        "HOME": home,
        "PATH": "/usr/bin:/bin",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def measure(argv, home):
    """Milliseconds of wall time and of processor time, and megabytes, of one run with its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        argv,
        env=environment(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{argv} ended with {child.returncode}")
    return 1000 * took, 1000 * (usage.ru_utime + usage.ru_stime), usage.ru_maxrss * 1024 / 1e6


def first_byte(argv, home):
    """Milliseconds until the first byte on a terminal."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execve(argv[0], argv, environment(home))
    os.read(terminal, 1)
    took = time.perf_counter() - begun
    # It may ask something, and nobody answers.
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return 1000 * took


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("program")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--aws", default="/usr/bin/aws")
    given = options.parse_args()
    program = os.path.abspath(given.program)
    doctor = [program, "doctor", "--offline", "--no-input"]
    version = [given.aws, "--version"]
    middle = statistics.median
    for profiles in SIZES:
        with tempfile.TemporaryDirectory(prefix="aws-onboard-profiles-") as home:
            size = write_home(home, profiles)
            rounds = given.rounds if profiles < SIZES[-1] else max(3, given.rounds // 3)
            pairs = [(measure(doctor, home), measure(version, home)) for _ in range(rounds)]
            wall, processor, memory = (middle(one[kind] for one, _ in pairs) for kind in range(3))
            base_wall, base_processor = (middle(base[kind] for _, base in pairs) for kind in range(2))
            print(f"{profiles} profiles, {size / 2**20:.1f} MiB, {rounds} rounds")
            print(f"  wall       {wall:8.1f} ms, {wall / base_wall:.3f} of aws --version ({base_wall:.0f} ms)")
            print(
                f"  processor  {processor:8.1f} ms, {processor / base_processor:.3f} of aws --version "
                f"({base_processor:.0f} ms)"
            )
            print(f"  memory     {memory:8.1f} MB")
            if profiles == SIZES[0]:
                # Another program's start tells how much of it is the machine's.
                for words, argv in (
                    ("doctor", [program, "doctor"]),
                    ("doctor --offline", doctor),
                    ("--version", [program, "--version"]),
                    ("/bin/echo", ["/bin/echo", "x"]),
                ):
                    times = [first_byte(argv, home) for _ in range(rounds)]
                    print(f"  first byte {middle(times):8.1f} ms, least {min(times):.1f} ms: {words}")


if __name__ == "__main__":
    main()
