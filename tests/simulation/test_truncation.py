"""A reply may end anywhere, and in the end nothing is different: real replies, cut, and the real client."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.simulation.recording import Recorder, fill, organisation, recorded, sentence, tried

SMALL = 8_192
LARGE = 5_000_000


@pytest.fixture(scope="session")
def program(script: Path) -> Path:
    return script.with_name("truncation.js")


@pytest.mark.invariant(29)
@pytest.mark.timeout(120)
def test_a_small_pull_may_be_cut_at_every_byte(
    program: Path, tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 4)
    monkeypatch.setattr("backend.sync.plan.PAGE_ROWS", 4)
    with organisation(tmp_path) as office:
        made = fill(office, 6, 60, seed=1)

        def news(device: Recorder) -> None:
            mine = office.visit(device.person, "“Måndag”", place=made[0])
            office.rename(made[0], "Ĳmuiden")
            office.delete(made[1])
            office.edit("place", made[2], {"notes": None})
            office.visit(device.person, place=made[3])
            office.rename(mine, "Dienstag", entity="visit", title="title")
            fill(office, 3, 40, seed=2)

        recording = recorded(office, news, lambda _: office.delete(made[5]))

    answer = tried(program, recording, "bytes")

    assert size_of(recording["pulls"][1]) < SMALL
    assert answer["ok"], answer["message"]
    notes.append(f"truncation: a small pull, {answer['counts']} cuts")
    # Each byte of each reply, as a body and as a line; and of what a socket brings, as a frame.
    assert answer["counts"]["body"] == answer["counts"]["line"] == sum(map(size_of, recording["pulls"]))
    assert answer["counts"]["frame"] > size_of(recording["pulls"][1])


@pytest.mark.invariant(29)
@pytest.mark.timeout(240)
def test_a_large_pull_may_be_cut_around_every_record(
    program: Path, tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page that is read again for each of its cuts is better not too long.
    monkeypatch.setattr("backend.sync.plan.PAGE_ROWS", 25)
    chance = random.Random(3)
    with organisation(tmp_path) as office:
        made = fill(office, 1_000, 4_800, seed=1)

        def other() -> dict[str, Any]:
            return {"notes": {"value": sentence(chance, 2_000), "old": None, "base": 1_000_000}}

        def much(_: Recorder) -> None:
            for at in range(0, 200, 100):
                some = made[at : at + 100]
                office.write(*(
                    {"kind": "set", "entity": "place", "record": record, "edits": other()} for record in some
                ))  # fmt: skip

        recording = recorded(office, much)

    answer = tried(program, recording, "lines")

    assert size_of(recording["pulls"][0]) > LARGE
    assert answer["ok"], answer["message"]
    notes.append(f"truncation: a large pull, {answer['counts']} cuts")
    assert answer["counts"]["body"] > 1_000 * 3


def size_of(pull: list[dict[str, Any]]) -> int:
    return sum(len(exchange["reply"].encode()) for exchange in pull)
