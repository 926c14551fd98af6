"""What the Python drivers share: one process forked for each machine.

A driver imports its client once. Without an argument it answers once, for its own environment.
With "session" it reads one JSON line per machine, and answers each from a process of its own,
forked after the imports. What machines share then: the imported modules, and HOME, which some of
them read when they are imported.
"""

import json
import os
import sys


def serve(ask):
    """Answers with what ask(profile) returns."""
    if sys.argv[1:2] != ["session"]:
        profile = sys.argv[2] if len(sys.argv) > 2 else None
        print(json.dumps(ask(profile)), flush=True)
        return
    for line in sys.stdin:
        machine = json.loads(line)
        child = os.fork()
        if child == 0:
            os.environ.clear()
            os.environ.update(machine["env"])
            answer = json.dumps(ask(machine["profile"])) + "\n"
            os.write(1, answer.encode())
            os._exit(0)
        os.waitpid(child, 0)
