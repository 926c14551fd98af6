# A world that approves after one pending answer, and whose next poll is told to slow down.
oidc = client("sso-oidc")
registration = oidc.register_client(clientName="botocore-client-test", clientType="public", scopes=["sso:account:access"])
assert registration["clientSecretExpiresAt"] > registration["clientIdIssuedAt"]
who = {name: registration[name] for name in ("clientId", "clientSecret")}

raises(oidc, "InvalidClientMetadataException", oidc.register_client, clientName="c", clientType="private")
raises(oidc, "InvalidScopeException", oidc.register_client, clientName="c", clientType="public", scopes=["sso:nothing"])
raises(oidc, "InvalidRedirectUriException", oidc.register_client, clientName="c", clientType="public", redirectUris=["https://example.org"])
raises(oidc, "UnsupportedGrantTypeException", oidc.register_client, clientName="c", clientType="public", grantTypes=["password"])

answer = raises(oidc, "InvalidRequestException", oidc.start_device_authorization, startUrl="https://d-123.awsapps.com/start", **who)
assert answer["error"] == "invalid_request" and answer["error_description"], answer
assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
answer = raises(oidc, "InvalidClientException", oidc.start_device_authorization, startUrl=START_URL, clientId=who["clientId"], clientSecret="no")
assert answer["ResponseMetadata"]["HTTPStatusCode"] == 401

device = oidc.start_device_authorization(startUrl=START_URL, **who)
assert device["interval"] == 0 and device["expiresIn"] == 600, device
assert device["verificationUriComplete"] == device["verificationUri"] + "?user_code=" + device["userCode"]
poll = dict(grantType=DEVICE_CODE, deviceCode=device["deviceCode"], **who)
raises(oidc, "SlowDownException", oidc.create_token, **poll)
answer = raises(oidc, "AuthorizationPendingException", oidc.create_token, **poll)
assert answer["error"] == "authorization_pending", answer
token = oidc.create_token(**poll)
assert token["tokenType"] == "Bearer" and token["expiresIn"] == 8 * 3600, token
assert token["accessToken"] and token["refreshToken"]
raises(oidc, "InvalidGrantException", oidc.create_token, **poll)

refresh = dict(grantType="refresh_token", **who)
renewed = oidc.create_token(refreshToken=token["refreshToken"], **refresh)
assert renewed["accessToken"] != token["accessToken"]
raises(oidc, "InvalidGrantException", oidc.create_token, refreshToken=token["refreshToken"], **refresh)
raises(oidc, "InvalidRequestException", oidc.create_token, **refresh)
raises(oidc, "UnsupportedGrantTypeException", oidc.create_token, grantType="password", **who)
assert client("sso").list_accounts(accessToken=renewed["accessToken"])["accountList"]

narrow = oidc.register_client(clientName="c", clientType="public", grantTypes=["authorization_code"])
raises(
    oidc, "UnauthorizedClientException", oidc.start_device_authorization,
    startUrl=START_URL, clientId=narrow["clientId"], clientSecret=narrow["clientSecret"],
)
