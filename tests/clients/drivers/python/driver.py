"""botocore as a client of the matrix: who signs on this machine, and in which region?"""

import botocore.config
import botocore.session

import forked


def ask(profile):
    answer = {"region": None, "error": None}
    try:
        session = botocore.session.Session(profile=profile)
        region = session.get_config_variable("region")
        answer["region"] = region
        options = botocore.config.Config(
            connect_timeout=10, read_timeout=10, retries={"max_attempts": 0}
        )
        # Without a region there is no endpoint, and nothing would be signed.
        client = session.create_client(
            "sts", region_name=region or "us-east-1", config=options
        )
        client.get_caller_identity()
    except Exception as error:  # The text is the observation.
        answer["error"] = f"{type(error).__name__}: {error}"
    return answer


forked.serve(ask)
