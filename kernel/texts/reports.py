"""送达回执: what the gateway tells unasked, signed; twice or late does no harm."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256

from kernel import clock
from kernel.texts.gateway import read_said
from kernel.texts.models import text_of
from kernel.texts.results import Result

# A report older than this may have been copied by somebody on the way.
FRESH = timedelta(minutes=5)
MOST = 500


class NotGenuine(Exception):
    """Not signed with our key, not now, or not readable. Never says which."""


def signature_of(key: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over "<stamp>.<body>", in hex; `stamp`: seconds since 1970."""
    return hmac.new(key.encode(), stamp.encode() + b"." + body, sha256).hexdigest()


def read_reports(key: str, stamp: str, signature: str, body: bytes) -> list[Result]:
    """{"reports": [{"id", "state", "receipt", "reason"}, …]}; of ids that are none of ours nothing
    comes. Raises NotGenuine."""
    if not hmac.compare_digest(signature_of(key, stamp, body).encode(), signature.encode()):
        raise NotGenuine
    try:
        age = clock.now().timestamp() - int(stamp)
        told = json.loads(body)["reports"]
        if abs(age) > FRESH.total_seconds() or len(told) > MOST:
            raise NotGenuine
        found = [(text_of(str(each["id"])), read_said(each)) for each in told]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotGenuine from None
    return [Result(ours[0], ours[1], said) for ours, said in found if ours]
