"""The cases of merging that both ends run, read; and many more, made up by a seed.

A case names the fields by their definitions. ``tests/vectors/merges.json`` is written by hand, with what must
come of each; ``random_merges.json`` beside it is what :func:`made_up` gives, so that the phone can be held
against the office over many cases that nobody thought of.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from backend.metadata.model import Entity
from backend.metadata.policies import COMBINING, COMBINING_SEVERAL, policies_of
from backend.records.layout import Layout, layout
from backend.records.merge import UNKNOWN, FieldEdit, Standing, merge
from backend.records.policies import FieldRules
from backend.records.reading_in import typed_if_possible
from tests.backend.records.office import choices, entity, field, model_document

VECTORS = Path(__file__).parents[2] / "vectors"
RANDOM = VECTORS / "random_merges.json"
SEED, COUNT = 20261122, 600

Case = Mapping[str, Any]

LINES = ("one", "two", "three", "", "four", "five  5", "six")
WEATHER = ("fog", "rain", "sun", "wind")
PEOPLE = tuple(f"01900000-0000-7000-8000-00000000000{number}" for number in range(4))
NOT_TOLD = "not told"


def of_case(case: Case) -> Layout:
    """Return the layout of the entity that a case speaks of."""
    fields = []
    for name, rule in case["fields"].items():
        given = {**rule, "choices": choices(*rule["choices"])} if "choices" in rule else rule
        fields.append(field(name, given["type"], **{k: v for k, v in given.items() if k != "type"}))
    document = model_document(entity("thing", *fields, title="a", policy=case.get("policy", "ask")))
    return layout(Entity(document["entities"][0]))


def outcome_of(case: Case) -> dict[str, Any]:
    """Merge a case as the office does, and return what comes of it in the form of its ``expect``."""
    laid_out = of_case(case)

    def value(name: str, wire: Any) -> Any:
        return typed_if_possible(laid_out.fields[name], wire)

    edits = {
        name: FieldEdit(
            value(name, edit["new"]), value(name, edit["old"]) if "old" in edit else UNKNOWN, edit["seen"]
        )
        for name, edit in case["edits"].items()
    }
    office = {
        name: Standing(value(name, there["value"]), there["version"], own=there.get("own", False))
        for name, there in case["office"].items()
    }
    merged = merge(edits, office, FieldRules(laid_out))
    return {
        "apply": sorted(merged.apply),
        "made": laid_out.wire(merged.made),
        "same": sorted(merged.same),
        "overruled": sorted(merged.overruled),
        "conflicts": sorted(sorted(unit) for unit in merged.conflicts),
    }


def made_up() -> list[dict[str, Any]]:
    """Return cases of every type and policy, with what the office makes of each."""
    chance = random.Random(SEED)
    cases = []
    for number in range(COUNT):
        case = _case(chance, number)
        cases.append({**case, "expect": outcome_of(case)})
    return cases


def _case(chance: random.Random, number: int) -> dict[str, Any]:
    fields = dict(_fields(chance))
    edited = [name for name in fields if chance.random() < 0.7] or ["a"]
    before = {name: _value(chance, rule["type"]) for name, rule in fields.items()}
    edits: dict[str, Any] = {}
    for name in edited:
        new = _changed(chance, fields[name]["type"], before[name])
        edits[name] = {"new": new, "old": before[name], "seen": chance.randint(2, 3)}
        if chance.random() < 0.05:
            del edits[name]["old"]
    office: dict[str, Any] = {}
    for name, rule in fields.items():
        moved = chance.random() < 0.75
        there = _changed(chance, rule["type"], before[name]) if moved else before[name]
        if moved and name in edits and chance.random() < 0.1:
            there = edits[name]["new"]
        office[name] = {"value": there, "version": chance.randint(3, 5) if moved else chance.randint(1, 3)}
        if chance.random() < 0.1:
            office[name]["own"] = True
    entity_policy = chance.choice(["ask", "merge", "office", "device"])
    return {
        "name": f"case {number}",
        "policy": entity_policy,
        "fields": fields,
        "edits": edits,
        "office": office,
    }


def _fields(chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    grouped = chance.random() < 0.2
    plain = chance.choice(["ask", "office", "device"])
    for name in "abc"[: chance.randint(1, 3)]:
        rule: dict[str, Any] = {"type": chance.choice([*COMBINING, *COMBINING_SEVERAL])}
        if rule["type"] in COMBINING_SEVERAL:
            drawn = {"target": "person"} if rule["type"] == "lookup" else {"choices": list(WEATHER)}
            rule |= {"several": True, **drawn}
        if rule["type"] == "decimal":
            rule["scale"] = 3
        if grouped:
            yield name, {**rule, "group": "g", "policy": plain}
        elif chance.random() < 0.9:
            # The combining ones stand at the end: most cases are about them.
            yield name, {**rule, "policy": chance.choice([*policies_of(rule), *policies_of(rule)[3:] * 4])}
        else:
            yield name, rule


def _value(chance: random.Random, type_: str) -> Any:
    if chance.random() < 0.15:
        return None
    match type_:
        case "text":
            return " ".join(chance.choices(["call", "ring", "Åsa", "ok"], k=chance.randint(1, 3)))
        case "multi_line":
            return "\n".join(["top", *chance.choices(LINES, k=chance.randint(0, 7)), "end"])
        case "integer":
            return chance.choice([chance.randint(-9, 9), chance.randint(-(2**53) + 1, 2**53 - 1)])
        case "big_integer":
            return str(chance.choice([chance.randint(-9, 9), chance.randint(-(2**63), 2**63 - 1)]))
        case "choice":
            return sorted(one for one in WEATHER if chance.random() < 0.5) or None
        case "lookup":
            return sorted(one for one in PEOPLE if chance.random() < 0.5) or None
        case "decimal":
            return f"{chance.randint(-99, 99)}.{chance.randint(0, 999):03}"
        case "money":
            currency = chance.choice(["EUR", "EUR", "EUR", "JPY"])
            fraction = "" if currency == "JPY" else f".{chance.randint(0, 99):02}"
            return {"amount": f"{chance.randint(0, 99)}{fraction}", "currency": currency}
        case "date":
            return f"{chance.choice([1, 999, 2026]):04}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        case _:
            return f"2026-11-22T10:{chance.randint(0, 59):02}:00.{chance.randint(0, 999):03}Z"


def _changed(chance: random.Random, type_: str, value: Any) -> Any:
    """Return another value, of texts most often one that grew out of it."""
    if type_ == "text" and value is not None and chance.random() < 0.7:
        return f"{value} {chance.choice(['mine', 'theirs', 'more'])}"
    if type_ == "multi_line" and value is not None and chance.random() < 0.9:
        lines = value.split("\n")
        for _ in range(chance.randint(1, 3)):
            at = chance.randint(0, len(lines))
            match chance.choice(["put in", "take out", "change"]):
                case "put in":
                    lines.insert(at, chance.choice(LINES))
                case "take out" if at < len(lines):
                    del lines[at]
                case _ if at < len(lines):
                    lines[at] = lines[at].upper() + chance.choice(["", "  !", " !"])
        return "\n".join(lines)
    return _value(chance, type_)


def write() -> None:
    """Write what both ends are held against."""
    RANDOM.write_text(json.dumps(made_up(), indent=0, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write()
