#!/usr/bin/env python3
"""Makes system calls of aws-onboard fail, or kills it there, and looks at what is left.

    python3 tests/faults.py PROGRAM [--trials N] [--seconds S] [--jobs J] [--seed N]

Needs Linux and strace. Each trial is a fresh home, one command (a fix, an undo, a report)
and one fault: the n-th call of a kind fails with an error, or the program is killed right there. After it,

- config and credentials each have bytes that they have at some point of a run without faults: never a
  part;
- `undo`, repeated without faults, gives the first bytes back, unless nothing was written;
- the program did not hang, did not stop with a defect (70), and no signal but the injected one ended it
  (an allocation that the system refuses ends a Rust program with SIGABRT; it is counted separately);
- nothing that it wrote is readable by others.

The short form takes less than two minutes (--trials 150 --seconds 110), the long form has 10,000 trials.
"""

import argparse
import concurrent.futures
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time

CONFIG = b"""\
[profile dev]
sso_session = crop
sso_account_id = 111122223333
sso_role_name = PowerUser
region = "eu-central-1"

[sso-session corp]
sso_region = us-east-1
sso_start_url = https://d-1234567890.awsapps.com/start
sso_registration_scopes = sso:account:access

[profile other]
region = us-east-1 # comment
"""
CREDENTIALS = b"""\
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE

[old]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
"""
FIX = ["doctor", "--fix", "--yes", "--offline", "--all-profiles"]
FILES = ((CONFIG, "config"), (CREDENTIALS, "credentials"))
COMMANDS = {
    "fix": FIX,
    "undo": ["undo"],
    "report": ["report", "--offline", "--yes", "--out", "report.md"],
    "profiles": ["profiles"],
}
# The calls that may fail, and how. `mmap` also refuses threads and memory.
CALLS = {
    "openat": ["EACCES", "EMFILE", "EIO", "ENOSPC"],
    "read": ["EIO"],
    "write": ["ENOSPC", "EIO", "EDQUOT"],
    "fsync": ["EIO"],
    "rename": ["EACCES", "EBUSY", "ENOSPC"],
    "renameat2": ["EACCES", "EBUSY", "EINVAL", "ENOSYS"],
    "linkat": ["EPERM", "EEXIST"],
    "unlink": ["EACCES"],
    "unlinkat": ["EACCES"],
    "mkdir": ["EACCES", "ENOSPC"],
    "chmod": ["EPERM"],
    "fchmod": ["EPERM"],
    "fchown": ["EPERM"],
    "statx": ["EACCES", "EIO"],
    "flock": ["EWOULDBLOCK", "ENOLCK"],
    "fcntl": ["EINVAL"],
    "getdents64": ["EIO"],
    "readlink": ["EIO"],
    "clone3": ["EAGAIN"],
    "fsetxattr": ["EPERM"],
    "listxattr": ["EOPNOTSUPP"],
}
LIMIT = 120
STRACE = shutil.which("strace")


