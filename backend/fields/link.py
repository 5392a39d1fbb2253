"""A link to a web page, an address or a telephone.

What browsers would run, or read as another address than it looks, is refused: other
schemes, white space and control characters inside, backslashes, and names before the
host. A web address without its scheme gets `https://`.
"""

from __future__ import annotations

import re
from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.problems import ValueProblem
from backend.fields.texts import TextLike

MAXIMUM = 2_000
_REFUSED = re.compile('[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\\\\<>"]')
_SCHEME = re.compile(r"(?!localhost:[0-9])([A-Za-z][A-Za-z0-9+-]*):")  # with a dot it is a host and its port
_WEB = re.compile(r"//(?:[^/?#@:\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?#].*)?")
_TELEPHONE = re.compile(r"[+0-9().*#;,=A-Za-z-]*[0-9][+0-9().*#;,=A-Za-z-]*")


class Link(TextLike):
    """An absolute link with a scheme of http, https, mailto or tel."""

    id = "link"

    def parse(self, wire: Any, field: Field) -> str | None:
        text = text_of(wire, maximum=MAXIMUM)
        if text is None:
            return None
        if _REFUSED.search(text):
            raise ValueProblem("value-not-a-link")
        found = _SCHEME.match(text)
        scheme = found[1].lower() if found else "https"
        rest = text[found.end() :] if found else f"//{text}"
        match scheme:
            case "http" | "https":
                good = _WEB.fullmatch(rest)
            case "mailto":
                good = re.match(r"[^@?]+@[^@?]+", rest)
            case "tel":
                good = _TELEPHONE.fullmatch(rest)
            case _:
                raise ValueProblem("value-link-scheme", scheme=scheme)
        if not good:
            raise ValueProblem("value-not-a-link")
        return f"{scheme}:{rest}"
