# Prints an identity token: FINGERPOST_IDENTITY_KEY=ik_… python3 identity.py ada
import base64
import hashlib
import hmac
import os
import sys
import time


def identity_token(key: str, user_id: str, expiry: int) -> str:
    """Says, until the expiry (in seconds since 1970), that whoever shows it is the user."""
    signed = f"v1.{key.split('_')[1]}.{expiry}"
    mac = hmac.new(key.encode(), f"{signed}.{user_id}".encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


in_an_hour = int(time.time()) + 3600
print(identity_token(os.environ["FINGERPOST_IDENTITY_KEY"], sys.argv[1], in_an_hour))
