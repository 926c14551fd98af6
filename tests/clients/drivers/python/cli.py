"""The AWS CLI as a client of the matrix: who signs `aws sts get-caller-identity`?

It calls the function that the `aws` script calls, so that its imports are paid for once.
"""

import os
import sys
import tempfile

import awscli.clidriver

import forked

# The package sets it when it is imported, to find its own data.
DATA_PATH = os.environ["AWS_DATA_PATH"]


def ask(profile):
    words = ["sts", "get-caller-identity", "--output", "json", "--no-cli-pager"]
    if awscli.__version__.startswith("1."):
        words.remove("--no-cli-pager")
    if profile is not None:
        words[:0] = ["--profile", profile]
    os.environ["AWS_DATA_PATH"] = DATA_PATH
    sys.argv = ["aws", *words]
    screen = tempfile.TemporaryFile()
    before = [os.dup(1), os.dup(2)]
    os.dup2(screen.fileno(), 1)
    os.dup2(screen.fileno(), 2)
    try:
        status = awscli.clidriver.main()
    except SystemExit as end:
        status = end.code
    except Exception as error:  # The script would print a traceback, which ends like this.
        status = 1
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    for number, kept in zip((1, 2), before):
        os.dup2(kept, number)
    screen.seek(0)
    said = screen.read().decode(errors="replace").strip()
    return {"region": None, "error": said if status else None}


forked.serve(ask)
