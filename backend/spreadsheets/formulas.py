"""Texts that a spreadsheet program would take for formulas, kept from being any.

What a cell of a CSV file begins with decides: ``=``, ``+``, ``-``, ``@``, a tab or a line break. Such a text
is written behind an apostrophe, as OWASP advises against CSV injection; one that comes in so has it taken
off, so that what goes out and comes back is the same. Numbers are written as numbers and never so.
"""

from __future__ import annotations

import re
from typing import Final

_BEGINNINGS: Final = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""The last four are the wide forms, which some programs take for the others."""
_GUARDED: Final = re.compile(f"'[{re.escape(_BEGINNINGS)}]")


def guarded(text: str) -> str:
    """Return a text as it may stand in a CSV file."""
    return f"'{text}" if text[:1] and text[0] in _BEGINNINGS else text


def unguarded(text: str) -> str:
    """Return the text that was meant."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
