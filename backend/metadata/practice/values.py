"""Practice data for any entity: records that look right, for a model nobody wrote a recipe for.

A value is drawn by the field's type, and by what its id speaks of: a text field called
``city`` gets cities, the ``name`` of a person a name. Lookups point at records made
before; entities come parents first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from backend.metadata.model import Document, Model
from backend.metadata.practice import vocabulary
from backend.metadata.practice.source import Made, Source

NUMBERS = frozenset({"number", "no", "nr", "num", "nummer"})
"""Words of a field's id that make it a running number, whatever it numbers."""

WORDS: tuple[tuple[str, Callable[[Source], str]], ...] = (
    ("city", lambda source: source.place().city),
    ("country", lambda source: source.place().country),
    ("postcode", lambda source: source.place().postcode),
    ("street", lambda source: source.place().street),
    ("address", lambda source: f"{(place := source.place()).street}, {place.city}"),
    ("company", Source.company_name),
    ("customer", Source.company_name),
    ("supplier", Source.company_name),
    ("vendor", Source.company_name),
    ("contact", Source.person_name),
    ("person", Source.person_name),
    ("employee", Source.person_name),
    ("inspector", Source.person_name),
    ("job", lambda source: source.one(vocabulary.JOB_TITLES)),
    ("serial", lambda source: f"{source.one('ABCDEF')}{source.number(100_000, 999_999)}"),
    ("code", lambda source: f"{source.one('ABCDEF')}-{source.number(100, 999)}"),
    ("reference", lambda source: f"PO {source.number(1_000, 99_999)}"),
)
"""Part of a field's id → what a text field of that id holds; the first that fits."""


def records(model: Model, entities: Sequence[str], source: Source, count: int) -> list[Made]:
    """Return ``count`` records of each entity and, for lookups, of the entities that those point at."""
    wanted = _with_targets(model, entities)
    made: dict[str, list[Made]] = {}
    for entity in model.parents_first:
        if entity in wanted:
            fields = model.entities[entity].fields.values()
            made[entity] = [_record(entity, fields, source, made, index) for index in range(count)]
    return [record for records in made.values() for record in records]


def _with_targets(model: Model, entities: Sequence[str]) -> set[str]:
    wanted: set[str] = set()
    queue = list(entities)
    while queue:
        entity = queue.pop()
        if entity not in wanted and entity in model.entities:
            wanted.add(entity)
            queue += [
                field["target"] for field in model.entities[entity].fields.values() if field.get("target")
            ]
    return wanted


def _record(entity: str, fields: Any, source: Source, made: Mapping[str, Sequence[Made]], index: int) -> Made:
    day = source.day(-120, 0)
    values = {field["id"]: _value(entity, field, source, made, index) for field in fields}
    return Made(entity, source.uuid7(day), {key: value for key, value in values.items() if value is not None})


def _value(
    entity: str, field: Document, source: Source, made: Mapping[str, Sequence[Made]], index: int
) -> Any:
    match field["type"]:
        case "text":
            return _word(entity, field, source)[: field.get("maxLength") or 200]
        case "multi_line":
            return f"{source.one(vocabulary.NOTES)} {source.one(vocabulary.SENTENCES)}"
        case "integer":
            return source.number(int(field.get("minimum") or 0), int(field.get("maximum") or 100))
        case "big_integer":
            most = int(field.get("maximum") or max(10**15, int(field.get("minimum") or 0)))
            return str(source.number(int(field.get("minimum") or min(0, most)), most))
        case "decimal":
            scale = field["scale"] if field.get("scale") is not None else 2
            return f"{source.amount(1, 500):.{scale}f}"
        case "money":
            return source.money(source.amount(5, 2_000), field.get("currency") or "EUR")
        case "yes_no":
            return source.chance(0.6)
        case "date":
            return source.day(-90, 0 if "created" in field["id"] else 30).isoformat()
        case "date_time":
            return source.instant(source.day(-30, 0))
        case "choice":
            offered = [choice["id"] for choice in field["choices"] if not choice.get("retired")]
            if field.get("several"):
                return sorted(one for one in offered if source.chance(0.4)) or None
            return source.one(offered) if offered else None
        case "lookup":
            targets = made.get(field["target"] or "", ())
            if field.get("several"):
                count = source.number(1 if field.get("required") else 0, 3)
                return sorted({source.one(targets).id for _ in range(count) if targets}) or None
            return source.one(targets).id if targets else None
        case "phone":
            return source.phone()
        case "email":
            return source.email(source.person_name(), source.company_name())
        case "link":
            return f"https://{vocabulary.ascii_name(source.company_name()).replace('.', '-')}.example"
        case "barcode":
            return _article_number(source)
        case "position":
            lat, lon = source.number(550_000, 690_000), source.number(110_000, 240_000)
            return {"lat": lat / 10_000, "lon": lon / 10_000}
        case "auto_number":
            return f"{field.get('prefix') or ''}{index + 1:0{field.get('digits') or 5}d}"
        case _:
            return None


def _article_number(source: Source) -> str:
    """Return an EAN-13 of the range kept for use inside a company, with its check digit."""
    digits = f"20{source.number(0, 10**10 - 1):010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _word(entity: str, field: Document, source: Source) -> str:
    speaks = entity if field["id"] in ("name", "title") else field["id"]
    if not NUMBERS.isdisjoint(speaks.split("_")):
        return f"{source.number(10_000, 99_999)}"
    for part, draw in WORDS:
        if part in speaks:
            return draw(source)
    return source.one(vocabulary.GOODS)
