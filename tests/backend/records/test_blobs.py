"""Tests of photos: up in pieces, kept whole, shown to those who may see them, gone when nobody needs them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backend.errors import Invalid, NotFound, TooLarge
from backend.records.blob_store import BlobStore
from backend.records.blobs import BLOB_BYTES, Chunk, collect_garbage, readable_blob, receive, state_of
from tests.backend.records.office import NOW, Office, change, create, edits, new_id, user

PIECE = 500
LATER = NOW + dt.timedelta(days=2)


def photo(colour: str = "teal", size: tuple[int, int] = (800, 400), **more: Any) -> bytes:
    """Return a JPEG."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG", **more)
    return file.getvalue()


def reference(blob: str, data: bytes) -> dict[str, Any]:
    """Return what a record says of a photo."""
    digest = hashlib.sha256(data).hexdigest()
    return {"blob": blob, "name": "a.jpg", "type": "image/jpeg", "size": len(data), "sha256": digest}


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


class Phone:
    """Sends photos of one person."""

    def __init__(self, office: Office, store: BlobStore, person: Any = None) -> None:
        self.office, self.store, self.person = office, store, person or office.ann

    def send(
        self, blob: str, data: bytes, start: int = 0, end: int | None = None, **more: Any
    ) -> dict[str, Any]:
        """Send a piece of a photo, all of it if nothing is said."""
        end = len(data) if end is None else end
        digest = hashlib.sha256(data).hexdigest()
        settings = {"start": start, "data": data[start:end], "total": len(data), "sha256": digest, **more}
        database = self.office.database
        return receive(database, self.store, self.person, blob, Chunk(**settings), now=NOW)

    def read(self, blob: str) -> bytes:
        known = self.office.read(lambda session: readable_blob(session, self.person, blob))
        return self.store.path(known.sha256).read_bytes()


@pytest.fixture
def phone(office: Office, store: BlobStore) -> Phone:
    return Phone(office, store)


@pytest.mark.feature("APP-14")
@pytest.mark.invariant(40)
def test_a_photo_goes_up_after_its_record_and_in_pieces(office: Office, phone: Phone) -> None:
    blob, data = new_id(), photo()
    customer = office.make(logo=reference(blob, data))
    with pytest.raises(NotFound, match="blob-on-its-way"):
        phone.read(blob)

    states = [phone.send(blob, data, start, start + PIECE) for start in range(0, len(data), PIECE)]

    assert [state["complete"] for state in states] == [False] * (len(states) - 1) + [True]
    assert phone.read(blob) == data
    assert office.values("customer", customer)["logo"]["blob"] == blob


@pytest.mark.invariant(40)
def test_an_upload_goes_on_where_it_was_cut_off(office: Office, phone: Phone, store: BlobStore) -> None:
    blob, data = new_id(), photo()
    phone.send(blob, data, 0, PIECE)

    again = phone.send(blob, data, 0, PIECE)
    ahead = phone.send(blob, data, PIECE * 2, PIECE * 3)
    state = office.read(lambda session: state_of(session, store, office.ann, blob))
    done = phone.send(blob, data, PIECE)

    assert again["received"] == ahead["received"] == state["received"] == PIECE
    assert done["complete"] is True
    assert phone.read(blob) == data


@pytest.mark.invariant(40)
def test_a_crash_between_the_file_and_its_row_costs_only_a_repeat(
    office: Office, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob, data = new_id(), photo()
    with monkeypatch.context() as patch:
        patch.setattr("backend.records.blobs._complete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            phone.send(blob, data)

    state = phone.send(blob, data, 0, PIECE)

    assert state["complete"] is True
    assert phone.read(blob) == data


def test_sending_a_complete_photo_again_changes_nothing(phone: Phone) -> None:
    blob, data = new_id(), photo()
    phone.send(blob, data)

    again = phone.send(blob, data)

    assert again == {"blob": blob, "received": len(data), "complete": True}


def test_bytes_that_are_not_what_was_announced_start_over(
    office: Office, phone: Phone, store: BlobStore
) -> None:
    blob, data = new_id(), photo()

    with pytest.raises(Invalid, match="blob-hash-mismatch"):
        phone.send(blob, data, sha256="0" * 64)
    state = office.read(lambda session: state_of(session, store, office.ann, blob))
    done = phone.send(blob, data)

    assert (state["received"], done["complete"]) == (0, True)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 30,
        b"%PDF-1.7 " * 9,
    ],
    ids=["svg", "gif", "pdf"],
)
def test_what_is_no_picture_is_refused_whatever_it_says_it_is(phone: Phone, data: bytes) -> None:
    with pytest.raises(Invalid, match="blob-wrong-type"):
        phone.send(new_id(), data)


