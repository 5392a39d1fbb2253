"""The form in which every text is kept: composed, trimmed, never empty.

Lengths and places count code points, not bytes and not UTF-16 units, so that both
ends say the same. Line breaks are line feeds.
"""

from __future__ import annotations

import re
from typing import Any

from backend.fields.fold import nfc, trimmed
from backend.fields.problems import ValueProblem

_REFUSED = re.compile("[\x00\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n?|[\u0085\u2028\u2029]")


def text_of(wire: Any, *, maximum: int, lines: bool = False) -> str | None:
    """Read a text; empty is None.

    Raises:
        ValueProblem: not a string; U+0000 or half a surrogate pair in it; a line break where only
            one line is allowed; longer than ``maximum``.
    """
    if wire is None:
        return None
    if not isinstance(wire, str):
        raise ValueProblem("value-not-text")
    if refused := _REFUSED.search(wire):
        raise ValueProblem("value-bad-text", place=refused.start() + 1)
    text = trimmed(nfc(_LINE_BREAK.sub("\n", wire)))
    if not lines and "\n" in text:
        raise ValueProblem("value-not-one-line")
    if len(text) > maximum:
        raise ValueProblem("value-too-long", length=len(text), maximum=maximum)
    return text or None
