# A world of 250 accounts with 45 roles each, 30 to a page.
portal = client("sso")
token = os.environ["ACCESS_TOKEN"]

pages = list(portal.get_paginator("list_accounts").paginate(accessToken=token))
accounts = [account for page in pages for account in page["accountList"]]
assert len(pages) == 9 and len(accounts) == 250, (len(pages), len(accounts))
assert set(accounts[0]) == {"accountId", "accountName", "emailAddress"}, accounts[0]
pages = list(portal.get_paginator("list_accounts").paginate(accessToken=token, PaginationConfig={"PageSize": 100}))
assert [len(page["accountList"]) for page in pages] == [100, 100, 50]
account = accounts[3]["accountId"]
pages = list(portal.get_paginator("list_account_roles").paginate(accessToken=token, accountId=account))
roles = [role for page in pages for role in page["roleList"]]
assert len(pages) == 2 and len(roles) == 45 and set(roles[0]) == {"roleName", "accountId"}

given = portal.get_role_credentials(accessToken=token, accountId=account, roleName="Role007")["roleCredentials"]
assert given["accessKeyId"].startswith("ASIA") and given["expiration"] > 1_000_000_000_000, "milliseconds"

answer = unmodelled(portal.get_role_credentials, "ForbiddenException", accessToken=token, accountId=account, roleName="Nope")
assert answer["Error"]["Message"] == "No access"
raises(portal, "ResourceNotFoundException", portal.list_account_roles, accessToken=token, accountId="999999999999")
raises(portal, "InvalidRequestException", portal.list_accounts, accessToken=token, nextToken="made-up")
answer = raises(portal, "UnauthorizedException", portal.list_accounts, accessToken="made-up")
assert answer["ResponseMetadata"]["HTTPStatusCode"] == 401

portal.logout(accessToken=token)
raises(portal, "UnauthorizedException", portal.list_accounts, accessToken=token)
raises(portal, "UnauthorizedException", portal.logout, accessToken=token)