def test_a_picture_that_would_fill_the_memory_is_refused(phone: Phone) -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")

    with pytest.raises(Invalid, match="blob-wrong-type"):
        phone.send(new_id(), file.getvalue())


@pytest.mark.parametrize(
    ("header", "size", "code"),
    [
        ("bytes 0-3/4", 3, "blob-range-invalid"),
        ("bytes 2-5/4", 4, "blob-range-invalid"),
        ("bytes 5-2/9", 4, "blob-range-invalid"),
        ("0-3/4", 4, "blob-range-invalid"),
        (None, 4, "blob-range-invalid"),
        (f"bytes 0-3/{BLOB_BYTES + 1}", 4, "blob-too-large"),
        (f"bytes 0-3/{50 * 1024 * 1024}", 4, "blob-too-large"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(header: str | None, size: int, code: str) -> None:
    with pytest.raises((Invalid, TooLarge), match=code):
        Chunk.of(b"x" * size, header, "0" * 64)


@pytest.mark.invariant(14)
def test_only_those_who_may_read_the_record_may_read_its_photo(office: Office, phone: Phone) -> None:
    blob, data = new_id(), photo()
    phone.send(blob, data)
    office.make(logo=reference(blob, data))

    assert Phone(office, phone.store, user("Reader", rights="read")).read(blob) == data
    with pytest.raises(NotFound, match="not-found"):
        Phone(office, phone.store, user("Stranger", entities=("order",))).read(blob)


@pytest.mark.invariant(14)
def test_referring_to_somebody_elses_photo_does_not_open_it(office: Office, phone: Phone) -> None:
    blob, data = new_id(), photo()
    phone.send(blob, data)
    thief = user("Thief")

    outcome = office.apply(change(create(logo=reference(blob, data))), by=thief)

    assert outcome["problem"]["code"] == "blob-not-found"


@pytest.mark.invariant(14)
def test_referring_to_a_photo_before_its_owner_sends_it_does_not_open_it(
    office: Office, phone: Phone
) -> None:
    blob, data, thief = new_id(), photo(), user("Thief")
    office.apply(change(create(logo=reference(blob, data))), by=thief)

    phone.send(blob, data)

    with pytest.raises(NotFound, match="not-found"):
        Phone(office, phone.store, thief).read(blob)


def test_writing_into_somebody_elses_upload_is_refused(office: Office, phone: Phone) -> None:
    blob, data = new_id(), photo()
    phone.send(blob, data, 0, PIECE)

    with pytest.raises(NotFound, match="not-found"):
        Phone(office, phone.store, user("Thief")).send(blob, data, PIECE)


def test_a_thumbnail_is_small_upright_and_says_nothing_of_the_camera(phone: Phone, store: BlobStore) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Ann"
    blob, data = new_id(), photo(size=(1600, 800), exif=exif.tobytes())
    phone.send(blob, data)

    path = store.thumbnail(hashlib.sha256(data).hexdigest())

    with Image.open(path) as small:
        assert small.size == (160, 320)
        assert not small.getexif()
    assert b"Camera" not in path.read_bytes()


@pytest.mark.invariant(40)
def test_only_photos_that_no_record_ever_referred_to_are_thrown_away(office: Office, phone: Phone) -> None:
    unused, used, replaced, contested = (photo(colour) for colour in ("red", "green", "blue", "black"))
    blobs = {name: new_id() for name in ("unused", "used", "replaced", "contested")}
    for blob, data in zip(blobs.values(), (unused, used, replaced, contested), strict=True):
        phone.send(blob, data)
    old, new, mine = (
        reference(blobs["replaced"], replaced),
        reference(blobs["used"], used),
        reference(blobs["contested"], contested),
    )
    customer = office.make(logo=old)
    office.apply(change(edits("customer", customer, 1, logo=(old, new))))
    assert office.apply(change(edits("customer", customer, 1, logo=(old, mine))))["status"] == "conflict"

    early = collect_garbage(office.database, phone.store, now=NOW)
    count = collect_garbage(office.database, phone.store, now=LATER)

    assert (early, count) == (0, 1)
    assert not phone.store.path(hashlib.sha256(unused).hexdigest()).exists()
    assert [phone.read(blobs[name]) for name in ("used", "replaced", "contested")] == [
        used,
        replaced,
        contested,
    ]


@pytest.mark.invariant(40)
def test_throwing_one_photo_away_leaves_an_equal_one_of_somebody_else(office: Office, phone: Phone) -> None:
    mine, unused, data = new_id(), new_id(), photo()
    phone.send(mine, data)
    phone.send(unused, data)
    office.make(logo=reference(mine, data))

    count = collect_garbage(office.database, phone.store, now=LATER)

    assert count == 1
    assert phone.read(mine) == data
