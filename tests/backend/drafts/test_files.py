"""Photos and files of drafts at the office: their writer's alone, sealed, and gone with their draft."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from backend.drafts import files
from backend.drafts.models import KeptDraftFile
from backend.web.installation import installation
from tests.backend.accounts.desk import Desk
from tests.backend.drafts.phone import Phone

PHOTO = b"zq-marked-photo-of-a-receipt"


@pytest.mark.feature("BEY-01", "L06", "DRF-03")
def test_a_photo_of_a_draft_is_read_on_another_device_of_the_same_person(
    phone: Callable[[str], Phone], app: Flask
) -> None:
    one, other, draft, photo = phone("ada"), phone("ada"), str(uuid4()), str(uuid4())
    one.keep(draft, {"typed": "a"})

    assert [one.keep_file(draft, photo, PHOTO).status_code for _ in range(2)] == [204, 204]

    read = other.file(draft, photo)
    assert (read.status_code, read.data, read.headers["Cache-Control"]) == (200, PHOTO, "no-store")
    sealed = installation(app).database.read(
        lambda session: session.scalars(select(KeptDraftFile.sealed)).one()
    )
    assert PHOTO not in sealed


@pytest.mark.feature("BEY-01", "L06")
@pytest.mark.invariant(14)
def test_nobody_else_reads_it_and_none_is_put_to_somebody_elses_draft(
    phone: Callable[[str], Phone], desk: Desk
) -> None:
    writer, draft, photo = phone("ada"), str(uuid4()), str(uuid4())
    writer.keep(draft, {"typed": "a"})
    writer.keep_file(draft, photo, PHOTO)

    for stranger in (phone("bo"), Phone(desk.browser, desk.headers["X-CSRF-Token"])):
        assert stranger.file(draft, photo).status_code == 404
        assert stranger.keep_file(draft, str(uuid4()), b"mine").status_code == 404


@pytest.mark.feature("BEY-01")
def test_a_sealed_photo_in_the_place_of_another_does_not_open(
    phone: Callable[[str], Phone], app: Flask
) -> None:
    writer, draft, photo, other = phone("ada"), str(uuid4()), str(uuid4()), str(uuid4())
    writer.keep(draft, {"typed": "a"})
    writer.keep_file(draft, photo, PHOTO)

    installation(app).database.write(lambda session: session.execute(update(KeptDraftFile).values(id=other)))

    assert [writer.file(draft, one).status_code for one in (photo, other)] == [404, 404]


@pytest.mark.feature("BEY-01", "L06")
def test_it_goes_with_its_draft(phone: Callable[[str], Phone], app: Flask) -> None:
    writer, draft, photo = phone("ada"), str(uuid4()), str(uuid4())
    writer.keep(draft, {"typed": "a"})
    writer.keep_file(draft, photo, PHOTO)

    writer.remove(draft, 1)

    assert writer.file(draft, photo).status_code == 404
    assert writer.keep_file(draft, photo, PHOTO).status_code == 404
    count = select(func.count()).select_from(KeptDraftFile)
    assert installation(app).database.read(lambda session: session.scalar(count)) == 0


@pytest.mark.feature("BEY-01")
def test_too_large_a_file_and_too_many_are_refused_by_name(
    phone: Callable[[str], Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    monkeypatch.setattr(files, "ROOM", 15)
    writer, draft = phone("ada"), str(uuid4())
    writer.keep(draft, {"typed": "a"})

    large = writer.keep_file(draft, str(uuid4()), b"x" * 11)
    assert (large.status_code, large.get_json()["code"]) == (413, "draft-file-too-large")
    assert writer.keep_file(draft, str(uuid4()), b"x" * 10).status_code == 204
    assert writer.keep_file(draft, str(uuid4()), b"x" * 10).get_json()["code"] == "too-many-draft-files"
