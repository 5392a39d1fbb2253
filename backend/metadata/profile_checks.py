"""The checks of an offline profile against a model: what it takes along is there, and comes to an end.

Works on whole documents. Which records go along because others do must form no circle: not inside of a
profile, and not between profiles, since a person may be given both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from backend.expressions import tree
from backend.metadata.condition_fields import fields_of
from backend.metadata.findings import Finding, Findings, errors, new_errors
from backend.metadata.model import Document, Entity, Model
from backend.metadata.profiles import other_side, relations_of

MOST_RELATIONS = 15
OF_OWNERS = frozenset({"mine", "my_teams", "my_unit"})

Place = tuple[str, ...]
_Graph = Mapping[str, frozenset[str]]
"""Entity → the entities on whose records its own depend."""


def profile_findings(profile: Document, model: Model, *, beside: Iterable[Document] = ()) -> list[Finding]:
    """Return all that is wrong with a profile; ``beside`` are the other profiles that are published."""
    found = Findings("profile")
    if not any(text.strip() for text in profile["label"].values()):
        found.error(("label",), "no-label", id=profile["id"])
    found.ids(profile["entities"], ("entities",))
    carried = frozenset(part["id"] for part in profile["entities"] if part["direction"] != "none")
    for part in profile["entities"]:
        at: Place = ("entities", part["id"])
        entity = model.entities.get(part["id"])
        if entity is None:
            found.error(at, "missing-entity", entity=part["id"])
            continue
        _rules(found, part, entity, model, carried, at)
        _fields(found, part, entity, carried, at)
        _images(found, part, entity, at)
    if not errors(found.all):
        _circles(found, profile, model, beside)
    return found.all


def hurt_profiles(
    after: Mapping[str, Document], before: Mapping[str, Document], old: Model, new: Model
) -> Iterator[tuple[str, Finding]]:
    """Give each error that a profile has under the model ``new`` and did not have under ``old``."""
    for name, profile in after.items():
        known = before.get(name)
        others = [other for other in after.values() if other["id"] != name]
        found = profile_findings(profile, new, beside=others)
        for finding in new_errors(profile_findings(known, old) if known is not None else [], found):
            yield name, finding


def _rules(
    found: Findings, part: Document, entity: Entity, model: Model, carried: frozenset[str], at: Place
) -> None:
    before = len(errors(found.all))
    for number, rule in enumerate(part["rules"]):
        place = (*at, "rules", str(number))
        match rule["kind"]:
            case kind if kind in OF_OWNERS and not entity.owned:
                found.error(place, "profile-rule-of-owners", entity=entity.id, rule=kind)
            case "related":
                if not rule["by"]:
                    found.warning(place, "profile-related-nothing", entity=entity.id)
                for index, relation in enumerate(rule["by"]):
                    _relation(found, relation, entity, model, carried, (*place, "by", str(index)))
            case "custom":
                for one in tree.check(rule["condition"], entity.id, fields_of(model), related=carried):
                    inside = one.place.split(".") if one.place else ()
                    found.condition((*place, "condition", *inside), one)
    if len(errors(found.all)) == before and (count := len(relations_of(part))) > MOST_RELATIONS:
        found.error((*at, "rules"), "profile-relations", entity=entity.id, count=count, most=MOST_RELATIONS)


def _relation(
    found: Findings, relation: Document, entity: Entity, model: Model, carried: frozenset[str], at: Place
) -> None:
    origin = relation["from"]
    if origin is not None and origin not in model.entities:
        found.error((*at, "from"), "missing-entity", entity=origin)
        return
    holder = model.entities[origin] if origin is not None else entity
    if relation["path"] not in holder.fields:
        found.error((*at, "path"), "missing-field", name=relation["path"], entity=holder.id)
        return
    other = other_side(relation, entity.id, model)
    if other is None:
        found.error((*at, "path"), "profile-not-a-relation", name=relation["path"], entity=entity.id)
    elif other not in carried:
        found.error((*at, "from" if origin else "path"), "profile-related-outside", entity=other)


def _fields(found: Findings, part: Document, entity: Entity, carried: frozenset[str], at: Place) -> None:
    chosen = part["fields"]
    if chosen is not None:
        found.ids(chosen, (*at, "fields"))
        for field in chosen:
            if field["id"] not in entity.fields:
                found.error((*at, "fields", field["id"]), "missing-field", name=field["id"], entity=entity.id)
    taken = frozenset(entity.fields) if chosen is None else frozenset(field["id"] for field in chosen)
    for name, known in entity.fields.items():
        if name not in taken:
            if name == entity.title:
                found.warning((*at, "fields"), "profile-without-title", name=name, entity=entity.id)
            elif known["required"]:
                found.warning((*at, "fields"), "profile-without-required", name=name, entity=entity.id)
        elif known["type"] == "lookup" and part["direction"] != "none" and known["target"] not in carried:
            found.warning(
                (*at, "fields", name), "profile-lookup-outside", name=name, entity=str(known["target"])
            )


def _images(found: Findings, part: Document, entity: Entity, at: Place) -> None:
    for name in part["images"] or ():
        known = entity.fields.get(name)
        if known is None:
            found.error((*at, "images", name), "missing-field", name=name, entity=entity.id)
        elif known["type"] != "image":
            found.error((*at, "images", name), "not-an-image", name=name)


def _circles(found: Findings, profile: Document, model: Model, beside: Iterable[Document]) -> None:
    own = _graph([profile], model)
    circle = _circle(own)
    if circle:
        chain = " → ".join(circle)
        found.error(("entities", circle[0], "rules"), "profile-circle", entity=circle[0], chain=chain)
        return
    others = list(beside)
    together = _circle(_graph([profile, *others], model))
    if together and not _circle(_graph(others, model)):
        first = next((entity for entity in together if entity in own), together[0])
        chain = " → ".join(together)
        found.error(("entities", first, "rules"), "profile-circle-between", entity=first, chain=chain)


def _graph(profiles: Iterable[Document], model: Model) -> _Graph:
    graph: dict[str, set[str]] = {}
    for profile in profiles:
        for part in profile["entities"]:
            if part["direction"] != "none" and part["id"] in model.entities:
                others = (other_side(one, part["id"], model) for one in relations_of(part))
                graph.setdefault(part["id"], set()).update(other for other in others if other is not None)
    return {entity: frozenset(others) for entity, others in graph.items()}


def _circle(graph: _Graph) -> list[str]:
    """Return the entities of a circle, the first one again at its end; empty where there is none."""
    done: set[str] = set()

    def visit(entity: str, path: list[str]) -> list[str]:
        if entity in path:
            return [*path[path.index(entity) :], entity]
        if entity in done:
            return []
        for other in sorted(graph.get(entity, ())):
            circle = visit(other, [*path, entity])
            if circle:
                return circle
        done.add(entity)
        return []

    for entity in sorted(graph):
        circle = visit(entity, [])
        if circle:
            return circle
    return []
