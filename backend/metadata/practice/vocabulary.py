"""The words that made-up data is put together from: people, places, companies, goods."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

_WORDS = json.loads((Path(__file__).parent / "vocabulary.json").read_text(encoding="utf-8"))

FIRST_NAMES: list[str] = _WORDS["first_names"]
LAST_NAMES: list[str] = _WORDS["last_names"]
CITIES: list[list[str]] = _WORDS["cities"]
"""Name, pattern of the postcode, country."""
STREETS: list[str] = _WORDS["streets"]
COMPANY_STEMS: list[str] = _WORDS["company_stems"]
COMPANY_TRADES: list[str] = _WORDS["company_trades"]
COMPANY_FORMS: list[str] = _WORDS["company_forms"]
GOODS: list[str] = _WORDS["goods"]
VARIANTS: list[str] = _WORDS["variants"]
JOB_TITLES: list[str] = _WORDS["job_titles"]
NOTES: list[str] = _WORDS["notes"]
SENTENCES: list[str] = _WORDS["sentences"]
MERCHANTS: dict[str, list[str]] = _WORDS["merchants"]
"""Kind of expense → who sells it."""
RECEIPT_LINES: dict[str, list[str]] = _WORDS["receipt_lines"]
"""Kind of expense → what a receipt lists."""
PURPOSES: list[str] = _WORDS["purposes"]

_SPELLED_OUT = str.maketrans({"ø": "o", "ß": "ss", "æ": "ae", "ł": "l"})


def ascii_name(text: str) -> str:
    """Return a text as it may stand in an e-mail address: marks removed, lower case, dots for blanks."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED_OUT))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return ".".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in plain.split())
