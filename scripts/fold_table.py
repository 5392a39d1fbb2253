"""The generator of the text-key tables and of the vectors that prove them.

Run it with a Python whose `unicodedata` is of `UNICODE` (3.11 has 14.0.0):
`python scripts/fold_table.py`. It writes the same compact table for both ends,
and hashes of the keys of every code point that it takes from `unicodedata` and
`str.casefold` themselves, so that the vectors do not depend on the table.
See docs/decisions/0002-text-keys.md for why the table holds what it holds.
"""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

UNICODE = "14.0.0"
ROOT = Path(__file__).resolve().parent.parent
LAST = 0x10FFFF
BLOCK = 0x1000
SURROGATES = range(0xD800, 0xE000)

# The property White_Space, and two invisible characters that people paste unknowingly:
# the zero-width space and the byte-order mark.
WHITE_SPACE = [
    *range(0x09, 0x0E),
    *(0x20, 0x85, 0xA0, 0x1680),
    *range(0x2000, 0x200C),
    *(0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF),
]

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """Write a number as JavaScript's toString(36) does."""
    sign, number = ("-", -number) if number < 0 else ("", number)
    digits = DIGITS[number % 36]
    while number := number // 36:
        digits = DIGITS[number % 36] + digits
    return sign + digits


def ranges(points: Iterable[int]) -> list[tuple[int, int]]:
    """Join sorted code points to (first, last) ranges."""
    joined: list[tuple[int, int]] = []
    for point in points:
        if joined and point == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], point)
        else:
            joined.append((point, point))
    return joined


def packed_ranges(pairs: list[tuple[int, int]]) -> str:
    """Pack ranges as base-36 pairs: the gap since the range before, and the length less one."""
    words, end = [], 0
    for first, last in pairs:
        words += [base36(first - end), base36(last - first)]
        end = last
    return " ".join(words)


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


def packed_case() -> tuple[str, str]:
    """Pack case folding: runs to one code point, and the list of those that fold to several."""
    single = {}
    several = []
    for point in range(LAST + 1):
        folded = chr(point).casefold()
        if folded == chr(point):
            continue
        if len(folded) == 1:
            single[point] = ord(folded) - point
        else:
            several.append(chr(point) + folded)
    runs: list[list[int]] = []  # first, count, step, distance
    for point, distance in single.items():
        run = runs[-1] if runs else None
        if run and run[3] == distance:
            step = point - (run[0] + (run[1] - 1) * run[2])
            if (run[1] == 1 and step <= 2) or step == run[2]:
                run[1], run[2] = run[1] + 1, step
                continue
        runs.append([point, 1, 1, distance])
    words, before = [], 0
    for first, count, step, distance in runs:
        words += [base36(first - before), base36(count * 2 + step - 1), base36(distance)]
        before = first
    return " ".join(words), " ".join(several)


def typescript_line(name: str, literal: str) -> str:
    """Write one property as the formatter of the phone's code would."""
    line = f"  {name}: {literal},"
    return line if len(line) <= 110 else f"  {name}:\n    {literal},"


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


def block_text(first: int, *, wrapped: bool) -> str:
    """Join the code points of one block by bars, alone or between a letter and an accent."""
    points = [chr(point) for point in range(first, first + BLOCK) if point not in SURROGATES]
    return "|".join(["", *(f"A{char}\u0301b" if wrapped else char for char in points), ""])


def hashes(key: Callable[[str], str], *, wrapped: bool) -> list[str]:
    """Return a short SHA-256 of the key of every block."""
    return [
        hashlib.sha256(key(block_text(first, wrapped=wrapped)).encode()).hexdigest()[:16]
        for first in range(0, LAST + 1, BLOCK)
    ]


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
    if unicodedata.unidata_version != UNICODE:
        sys.exit(f"This needs a Python with Unicode {UNICODE}, not {unicodedata.unidata_version}.")
    single, several = packed_case()
    marks = [point for point in range(LAST + 1) if unicodedata.category(chr(point)) in ("Mn", "Me")]
    table = {
        "unicode": UNICODE,
        "whiteSpace": packed_ranges(ranges(WHITE_SPACE)),
        "split": packed_ranges(split_ranges(active_points())),
        "marks": packed_ranges(ranges(marks)),
        "caseToOne": single,
        "caseToSeveral": several,
    }
    (ROOT / "backend/fields/fold_table.json").write_text(json.dumps(table, indent=1) + "\n")
    lines = [typescript_line(name, json.dumps(value)) for name, value in table.items()]
    (ROOT / "frontend/values/fold-table.ts").write_text(
        "// Generated by scripts/fold_table.py; do not edit.\n"
        "export const foldTable = {\n" + "\n".join(lines) + "\n} as const;\n"
    )
    vectors = {
        "unicode": UNICODE,
        "blockSize": BLOCK,
        "blocks": {
            "equal": hashes(reference_equal_key, wrapped=False),
            "search": hashes(reference_search_key, wrapped=False),
            "equalBetween": hashes(reference_equal_key, wrapped=True),
            "searchBetween": hashes(reference_search_key, wrapped=True),
        },
        "strings": [
            {"text": text, "equal": reference_equal_key(text), "search": reference_search_key(text)}
            for text in STRINGS
        ],
    }
    (ROOT / "tests/vectors/fold/keys.json").write_text(json.dumps(vectors, indent=1) + "\n")


if __name__ == "__main__":
    main()
