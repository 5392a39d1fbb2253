"""What the changes of a device wait for: records that a refused one was to make, and whoever waits himself.

A change waits that acts on such a record or points at it. So does one that acts on what a waiting change acts
on, unless the two set different fields: else the later one would be overtaken. What makes the record itself
waits for nobody on its account. Loaded once a request, in two small statements where nothing is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from backend.metadata.model import Model
from backend.records.models import record
from backend.sync.models import HeldAct

Change = Mapping[str, Any]
Place = tuple[str, str]
Fields = frozenset[str] | None
"""What a change sets of a record; None: it concerns the whole of it."""

BESIDE: Final = frozenset({"keep", "share"})
"""Acts that need the record and have nothing to do with what else is done to it."""
LOOKED_UP: Final = 500

_held = HeldAct.__table__
_of_device = select(
    _held.c.number, _held.c.change, _held.c.entity, _held.c.record, _held.c.makes, _held.c.waits,
    _held.c.fields,
).order_by(_held.c.number)  # fmt: skip


class Cause(NamedTuple):
    """What a change waits for: another change, because of a record."""

    number: int
    change: str
    place: Place


class _Held(NamedTuple):
    """One row of :class:`HeldAct`."""

    number: int
    change: str
    place: Place
    makes: bool
    waits: bool
    fields: Fields


def acted_on(change: Change) -> dict[Place, Fields]:
    """Return the records that a change acts on, with the fields that it sets where it does nothing else."""
    found: dict[Place, Fields] = {}
    for act in change["acts"]:
        place = (act["entity"], act["record"])
        if act["kind"] in BESIDE:
            found.setdefault(place, frozenset())
        elif act["kind"] == "set":
            before = found.get(place, frozenset())
            found[place] = None if before is None else before | act["edits"].keys()
        else:
            found[place] = None
    return found


def made_by(change: Change) -> set[Place]:
    """Return the records that a change makes."""
    return {(act["entity"], act["record"]) for act in change["acts"] if act["kind"] == "create"}


def pointed_at(change: Change, model: Model) -> set[Place]:
    """Return the records that the values of a change refer to, by the lookups of the model in force."""
    return {
        (target, one)
        for act in change["acts"]
        for name, value in _values(act)
        if (target := _target(model, act["entity"], name)) is not None
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, str)
    }


class Blocking:
    """What is held of one device, kept up to date through one request."""

    def __init__(self, session: Session, device: str) -> None:
        self._session, self._device = session, device
        self._at: defaultdict[Place, list[_Held]] = defaultdict(list)
        self.moved = False
        """Whether something that was waited for is there, or is waited for no longer."""
        for row in session.execute(_of_device.where(_held.c.device == device)):
            fields = None if row.fields is None else frozenset(row.fields)
            held = _Held(row.number, row.change, (row.entity, row.record), row.makes, row.waits, fields)
            self._at[held.place].append(held)
        self._drop_made(self._there())

    def cause(self, change: Change, model: Model) -> Cause | None:
        """Return what a change has to wait for, the newest where there are several; None: nothing."""
        if not self._at:
            return None
        makes, acts = made_by(change), acted_on(change)
        needed = [place for place in [*acts, *sorted(pointed_at(change, model))] if place not in makes]
        for place in needed:
            for held in reversed(self._at.get(place, ())):
                missing = held.makes and held.number != change["number"]
                earlier = held.waits and held.number < change["number"]
                if missing or (earlier and place in acts and _meet(held.fields, acts[place])):
                    return Cause(held.number, held.change, place)
        return None

    def concerns(self, change: Change, model: Model) -> bool:
        """Say whether a change acts on anything that is held, makes it or points at it."""
        held = self._at.keys()
        return bool(held) and not held.isdisjoint({*acted_on(change), *pointed_at(change, model)})

    def hold(self, change: Change, *, waits: bool) -> None:
        """Note a change that was not applied: what it was to make; if it ``waits``, all that it acts on."""
        makes = made_by(change)
        acts = acted_on(change)
        there = self._existing(makes)
        rows = [
            _Held(change["number"], change["id"], place, place in makes - there, waits, fields)
            for place, fields in acts.items()
            if waits or place in makes - there
        ]
        self.release(change["number"])
        for held in rows:
            self._at[held.place].append(held)
        if rows:
            self._session.execute(insert(HeldAct), [self._row(held) for held in rows])

    def release(self, number: int) -> None:
        """Forget what is held of a change that waits no longer."""
        self._forget([held for rows in self._at.values() for held in rows if held.number == number])

    def withdraw(self, number: int) -> None:
        """Forget what is held of a change that its author gave up; nobody waits for it any more."""
        self.release(number)
        self.moved = True

    def give_up(self, changes: Iterable[str]) -> None:
        """Forget what is held of changes that their author gave up, under all their numbers."""
        given_up = {*changes}
        found = [held for rows in self._at.values() for held in rows if held.change in given_up]
        self._forget(found)
        self.moved = self.moved or bool(found)

    def made(self, change: Change) -> None:
        """Note that the records which a change makes are there."""
        self._drop_made(made_by(change))

    def _drop_made(self, places: Iterable[Place]) -> None:
        found = [held for place in places for held in self._at.get(place, ()) if held.makes]
        for held in found:
            if held.waits:
                # It waits on, and is answered that the record is there already; nobody waits for it.
                self._at[held.place].remove(held)
                self._at[held.place].append(held._replace(makes=False))
        self._forget([held for held in found if not held.waits])
        self.moved = self.moved or bool(found)

    def _forget(self, found: Iterable[_Held]) -> None:
        keys = [(held.number, *held.place) for held in found]
        for held in found:
            self._at[held.place].remove(held)
            if not self._at[held.place]:
                del self._at[held.place]
        for some in _slices(keys):
            places = tuple_(_held.c.number, _held.c.entity, _held.c.record).in_(some)
            self._session.execute(delete(HeldAct).where(_held.c.device == self._device, places))

    def _there(self) -> set[Place]:
        """Return the records that were missing and that somebody has made by another road."""
        return self._existing({held.place for rows in self._at.values() for held in rows if held.makes})

    def _existing(self, places: set[Place]) -> set[Place]:
        by_entity: defaultdict[str, list[str]] = defaultdict(list)
        for entity, identity in sorted(places):
            by_entity[entity].append(identity)
        found: set[Place] = set()
        for entity, ids in by_entity.items():
            for some in _slices(ids):
                known = select(record.c.id).where(record.c.entity == entity, record.c.id.in_(some))
                found.update((entity, identity) for identity in self._session.scalars(known))
        return found

    def _row(self, held: _Held) -> dict[str, Any]:
        return {
            "device": self._device,
            "number": held.number,
            "change": held.change,
            "entity": held.place[0],
            "record": held.place[1],
            "makes": held.makes,
            "waits": held.waits,
            "fields": None if held.fields is None else sorted(held.fields),
        }


def _meet(one: Fields, other: Fields) -> bool:
    """Say whether two changes of a record have to keep their order: empty is beside all else."""
    if one is None or other is None:
        return one != frozenset() and other != frozenset()
    return bool(one & other)


def _values(act: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from (act.get("values") or {}).items()
    yield from ((name, edit["value"]) for name, edit in (act.get("edits") or {}).items())


def _target(model: Model, entity: str, name: str) -> str | None:
    known = model.entities.get(entity)
    field = known.definitions.get(name) if known is not None else None
    return field.target if field is not None and field.type == "lookup" else None


def _slices(some: list[Any]) -> Iterator[list[Any]]:
    for begin in range(0, len(some), LOOKED_UP):
        yield some[begin : begin + LOOKED_UP]
