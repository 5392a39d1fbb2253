"""Offline profiles as documents: several become one, and one grows by what a workspace needs.

Pure. A person may be given several profiles; his devices work by their union: a record that any of
them takes along is taken along, a field that any of them carries is carried.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType
from typing import Any

import orjson

from backend.expressions.dependencies import related_leaves
from backend.metadata.documents import whole
from backend.metadata.effective import used_entities
from backend.metadata.model import Document, Model
from backend.protocol.profiles import ProfileEntity

EVERYONE = "everyone"
"""The profile that a new installation has, and that grows by itself with what is published."""

SEVERAL, NONE = "several", "none"
"""What the union of many profiles is called, and that of none."""

FIRST_WORK, REFERENCE = 2, 3
"""Stages of an offline profile."""

NO_PROFILE: Document = MappingProxyType(
    {"id": EVERYONE, "version": 0, "label": {}, "keepDays": 7, "entities": ()}
)
"""What a profile is before its first publication."""

_FILES = ("none", "thumbnail", "all")
_DIRECTIONS = ("none", "down", "two_way")
_LEAST_KEEP_DAYS = 0


def united(profiles: Sequence[Document], readable: Callable[[str], bool]) -> dict[str, Any]:
    """Return the union of profiles, over the entities that its user can read.

    Rules are joined by *or*; what is taken along of fields, images and files, the direction and the days
    to keep are the most that any of them gives; interval and stage the least. ``key`` beside it moves
    with which records and fields come along, and with nothing else.
    """
    entities: dict[str, dict[str, Any]] = {}
    for profile in profiles:
        for part in profile["entities"]:
            if part["direction"] == "none" or not readable(part["id"]):
                continue
            known = entities.get(part["id"])
            entities[part["id"]] = _part([part] if known is None else [known, part])
    found: dict[str, Any] = {
        **_heading(profiles),
        "keepDays": max((int(one["keepDays"]) for one in profiles), default=_LEAST_KEEP_DAYS),
        "entities": list(entities.values()),
    }
    return {**found, "key": _key(found["entities"])}


def grown(
    profile: Document, workspace: Document, model: Model, parts: Iterable[Document] = ()
) -> dict[str, Any]:
    """Return the profile with ``parts`` in place of its own, and with all of what else a workspace uses."""
    shown = {page["entity"] for page in workspace["pages"]}
    used = [
        everything_of(entity, FIRST_WORK if entity in shown else REFERENCE)
        for entity in used_entities([workspace], model)
    ]
    return with_parts(with_parts(profile, parts, keep=False), used, keep=True)


def with_parts(profile: Document, parts: Iterable[Document], *, keep: bool) -> dict[str, Any]:
    """Return the profile with ``parts``; ``keep``: what it says already of an entity stays."""
    merged = {part["id"]: part for part in profile["entities"]}
    for part in parts:
        if not keep or part["id"] not in merged:
            merged[part["id"]] = whole(ProfileEntity, part)
    return {**profile, "entities": list(merged.values())}


def everything_of(entity: str, stage: int) -> dict[str, Any]:
    """Return the part of a profile that takes along all records of an entity."""
    return whole(ProfileEntity, {"id": entity, "rules": [{"kind": "all"}], "stage": stage})


def part_of(profile: Document, entity: str) -> Document | None:
    """Return what a profile says of an entity."""
    return next((part for part in profile["entities"] if part["id"] == entity), None)


def relations_of(part: Document) -> list[Document]:
    """Return the relations by which records of an entity go along, those inside of checked conditions too."""
    found: list[Document] = []
    for rule in part["rules"]:
        if rule["kind"] == "related":
            found += rule["by"]
        elif rule["kind"] == "custom":
            found += [
                {"path": leaf["path"], "from": leaf.get("from")} for leaf in related_leaves(rule["condition"])
            ]
    return found


def other_side(relation: Document, entity: str, model: Model) -> str | None:
    """Return the entity whose records a relation of ``entity`` goes by; None if there is no such relation."""
    origin = relation["from"]
    holder = model.entities.get(origin or entity)
    field = holder.fields.get(relation["path"]) if holder is not None else None
    if field is None or field["type"] != "lookup" or field["several"]:
        return None
    if origin is None:
        return str(field["target"])
    return str(origin) if field["target"] == entity else None


def _heading(profiles: Sequence[Document]) -> dict[str, Any]:
    if len(profiles) == 1:
        return {key: profiles[0][key] for key in ("id", "version", "label")}
    return {"id": SEVERAL if profiles else NONE, "version": 0, "label": {}}


def _part(parts: Sequence[Document]) -> dict[str, Any]:
    return {
        "id": parts[0]["id"],
        "rules": _rules([rule for part in parts for rule in part["rules"]]),
        "fields": _fields([part["fields"] for part in parts]),
        "files": max((part["files"] for part in parts), key=_FILES.index),
        "images": _images([part["images"] for part in parts]),
        "direction": max((part["direction"] for part in parts), key=_DIRECTIONS.index),
        "interval": _interval([part["interval"] for part in parts]),
        "stage": min(part["stage"] for part in parts),
    }


def _rules(rules: Iterable[Document]) -> list[Document]:
    different = {orjson.dumps(rule, option=orjson.OPT_SORT_KEYS): rule for rule in rules}
    every = [rule for rule in different.values() if rule["kind"] == "all"]
    return every or list(different.values())


def _fields(chosen: Sequence[Sequence[Document] | None]) -> list[Document] | None:
    """Unite the fields of parts; None is all of them, and can be changed on the phone."""
    merged: dict[str, Document] = {}
    for fields in chosen:
        if fields is None:
            return None
        for field in fields:
            known = merged.get(field["id"])
            if known is None or known["direction"] == "down":
                merged[field["id"]] = field
    return list(merged.values())


def _images(chosen: Sequence[Sequence[str] | None]) -> list[str] | None:
    named: dict[str, None] = {}
    for images in chosen:
        if images is None:
            return None
        named.update(dict.fromkeys(images))
    return list(named)


def _interval(intervals: Sequence[int | None]) -> int | None:
    """Return the shortest; none is as soon as there is news."""
    given = [interval for interval in intervals if interval is not None]
    return min(given) if given and len(given) == len(intervals) else None


def _key(parts: Iterable[Document]) -> str:
    deciding = [
        {
            "id": part["id"],
            "rules": part["rules"],
            "fields": None if part["fields"] is None else sorted(field["id"] for field in part["fields"]),
        }
        for part in parts
    ]
    deciding.sort(key=lambda part: str(part["id"]))
    return hashlib.sha256(orjson.dumps(deciding, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
