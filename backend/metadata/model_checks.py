"""The checks of a model: ids, titles, lookups, choices, defaults, policies, rules, and what records rule out.

Works on a whole document (:func:`backend.metadata.documents.whole`).
"""

from __future__ import annotations

from collections.abc import Iterable

from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import canonical
from backend.metadata.built_in import BUILT_IN
from backend.metadata.findings import Finding, Findings
from backend.metadata.indexing import LONGEST, may_be_indexed
from backend.metadata.merge_model import stores_alike
from backend.metadata.model import Document, Model
from backend.metadata.policies import COMBINING, COMBINING_SEVERAL, policies_of, policy_of
from backend.metadata.rule_findings import check_rules
from backend.metadata.versions import may_become

NO_TITLE = frozenset({"image", "file", "signature", "position", "yes_no"})
NOT_UNIQUE = NO_TITLE | {"multi_line"}
NO_DEFAULT = frozenset({"auto_number", "lookup", "image", "file", "signature", "position"})
SEVERAL = frozenset({"choice", "lookup", "image", "file"})
"""Types of which a field may hold several values."""
RESERVED = frozenset({"id", "owner", "version"})
"""What every record has; a field of that name would hide it."""


def model_findings(
    model: Document, *, published: Document | None = None, retired: Iterable[str] = ()
) -> list[Finding]:
    """Return all that is wrong with a model, also against what is ``published`` and the ids ``retired``."""
    found = Findings("model")
    known = Model.of(model)
    gone = frozenset(retired)
    found.ids(model["entities"], ("entities",), gone)
    for entity in model["entities"]:
        at = ("entities", entity["id"])
        _labels(found, entity, at, "label", "plural")
        fields = entity["fields"]
        found.ids(fields, (*at, "fields"), gone)
        title = next((field for field in fields if field["id"] == entity["title"]), None)
        if title is None:
            found.error((*at, "title"), "missing-field", name=entity["title"], entity=entity["id"])
        elif title["type"] in NO_TITLE or title["several"]:
            found.error((*at, "title"), "title-type", name=title["id"], type=title["type"])
        for field in fields:
            _field(found, field, (*at, "fields", field["id"]), known, gone)
        _policies(found, entity, at)
    check_rules(found, known)
    _built_in(found, known)
    if published is not None:
        _against(found, known, published)
    return found.all


def _field(
    found: Findings, field: Document, at: tuple[str, ...], model: Model, retired: frozenset[str]
) -> None:
    kind = field["type"]
    if field["id"] in RESERVED:
        found.error((*at, "id"), "reserved-id", name=field["id"])
    _labels(found, field, at, "label")
    if kind == "lookup":
        if field["target"] is None:
            found.error((*at, "target"), "lookup-without-target", name=field["id"])
        elif field["target"] not in model.entities:
            found.error((*at, "target"), "missing-entity", entity=field["target"])
    if kind == "choice":
        found.ids(field["choices"], (*at, "choices"), retired)
        if not any(not choice["retired"] for choice in field["choices"]):
            found.error((*at, "choices"), "no-choices", name=field["id"])
        for choice in field["choices"]:
            _labels(found, choice, (*at, "choices", choice["id"]), "label")
    if field["several"] and kind not in SEVERAL:
        found.error((*at, "several"), "several", name=field["id"])
    if field["unique"] and (kind in NOT_UNIQUE or field["several"]):
        found.error((*at, "unique"), "not-unique", name=field["id"], type=kind)
    if field["indexed"] and not may_be_indexed(field):
        found.error((*at, "indexed"), "not-indexed", name=field["id"], most=LONGEST)
    _values(found, field, at)


def _values(found: Findings, field: Document, at: tuple[str, ...]) -> None:
    bounds = {**field, "minimum": None, "maximum": None}
    for key in ("minimum", "maximum", "default"):
        value = field[key]
        if value is None:
            continue
        if key == "default" and field["type"] == "choice" and not field["several"] and isinstance(value, str):
            if value not in {choice["id"] for choice in field["choices"]}:
                found.error((*at, key), "missing-choice", choice=value, name=field["id"])
            continue
        try:
            if key == "default" and field["type"] in NO_DEFAULT:
                raise ValueProblem("value-required")
            canonical(value, Field.of(field if key == "default" else bounds))
        except ValueProblem as problem:
            found.error((*at, key), "value", name=field["id"], key=key, reason=problem.code)
        except Exception:
            # A bound that is itself no value makes the default's check fail in its own way.
            found.error((*at, key), "value", name=field["id"], key=key, reason="value-required")


def _policies(found: Findings, entity: Document, at: tuple[str, ...]) -> None:
    first: dict[str, Document] = {}
    of_entity = entity["policy"]
    for field in entity["fields"]:
        policy, group = field["policy"], field["group"]
        place = (*at, "fields", field["id"], "policy")
        if policy is not None and policy not in policies_of(field):
            combining = COMBINING_SEVERAL if field["several"] else COMBINING
            if policy not in combining.get(field["type"], ()):
                found.error(place, "policy-type", name=field["id"], type=field["type"], policy=policy)
            elif group is not None:
                found.error(place, "policy-of-group", name=field["id"], group=group, policy=policy)
            else:
                found.error(place, "policy-of-unique", name=field["id"], policy=policy)
        elif group is not None:
            other = first.setdefault(group, field)
            if policy_of(field, of_entity) != policy_of(other, of_entity):
                found.error(place, "policies-of-group", name=field["id"], group=group, other=other["id"])


def _labels(found: Findings, node: Document, at: tuple[str, ...], *keys: str) -> None:
    for key in keys:
        if not any(text.strip() for text in node[key].values()):
            found.error((*at, key), "no-label", id=node["id"])


def _built_in(found: Findings, model: Model) -> None:
    for entity in BUILT_IN:
        there = model.entities.get(entity["id"])
        if there is None:
            found.error(("entities", entity["id"]), "built-in", id=entity["id"])
            continue
        if not there.document["builtIn"]:
            found.error(("entities", entity["id"], "builtIn"), "built-in", id=entity["id"])
        for field in entity["fields"]:
            at = ("entities", entity["id"], "fields", field["id"])
            own = there.fields.get(field["id"])
            if own is None or stores_alike(own, field) is not None:
                found.error(at, "built-in", id=field["id"])
    for holder in model.entities.values():
        if holder.document["builtIn"] and holder.id not in {entity["id"] for entity in BUILT_IN}:
            found.error(("entities", holder.id, "builtIn"), "built-in", id=holder.id)


def _against(found: Findings, model: Model, published: Document) -> None:
    for old in Model.of(published).entities.values():
        new = model.entities.get(old.id)
        if new is None:
            continue
        for field in old.fields.values():
            now = new.fields.get(field["id"])
            if now is None:
                continue
            at = ("entities", old.id, "fields", field["id"])
            differing = stores_alike(field, now)
            if differing is not None and not may_become(field, now):
                found.error(
                    (*at, differing),
                    "type-change",
                    name=field["id"],
                    key=differing,
                    was=str(field.get(differing)),
                )
            if now["type"] != field["type"]:
                continue
            kept = {choice["id"] for choice in now["choices"]}
            for choice in field["choices"]:
                if choice["id"] not in kept:
                    found.error((*at, "choices", choice["id"]), "choice-removed", choice=choice["id"])
