# A world whose clock is ten minutes fast.
keys = dict(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
answer = unmodelled(client("sts", **keys).get_caller_identity, "SignatureDoesNotMatch")
assert answer["Error"]["Message"].startswith("Signature expired: "), answer
assert " is now earlier than " in answer["Error"]["Message"], answer
