"""The two keys of a text, and its normal form, at one fixed Unicode version.

The *equal key* says which texts count as the same; the *search key* is the same with
marks removed. Python and the phone's browser know different versions of Unicode, so
text is cut at every code point that the fixed version does not assign, and only the
pieces between are normalized: those come out alike in all later versions. Case
folding and marks come from the table. `frontend/values/fold.ts` mirrors this file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from backend.fields.code_points import unpacked_mapping, unpacked_ranges

_TABLE: Final[dict[str, str]] = json.loads(Path(__file__).with_name("fold_table.json").read_text("utf-8"))

UNICODE: Final = _TABLE["unicode"]

_Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def _class(ranges: Iterable[range]) -> str:
    """Write ranges as the inside of a character class."""
    return "".join(f"\\U{points[0]:08x}-\\U{points[-1]:08x}" for points in ranges)


_WHITE: Final = unpacked_ranges(_TABLE["whiteSpace"])
_SPACES: Final = {point: " " for points in _WHITE for point in points}
_SEVERAL_SPACES: Final = re.compile(" {2,}")
_ENDS: Final = re.compile(f"^[{_class(_WHITE)}]+|[{_class(_WHITE)}]+\\Z")
# Backwards: ranges are tried one after the other, and the last are the largest by far.
_SPLIT: Final = re.compile(f"([{_class(reversed(unpacked_ranges(_TABLE['split'])))}]+)")
_FIRST_SPLIT: Final = chr(unpacked_ranges(_TABLE["split"])[0][0])
_MARKS: Final = {point: None for points in unpacked_ranges(_TABLE["marks"]) for point in points}
_CASE: Final = unpacked_mapping(_TABLE["caseToOne"], _TABLE["caseToSeveral"])


def _normal(form: _Form, text: str) -> str:
    if text.isascii():
        return text
    if max(text) < _FIRST_SPLIT:
        return unicodedata.normalize(form, text)
    pieces = _SPLIT.split(text)  # what lies between cuts stands at even places
    pieces[::2] = [unicodedata.normalize(form, piece) for piece in pieces[::2]]
    return "".join(pieces)


def collapsed(text: str) -> str:
    """Return a text with every run of listed white space as one space, and none at the ends."""
    return _SEVERAL_SPACES.sub(" ", text.translate(_SPACES)).strip(" ")


def nfc(text: str) -> str:
    """Compose a text as Unicode's normal form C does."""
    return _normal("NFC", text)


def trimmed(text: str) -> str:
    """Remove listed white space at both ends."""
    return _ENDS.sub("", text)


def equal_key(text: str) -> str:
    """Return the key that texts share when they count as equal: for uniqueness and comparisons."""
    if text.isascii():
        # The only white space that can be printed is the space.
        return " ".join(text.lower().split()) if text.isprintable() else collapsed(text.lower())
    once = _normal("NFKC", _normal("NFD", text).translate(_CASE))
    return collapsed(_normal("NFKC", once.translate(_CASE)))


def search_key(text: str) -> str:
    """Return the key that a search looks in: the equal key without marks."""
    key = equal_key(text)
    if key.isascii():
        return key
    return collapsed(_normal("NFKC", _normal("NFKD", key).translate(_MARKS)))
