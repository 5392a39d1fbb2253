"""The generator of the tables of small and capital letters, and of the vectors that prove them.

Run it with a Python whose `unicodedata` is of the version that `scripts/code_points.py` names:
`python -m scripts.letter_case_table`. It writes the same compact table for both ends, packed as the
folding is, and hashes of every block of code points that come from `str.lower` and `str.upper` themselves.
"""

from collections.abc import Callable

from scripts.code_points import (
    BLOCK,
    UNICODE,
    hashes,
    need_unicode,
    packed_mapping,
    write_json,
    write_typescript,
)


def one_by_one(change: Callable[[str], str]) -> Callable[[list[str]], str]:
    """Return what changes each character of a block alone, and joins them by bars."""
    return lambda chars: "|".join(change(char) for char in chars)


def main() -> None:
    """Write both tables and the vectors."""
    need_unicode()
    lower, lower_several = packed_mapping(str.lower)
    upper, upper_several = packed_mapping(str.upper)
    table = {
        "unicode": UNICODE,
        "lowerToOne": lower,
        "lowerToSeveral": lower_several,
        "upperToOne": upper,
        "upperToSeveral": upper_several,
    }
    write_json("backend/expressions/letter_case_table.json", table)
    write_typescript(
        "frontend/expressions/letter-case-table.ts",
        "letterCaseTable",
        table,
        generator="scripts/letter_case_table.py",
    )
    vectors = {
        "unicode": UNICODE,
        "blockSize": BLOCK,
        "lower": hashes(one_by_one(str.lower)),
        "upper": hashes(one_by_one(str.upper)),
    }
    write_json("tests/vectors/fold/letter_case.json", vectors)


if __name__ == "__main__":
    main()
