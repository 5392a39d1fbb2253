"""The examples of every message that both ends run: good ones load, bad ones are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from marshmallow import ValidationError

from backend.protocol.messages import PUSHED, REPLIES, REQUESTS
from backend.protocol.shape import OpenShape

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "messages"
SHAPES = {"request": REQUESTS, "reply": REPLIES, "pushed": PUSHED}
FILES = {path.stem: json.loads(path.read_text()) for path in sorted(VECTORS.glob("*.json"))}

GOOD = [
    (name, number, example) for name, file in FILES.items() for number, example in enumerate(file["good"])
]
BAD = [(name, bad["why"], bad["message"]) for name, file in FILES.items() for bad in file["bad"]]


def shape(name: str) -> Any:
    return SHAPES[FILES[name]["direction"]][name]()


def test_every_message_has_good_and_bad_examples() -> None:
    assert set(FILES) == {*REQUESTS, *REPLIES, *PUSHED}
    assert all(file["good"] and file["bad"] for file in FILES.values())


@pytest.mark.parametrize(
    ("name", "number", "message"), GOOD, ids=[f"{name} {number}" for name, number, _ in GOOD]
)
def test_good_messages_are_understood_and_written_as_they_were(
    name: str, number: int, message: dict[str, Any]
) -> None:
    found = shape(name)

    written = found.dump(found.load(message))

    assert found.load(written) == found.load(message)
    assert isinstance(found, OpenShape) or set(message) <= set(written)


@pytest.mark.parametrize(("name", "why", "message"), BAD, ids=[f"{name}: {why}" for name, why, _ in BAD])
def test_bad_messages_are_refused(name: str, why: str, message: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        shape(name).load(message)
