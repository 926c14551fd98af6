#!/usr/bin/env python3
"""Measures `explain` on a log of 1 MB, what `run` adds to a command, and the JSON of 100,000 findings.

    python3 benches/commands.py PROGRAM [--rounds N]

PROGRAM is a release build. Its runs alternate with those of what it is compared with, so that other work
on the machine slows both. Prints medians of wall time and of processor time (which other work hardly
changes), PASS or OVER, and ends with status 1 if a limit is exceeded.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
UNRELATED = os.path.join(HERE, "..", "crates", "explain", "corpus", "unrelated.txt")
ERROR = b"\nError loading SSO Token: Token for corp does not exist\n"
CONFIG = """\
[sso-session corp]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-central-1
"""
# Milliseconds, and megabytes.
MAX_EXPLAIN = 50
MAX_RUN = 10
MAX_JSON = 3_000
MAX_JSON_MEMORY = 300
FINDINGS = 100_000


def measure(argv, home, text=b"", statuses=(0,)):
    """Milliseconds of wall time and of processor time, and megabytes, of one run with its children."""
    environment = {"HOME": home, "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"}
    with tempfile.TemporaryFile() as stdin:
        stdin.write(text)
        stdin.seek(0)
        begun = time.perf_counter()
        child = subprocess.Popen(
            argv,
            env=environment,
            cwd=home,
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in statuses:
        sys.exit(f"{argv} ended with {child.returncode}")
    return 1000 * took, 1000 * (usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024


def compare(rounds, one, other):
    """The medians of two runs that alternate, and of the differences: wall, processor."""
    pairs = [(one(), other()) for _ in range(rounds)]
    middle = statistics.median
    return [
        (
            middle(a[kind] for a, _ in pairs),
            middle(b[kind] for _, b in pairs),
            middle(a[kind] - b[kind] for a, b in pairs),
        )
        for kind in (0, 1)
    ]


def json_of_many_findings(program, home, rounds):
    """Whether the JSON of a doctor with a finding for each of many profiles is over its limits."""
    with open(os.path.join(home, ".aws", "config"), "w") as file:
        for number in range(FINDINGS):
            file.write(f'[profile p{number}]\nregion = "us-east-1"\noutput = json\n\n')
    argv = [program, "doctor", "--offline", "--all-profiles", "--format", "json"]
    argv += ["--only", "config-values"]
    runs = [measure(argv, home, statuses=(0, 1, 3)) for _ in range(rounds)]
    wall, processor, memory = (statistics.median(run[kind] for run in runs) for kind in range(3))
    is_over = min(wall, processor) >= MAX_JSON or memory >= MAX_JSON_MEMORY
    print(
        f"{'OVER' if is_over else 'PASS'}  doctor --format json, {FINDINGS} profiles with a finding each: "
        f"limits {MAX_JSON} ms, {MAX_JSON_MEMORY} MB"
    )
    print(f"      wall {wall:.0f} ms, processor {processor:.0f} ms, {memory:.0f} MB")
    return is_over


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("program")
    options.add_argument("--rounds", type=int, default=41)
    given = options.parse_args()
    program = os.path.abspath(given.program)
    with open(UNRELATED, "rb") as file:
        unrelated = file.read()
    log = (unrelated * (1 + (1 << 20) // len(unrelated)))[: (1 << 20) - 200] + ERROR
    is_over = False
    with tempfile.TemporaryDirectory(prefix="aws-onboard-times-") as home:
        os.mkdir(os.path.join(home, ".aws"), 0o700)
        with open(os.path.join(home, ".aws", "config"), "w") as file:
            file.write(CONFIG)
        cases = [
            (
                f"explain, a log of {len(log)} bytes, more than a line",
                [program, "explain", "--generic", "-"],
                log,
                [program, "explain", "--generic", "-"],
                ERROR,
                MAX_EXPLAIN,
            ),
            (
                f"explain on this computer, a log of {len(log)} bytes, more than sh",
                [program, "explain", "-"],
                log,
                ["sh", "-c", "true"],
                b"",
                MAX_EXPLAIN,
            ),
            (
                "run -- sh -c true, more than sh -c true",
                [program, "run", "--", "sh", "-c", "true"],
                b"",
                ["sh", "-c", "true"],
                b"",
                MAX_RUN,
            ),
            (
                "run --profile dev -- sh -c true, more than sh -c true",
                [program, "run", "--profile", "dev", "--", "sh", "-c", "true"],
                b"",
                ["sh", "-c", "true"],
                b"",
                MAX_RUN,
            ),
        ]
        for words, argv, text, base, base_text, limit in cases:
            wall, processor = compare(
                given.rounds,
                lambda: measure(argv, home, text),
                lambda: measure(base, home, base_text),
            )
            # Waiting for the processor is not the program's; on an idle machine both are close.
            verdict = "PASS" if processor[2] < limit else "OVER"
            is_over |= processor[2] >= limit
            print(f"{verdict}  {words}: limit {limit} ms")
            for kind, (one, other, more) in (("wall", wall), ("processor", processor)):
                print(f"      {kind:9}  {one:7.1f} ms, {other:6.1f} ms; {more:6.1f} ms more")
        is_over |= json_of_many_findings(program, home, 3)
    return 1 if is_over else 0


if __name__ == "__main__":
    sys.exit(main())
