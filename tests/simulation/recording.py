"""What a server answers a device, written down pull by pull for a client to be tried on."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from backend.config import Settings
from backend.database import Database
from backend.database.migrations import migrate
from tests.backend.sync.office import Organisation, Phone, new_id
from tests.simulation.organisation import SECRET_KEY

WORDS = ["å漢字𝒳", "quay", "shed", "yard", "mill", "gate", "lock", "tower", "bridge“”\n"]


@dataclass
class Recorder(Phone):
    """A device that remembers what it asked and was answered."""

    said: list[dict[str, Any]] = field(default_factory=list)

    def carry(self, kind: str, text: bytes) -> bytes:
        frame = super().carry(kind, text)
        if kind in ("pull", "snapshot"):
            self.said.append({"ask": json.loads(text), "reply": frame.decode()})
        return frame


@contextmanager
def organisation(folder: Path) -> Iterator[Organisation]:
    settings = Settings.from_environment({"DATA": str(folder), "SECRET_KEY": SECRET_KEY})
    with closing(Database(settings)) as database:
        migrate(database)
        yield Organisation(database).found()


def recorded(office: Organisation, *steps: Callable[[Recorder], object]) -> dict[str, Any]:
    """Record a first pull and one after each step; the last one brings nothing."""
    device = Recorder(office.person())
    device.sync()
    pulls = [device.said]
    for step in steps:
        step(device)
        device.said = []
        device.sync()
        pulls.append(device.said)
    return {"person": device.person.user.person, "device": device.id, "pulls": pulls}


def fill(office: Organisation, places: int, letters: int, seed: int) -> list[str]:
    """Make places with notes of about so many letters."""
    chance = random.Random(seed)
    made = [new_id() for _ in range(places)]
    for at in range(0, places, 250):
        acts = [
            {"kind": "create", "entity": "place", "record": record,
             "values": {"name": f"Place {number}", "notes": sentence(chance, letters)}}
            for number, record in enumerate(made[at : at + 250], at)
        ]  # fmt: skip
        office.write(*acts)
    return made


def sentence(chance: random.Random, letters: int) -> str:
    words: list[str] = []
    while sum(map(len, words)) < letters:
        words.append(chance.choice(WORDS))
    return " ".join(words).strip()


def tried(program: Path, recording: dict[str, Any], places: str) -> dict[str, Any]:
    """Let the client have the recording, cut at each of these places; returns what it says."""
    asked = orjson.dumps({**recording, "places": places})
    done = subprocess.run(["node", str(program)], input=asked, capture_output=True, timeout=240, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
