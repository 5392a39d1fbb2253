"""What is most telling about an entity's records: a list that works at once, the groups of a record's page.

Pure. Guessed from the types of fields and from what their ids and labels speak of. The designer of the
web app makes the same of an entity by the same rules; ``tests/vectors/telling.json`` holds for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from backend.metadata.model import Document, Entity, Model

LONG: Final = frozenset({"multi_line", "image", "file", "signature", "position"})
SEARCHED: Final = (
    {"lookup": 1}
    | dict.fromkeys(("text", "barcode", "auto_number", "email", "phone"), 2)
    | {
        "choice": 3,
        "multi_line": 4,
    }
)
"""Type of a field → its rank among what is searched, after the title."""
QUIET: Final = {"lookup": 1, "choice": 2, "text": 3, "date": 4, "date_time": 4} | dict.fromkeys(
    ("auto_number", "barcode", "email", "phone", "integer", "big_integer", "decimal", "money"), 5
)
"""Type of a field → its rank among what may stand beneath the title."""
FEW_CHOICES: Final = 6
SUBTITLES: Final = 2
SEARCHES: Final = 5

STATES: Final = frozenset(
    {"status", "state", "stage", "result", "outcome", "verdict", "condition"}
) | frozenset({"läge", "resultat", "utfall"})
DUE: Final = frozenset({"due", "next", "deadline", "expires", "expiry", "until"}) | frozenset(
    {"nästa", "senast", "förfaller", "förfallodag", "förfallodatum", "utgår"}
)
PLACES: Final = (
    frozenset({"site", "location", "address", "city", "building", "place"})
    | frozenset({"customer", "client", "company", "account", "supplier", "vendor"})
    | frozenset({"plats", "anläggning", "adress", "ort", "fastighet", "byggnad"})
    | frozenset({"kund", "företag", "leverantör"})
)


def telling_list(entity: Entity, model: Model, detail: str | None) -> dict[str, Any]:
    """Return a list block that names records, tells them apart, and puts the most pressing first."""
    fields = [field for field in entity.fields.values() if field["id"] != entity.title]
    due = next((field["id"] for field in fields if _is_date(field) and _speaks(field, DUE)), None)
    dated = next((field["id"] for field in fields if _is_date(field)), None)
    figure = due or _first(fields, "money") or _first(fields, "decimal") or dated or _first(fields, "integer")
    badge = _badge(fields)
    beneath = _ranked((field for field in fields if field["id"] not in (figure, badge)), QUIET, model)
    title = entity.fields[entity.title]
    named = [entity.title] if title["type"] in SEARCHED else []
    searched = [*named, *_ranked(fields, SEARCHED, model)]
    return {
        "id": "rows",
        "type": "list",
        "entity": entity.id,
        "title": entity.title,
        "subtitle": beneath[:SUBTITLES],
        "figure": figure,
        "badge": badge,
        "image": _first(fields, "image"),
        "search": searched[:SEARCHES],
        "sort": {"field": due or dated or entity.title, "descending": due is None and dated is not None},
        "detail": detail,
    }


def telling_groups(entity: Entity) -> list[list[str]]:
    """Return the fields of a record's page: the short ones but its title, and the long ones."""
    fields = [field for field in entity.fields.values() if field["id"] != entity.title]
    short = [str(field["id"]) for field in fields if field["type"] not in LONG]
    long = [str(field["id"]) for field in fields if field["type"] in LONG]
    return [group for group in (short, long) if group] or [[entity.title]]


def _badge(fields: Iterable[Document]) -> str | None:
    choices = [field for field in fields if field["type"] == "choice" and not field["several"]]
    named = (field for field in choices if _speaks(field, STATES))
    few = (field for field in choices if len(field["choices"]) <= FEW_CHOICES)
    found = next(named, None) or next(few, None)
    return str(found["id"]) if found else None


def _ranked(fields: Iterable[Document], ranks: Mapping[str, int], model: Model) -> list[str]:
    """Return what shows those fields that have a rank, places and customers before all."""

    def rank(field: Document) -> int:
        of_place = field["type"] in ("lookup", "text", "choice") and _speaks(field, PLACES)
        return 0 if of_place else ranks[field["type"]]

    single = (field for field in fields if field["type"] in ranks and not field["several"])
    found = sorted(single, key=rank)
    return [path for field in found if (path := _path(field, model))]


def _path(field: Document, model: Model) -> str | None:
    """Return what shows a field in words; None for a lookup that no plain field names."""
    if field["type"] != "lookup":
        return str(field["id"])
    target = None if field["several"] else model.entities.get(field["target"] or "")
    if target is None or target.fields.get(target.title, {}).get("type") in (None, "lookup"):
        return None
    return f"{field['id']}.{target.title}"


def _first(fields: Iterable[Document], *types: str) -> str | None:
    found = (field for field in fields if field["type"] in types and not field["several"])
    return next((str(field["id"]) for field in found), None)


def _is_date(field: Document) -> bool:
    return field["type"] in ("date", "date_time")


def _speaks(field: Document, words: frozenset[str]) -> bool:
    spoken = " ".join((field["id"], *field["label"].values())).lower()
    return not words.isdisjoint(re.split(r"[\W\d_]+", spoken))
