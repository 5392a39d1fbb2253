"""How often one may try to sign in: per address that asks, and per e-mail that is tried.

Every attempt counts, the right ones too: counted afterwards, a burst would slip through
while its first passwords are still being compared. Kept in memory, by each process.
"""

from __future__ import annotations

import math
import time

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from backend.accounts.sessions import email_key
from backend.errors import TooMany

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")

PER_ADDRESS = parse("60 per 5 minutes")
PER_EMAIL = parse("10 per 5 minutes")


def count_attempt(address: str, email: str) -> None:
    """Count an attempt to sign in.

    :raises TooMany: ``too-many-attempts``
    """
    for limit, kind, key in ((PER_ADDRESS, "address", address), (PER_EMAIL, "email", email_key(email))):
        if not limiter.limiter.hit(limit, "sign-in", kind, key):
            until = limiter.limiter.get_window_stats(limit, "sign-in", kind, key).reset_time
            raise TooMany("too-many-attempts", retry_after=max(1, math.ceil(until - time.time())))
