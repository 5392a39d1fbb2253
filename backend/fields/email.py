"""An e-mail address.

The check is light on purpose: only a sent message proves an address. Capitals are kept.
"""

from __future__ import annotations

import re
from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.problems import ValueProblem
from backend.fields.texts import TextLike

MAXIMUM = 254
_REFUSED = re.compile(
    "[\\x00-\\x20\\x7f-\\xa0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff"
    r'()<>,;:\\"\[\]]'
)
_SHAPE = re.compile(r"[^@]{1,64}@[^@.]+(?:\.[^@.]+)+")


class Email(TextLike):
    """One address: something, an at sign, a domain with a dot."""

    id = "email"

    def parse(self, wire: Any, field: Field) -> str | None:
        text = text_of(wire, maximum=MAXIMUM)
        if text is not None and (_REFUSED.search(text) or not _SHAPE.fullmatch(text)):
            raise ValueProblem("value-not-an-email")
        return text
