# A home with a profile and a token cache: the whole chain, by the endpoints of the environment.
session = botocore.session.Session(profile="dev")
given = session.get_credentials()
assert given.method == "sso" and given.get_frozen_credentials().access_key.startswith("ASIA"), given.method
sts = session.create_client("sts")
assert sts.meta.region_name == "eu-west-1"
identity = sts.get_caller_identity()
assert identity["Arn"].split("/")[1] == "AWSReservedSSO_PowerUser_0123456789abcdef", identity
