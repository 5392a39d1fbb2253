"""The promises 1 to 10 of ``docs/sync.md``, asked of phones and of the office's database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import orjson

from tests.simulation.office import Office
from tests.simulation.oracle import POLICIES
from tests.simulation.organisation import ENTITIES, SITE
from tests.simulation.phone import Phone

ROUNDS = 8


def check_phone(phone: Phone) -> dict[str, Any]:
    """What must hold on a phone at any moment that its client is there; returns how it looked."""
    look = phone.look()
    check_look(phone, look)
    return look


def check_look(phone: Phone, look: dict[str, Any]) -> None:
    """The same, of a phone as it looked a moment ago."""
    checkpoint, outbox = look["state"]["checkpoint"], look["outbox"]
    _check_order(phone, outbox)
    epoch = checkpoint["epoch"] if checkpoint else None
    if epoch in (None, phone.office.value("SELECT epoch FROM stream")):
        with phone.office.still():
            _check_kept(phone, outbox)
    if epoch != phone.office.value("SELECT epoch FROM stream"):
        # Nothing yet, or what was there before the office was put back to a backup. What that has lost lies
        # in the log of what was sent, and comes to light when the phone hears of it.
        return
    stored = {place: (one["version"], one["values"]) for place, one in look["stored"].items()}
    head, oracle, coming = checkpoint["head"], phone.office.oracle, checkpoint["coming"]
    phone.tally["stage: others are to come"] += bool(coming)
    assert head in oracle.moments, f"[inv 7] {phone.name} stands at {head}, in the middle of a change"
    wrong = ""
    for standing in oracle.standings[phone.standing :]:
        expected = oracle.scope(head, phone.seat.person, standing)
        expected = {place: one for place, one in expected.items() if place[0] not in coming}
        expected |= {place: oracle.moments[head][place] for place in _come_along(phone, look, head)}
        if stored == expected:
            return
        wrong = _difference(stored, expected)
    raise AssertionError(f"[inv 10] {phone.name} at {head}: {wrong}")


def _come_along(phone: Phone, look: dict[str, Any], head: int) -> set[tuple[str, str]]:
    """Return what is on the phone because its user has read it at the office, beyond what he always has."""
    return phone.opened & look["stored"].keys() & phone.office.oracle.moments[head].keys()


def _check_kept(phone: Phone, outbox: list[dict[str, Any]]) -> None:
    """[inv 3] What the user was told is kept lies in the outbox, or the office has had it."""
    had, pushed = phone.office.had(phone.seat.person), phone.office.pushed
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in outbox:
        for act in one["acts"]:
            waiting[act["record"]].append(act)
    for at, kept in enumerate(phone.kept):
        # What the office has had it goes on having, until it is put back and has had other changes.
        if not kept.sure or kept.void or kept.had_among is pushed:
            continue
        taken, found = had.get(kept.record, []), waiting[kept.record]
        done = True
        if kept.kind in ("create", "delete"):
            done = any(act["kind"] == kept.kind for act in taken)
            assert done or any(act["kind"] == kept.kind for act in found), f"[inv 3] {phone.name} lost {kept}"
        for name, value in kept.values.items():
            if any(_says(act, name, value) for act in taken) or _is_said_again(phone, at, name):
                continue
            done = False
            there = any(_says(act, name, value) for act in found)
            assert there, f"[inv 3] {phone.name} lost {name} of {kept}: {taken} {found}"
        if done:
            kept.had_among = pushed


def _is_said_again(phone: Phone, at: int, name: str) -> bool:
    record = phone.kept[at].record
    return any(one.record == record and name in one.values for one in phone.kept[at + 1 :])


def _says(act: dict[str, Any], name: str, value: Any) -> bool:
    if act["kind"] == "set":
        return name in act["edits"] and act["edits"][name]["value"] == value
    return act["kind"] in ("create", "resolve") and (act.get("values") or {}).get(name) == value


def _check_order(phone: Phone, outbox: list[dict[str, Any]]) -> None:
    """[inv 8] Numbers follow the order in which changes were made."""
    numbers = [one["number"] for one in outbox if not one["outcome"]]
    given = [number for number in numbers if number is not None]
    assert given == sorted(given), f"[inv 8] {phone.name}: {numbers}"
    assert numbers[: len(given)] == given, f"[inv 8] {phone.name} passed over a change: {numbers}"


def check_office(office: Office, networks: Iterable[Any] = ()) -> None:
    """What must hold at the office at any moment."""
    for network in networks:
        assert not network.failures, network.failures
    with office.still():
        assert not office.failures, office.failures[0]
        _check_stream(office)
        _check_once(office)
        _check_records(office)
        _check_history(office)


def _check_stream(office: Office) -> None:
    head = office.value("SELECT coalesce(max(head), 0) FROM stream")
    numbers = [number for (number,) in office.rows("SELECT seq FROM history ORDER BY seq")]
    assert numbers == list(range(1, head + 1)), f"[inv 9] the stream has gaps: {numbers} of {head}"
    assert head == office.oracle.head, f"[inv 9] the head is {head} and should be {office.oracle.head}"


def _check_once(office: Office) -> None:
    taken = [
        (device, number, orjson.loads(text))
        for device, number, text in office.rows(
            "SELECT device, number, outcome FROM change_outcome ORDER BY device, number"
        )
    ]
    told: dict[str, dict[str, Any]] = {}
    for _, _, told_now in taken:
        outcome = {**told_now, "number": 0}
        if outcome["status"] == "blocked":
            continue  # a device that began anew has sent it again, and waits under its own name
        before = told.setdefault(outcome["id"], outcome)
        assert before == outcome, f"[inv 4] a change was taken twice: {before} {outcome}"
    entries: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for change, record, seq in office.rows("SELECT change, id, seq FROM history ORDER BY seq"):
        assert all(record != other for _, other in entries[change]), (
            f"[inv 4] applied twice: {change} {record}"
        )
        entries[change].append((seq, record))
    assert {(device, number) for device, number, _ in taken} == set(office.pushed), "[inv 4] unheard of"
    last: dict[str, int] = {}
    passed: set[str] = set()
    answered = {outcome["id"] for _, _, outcome in taken if outcome["status"] != "blocked"}
    for device, number, outcome in taken:
        waits_elsewhere = outcome["status"] == "blocked" and outcome["id"] in answered
        if outcome["id"] in passed or waits_elsewhere:
            continue
        passed.add(outcome["id"])
        wire = office.pushed[device, number].outcome
        assert outcome["status"] == wire["status"], f"[inv 5] {outcome} was told as {wire}"
        acts = office.pushed[device, number].change["acts"]
        found = entries.get(outcome["id"], [])
        written = {record for _, record in found}
        if outcome["status"] in ("rejected", "blocked"):
            assert not written, f"[inv 7] a refused change left {written}"
        elif len(acts) > 1:
            assert written == {act["record"] for act in acts}, f"[inv 7] half a change: {acts} {written}"
        for seq, _ in [] if outcome.get("settled") else found:
            assert seq > last.get(device, 0), f"[inv 8] {device} {number}: {seq} after {last[device]}"
            last[device] = seq


def _check_records(office: Office) -> None:
    sidecars = office.rows("SELECT entity, id, version, gone FROM record WHERE entity IN (?, ?)", *ENTITIES)
    found = {(entity, record): (version, not gone) for entity, record, version, gone in sidecars}
    expected = {place: (record.version, record.alive) for place, record in office.oracle.records.items()}
    assert found == expected, f"[inv 1] {_difference(found, expected)}"


def _check_history(office: Office) -> None:
    """[inv 2] What was written is there: now, below a later version, or in a conflict."""
    now: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    written: dict[str, list[dict[str, Any]]] = defaultdict(list)
    entries = office.rows(
        "SELECT entity, id, kind, old, new, change FROM history WHERE entity IN (?, ?) ORDER BY seq",
        *ENTITIES,
    )
    for entity, record, kind, old, new, change in entries:
        values, replaced, put = now[entity, record], orjson.loads(old), orjson.loads(new)
        for name, value in replaced.items():
            assert values.get(name) == value, (
                f"[inv 2] {record} {kind} replaced {name} {value} unseen: {values}"
            )
        values.update(put)
        if kind == "delete":
            values.clear()
        written[change].append(put)
        now[entity, record] = {name: value for name, value in values.items() if value is not None}
    for place, record in office.oracle.records.items():
        assert now[place] == record.values, f"[inv 2] {place}: {_difference(now[place], record.values)}"
    _check_tables(office)
    _check_acknowledged(office, written)


def _check_tables(office: Office) -> None:
    oracle = office.oracle.records
    columns = [name for name in (one["id"] for one in SITE["fields"]) if name != "picture"]
    named = ", ".join(f"f_{name}" for name in columns)
    sites = {
        ("site", record): dict(zip(columns, values, strict=True))
        for record, *values in office.rows(f"SELECT id, {named} FROM e_site")
    }
    visits = {
        ("visit", record): {"title": title, "site": site, "hours": hours, "cost": _money(amount, currency)}
        for record, title, site, hours, amount, currency in office.rows(
            "SELECT id, f_title, f_site, f_hours, f_cost, f_cost_currency FROM e_visit"
        )
    }
    found = {
        place: {name: value for name, value in values.items() if value is not None}
        for place, values in {**sites, **visits}.items()
    }
    expected = {
        place: {name: value for name, value in one.values.items() if name != "picture"}
        for place, one in oracle.items()
        if one.alive
    }
    assert found == expected, f"[inv 1] {_difference(found, expected)}"


def _money(amount: Any, currency: str | None) -> dict[str, str] | None:
    if currency is None:
        return None
    return {"amount": f"{Decimal(amount) / 10_000:.2f}", "currency": currency}


def _check_acknowledged(office: Office, written: dict[str, list[dict[str, Any]]]) -> None:
    disputed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for change, mine in office.rows("SELECT change, mine FROM conflict"):
        disputed[change].append(orjson.loads(mine))
    for pushed in office.pushed.values():
        if pushed.outcome["status"] not in ("applied", "merged", "conflict"):
            continue
        change = pushed.change["id"]
        own = [*written[change], *disputed[change]]
        for act in pushed.change["acts"]:
            if act["kind"] != "set":
                continue
            for name, edit in act["edits"].items():
                value = edit["value"]
                if value is None or any(name in one and _holds(name, one[name], edit) for one in own):
                    continue
                # Or it was there already, put by somebody else.
                there = any(_holds(name, one.get(name), edit) for puts in written.values() for one in puts)
                assert there, f"[inv 2] {name} {value} of {change} is nowhere"


def _holds(name: str, stored: Any, edit: dict[str, Any]) -> bool:
    """Say whether a value is what an edit put there, or was made of it and another."""
    match POLICIES.get(name):
        case "lines" | "append" | "union":
            new = {*(edit["value"] or "").split("\n")} - {*(edit.get("old") or "").split("\n")}
            return new <= {*(stored or "").split("\n")}
        case "add":
            return stored is not None
    return bool(stored == edit["value"])


def converge(office: Office, phones: list[Phone], *, anew: bool = True) -> None:
    """End all trouble, let everyone sync, and see that everyone holds his scope, row for row.

    ``anew``: every client is opened again first, and what was still to fail in it goes with the old page.
    """
    office.start()
    for phone in phones:
        if anew or phone.ended:
            phone.reload()
        phone.tally["rule: late arrives"] += phone.network.deliver_late()
    for phone in phones:
        _send_all(phone)
    assert not office.failures, office.failures[0]
    for phone in phones:
        _send_all(phone)
        state = phone.state()
        head = state["checkpoint"]["head"]
        assert head == office.oracle.head, f"[inv 1] {phone.name} stays at {head} of {office.oracle.head}"
        phone.standing = len(office.oracle.standings) - 1
        look = check_phone(phone)
        _check_shown(phone, look)
        _check_conflicts(phone, look)
    check_office(office, [phone.network for phone in phones])


def _send_all(phone: Phone) -> None:
    for _ in range(ROUNDS):
        state = phone.sync()
        if state["machine"] == "idle" and not any(not one["outcome"] for one in phone.outbox()):
            return
    raise AssertionError(f"[inv 32] {phone.name} does not come to an end: {state} {phone.outbox()}")


def _check_shown(phone: Phone, look: dict[str, Any]) -> None:
    outbox = look["outbox"]
    unsettled = {act["record"] for one in outbox if not one["settled"] for act in one["acts"]}
    stored, shown = (
        {place: one["values"] for place, one in look[name].items() if place[1] not in unsettled}
        for name in ("stored", "shown")
    )
    assert shown == stored, f"[inv 1] {phone.name} shows {_difference(shown, stored)}"
    refused = [one for one in outbox if one["outcome"]["status"] in ("rejected", "blocked")]
    for one in outbox:
        assert one["settled"] or one in refused, f"[inv 1] {phone.name}: {one} stays on top"


def _check_conflicts(phone: Phone, look: dict[str, Any]) -> None:
    person, oracle = phone.seat.person, phone.office.oracle
    scope = {*oracle.scope(oracle.head, person), *_come_along(phone, look, oracle.head)}
    expected = {
        one.id
        for one in oracle.disputes
        if one.open
        and oracle.may_read(person, one.place)
        and (one.by == person or (one.place in scope and oracle.may_edit(person, one.place)))
    }
    found = {one["id"] for one in look["conflicts"]}
    assert found == expected, f"[inv 1] conflicts of {phone.name}: {_difference(found, expected)}"


def _difference(found: Any, expected: Any) -> str:
    if isinstance(found, set):
        return f"too many {found - expected}, missing {expected - found}"
    keys = {key for key in {*found, *expected} if found.get(key) != expected.get(key)}
    return "; ".join(f"{key}: {found.get(key)} instead of {expected.get(key)}" for key in sorted(keys))
