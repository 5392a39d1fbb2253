"""Why a record is, or is not, in a person's scope: what brought it, or what kept each rule from doing so.

It asks the scope itself, part by part: every part of a condition is put to it as if it were a filter, a
part of a person's own as if it were his, which sees only what he may read; and of the answers the first one
is told that kept the whole from holding. Sentences stand in the catalogue under ``explain.<code>``; arguments
are in the language asked for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.expressions.tree import Tree
from backend.metadata.assignments import assignments, given_to
from backend.metadata.model import Document, Model
from backend.metadata.profiles import other_side, part_of
from backend.metadata.service import Metadata
from backend.offline.dependencies import tree_of
from backend.offline.filters import SYSTEM, TEMPLATE, organisation_filters, personal_filters
from backend.offline.scope import Scope
from backend.offline.wanted import Wanted, wanted_of
from backend.records.models import kept

Rule = Mapping[str, Any]

FILTER_KINDS = ("filter", "personal")
PERSONAL = "scope-no-personal"
ASKED_AT_ONCE = 200
"""Parts of conditions in one statement."""
_OF_OWNERS = ("mine", "my_teams", "my_unit")


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason, for or against: a code of the catalogue (``explain.<code>``) and its arguments."""

    code: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explained:
    """Whether a device of the person holds the record, and why, or why not."""

    inside: bool
    facts: tuple[Fact, ...]


def explain(
    session: Session,
    user: User,
    metadata: Metadata,
    entity: str,
    record: str,
    *,
    now: dt.datetime,
    language: str = "en",
    device: str | None = None,
) -> Explained:
    """Say why a record is in the user's scope, or why not. ``device``: what was opened there counts too."""
    wanted = wanted_of(session, user, metadata)
    scope = Scope(session, user, metadata, wanted, device, now)
    if entity not in metadata.model.entities or not user.may("read", entity):
        return Explained(False, (Fact("scope-unreadable"),))
    names = scope.why(entity, record)
    if names is None:
        return Explained(False, (Fact("scope-unreadable"),))
    asked = _Asked(scope, metadata, entity, record, language)
    if names:
        return Explained(True, tuple(asked.brought(names)))
    return Explained(False, tuple(asked.kept_away()))


