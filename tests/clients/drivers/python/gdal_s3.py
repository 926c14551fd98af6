"""GDAL's own code for /vsis3/ as a client of the matrix: who signs a call to S3?"""

import os

import pyogrio

import forked


def ask(profile):
    answer = {"region": None, "error": None}
    # pyogrio names a bundle of its own when it is imported.
    os.environ["GDAL_CURL_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"]
    try:
        pyogrio.list_layers("/vsis3/bucket/key.gpkg")
    except Exception as error:  # The text is the observation.
        answer["error"] = f"{type(error).__name__}: {error}"
    return answer


forked.serve(ask)
