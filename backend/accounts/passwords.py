"""Passwords: hashed by argon2, and compared without telling whether there was anything to compare with.

Slow on purpose (tens of milliseconds of a processor): callers run these through
``Database.offload``, outside of any transaction.
"""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.errors import Invalid

SHORTEST = 8

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """Return the hash to store.

    :raises Invalid: ``password-too-short``
    """
    if len(password) < SHORTEST:
        raise Invalid("password-too-short", field="password", shortest=SHORTEST)
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Say whether ``password`` is the one behind ``stored``; with nothing stored: no, as slowly."""
    # Asked for whether needed or not: the first time it is slow, for whoever comes first.
    nobodys = _nobodys()
    try:
        _hasher.verify(stored or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Say whether a hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
