"""pyarrow (the AWS SDK for C++) as a client of the matrix: who signs a call to S3?"""

import os
import sys

from pyarrow import fs


def main():
    s3 = fs.S3FileSystem(
        endpoint_override=os.environ["CLIENT_MATRIX_ENDPOINT"].removeprefix("http://"),
        scheme="http",
        allow_bucket_creation=False,
    )
    try:
        s3.get_file_info(fs.FileSelector("bucket", recursive=False))
    except Exception as error:  # The text is the observation.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)


main()
