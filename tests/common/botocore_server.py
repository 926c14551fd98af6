"""Answers one JSON question a line with one JSON answer a line, each from a fork of its own."""

import json
import os
import sys
import traceback

import botocore.session

# Imported here, not in every fork; botocore imports them when they are first needed.
import botocore.credentials  # noqa: F401
import botocore.httpsession  # noqa: F401
import botocore.signers  # noqa: F401
import botocore.tokens  # noqa: F401


def get_caller_identity(profile):
    session = botocore.session.Session(profile=profile)
    answer = session.create_client("sts").get_caller_identity()
    answer.pop("ResponseMetadata")
    return answer


def answer_question(question):
    os.environ.clear()
    os.environ.update(question["environment"])
    os.chdir(question["folder"])
    try:
        return {"answer": get_caller_identity(question["profile"])}
    except Exception:
        return {"error": traceback.format_exc()}


for line in sys.stdin:
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        # The questions belong to the parent.
        os.close(0)
        with os.fdopen(write_end, "w") as pipe:
            json.dump(answer_question(json.loads(line)), pipe)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    print(answer or json.dumps({"error": "the fork ended without an answer"}), flush=True)
