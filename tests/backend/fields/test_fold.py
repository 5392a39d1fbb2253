"""The text keys at the server: every code point, difficult strings, and what the keys promise."""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.fields import fold
from backend.fields.fold import equal_key, nfc, search_key, trimmed

VECTORS = json.loads(
    (Path(__file__).resolve().parents[2] / "vectors" / "fold" / "keys.json").read_text("utf-8")
)
SIZE = VECTORS["blockSize"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def block_text(first: int, *, between: bool) -> str:
    points = [chr(point) for point in range(first, first + SIZE) if not 0xD800 <= point < 0xE000]
    return (
        "|".join(["", *(f"A{char}\u0301b" if between else char for char in points), ""]) if points else "||"
    )


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize(("name", "key"), [("equal", equal_key), ("search", search_key)])
def test_every_code_point_has_the_key_of_the_vectors_and_the_key_is_its_own_key(
    name: str, key: Callable[[str], str]
) -> None:
    hashes = []
    changed: list[str] = []
    for first in range(0, sys.maxunicode + 1, SIZE):
        text = block_text(first, between=False)

        keys = key(text)

        hashes.append(short_hash(keys))
        changed += [one for one, char in zip(keys.split("|"), text.split("|"), strict=False) if one != char]
    again = "|".join(["", *changed, ""])

    assert hashes == VECTORS["blocks"][name]
    assert len(changed) > 5_000
    assert key(again) == again


@pytest.mark.parametrize(("name", "key"), [("equalBetween", equal_key), ("searchBetween", search_key)])
def test_every_assigned_code_point_has_its_key_between_a_letter_and_an_accent(
    name: str, key: Callable[[str], str]
) -> None:
    # Planes 3 to 13 are empty and 15, 16 private; the phone, which is quicker at it, checks them too.
    blocks = [block for block in range(len(VECTORS["blocks"][name])) if block // 16 in (0, 1, 2, 14)]

    hashes = [short_hash(key(block_text(block * SIZE, between=True))) for block in blocks]

    assert hashes == [VECTORS["blocks"][name][block] for block in blocks]


@pytest.mark.parametrize("case", VECTORS["strings"], ids=lambda case: ascii(case["text"]))
def test_a_difficult_string_has_its_keys(case: dict[str, str]) -> None:
    assert equal_key(case["text"]) == case["equal"]
    assert search_key(case["text"]) == case["search"]


@given(TEXTS)
def test_keys_of_keys_are_keys(text: str) -> None:
    key = equal_key(text)

    assert equal_key(key) == key
    assert search_key(key) == search_key(text)
    assert search_key(search_key(text)) == search_key(text)


@given(TEXTS)
def test_texts_that_normalize_alike_are_equal(text: str) -> None:
    keys = {equal_key(nfc(text)), equal_key(text), equal_key(f" {text}\u00a0")}

    assert len(keys) == 1


@given(TEXTS)
def test_stored_text_is_stable(text: str) -> None:
    stored = trimmed(nfc(text))

    assert trimmed(nfc(stored)) == stored


def test_marks_count_for_uniqueness_and_not_for_search() -> None:
    assert equal_key("HÅKAN") == equal_key("ha\u030akan")
    assert equal_key("Håkan") != equal_key("Hakan")
    assert search_key("Håkan") == search_key("Hakan")


def test_what_the_fixed_version_does_not_know_never_reaches_the_platform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = "\ua7dc\U0001e6e3"  # a capital of Unicode 16 and a mark of Unicode 17
    seen: list[str] = []
    normalize = unicodedata.normalize
    monkeypatch.setattr(
        fold.unicodedata, "normalize", lambda form, text: seen.append(text) or normalize(form, text)
    )

    keys = equal_key(f"É{newer}é"), search_key(f"É{newer}é")

    assert keys == (f"é{newer}é", f"e{newer}e")
    assert seen
    assert not set(newer) & set("".join(seen))
