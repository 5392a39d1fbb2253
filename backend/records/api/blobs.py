"""Blobs over HTTP: up in chunks, down whole or as a thumbnail to those who may read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, send_file

from backend.accounts.guard import current_user, signed_in, utc_now
from backend.errors import NotFound
from backend.protocol.rest import BlobState
from backend.records.api.shapes import record_id
from backend.records.blob_store import ANY_FILE, TYPES, BlobStore
from backend.records.blobs import Chunk, readable_blob, receive, state_of
from backend.web.installation import installation
from backend.web.speaks import speaks


def add_to(blueprint: Blueprint) -> None:
    """Add the views to a blueprint."""
    blueprint.put("/blobs/<blob>")(signed_in(put_blob))
    blueprint.get("/blobs/<blob>/state")(signed_in(get_blob_state))
    blueprint.get("/blobs/<blob>")(signed_in(get_blob))
    blueprint.get("/blobs/<blob>/thumbnail")(signed_in(get_thumbnail))


@speaks(gives=BlobState, headers=("Content-Range", "X-Content-SHA256"))
def put_blob(blob: str) -> dict[str, Any]:
    """Take one chunk: ``Content-Range: bytes a-b/total``, and the SHA-256 of the whole in hexadecimal.

    A chunk that does not follow on what is here changes nothing; the answer says where to go on.
    """
    user, now = current_user(), utc_now()
    chunk = Chunk.of(
        request.get_data(cache=False),
        request.headers.get("Content-Range"),
        request.headers.get("X-Content-SHA256"),
        request.mimetype,
    )
    return receive(installation().database, blob_store(), user, record_id(blob), chunk, now=now)


@speaks(gives=BlobState)
def get_blob_state(blob: str) -> dict[str, Any]:
    """Say how much of an upload of one's own is here."""
    user, store, identity = current_user(), blob_store(), record_id(blob)
    return installation().database.read(lambda session: state_of(session, store, user, identity))


@speaks(media=(*TYPES.values(), ANY_FILE))
def get_blob(blob: str) -> Response:
    """Send a blob as it came."""
    known = _readable(blob)
    return _file(blob_store().path(known.sha256), known.type)


@speaks(media=("image/webp",))
def get_thumbnail(blob: str) -> Response:
    """Send a small picture of a blob."""
    known, store = _readable(blob), blob_store()
    if known.type == ANY_FILE:
        raise NotFound("not-found")
    path = installation().database.offload(lambda: store.thumbnail(known.sha256))
    return _file(path, "image/webp")


def blob_store() -> BlobStore:
    """Return the store of this installation."""
    return BlobStore(installation().settings.data / "blobs")


def _readable(blob: str) -> Any:
    user, identity = current_user(), record_id(blob)
    return installation().database.read(lambda session: readable_blob(session, user, identity))


def _file(path: Path, media_type: str) -> Response:
    """Send a file that never changes: a picture to look at, any other to keep, and none to run."""
    reply = send_file(path, mimetype=media_type, conditional=True, etag=path.name)
    reply.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    how = "attachment" if media_type == ANY_FILE else "inline"
    reply.headers["Content-Disposition"] = f"{how}; filename={path.name[:16]}{_suffix(media_type)}"
    reply.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reply.headers["X-Content-Type-Options"] = "nosniff"
    return reply


def _suffix(media_type: str) -> str:
    if media_type == ANY_FILE:
        return ""
    return "." + media_type.removeprefix("image/").replace("jpeg", "jpg")