def environment(home):
    return {
        "HOME": home,
        "PATH": os.path.join(home, "bin"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "LC_ALL": "C.UTF-8",
    }


def make_home(root):
    home = tempfile.mkdtemp(dir=root)
    folder = os.path.join(home, ".aws")
    os.mkdir(folder, 0o700)
    os.mkdir(os.path.join(home, "bin"))
    for name, text in (("config", CONFIG), ("credentials", CREDENTIALS)):
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(text)
        os.chmod(path, 0o600)
    return home


def contents(home):
    both = []
    for name in ("config", "credentials"):
        try:
            with open(os.path.join(home, ".aws", name), "rb") as file:
                both.append(file.read())
        except FileNotFoundError:
            both.append(None)
    return tuple(both)


def run(program, home, arguments, launcher=()):
    started = subprocess.Popen(
        [*launcher, program, *arguments],
        env=environment(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = started.communicate(timeout=LIMIT)
        return started.returncode, out.decode("utf-8", "replace") + err.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        return "hang", ""


def undo_all(program, home):
    """Undoes until there is nothing left; returns the states on the way."""
    states = [contents(home)]
    for _ in range(40):
        status, _ = run(program, home, ["undo"])
        states.append(contents(home))
        if status != 0:
            break
    return states


def prepare(program, root, name):
    """A home for a command."""
    home = make_home(root)
    if name == "undo":
        run(program, home, FIX)
    return home


def kept(home, name):
    """The bytes of a file before and after each change, as its backups have them."""
    backups = os.path.join(home, ".local", "state", "aws-onboard", "backups")
    for folder, _, files in os.walk(backups):
        for file in files:
            if re.fullmatch(rf"\d+-{name}(\.new)?", file):
                with open(os.path.join(folder, file), "rb") as bytes_of:
                    yield bytes_of.read()


def reference(program, root):
    """What the files contain in a run without faults, and how often it makes each call."""
    home = make_home(root)
    run(program, home, FIX)
    assert contents(home) != (CONFIG, CREDENTIALS), "there is something to fix"
    # One undo takes back the whole run, so the steps between are in the backups alone.
    allowed = [{first} | set(kept(home, name)) for first, name in FILES]
    for index, state in enumerate(contents(home)):
        assert state in allowed[index] and len(allowed[index]) > 2, "each step is kept"
    states = undo_all(program, home)
    assert states[-1] == (CONFIG, CREDENTIALS), "undo gives the first bytes back"
    counts = {}
    for name, arguments in COMMANDS.items():
        home = prepare(program, root, name)
        log = os.path.join(home, "strace")
        calls = ",".join("?" + call for call in CALLS)
        run(program, home, arguments, [STRACE, "-f", "-qq", "-e", f"trace={calls}", "-o", log])
        counts[name] = {call: 0 for call in CALLS}
        with open(log, errors="replace") as lines:
            for line in lines:
                found = re.match(r"\d+\s+(\w+)\(", line)
                if found and found.group(1) in CALLS:
                    counts[name][found.group(1)] += 1
    return allowed, counts


def plan(counts, trials, seed):
    """All faults there are, in random order, repeated until there are enough."""
    every = []
    for name, calls in counts.items():
        for call, times in calls.items():
            for number in range(1, times + 1):
                for fault in [f"error={error}" for error in CALLS[call]] + ["signal=KILL"]:
                    every.append((name, call, fault, number))
    random.Random(seed).shuffle(every)
    while every and len(every) < trials:
        every += every
    return every[:trials]


def trial(program, root, allowed, fault):
    name, call, kind, number = fault
    home = prepare(program, root, name)
    before = contents(home)
    inject = [STRACE, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}"]
    inject += ["-e", f"inject={call}:{kind}:when={number}"]
    status, said = run(program, home, COMMANDS[name], inject)
    problems = []
    kinds = ["done"]
    if status == "hang":
        problems.append("it hangs")
    elif status == 70 or "a defect" in said:
        problems.append(f"a defect: {said[-300:]}")
    elif status in (-signal.SIGABRT, 128 + signal.SIGABRT):
        kinds.append("aborts")
        if "memory allocation" not in said:
            problems.append(f"it aborts: {said[-300:]}")
    elif status in (-signal.SIGKILL, 128 + signal.SIGKILL):
        kinds.append("kills")
        if kind != "signal=KILL":
            problems.append("it was killed")
    after = contents(home)
    for index, label in enumerate(("config", "credentials")):
        if after[index] not in allowed[index]:
            problems.append(f"{label} is torn or lost: {after[index]!r}")
    # As a run without faults leaves it.
    first = (CONFIG, CREDENTIALS)
    if after != first and not (name not in ("fix", "undo") and after == before):
        last = undo_all(program, home)[-1]
        if last != first:
            problems.append(f"undo does not give the first bytes back: {last!r}")
    for folder, _, files in os.walk(home):
        for file in files:
            path = os.path.join(folder, file)
            if stat.S_IMODE(os.lstat(path).st_mode) & 0o077:
                problems.append(f"others can read {os.path.relpath(path, home)}")
    shutil.rmtree(home, ignore_errors=True)
    return kinds, problems


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("program")
    options.add_argument("--trials", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=float("inf"))
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    if STRACE is None:
        print("SKIP: there is no strace")
        return 1 if os.environ.get("CI") else 0
    os.umask(0o022)
    program = os.path.abspath(given.program)
    begun = time.monotonic()
    done, kills, aborts, failures = 0, 0, 0, []
    # A long run that is stopped still tells its counts.
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with tempfile.TemporaryDirectory(prefix="aws-onboard-faults-") as root:
        allowed, counts = reference(program, root)
        faults = plan(counts, given.trials, given.seed)
        with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
            waiting = iter(faults)
            running = {}
            while True:
                is_over = stopped.is_set() or time.monotonic() - begun >= given.seconds
                while len(running) < 2 * given.jobs and not is_over:
                    fault = next(waiting, None)
                    if fault is None:
                        break
                    running[pool.submit(trial, program, root, allowed, fault)] = fault
                if not running:
                    break
                ready, _ = concurrent.futures.wait(
                    running, return_when=concurrent.futures.FIRST_COMPLETED
                )
                for one in ready:
                    fault = running.pop(one)
                    kinds, problems = one.result()
                    done += 1
                    kills += "kills" in kinds
                    aborts += "aborts" in kinds
                    for problem in problems:
                        failures.append((fault, problem))
                        print(f"FAILED {fault}: {problem}", flush=True)
    took = time.monotonic() - begun
    print(
        f"{done} faults, {kills} of them kills, {aborts} refused allocations, "
        f"{len(failures)} failures, {took:.0f} s"
    )
    # Nothing tried is no success, unless somebody stopped it.
    return 1 if failures or not (done or stopped.is_set()) else 0


if __name__ == "__main__":
    sys.exit(main())
