"""Values that rules make, put into the records of a change and into those that its lines belong to.

Rules run in the model's order, so that what one reads is made before it. The records that a change acts on
get all their values anew; a record that is summed up over lines gets those that the lines have moved, as a
work of its own of the kind ``compute``: the server's, not a refusal for anybody and not a conflict. What a
lookup leads to counts when a record is saved; that it changes later is :mod:`.recomputing`'s affair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from backend.accounts.user import OFFICE
from backend.errors import AppError
from backend.expressions.dependencies import Read
from backend.expressions.paths import OWNER
from backend.metadata.model_rules import Made
from backend.records.acts import Intent
from backend.records.around import Around, leads
from backend.records.layout import Values, layout_of
from backend.records.rules_in_force import RulesInForce
from backend.records.standing import load
from backend.records.subjects import Subject
from backend.records.work import COMPUTE, Work

Place = tuple[str, str]

SAVED: Final = ("create", "edit", "resolve", "restore")
"""Kinds of works by which somebody saves a record."""
JUDGED: Final = ("create", "edit", "resolve")
"""Kinds whose result must meet the rules; what was deleted comes back as it was."""


class Computing:
    """One change's records with all that rules make of them."""

    def __init__(
        self, session: Session, rules: RulesInForce, works: Sequence[Work], *, anew: bool = False
    ) -> None:
        """``anew``: nobody has saved the records, and all their values are made all the same."""
        self._session = session
        self._rules = rules
        self._around = Around(session, rules.model)
        self._works: dict[Place, Work] = {work.place: work for work in works}
        self._subjects: dict[Place, Subject | None] = {work.place: self._around.put(work) for work in works}
        self._saved: defaultdict[str, list[Work]] = defaultdict(list)
        for work in works:
            if anew or _is_saved(work):
                self._saved[work.intent.entity].append(work)
        self._followed: dict[Place, Work] = {}

    def make(self) -> list[Work]:
        """Make all values; return the works of records that the change itself does not act on."""
        for rule in self._rules.rules.made:
            saved = self._saved.get(rule.entity, [])
            if rule.how == "default":
                self._make(rule, [work for work in saved if _begins(work, rule.field)])
            else:
                others = {*self._moved(rule), *self._above(rule)} - {work.place for work in saved}
                self._make(rule, [*saved, *self._following(rule.entity, others)])
        for work in self._works.values():
            if work.kind == COMPUTE and not work.written:
                work.kind = ""
        return [work for work in self._followed.values() if work.written]

    def unmet(self, work: Work) -> AppError | None:
        """Return why a record may not stand so by the rules of its entity, or None."""
        subject = self._judged(work)
        return self._rules.unmet(work, subject) if subject else None

    def remarks(self) -> list[dict[str, Any]]:
        """Return what is said of the records that stand so, each as the protocol's ``Remark``."""
        judged = [(work, subject) for work in self._works.values() if (subject := self._judged(work))]
        return [one for work, subject in judged for one in self._rules.remarks(work, subject)]

    def _judged(self, work: Work) -> Subject | None:
        """Return a record that somebody has saved, with all around it that its demands read."""
        subject = self._subjects[work.place]
        if subject is None or work.kind not in JUDGED or not _by_hand(work):
            return None
        demands = self._rules.rules.demands.get(work.intent.entity, ())
        self._around.gather([subject], {read for one in demands for read in one.reads})
        return subject

    def _make(self, rule: Made, works: Iterable[Work]) -> None:
        there = [(work, one) for work in works if (one := self._subjects[work.place]) is not None]
        self._around.gather((subject for _, subject in there), rule.reads)
        for work, subject in there:
            value = self._rules.make(rule, subject)
            if value is None and rule.how == "default":
                field = work.layout.fields[rule.field]
                value = field.type.parse(field.default, field.definition)
            if rule.how == "default":
                work.trusted.add(rule.field)
            _put(work, subject, rule.field, value)

    def _moved(self, rule: Made) -> Iterable[Place]:
        """Yield the records that were not saved and of which the rule reads what other rules have made."""
        own = {read.field for read in rule.reads if not read.steps}
        for work in (*self._works.values(), *self._followed.values()):
            if work.kind == COMPUTE and work.intent.entity == rule.entity and own & work.written:
                yield work.place

    def _above(self, rule: Made) -> Iterable[Place]:
        """Yield the records that the rule sums up over lines which the change has moved."""
        for read in rule.reads:
            if read.steps and all(step.back for step in read.steps):
                for work in (*self._works.values(), *self._followed.values()):
                    if work.intent.entity == read.entity and moves(work, read.field):
                        yield from ((rule.entity, one) for one in self._up(work, read))

    def _up(self, work: Work, read: Read) -> set[str]:
        *above, last = read.steps
        ids = leads(_before_and_after(work), last.lookup)
        for step in reversed(above):
            found = self._around.records(step.entity, ids)
            ids = leads((subject.values for subject in found), step.lookup)
        return ids

    def _following(self, entity: str, places: Iterable[Place]) -> list[Work]:
        """Return the works of records that follow, those that are there."""
        wanted = sorted(places)
        layout = layout_of(self._rules.model, entity)
        new = [
            Work(Intent(entity, identity, "edit"), layout)
            for _, identity in wanted
            if (entity, identity) not in self._works and (entity, identity) not in self._followed
        ]
        if new:
            load(self._session, new, OFFICE)
        for work in new:
            self._followed[work.place] = work
            self._subjects[work.place] = self._around.put(work)
        works = [self._works.get(place) or self._followed[place] for place in wanted]
        found = [work for work in works if work.live and work.kind in ("", COMPUTE)]
        for work in found:
            work.kind = COMPUTE
        return found


def _is_saved(work: Work) -> bool:
    """Say whether somebody saves the record, or gives it away."""
    return work.kind in SAVED or (work.owner is not None and work.live and not work.disappears)


def _by_hand(work: Work) -> bool:
    fields = work.layout.fields
    return work.kind == "create" or any(not fields[name].computed for name in work.written)


def _begins(work: Work, field: str) -> bool:
    """Say whether a new record has no value of a field that the user or a step gave it."""
    return work.kind == "create" and field not in work.asked and field not in work.trusted


def moves(work: Work, field: str) -> bool:
    """Say whether a work gives a field of its record another value, or takes the record with it."""
    if work.appears or work.disappears or field in work.written:
        return True
    return field == OWNER.id and work.owner is not None


def _before_and_after(work: Work) -> tuple[Values, Values]:
    was = work.sidecar.owner if work.sidecar is not None else None
    before = {**work.before, OWNER.id: was} if work.live else {}
    return before, {} if work.disappears else {**work.after, OWNER.id: work.owner or was}


def _put(work: Work, subject: Subject, field: str, value: Any) -> None:
    """Set what a rule has made; it counts as written only where it differs from what was there before."""
    equal = work.layout.fields[field].type.equal
    for values in (work.after, subject.values):
        if value is None:
            values.pop(field, None)
        else:
            values[field] = value
    if equal(work.before.get(field) if work.live else None, value):
        work.written.discard(field)
    else:
        work.written.add(field)
