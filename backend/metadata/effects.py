"""What a model that is to be published asks of the records that are there: a list of questions to be counted.

Pure: it compares two models by the steps between them. Who counts, and how long that may take, is not known
here; neither is what has no records yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from backend.metadata.model import Document, Model
from backend.metadata.versions import Step, steps_between

ANEW: Final = frozenset({"convert", "compute", "compute_anew"})
"""Effects after which phones take the records of an entity once more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One effect: at an entity, at a field of it, or at a choice of that.

    ``type``: what a field becomes; ``rule``: what must hold of the records.
    """

    kind: str
    entity: str
    field: str | None = None
    choice: str | None = None
    type: str | None = None
    rule: str | None = None


def model_steps(before: Model, after: Model) -> list[dict[str, Any]]:
    """Return the steps between two models."""
    return steps_between(_document(before), _document(after))


def asked_of(before: Model, after: Model) -> list[Asked]:
    """Return what is to be counted, in the order of the steps, then what is demanded of records anew."""
    steps = [
        asked
        for step in model_steps(before, after)
        if step["entity"] in before.entities
        for asked in _of_step(step, before, after)
    ]
    both = [(before.entities[name], one) for name, one in after.entities.items() if name in before.entities]
    return [*steps, *(asked for was, now in both for asked in _demanded(was.document, now.document))]


def _of_step(step: Step, before: Model, after: Model) -> Iterator[Asked]:
    entity, field, do = step["entity"], step.get("field"), step["do"]
    if do == "drop":
        yield Asked("drop", entity, field)
    elif do == "retire":
        yield Asked("retire", entity, field, step["choice"])
    elif field is None:
        if "title" in step.get("keys", ()):
            yield Asked("rename", entity, after.entities[entity].title)
    else:
        yield from _of_field(step, before.entities[entity].fields.get(field), after)


def _of_field(step: Step, was: Document | None, after: Model) -> Iterator[Asked]:
    entity, field, do = step["entity"], step["field"], step["do"]
    now = after.entities[entity].fields[field]
    keys = step.get("keys", ())
    computed = now.get("computed") is not None
    if do == "retype":
        yield Asked("convert", entity, field, type=now["type"])
    if do == "require":
        yield Asked("require", entity, field)
    if computed and ((do == "add" and "choice" not in step) or "computed" in keys):
        again = was is not None and was.get("computed") is not None
        yield Asked("compute_anew" if again else "compute", entity, field)
    if "unique" in keys and now["unique"]:
        yield Asked("unique", entity, field)
    if was is not None and bool(was.get("indexed")) != bool(now["indexed"]):
        yield Asked("index" if now["indexed"] else "unindex", entity, field)


def _demanded(was: Document, now: Document) -> Iterator[Asked]:
    """Yield what an entity asks of its records anew; what only warns or informs asks nothing."""
    needed = {field["id"]: field.get("requiredWhen") for field in was["fields"]}
    for field in now["fields"]:
        condition = field.get("requiredWhen")
        if condition is not None and condition != needed.get(field["id"]):
            yield Asked("require_when", now["id"], field["id"])
    held = [(one["id"], one["condition"]) for one in _held(was)]
    for one in _held(now):
        if (one["id"], one["condition"]) not in held:
            yield Asked("demand", now["id"], one["field"], rule=one["id"])


def _held(entity: Document) -> list[Document]:
    return [one for one in entity.get("validities") or () if one.get("severity", "error") == "error"]


def _document(model: Model) -> Document:
    return {"version": model.version, "entities": [entity.document for entity in model.entities.values()]}
