"""What one pull does to the sets of a device, record by record.

``before`` is what the device has shown to hold; what it will hold when the pull is done, as far as the pages
went, is the set that the pull aims at with the signs of what it has named. Whatever a page of this pull has
named stays *named*, because its reply may have been lost and the page may be asked for again: a repeated
page must say at least as much as the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pyroaring import BitMap

from backend.offline import sets
from backend.offline.ledger import EMPTY, Entry
from backend.offline.models import FULL, TRACE
from backend.offline.sets import Held
from backend.sync.ground import Ground


class Membership:
    """One set while pages are made. Records are told by their ``rid``."""

    def __init__(self, before: BitMap, base: BitMap | None, signs: Mapping[int, int]) -> None:
        self.before = before
        self._base = before if base is None else base
        self._signs = dict(signs)
        self.changed: dict[int, int] = {}

    def may_know(self, rid: int) -> bool:
        """Say whether any page that was sent may have put the record into the set."""
        return rid in self.before or rid in self._base or rid in self._signs

    def holds(self, rid: int) -> bool:
        """Say whether the record is in the set as far as the pages went."""
        sign = self._signs.get(rid, 0)
        return sign > 0 or (sign == 0 and rid in self._base)

    def unmoved(self, rid: int) -> bool:
        """Say whether the device holds the record from before and this pull has not named it."""
        return rid in self.before and rid in self._base and rid not in self._signs

    def enter(self, rid: int) -> None:
        """The record joins the set."""
        self._move(rid, +1 if rid not in self._base else 0)

    def leave(self, rid: int) -> None:
        """The record leaves the set."""
        self._move(rid, -1 if rid in self._base else 0)

    def _move(self, rid: int, sign: int) -> None:
        known = self._signs.get(rid)
        if known == sign or (known is None and sign == 0):
            return
        self._signs[rid] = self.changed[rid] = sign

    @property
    def count(self) -> int:
        """How many records the set has when the pages so far are all."""
        return len(self._base) + sum(self._signs.values())


class Memberships:
    """The sets of a device while a page is made, each read when it is first asked for."""

    def __init__(self, ground: Ground, before: int, generation: int) -> None:
        """``before``: the generation that the device has; ``generation``: the one on its way, 0 for none."""
        self._ground, self._before, self._generation = ground, before, generation
        self._sets: dict[Held, Membership] = {}
        self._had: dict[Held, BitMap] = {}
        self._ledger = ground.state.ledger(before)
        self._aims: dict[Held, BitMap] = {}

    def aim(self, aims: Mapping[Held, BitMap]) -> None:
        """Take what the pull aims at; said by its first page, which nothing has been named before."""
        self._aims = dict(aims)

    @property
    def aims(self) -> Mapping[Held, BitMap]:
        """The sets that this page is the first to aim at."""
        return self._aims

    def before(self, held: Held) -> BitMap:
        """Return what the device has shown to hold; not to be changed."""
        entity, holding = held
        if held not in self._had:
            entry = self._ledger.get(entity, EMPTY)
            nothing = not (entry.trace if holding == TRACE else entry.full)
            self._had[held] = (
                BitMap()
                if nothing
                else sets.members(self._ground.session, self._ground.device, held, self._before)
            )
        return self._had[held]

    def target(self, held: Held) -> BitMap:
        """Return what the pull aims at: what there was before, where it aims at nothing else."""
        found = self._aim(held)
        return self.before(held) if found is None else found

    def full(self, entity: str) -> Membership:
        """Return the records that are held in full."""
        return self._membership((entity, FULL))

    def trace(self, entity: str) -> Membership:
        """Return the records that are held by their label."""
        return self._membership((entity, TRACE))

    @property
    def signs(self) -> dict[Held, dict[int, int]]:
        """What this page has named, set by set."""
        return {held: found.changed for held, found in self._sets.items() if found.changed}

    def ledger(self, *, masked: bool) -> dict[str, Entry]:
        """Return how the generation stands after this page, which is not written yet.

        ``masked``: from this page on rows and labels are as the user may see them now.
        """
        ground = self._ground
        known = {**ground.state.ledger(self._generation or self._before)}
        sizes = {(entity, FULL): one.full for entity, one in known.items()}
        sizes |= {(entity, TRACE): one.trace for entity, one in known.items()}
        sizes |= {held: len(aim) for held, aim in self._aims.items()}
        sizes |= {held: one.count for held, one in self._sets.items() if one.changed}
        found: dict[str, Entry] = {}
        for entity in {entity for entity, _ in sizes}:
            full, trace = sizes.get((entity, FULL), 0), sizes.get((entity, TRACE), 0)
            entry = known.get(entity)
            if masked or entry is None:
                found[entity] = ground.entry(entity, full=full, trace=trace)
            else:
                found[entity] = replace(entry, full=full, trace=trace)
        return found

    def _membership(self, held: Held) -> Membership:
        found = self._sets.get(held)
        if found is None:
            session, device, generation = self._ground.session, self._ground.device, self._generation
            signs = sets.named(session, device, held, generation) if generation else {}
            found = self._sets[held] = Membership(self.before(held), self._aim(held), signs)
        return found

    def _aim(self, held: Held) -> BitMap | None:
        if held in self._aims or not self._generation:
            return self._aims.get(held)
        return sets.whole_set(self._ground.session, self._ground.device, held, self._generation)
