"""Drafts that follow their writer: his alone, sealed, and none lost to another device of his."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from backend.accounts.models import Account
from backend.drafts import service
from backend.drafts.models import KeptDraft
from backend.drafts.sealing import FILE, Seal
from backend.web.installation import installation
from tests.backend.accounts.desk import Desk
from tests.backend.drafts.phone import Phone

SECRET = "zq-marked-draft-secret-4711"


@pytest.mark.feature("BEY-01", "L06")
def test_a_draft_of_one_device_is_read_by_another_of_the_same_person(phone: Callable[[str], Phone]) -> None:
    one, other, draft = phone("ada"), phone("ada"), str(uuid4())

    kept = one.keep(draft, {"typed": SECRET})

    assert (kept.status_code, kept.get_json()["revision"]) == (200, 1)
    told = other.since()
    assert [(found["id"], found["content"], found["gone"]) for found in told["drafts"]] == [
        (draft, {"typed": SECRET}, False)
    ]
    assert other.since(told["sequence"])["drafts"] == []


@pytest.mark.feature("BEY-01", "L06")
@pytest.mark.invariant(14)
def test_nobody_else_reads_changes_or_removes_it_an_administrator_neither(
    phone: Callable[[str], Phone], desk: Desk
) -> None:
    writer, draft = phone("ada"), str(uuid4())
    writer.keep(draft, {"typed": SECRET})

    for stranger in (phone("bo"), Phone(desk.browser, desk.headers["X-CSRF-Token"])):
        assert stranger.since()["drafts"] == []
        assert stranger.keep(draft, {"typed": "mine"}, 1).status_code == 412
        stranger.remove(draft, 1)

    assert [found["content"] for found in writer.since()["drafts"]] == [{"typed": SECRET}]


@pytest.mark.feature("BEY-01", "L06")
def test_what_stands_in_the_database_and_the_data_folder_does_not_tell_what_was_typed(
    phone: Callable[[str], Phone], app: Flask
) -> None:
    draft, home = str(uuid4()), installation(app)

    phone("ada").keep(draft, {"typed": SECRET})

    sealed = home.database.read(lambda session: session.scalars(select(KeptDraft.sealed)).one())
    assert sealed is not None
    assert SECRET.encode() not in sealed
    if home.settings.on_sqlite:
        files = [one.read_bytes() for one in home.settings.data.rglob("*") if one.is_file()]
        assert files
        assert not any(SECRET.encode() in content for content in files)
    assert stat.S_IMODE((home.settings.data / FILE).stat().st_mode) == 0o600


@pytest.mark.feature("BEY-01")
def test_a_sealed_draft_in_somebody_elses_row_does_not_open(
    phone: Callable[[str], Phone], app: Flask
) -> None:
    phone("ada").keep(str(uuid4()), {"typed": SECRET})
    thief = phone("bo")
    bo = select(Account.id).where(Account.email == "bo@example.com").scalar_subquery()

    installation(app).database.write(lambda session: session.execute(update(KeptDraft).values(account=bo)))

    assert [found["content"] for found in thief.since()["drafts"]] == [None]


@pytest.mark.feature("BEY-01", "L06")
def test_the_second_of_two_devices_is_told_that_the_draft_has_moved(phone: Callable[[str], Phone]) -> None:
    one, other, draft = phone("ada"), phone("ada"), str(uuid4())
    one.keep(draft, {"typed": "first"})
    one.keep(draft, {"typed": "second"}, 1)

    late = other.keep(draft, {"typed": "late"}, 1)

    assert (late.status_code, late.get_json()["code"]) == (412, "draft-moved")
    assert late.get_json()["arguments"] == {"revision": 2}
    assert [found["content"] for found in other.since()["drafts"]] == [{"typed": "second"}]


@pytest.mark.feature("BEY-01", "L06")
def test_a_draft_that_was_sent_on_one_device_is_gone_on_the_other(phone: Callable[[str], Phone]) -> None:
    one, other, draft = phone("ada"), phone("ada"), str(uuid4())
    one.keep(draft, {"typed": SECRET})
    read = other.since()["sequence"]

    assert one.remove(draft, 1).status_code == 204

    assert [(found["id"], found["gone"], found["content"]) for found in other.since(read)["drafts"]] == [
        (draft, True, None)
    ]
    assert one.remove(draft, 2).status_code == 204


@pytest.mark.feature("BEY-01")
def test_too_large_a_draft_and_too_many_are_refused_by_name(
    phone: Callable[[str], Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    writer = phone("ada")

    large = writer.keep(str(uuid4()), {"typed": "x" * service.LARGEST})
    assert (large.status_code, large.get_json()["code"]) == (413, "draft-too-large")
    assert [writer.keep(str(uuid4()), {}).status_code for _ in range(2)] == [200, 200]
    assert writer.keep(str(uuid4()), {}).get_json()["code"] == "too-many-drafts"


@pytest.mark.feature("BEY-01")
def test_what_an_older_key_has_sealed_still_opens_after_the_key_was_changed() -> None:
    old = Seal({"a": b"1" * 32})
    name, sealed = old.close(b"content", b"about")

    new = Seal({"b": b"2" * 32, **old.keys})

    assert new.open(name, sealed, b"about") == b"content"
    assert new.close(b"content", b"about")[0] == "b"
    assert new.open(name, sealed, b"another") is None
    assert Seal({}).open(name, sealed, b"about") is None


@pytest.mark.feature("BEY-01", "L06")
def test_what_went_long_ago_is_forgotten_and_its_number_is_not_given_again(
    app: Flask, phone: Callable[[str], Phone]
) -> None:
    writer, first, last = phone("ada"), str(uuid4()), str(uuid4())
    for draft in (first, last):
        writer.keep(draft, {"typed": "a"})
        writer.remove(draft, 1)
    heard = writer.since()["sequence"]

    with app.app_context():
        later = dt.datetime.now(dt.UTC) + service.REMEMBERED + dt.timedelta(days=1)
        installation().database.write(lambda session: service.forget_gone(session, now=later))

    assert [one["id"] for one in writer.since()["drafts"]] == [last]
    new = str(uuid4())
    writer.keep(new, {"typed": "b"})
    assert [one["id"] for one in writer.since(heard)["drafts"]] == [new]
