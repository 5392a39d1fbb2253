"""A telephone number, as people write it.

Numbers are not rewritten: what is a good number differs from country to country, and
the telephone understands them all. Only what cannot be dialled is refused.
"""

from __future__ import annotations

import re
from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.problems import ValueProblem
from backend.fields.texts import TextLike

MAXIMUM = 40
SIGNS = " ()./*#-+,;ext"
"""What may stand beside the digits of a number."""
_SHAPE = re.compile(r"\+?[0-9 ()./*#-]+(?:(?:,|;|x|ext\.?) ?[0-9]{1,8})?")
_NOT_DIGIT = re.compile("[^0-9]")


class Phone(TextLike):
    """A number that can be dialled: three digits or more, with the usual signs between."""

    id = "phone"

    def parse(self, wire: Any, field: Field) -> str | None:
        text = text_of(wire, maximum=MAXIMUM)
        if text is None:
            return None
        text = text.replace("\u00a0", " ").replace("\u2011", "-").replace("\u2013", "-")
        if not _SHAPE.fullmatch(text) or len(_NOT_DIGIT.sub("", text)) < 3:
            raise ValueProblem("value-not-a-phone-number")
        return text

    def search_text(self, value: str | None, field: Field) -> str:
        return f"{value} {_NOT_DIGIT.sub('', value)}" if value else ""
