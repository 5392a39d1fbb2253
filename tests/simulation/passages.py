"""How to make a client pass each storage call that it names: a preparation, and an act that comes there."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from tests.simulation.organisation import publish_again
from tests.simulation.phone import Ended, Phone
from tests.simulation.world import World

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MANY = 24
Step = Callable[[World, Phone], object]


@dataclass(frozen=True)
class Passage:
    """``act`` comes to the storage calls; with ``opening`` the opening of the client does."""

    before: Step
    act: Step
    opening: bool = False
    entered: bool = True


def _nothing(world: World, phone: Phone) -> None:
    del world, phone


def _sync(world: World, phone: Phone) -> None:
    del world
    phone.sync()


def _synced(*steps: Step) -> Step:
    def before(world: World, phone: Phone) -> None:
        phone.sync()
        for step in steps:
            step(world, phone)

    return before


def _create(world: World, phone: Phone) -> None:
    phone.create("site", world.new_id(), {"name": "Made offline"})


def _mine(world: World, phone: Phone) -> str:
    del world
    [record] = [place[1] for place, one in phone.shown().items() if one["values"]["name"] == "Made offline"]
    return record


def _edit_mine(world: World, phone: Phone) -> None:
    phone.edit("site", _mine(world, phone), {"size": 7})


def _delete_mine(world: World, phone: Phone) -> None:
    phone.delete("site", _mine(world, phone))


def _edit(world: World, phone: Phone) -> None:
    phone.edit("site", world.living("site")[0], {"notes": "edited"})


def _refused(world: World, phone: Phone) -> None:
    phone.edit("site", world.living("site")[0], {"size": 1001})
    phone.sync()


def _resubmit(world: World, phone: Phone) -> None:
    del world
    [change] = [one for one in phone.outbox() if one["status"] == "needsYou"]
    phone.ask("resubmit", change=change["id"])


def _days_later(world: World, phone: Phone) -> None:
    _edit(world, phone)
    phone.sync()
    phone.ask("advance", hours=50)


def _office_writes(world: World, phone: Phone) -> None:
    del phone
    first, second, *_ = world.living("site")
    world.office_edits("site", first, {"notes": None, "size": 3})
    world.office_deletes("site", second)
    world.office_creates("site", {"name": "New"})


def _office_writes_much(world: World, phone: Phone) -> None:
    del phone
    for number in range(MANY):
        world.office_creates("site", {"name": f"Site {number}"})


def _cloned(world: World, phone: Phone) -> None:
    _create(world, phone)
    world.office.execute("UPDATE device SET nonce = 'another', next_nonce = 'one more'")


def _scope_forgotten(world: World, phone: Phone) -> None:
    _create(world, phone)
    world.office.execute("DELETE FROM scope_state", "DELETE FROM scope_set", "DELETE FROM scope_row")


def _published(world: World, phone: Phone) -> None:
    _create(world, phone)
    publish_again(world.office.data, urgency="soft")


def _masked(world: World, phone: Phone) -> None:
    """Sites come without a field that none of them has: what is kept is gone through all the same."""
    del phone
    fields = [{"id": name} for name in ("name", "size", "street", "town", "picture")]
    rules = [{"id": "site", "rules": [{"kind": "all"}], "fields": fields}]
    publish_again(world.office.data, urgency="silent", rules=rules)


def _emptied(world: World, phone: Phone) -> None:
    """The browser has emptied the store: the same profile begins as if it were new."""
    phone.sync()
    world.phones.append(world.another(phone))
    world.phones[-1].sync()


def _photo(world: World, phone: Phone) -> None:
    phone.sync()
    phone.photo(world.new_id(), {"name": "With a picture"}, PIXEL)


def _acknowledge(world: World, phone: Phone) -> None:
    del phone
    world.phones[-1].ask("acknowledge")


def _look(world: World, phone: Phone) -> None:
    del world
    phone.shown()


def _seen(world: World, phone: Phone) -> None:
    del world
    phone.ask("seen")


def _read_at_the_office(world: World, phone: Phone) -> None:
    phone.ask("opened", entity="site", record=world.living("site")[0])


def _reopened(world: World, phone: Phone) -> None:
    del world
    phone.reload()


def _hold(world: World, phone: Phone) -> None:
    del world
    phone.ask("hold", held=True)


def _enter(world: World, phone: Phone) -> None:
    del world
    phone.enter()


def _cut_at(site: str) -> Step:
    """The page was killed with a mask half applied: the next one goes on with the journal."""

    def before(world: World, phone: Phone) -> None:
        phone.sync()
        _create(world, phone)
        _masked(world, phone)
        phone.arm(site, "end-after")
        try:
            phone.sync()
        except Ended:
            phone.ended = True

    return before


FIRST = Passage(_create, _sync)
PUSH = Passage(_synced(_create, _edit), _sync)
DELTA = Passage(_synced(_office_writes), _sync)
RENEW = Passage(_synced(_cloned), _sync)
RESTART = Passage(_synced(_scope_forgotten), _sync)
MASK = Passage(_synced(_create, _masked), _sync)
AGAIN = Passage(_synced(_create, _reopened), _sync)
COMPACTION = Passage(_synced(_office_writes_much), _sync)
PHOTO = Passage(_photo, _sync)
OPENING = Passage(_synced(_create), _nothing, opening=True)

PASSAGES: dict[str, Passage] = {
    "open.state": OPENING,
    "session.recall": OPENING,
    "session.remember": Passage(_nothing, _enter, entered=False),
    "reload.state": Passage(_synced(_look, _office_writes, _scope_forgotten), _sync),
    "table.load": Passage(_synced(_create, _reopened), _look),
    "apply.packs": DELTA,
    "journal.pages": MASK,
    "snapshot.staged": FIRST,
    "compaction.read": COMPACTION,
    "compaction.write": COMPACTION,
    "blob.read": PHOTO,
    "blob.progress": PHOTO,
    "outbox.save": Passage(_synced(), _create),
    "outbox.merge": Passage(_synced(_create), _edit_mine),
    "outbox.discard": Passage(_synced(_create), _delete_mine),
    "outbox.resubmit": Passage(_synced(_refused), _resubmit),
    "outbox.prune": Passage(_synced(_days_later), _sync),
    "sent.read": Passage(_synced(_days_later), _sync),
    "device.begin": FIRST,
    "hello.propose": AGAIN,
    "hello.welcomed": FIRST,
    "device.renew": RENEW,
    "push.number": PUSH,
    "push.outcomes": PUSH,
    "metadata.apply": FIRST,
    "metadata.prompt": Passage(_synced(_published), _sync),
    "hold.keep": Passage(_synced(_create), _hold),
    "pull.plan": FIRST,
    "pull.page": FIRST,
    "pull.delta": MASK,
    "pull.restart": RESTART,
    "apply.direct": DELTA,
    "journal.begin": MASK,
    "journal.step": MASK,
    "journal.finish": MASK,
    "news.seen": Passage(_synced(_office_writes, _sync), _seen),
    "recent.note": Passage(_synced(), _read_at_the_office),
    "loss.noted": Passage(_emptied, _acknowledge),
}
"""Storage call → how to come there."""

OF_SCREENS = frozenset({"draft.read", "draft.keep"})
"""Calls that only a page of the app makes; ``tests/frontend/sync/crash.test.ts`` comes there."""

RESUMED: dict[str, Passage] = {
    site: Passage(_cut_at(cut), _nothing, opening=True)
    for site, cut in (
        ("journal.pages", "journal.begin"),
        ("journal.step", "journal.begin"),
        ("journal.finish", "journal.step"),
        ("reload.state", "journal.step"),
    )
}
"""The same calls, when a former page has died in the middle of them."""
