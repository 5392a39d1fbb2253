"""The steps from one version of the model to the next: declarative, small, found by comparing ids.

Ids never change and are never given again, so two documents tell all that happened between them. The
steps are stored with the version that they lead to; put one after the other they lead from any version
to any later one (:mod:`backend.metadata.lifting`). What is only said otherwise, labels and helps, is a
``rename``; whatever else a field may change is ``adjust``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from backend.metadata.converters import CHECKED_BY, READ_BY, converter
from backend.metadata.documents import same
from backend.metadata.model import Document, Model

Step = Mapping[str, Any]
"""``do``, where (``entity``, ``field``, ``choice``), and for a retype the field ``before`` and ``after``."""

Urgency = Literal["silent", "soft", "hard"]
URGENCIES: Final[tuple[Urgency, ...]] = ("silent", "soft", "hard")

WORDS: Final = frozenset(
    {"label", "plural", "help", "icon", "colour", "title", "description", "accent", "empty", "confirm"}
)
"""The keys of a node that only say how it is called and shown."""
UNSEEN: Final = frozenset({"indexed"})
"""The keys of a field that no phone is told of."""
NUMBERS: Final = frozenset({"version", "modelVersion"})
BREAKING: Final = frozenset({"retype", "require", "retire", "drop"})
"""Steps after which a form of before may bring what is not taken as it is."""
_STORED: Final = ("type", "scale")


def steps_between(before: Document, after: Document) -> list[dict[str, Any]]:
    """Return the steps from one model document to the next, in the order of the entities."""
    return list(_model_steps(Model.of(before), Model.of(after)))


def is_breaking(steps: Iterable[Step]) -> bool:
    """Say whether a form of before may bring what is not taken as it is."""
    return any(step["do"] in BREAKING for step in steps)


def urgency_of(steps: Collection[Step], wanted: Urgency | None, *, words: bool = True) -> Urgency:
    """Return how loud a publication with these steps is: as wanted, but never silent when it breaks forms.

    Where nothing is wanted it follows from what has changed: nobody is asked about words. ``words``: of what
    is published with the model only words have changed.
    """
    if wanted is None:
        return "silent" if words and all(map(_unnoticed, steps)) else "soft"
    return "soft" if wanted == "silent" and is_breaking(steps) else wanted


def _unnoticed(step: Step) -> bool:
    return step["do"] == "rename" or (step["do"] == "adjust" and UNSEEN.issuperset(step.get("keys", "?")))


def only_words(before: Document | None, after: Document) -> bool:
    """Say whether two documents say the same in other words."""
    return before is not None and same(_without_words(before), _without_words(after))


def may_become(before: Document, after: Document) -> bool:
    """Say whether values of a field can be converted to what it stores after."""
    if before.get("target") != after.get("target") or bool(before.get("several")) != bool(
        after.get("several")
    ):
        return False
    return _stores(before) == _stores(after) or converter(before["type"], after["type"]) is not None


def retyped(before: Document, after: Document) -> bool:
    """Say whether a field stores another kind of value than before."""
    return _stores(before) != _stores(after)


Columns = Mapping[str, Mapping[str, str]]
"""Entity → retyped field → what the names of its columns end in."""


def columns_of(model: Model) -> dict[str, dict[str, str]]:
    """Return the columns of all retyped fields of a model."""
    return {name: dict(entity.columns) for name, entity in model.entities.items() if entity.columns}


def columns_after(before: Columns, steps: Iterable[Step]) -> dict[str, dict[str, str]]:
    """Return the columns after some steps: a retyped field gets new ones, the same for the same steps.

    No id has a ``$`` in it, so no field's column is another one's.
    """
    columns = {entity: dict(ends) for entity, ends in before.items()}
    for step in steps:
        if step["do"] == "retype":
            ends = columns.setdefault(step["entity"], {})
            number = int(ends.get(step["field"], "$1_").strip("$").partition("_")[0]) + 1
            kind = "_".join(str(part) for part in _stores(step["after"]) if part is not None)
            ends[step["field"]] = f"${number}_{kind}"
    return columns


def _stores(field: Document) -> tuple[Any, ...]:
    return tuple(field.get(key) for key in _STORED)


def _model_steps(before: Model, after: Model) -> Iterator[dict[str, Any]]:
    for gone in [name for name in before.entities if name not in after.entities]:
        yield {"do": "drop", "entity": gone}
    for name, entity in after.entities.items():
        was = before.entities.get(name)
        if was is None:
            yield {"do": "add", "entity": name}
            continue
        yield from _changed(was.document, entity.document, {"entity": name}, {"fields"})
        for field in was.fields:
            if field not in entity.fields:
                yield {"do": "drop", "entity": name, "field": field}
        for field, document in entity.fields.items():
            place = {"entity": name, "field": field}
            known = was.fields.get(field)
            if known is None:
                yield {"do": "add", **place}
                if document.get("required"):
                    yield {"do": "require", **place}
            else:
                yield from _field_steps(known, document, place)


def _field_steps(before: Document, after: Document, place: dict[str, str]) -> Iterator[dict[str, Any]]:
    if retyped(before, after):
        yield {"do": "retype", **place, "before": _kept(before, READ_BY), "after": _kept(after, CHECKED_BY)}
    if after.get("required") and not before.get("required"):
        yield {"do": "require", **place}
    retired = {choice["id"]: bool(choice.get("retired")) for choice in before.get("choices") or ()}
    for choice in after.get("choices") or ():
        if choice.get("retired") and retired.get(choice["id"]) is False:
            yield {"do": "retire", **place, "choice": choice["id"]}
    yield from _choice_steps(before, after, place)
    yield from _changed(
        before, after, place, {"choices", "required" if after.get("required") else "", *_STORED}
    )


def _choice_steps(before: Document, after: Document, place: dict[str, str]) -> Iterator[dict[str, Any]]:
    known = {choice["id"]: choice for choice in before.get("choices") or ()}
    for choice in after.get("choices") or ():
        here = {**place, "choice": choice["id"]}
        if choice["id"] not in known:
            yield {"do": "add", **here}
        elif not same(_but(choice, {"retired"}), _but(known[choice["id"]], {"retired"})):
            yield {"do": "rename", **here}
        elif known[choice["id"]].get("retired") and not choice.get("retired"):
            yield {"do": "adjust", **here}


def _changed(
    before: Document, after: Document, place: dict[str, str], apart: set[str]
) -> Iterator[dict[str, Any]]:
    keys = {
        key for key in (before.keys() | after.keys()) - apart if not same(before.get(key), after.get(key))
    }
    # The title of an entity is the field that names its records, and no word.
    words = WORDS - {"title"}
    if keys & words:
        yield {"do": "rename", **place}
    if keys - words:
        yield {"do": "adjust", **place, "keys": sorted(keys - words)}


def _kept(field: Document, keys: Iterable[str]) -> dict[str, Any]:
    kept = {key: field[key] for key in keys if field.get(key) not in (None, [])}
    if "choices" in kept:
        kept["choices"] = [{key: choice[key] for key in ("id", "label")} for choice in kept["choices"]]
    return kept


def _without_words(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {
            key: _without_words(part)
            for key, part in node.items()
            # The title of a list is a path to a field; that of a page has a text for each language.
            if key not in NUMBERS and (key not in WORDS or (key == "title" and isinstance(part, str)))
        }
    return [_without_words(part) for part in node] if isinstance(node, list) else node


def _but(node: Document, apart: set[str]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key not in apart}
