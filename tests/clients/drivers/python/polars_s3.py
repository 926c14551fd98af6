"""polars as a client of the matrix: who signs a call to S3?"""

import os
import sys

import polars


def main():
    options = {"aws_endpoint_url": os.environ["CLIENT_MATRIX_ENDPOINT"], "aws_allow_http": "true", "max_retries": "0"}
    try:
        polars.scan_parquet("s3://bucket/key.parquet", storage_options=options).collect()
    except Exception as error:  # The text is the observation.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)


main()
