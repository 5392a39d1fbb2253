"""Messages that are read and written without their schemas, beside their schemas: nothing differs."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from pprint import pformat
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields, post_load

from backend.channel.commands import COMMANDS
from backend.protocol import dumping, loading
from backend.protocol.changes import Outcome
from backend.protocol.loading import NotPlain
from backend.protocol.messages import PUSHED, REPLIES, REQUESTS, Push
from backend.protocol.shape import OpenShape, Shape, shared

ID = "01890000-0000-7000-8000-00000000000a"
PLACE = {"entity": "order", "record": ID}
ACTS: list[dict[str, Any]] = [
    {"kind": "create", **PLACE, "values": {"name": "New", "tags": ["a", {"b": None}], "empty": None}},
    {"kind": "set", **PLACE, "edits": {"name": {"value": 1.5, "old": None, "base": 3}}},
    {"kind": "set", **PLACE, "edits": {"name": {"value": [], "base": 0}, "note": {"value": "x", "base": 1}}},
    {"kind": "delete", **PLACE, "base": 2},
    {"kind": "step", **PLACE, "workspace": "field", "action": "close", "comment": None, "base": 1},
    {"kind": "resolve", **PLACE, "conflicts": [ID], "values": {"name": "x"}, "delete": False, "seen": 4},
    {"kind": "share", **PLACE, "with": ID, "may": ["read", "edit"]},
    {"kind": "keep", **PLACE, "how": "pin", "on": True},
]  # fmt: skip
STRANGE: list[Any] = [
    None, True, False, 0, 1, -1, 2**53, 1.0, "", "x", "a" * 70, "ÅÄÖ", ID, ID.upper(), ID + "\n", "order\n",
    [], [None], [[]], {}, {"x": None}, {1: 2}, "set", "create", b"order",
]  # fmt: skip
MISSING = object()


def push() -> dict[str, Any]:
    """A push of every kind of act, as it comes."""
    changes = [
        {"number": at, "id": ID, "metadataVersion": 1, "madeAt": "2026-01-01T00:00:00.000Z", "acts": [act]}
        for at, act in enumerate(ACTS, 1)
    ]
    message = {"type": "push", "id": 1, "device": ID, "changes": changes, "epoch": "e", "refused": [3]}
    return copy.deepcopy(message)


def places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a document: what holds it, and its key or number there."""
    if isinstance(part, dict | list):
        for key, inside in list(part.items() if isinstance(part, dict) else enumerate(part)):
            yield part, key
            yield from places(inside)


def disturbed(chance: random.Random) -> dict[str, Any]:
    """A push in which one or two places are something else."""
    message = push()
    for _ in range(chance.randint(1, 2)):
        holder, key = chance.choice(list(places(message)))
        what = chance.choice([*STRANGE, MISSING, MISSING])
        if what is not MISSING:
            holder[key] = copy.deepcopy(what)
        elif isinstance(holder, dict):
            holder[chance.choice(["more", "made_at", "kind", *holder])] = holder.pop(key)
        else:
            holder.pop(key)
    return message


def read(shape: type[Schema], raw: Any) -> Any:
    """What a schema makes of a message: what it holds, or what is wrong."""
    try:
        return shared(shape).load(raw)
    except ValidationError as error:
        return error.messages


def read_plainly(shape: type[Schema], raw: Any) -> Any:
    try:
        return loading.load(shape, raw)
    except ValidationError as error:
        return error.messages


@pytest.mark.parametrize("seed", range(4))
def test_a_message_is_read_as_its_schema_reads_it_right_or_wrong(seed: int) -> None:
    chance = random.Random(seed)
    fates: Counter[str] = Counter()

    for _ in range(500):
        message = disturbed(chance)
        expected = read(Push, copy.deepcopy(message))
        found = read_plainly(Push, message)

        assert found == expected, message
        assert pformat(found) == pformat(expected)
        fates["read" if "changes" in expected and "device" in expected else "refused"] += 1

    assert min(fates["read"], fates["refused"]) > 50, fates


def test_what_is_right_never_reaches_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(Push, push())

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("the schema was asked")

    monkeypatch.setattr(loading, "shared", refuse)

    assert loading.load(Push, push()) == expected


def test_all_that_devices_ask_is_read_plainly_and_all_that_is_answered_so_is_written_plainly() -> None:
    asked = {kind: loading._reader(command.shape) for kind, command in COMMANDS.items()}
    answered = {kind: dumping._writer(REPLIES[kind]) for kind in ("outcomes", "refusal", "welcome")}
    told = {kind: dumping._writer(shape) for kind, shape in PUSHED.items()}

    assert {kind for kind, made in {**asked, **answered, **told}.items() if made is None} == set()


VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "messages"
SHAPES: dict[str, dict[str, type[Schema]]] = {"request": REQUESTS, "reply": REPLIES, "pushed": PUSHED}


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
def test_the_examples_of_every_message_are_read_and_written_as_their_schemas_do(path: Path) -> None:
    examples = json.loads(path.read_text())
    shape = SHAPES[examples["direction"]][path.stem]

    for message in [*examples["good"], *(bad["message"] for bad in examples["bad"])]:
        assert read_plainly(shape, message) == read(shape, message)
    for message in examples["good"]:
        document = shared(shape).load(message)
        assert dumping.dump(shape, document) == shared(shape).dump(document)


OUTCOME = {
    "number": 3, "id": ID, "status": "conflict", "seq": 9, "conflicts": [ID], "blocked_by": None,
    "records": [{"entity": "order", "record": ID, "version": 2}],
    "problem": {"code": "values-dropped", "arguments": {"values": [{"x": None}], "none": None}},
}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_reply_is_written_as_its_schema_writes_it(seed: int) -> None:
    chance = random.Random(seed)

    for _ in range(300):
        outcome: Any = copy.deepcopy(OUTCOME)
        holder, key = chance.choice(list(places(outcome)))
        if isinstance(holder, dict) and chance.random() < 0.5:
            del holder[key]
        else:
            holder[key] = chance.choice([None, "x", 5, True, "7"])
        reply = {"type": "outcomes", "id": 1, "outcomes": [outcome], "next_change": 4, "head": 9}
        try:
            expected = shared(REPLIES["outcomes"]).dump(reply)
        except (TypeError, ValueError, AttributeError) as error:
            with pytest.raises(type(error)):
                dumping.dump(REPLIES["outcomes"], reply)
        else:
            assert dumping.dump(REPLIES["outcomes"], reply) == expected, outcome


class Hooked(Shape):
    """A shape that does more than its fields say."""

    name = fields.String()

    @post_load
    def shout(self, found: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value.upper() for name, value in found.items()}


class Told(OpenShape):
    """A field of a kind that no plain function knows, and one that has a method's name."""

    share = fields.Float()
    values = fields.List(fields.Integer())


def test_a_shape_that_is_more_than_its_fields_reads_itself() -> None:
    assert loading.load(Hooked, {"name": "a"}) == {"name": "A"}
    assert loading.load(Told, {"share": "1.5", "more": 1}) == {"share": 1.5}


def test_what_a_schema_does_not_know_is_left_out_or_refused() -> None:
    document = {**OUTCOME, "more": 1, "metadataVersion": 2}

    assert loading.load(Outcome, {**document, "blockedBy": None}) == read(
        Outcome, {**document, "blockedBy": None}
    )
    assert dumping.dump(Outcome, document) == shared(Outcome).dump(document)
    with pytest.raises(NotPlain):
        loading._object(shared(Told))
