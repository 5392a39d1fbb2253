"""Ids made from labels: short, readable, plain letters, and never one that is taken."""

from __future__ import annotations

import re
from collections.abc import Container

from backend.fields.fold import search_key

LONGEST = 40
"""Below what the shape allows, which leaves room for numbers and for column names made from ids."""

_WITHOUT_MARKS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(label: str, taken: Container[str] = (), *, otherwise: str) -> str:
    """Return an id for a label; ``otherwise`` serves a label without a plain letter or digit."""
    plain = _OTHER.sub("_", search_key(label).translate(_WITHOUT_MARKS)).strip("_")
    if plain and not plain[0].isalpha():
        plain = f"{otherwise}_{plain}"
    stem = plain[:LONGEST].rstrip("_") or otherwise
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    return found
