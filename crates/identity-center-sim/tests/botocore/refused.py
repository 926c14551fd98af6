# A world that denies at once; and one in which the code has expired by the time of the poll.
oidc = client("sso-oidc")
registration = oidc.register_client(clientName="c", clientType="public")
who = {name: registration[name] for name in ("clientId", "clientSecret")}
device = oidc.start_device_authorization(startUrl=START_URL, **who)
raises(oidc, os.environ["EXPECTED"], oidc.create_token, grantType=DEVICE_CODE, deviceCode=device["deviceCode"], **who)
