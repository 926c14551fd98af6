"""polars with boto3 beside it as a client of the matrix: who signs a call to S3?"""

import os
import warnings

import boto3  # noqa: F401  polars imports it when it asks for credentials.
import polars

import forked

warnings.simplefilter("ignore")


def ask(profile):
    answer = {"region": None, "error": None}
    # As options of the scan, these would keep polars from asking boto3 for the region.
    os.environ["AWS_ENDPOINT_URL"] = os.environ["CLIENT_MATRIX_ENDPOINT"]
    os.environ["AWS_ALLOW_HTTP"] = "true"
    try:
        polars.scan_parquet("s3://bucket/key.parquet").collect()
    except Exception as error:  # The text is the observation.
        answer["error"] = f"{type(error).__name__}: {error}"
    return answer


forked.serve(ask)
