# What every script here begins with: clients for the simulator, and the errors they raise.
import os

import botocore.config
import botocore.exceptions
import botocore.session

URL = os.environ["SIMULATOR_URL"]
START_URL = os.environ["SIMULATOR_START_URL"]
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


def client(service, **settings):
    # One attempt: an error is to be seen, not retried.
    config = botocore.config.Config(retries={"total_max_attempts": 1})
    return botocore.session.Session().create_client(
        service, region_name="us-east-1", endpoint_url=URL, config=config, **settings
    )


def raises(service, name, call, **arguments):
    """The class that the model of this service has for the error."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        assert type(error) is getattr(service.exceptions, name), (name, type(error), error)
        assert error.response["Error"]["Code"] == name, (name, error.response)
        assert error.response["ResponseMetadata"]["RequestId"], error.response
        return error.response
    raise AssertionError(f"{name} was not raised")


def unmodelled(call, code, **arguments):
    """An error whose code the model does not have."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == code, (code, error.response)
        return error.response
    raise AssertionError(f"{code} was not raised")
