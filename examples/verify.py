"""Checks that a callback is from Handover, using only the standard library. `body`: the bytes as received."""

import base64
import hmac
import time
from collections.abc import Mapping

TOLERANCE_SECONDS = 5 * 60


def is_genuine(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Checks the Standard Webhooks headers: who sent it, and that it is not a replay of an old one."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(signature.encode(), expected.encode()) for signature in given)


def has_handover_signature(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Checks only `X-Handover-Signature`: who sent it, but not when."""
    expected = "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()
    return hmac.compare_digest(headers.get("x-handover-signature", "").encode(), expected.encode())
