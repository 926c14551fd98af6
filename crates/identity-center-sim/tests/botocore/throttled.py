# A world in which the next three calls of the portal are too many.
portal = client("sso")
token = os.environ["ACCESS_TOKEN"]
answer = raises(portal, "TooManyRequestsException", portal.list_accounts, accessToken=token)
assert answer["ResponseMetadata"]["HTTPStatusCode"] == 429
# botocore's own retries get over the other two.
patient = botocore.session.Session().create_client(
    "sso", region_name="us-east-1", endpoint_url=URL,
    config=botocore.config.Config(retries={"mode": "standard", "total_max_attempts": 3}),
)
assert patient.list_accounts(accessToken=token)["ResponseMetadata"]["RetryAttempts"] == 2
