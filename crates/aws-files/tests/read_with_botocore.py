"""Reads files as botocore does: one JSON object a line, in and out.

In: {"config": [bytes], "credentials": [bytes]}. Out: null where botocore refuses, else its maps.
"""
import json
import os
import sys
import tempfile

from botocore.configloader import load_config, raw_config_parse
from botocore.exceptions import ConfigParseError

with tempfile.TemporaryDirectory() as folder:
    config_path = os.path.join(folder, "config")
    credentials_path = os.path.join(folder, "credentials")
    for line in sys.stdin:
        request = json.loads(line)
        with open(config_path, "wb") as file:
            file.write(bytes(request["config"]))
        with open(credentials_path, "wb") as file:
            file.write(bytes(request["credentials"]))
        try:
            config = load_config(config_path)
            credentials = raw_config_parse(credentials_path)
        except ConfigParseError:
            print("null")
            continue
        # session.py, full_config
        profiles = config.pop("profiles")
        for name, values in credentials.items():
            profiles.setdefault(name, {}).update(values)
        answer = {
            "profiles": profiles,
            "sso_sessions": config.pop("sso_sessions"),
            "services": config.pop("services"),
            "others": config,
        }
        print(json.dumps(answer))
