portal = client("sso")
given = portal.get_role_credentials(
    accessToken=os.environ["ACCESS_TOKEN"], accountId="111122223333", roleName="PowerUser"
)["roleCredentials"]
keys = dict(
    aws_access_key_id=given["accessKeyId"],
    aws_secret_access_key=given["secretAccessKey"],
    aws_session_token=given["sessionToken"],
)
identity = client("sts", **keys).get_caller_identity()
arn = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mira@example.org"
assert identity["Arn"] == arn and identity["Account"] == "111122223333", identity
assert identity["UserId"].startswith("AROA") and identity["UserId"].endswith(":mira@example.org"), identity

def refused(code, message, **changed):
    answer = unmodelled(client("sts", **{**keys, **changed}).get_caller_identity, code)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403, answer
    assert message in answer["Error"]["Message"], answer

refused("InvalidClientTokenId", "security token included in the request is invalid", aws_access_key_id="ASIAIOSFODNN7EXAMPLE")
refused("InvalidClientTokenId", "security token included in the request is invalid", aws_session_token=None)
refused("SignatureDoesNotMatch", "does not match the signature you provided", aws_secret_access_key="wrong")