@dataclass(frozen=True, slots=True)
class _Asked:
    scope: Scope
    metadata: Metadata
    entity: str
    record: str
    language: str

    def brought(self, names: Iterable[tuple[str, int]]) -> Iterator[Fact]:
        for kind, number in names:
            if kind == "rule":
                yield self._rule_fact(self._rules[number], "scope-rule")
            elif kind in FILTER_KINDS:
                yield Fact(f"scope-{kind}", {"label": self._filter_label(kind, number)})
            elif kind == "kept":
                for how in self._kept():
                    yield Fact(f"scope-{how}")
            else:
                yield Fact(f"scope-{kind}")

    def kept_away(self) -> Iterator[Fact]:
        trees = [*self._trees()]
        idle = [*self._idle()]
        if not self._rules and not trees:
            yield Fact("scope-not-carried", {"entity": self._label_of_entity(self.entity)})
            yield from idle
            return
        for rule in self._rules:
            if rule["kind"] in _OF_OWNERS or (rule["kind"] == "related" and not rule["by"]):
                yield self._rule_fact(rule, "scope-no-rule")
        of_person = [tree for code, _, tree in trees if code == PERSONAL]
        held = self._held("filter", [tree for code, _, tree in trees if code != PERSONAL])
        held_of_person = self._held("personal", of_person)
        for code, label, tree in trees:
            failing = first_failing(tree, held_of_person if code == PERSONAL else held)
            yield Fact(code, {**label, **self._leaf(failing)})
        yield from idle

    def _idle(self) -> Iterator[Fact]:
        """Tell of the filters that are on and bring nothing: they ask for what is not his, or is gone."""
        scope, named = self.scope, {one.id for one in self.scope.wanted.named}
        own = personal_filters(scope.session, scope.user.person)
        for one in (*organisation_filters(scope.session), *own):
            there = one.active and one.kind != TEMPLATE and one.entity == self.entity
            if there and one.id not in named:
                kind = "filter" if one.kind == SYSTEM else "personal"
                yield Fact(f"scope-idle-{kind}", {"label": self._text(one.label, one.id)})

    @property
    def _rules(self) -> list[Rule]:
        part = part_of(self.scope.wanted.profile, self.entity)
        return [] if part is None else list(part["rules"])

    def _trees(self) -> Iterator[tuple[str, dict[str, Any], Tree]]:
        """Give the conditions that did not hold, with the code and the arguments to tell of each."""
        for rule in self._rules:
            tree = tree_of(rule)
            if tree is not None:
                yield "scope-no-condition", {"profiles": self._profiles_with(rule)}, tree
        for kind, filters in (
            ("filter", self.scope.wanted.filters),
            ("personal", self.scope.wanted.personal),
        ):
            for number, tree in enumerate(filters.get(self.entity, ())):
                yield f"scope-no-{kind}", {"label": self._filter_label(kind, number)}, tree

    def _held(self, kind: str, trees: Iterable[Tree]) -> frozenset[bytes]:
        """Return the parts of conditions that hold for the record, by their JSON.

        ``kind``: whether they are put to the scope as filters of the organisation's, or as the person's own.
        """
        parts = {_packed(part): part for tree in trees for part in _parts(tree)}
        order = list(parts)
        held: set[bytes] = set()
        for start in range(0, len(order), ASKED_AT_ONCE):
            some = order[start : start + ASKED_AT_ONCE]
            trial = self._trial(kind, tuple(parts[one] for one in some))
            names = replace(self.scope, wanted=trial).why(self.entity, self.record) or []
            held.update(some[number] for name, number in names if name == kind)
        return frozenset(held)

    def _trial(self, kind: str, parts: tuple[Tree, ...]) -> Wanted:
        wanted = self.scope.wanted
        key = hashlib.sha256(b"\n".join([wanted.key.encode(), kind.encode(), *map(_packed, parts)]))
        return replace(
            wanted,
            filters={**wanted.filters, self.entity: parts if kind == "filter" else ()},
            personal={**wanted.personal, self.entity: parts if kind == "personal" else ()},
            entities=tuple(dict.fromkeys((*wanted.entities, self.entity))),
            key=f"explain-{key.hexdigest()[:32]}",
        )

    def _rule_fact(self, rule: Rule, stem: str) -> Fact:
        arguments: dict[str, Any] = {"profiles": self._profiles_with(rule)}
        if rule["kind"] == "related":
            others = [other_side(one, self.entity, self.metadata.model) for one in rule["by"]]
            named = [self._label_of_entity(other) for other in others if other is not None]
            arguments["entities"] = ", ".join(dict.fromkeys(named))
        return Fact(f"{stem}-{str(rule['kind']).replace('_', '-')}", arguments)

    def _profiles_with(self, rule: Rule) -> str:
        session, user = self.scope.session, self.scope.user
        labels = []
        for name in given_to(user, assignments(session)):
            profile = self.metadata.profiles.get(name)
            part = part_of(profile, self.entity) if profile is not None else None
            if profile is not None and part is not None and rule in part["rules"]:
                labels.append(self._text(profile["label"], name))
        return ", ".join(labels)

    def _filter_label(self, kind: str, number: int) -> str:
        system = kind == "filter"
        named = [
            one
            for one in self.scope.wanted.named
            if one.entity == self.entity and (one.kind == "system") == system
        ]
        return self._text(named[number].label, named[number].id)

    def _kept(self) -> list[str]:
        rows = self.scope.session.scalars(
            select(kept.c.how)
            .where(
                kept.c.person == self.scope.user.person,
                kept.c.entity == self.entity,
                kept.c.record == self.record,
            )
            .order_by(kept.c.how)
        )
        return list(rows)

    def _leaf(self, leaf: Tree) -> dict[str, Any]:
        """Return what a sentence says of a leaf: which field, and whether it asks for a related record."""
        if leaf["op"] == "related":
            other = other_side(
                {"from": leaf.get("from"), "path": leaf["path"]}, self.entity, self.metadata.model
            )
            return {"related": "yes", "field": self._label_of_entity(other or "")}
        path = str(leaf.get("path") or "")
        return {"related": "no", "field": path_label(path, self.entity, self.metadata.model, self._text)}

    def _label_of_entity(self, entity: str) -> str:
        known = self.metadata.model.entities.get(entity)
        return entity if known is None else self._text(known.document["plural"], entity)

    def _text(self, label: Mapping[str, str], otherwise: str) -> str:
        return label.get(self.language) or label.get("en") or next(iter(label.values()), otherwise)


def first_failing(tree: Tree, held: frozenset[bytes]) -> Tree:
    """Return the first leaf that kept a condition, which did not hold, from holding.

    Of *and* it is in its first part that does not hold; of *or*, in its first part; of *not*, a part that
    does hold.
    """
    while tree["op"] in ("and", "or", "not"):
        failing = tree["op"] != "not"
        parts = [part for part in tree["of"] if (_packed(part) in held) != failing] or tree["of"]
        tree = parts[0]
        if not failing:
            return _any_leaf(tree)
    return tree


def path_label(path: str, entity: str, model: Model, text: Any) -> str:
    """Return a path in words: the labels of its lookups and of the field at its end."""
    words, at = [], entity
    for name in path.split("."):
        known = model.entities.get(at)
        found: Document | None = known.fields.get(name) if known is not None else None
        words.append(name if found is None else text(found["label"], name))
        at = str(found.get("target") or "") if found is not None else "person"
    return " › ".join(words)


def _any_leaf(tree: Tree) -> Tree:
    while tree["op"] in ("and", "or", "not"):
        tree = tree["of"][0]
    return tree


def _parts(tree: Tree) -> Iterator[Tree]:
    yield tree
    if tree["op"] in ("and", "or", "not"):
        for part in tree["of"]:
            yield from _parts(part)


def _packed(tree: Tree) -> bytes:
    return orjson.dumps(tree, option=orjson.OPT_SORT_KEYS)
