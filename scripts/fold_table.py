"""The generator of the text-key tables and of the vectors that prove them.

Run it with a Python whose `unicodedata` is of the version that `scripts/code_points.py` names (3.11 has it):
`python -m scripts.fold_table`. It writes the same compact table for both ends,
and hashes of the keys of every code point that it takes from `unicodedata` and
`str.casefold` themselves, so that the vectors do not depend on the table.
See docs/decisions/0002-text-keys.md for why the table holds what it holds.
"""

import unicodedata
from collections.abc import Callable

from scripts.code_points import (
    BLOCK,
    LAST,
    SURROGATES,
    UNICODE,
    hashes,
    need_unicode,
    packed_mapping,
    packed_ranges,
    ranges,
    write_json,
    write_typescript,
)

# The property White_Space, and two invisible characters that people paste unknowingly:
# the zero-width space and the byte-order mark.
WHITE_SPACE = [
    *range(0x09, 0x0E),
    *(0x20, 0x85, 0xA0, 0x1680),
    *range(0x2000, 0x200C),
    *(0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF),
]


def active_points() -> set[int]:
    """Return the code points that normalization changes, reorders, or joins with a neighbour."""
    active: set[int] = set()
    for point in range(LAST + 1):
        char = chr(point)
        if point in SURROGATES:
            continue
        if unicodedata.combining(char) or any(
            unicodedata.normalize(form, char) != char for form in ("NFC", "NFD", "NFKC", "NFKD")
        ):
            active.add(point)
        parts = unicodedata.decomposition(char).split()
        if parts and not parts[0].startswith("<"):
            active.update(int(part, 16) for part in parts)
    active.update(range(0x1100, 0x1200))  # the Hangul jamo, which compose by arithmetic
    return active


def split_ranges(active: set[int]) -> list[tuple[int, int]]:
    """Return ranges that hold every unassigned code point and no active one.

    Inert assigned code points may fall on either side: text may be cut at them without any
    effect, so they are used to make the ranges few.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    last_unassigned = 0
    for point in range(LAST + 1):
        if unicodedata.category(chr(point)) == "Cn":
            start = point if start is None else start
            last_unassigned = point
        elif point in active and start is not None:
            found.append((start, last_unassigned))
            start = None
    if start is not None:
        found.append((start, last_unassigned))
    return found


def collapsed(text: str) -> str:
    """Turn runs of listed white space into one space, none at the ends."""
    spaces = dict.fromkeys(WHITE_SPACE, " ")
    return " ".join(part for part in text.translate(spaces).split(" ") if part)


def reference_equal_key(text: str) -> str:
    """Compute the equal key from Python's own Unicode data."""
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    return collapsed(unicodedata.normalize("NFKC", once.casefold()))


def reference_search_key(text: str) -> str:
    """Compute the search key from Python's own Unicode data."""
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", reference_equal_key(text))
        if unicodedata.category(char) not in ("Mn", "Me")
    )
    return collapsed(unicodedata.normalize("NFKC", bare))


def joined(key: Callable[[str], str], *, wrapped: bool) -> Callable[[list[str]], str]:
    """Return the key of a block joined by bars, its characters alone or between a letter and an accent."""
    return lambda chars: key("|".join(["", *(f"A{char}\u0301b" if wrapped else char for char in chars), ""]))


STRINGS = [
    "",
    " ",
    "Hello",
    "  Hello \t World\r\n",
    "Håkan",
    "Hakan",
    "HÅKAN",
    "Ha\u030akan",
    "\u212b",
    "Straße",
    "STRASSE",
    "ẞ",
    "İstanbul",
    "ISTANBUL",
    "ıi",
    "ΣΊΣΥΦΟΣ ς σ",
    "ﬁle ﬃ ﬆ",
    "ǅ ǆ Ǆ",
    "ŉ ΐ ᾳ ᾼ",
    "①②㎏ ½",
    "ｆｕｌｌ Ｗｉｄｔｈ",
    "ｶﾞ ガ",
    "한국어 각",
    "\u1112\u1161\u11ab\u1100\u116e\u11a8",
    "e\u0301\u0323 e\u0323\u0301",
    "q\u0307\u0323",
    "\u0345Α\u0345",
    "עִבְרִית",
    "العَرَبِيَّة",
    "हिन्दी",
    "ไทยเที่ยว",
    "Đặng Thị Ø ł",
    "a\u200bb\ufeff",
    "x\u00a0\u3000\u2028y",
    "👩‍👩‍👧 ☺️",
    "\U0001d400\U0001d504",
    "\u0378\u0301 new",
    "\U0001e030а\u0301",
    "Ⅷ ℃ ™ ª",
    "¨ ´ ¸",
    "soft\u00adhyphen",
    "\U00010400\U0001e900",
    "\u1e9b\u0323",
    "ᏸ Ꭰ ꭰ",
    "ﷺ",
    "\u2126 \u212a",
    "\U0001f600" * 3,
    "\u0344\u0343",
    "\u0f73\u0f75",
    "Ǖ Ṩ ṩ",
    "a\u0300\u0301\u0302b",
]


def main() -> None:
    """Write both tables and the vectors."""
    need_unicode()
    single, several = packed_mapping(str.casefold)
    marks = [point for point in range(LAST + 1) if unicodedata.category(chr(point)) in ("Mn", "Me")]
    table = {
        "unicode": UNICODE,
        "whiteSpace": packed_ranges(ranges(WHITE_SPACE)),
        "split": packed_ranges(split_ranges(active_points())),
        "marks": packed_ranges(ranges(marks)),
        "caseToOne": single,
        "caseToSeveral": several,
    }
    write_json("backend/fields/fold_table.json", table)
    write_typescript("frontend/values/fold-table.ts", "foldTable", table, generator="scripts/fold_table.py")
    vectors = {
        "unicode": UNICODE,
        "blockSize": BLOCK,
        "blocks": {
            "equal": hashes(joined(reference_equal_key, wrapped=False)),
            "search": hashes(joined(reference_search_key, wrapped=False)),
            "equalBetween": hashes(joined(reference_equal_key, wrapped=True)),
            "searchBetween": hashes(joined(reference_search_key, wrapped=True)),
        },
        "strings": [
            {"text": text, "equal": reference_equal_key(text), "search": reference_search_key(text)}
            for text in STRINGS
        ],
    }
    write_json("tests/vectors/fold/keys.json", vectors)


if __name__ == "__main__":
    main()
