"""The REST interface of spreadsheets: imports step by step, and lists as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, signed_in, utc_now
from backend.protocol.imports import (
    CellProblems,
    ExportQuery,
    ImportPlan,
    ImportRun,
    ImportState,
    NewImport,
    ProblemQuery,
    SheetReading,
)
from backend.records.api.shapes import record_id
from backend.spreadsheets import service, work
from backend.spreadsheets.csv_files import CSV, lines
from backend.spreadsheets.exports import Export
from backend.spreadsheets.xlsx_files import XLSX, workbook
from backend.web.installation import installation
from backend.web.speaks import speaks

blueprint = Blueprint("spreadsheets", __name__, url_prefix="/api/v1")

Document = dict[str, Any]
AT_ONCE = 1.5
"""Seconds that a request works at what it has begun; the rest is done in the background."""
READ_AT_ONCE = 256 * 1024
"""Bytes of a file that is read by the request which brings its end; reading is done in one go."""


@blueprint.get("/imports")
@signed_in
@speaks(gives=ImportState, many=True)
def list_imports() -> Any:
    """List the person's newest imports."""
    user, folder = current_user(), _folder()
    return installation().database.read(lambda session: service.listed(session, folder, user))


@blueprint.post("/imports")
@signed_in
@speaks(takes=NewImport, gives=ImportState, status=201)
def begin_import(body: Document) -> Document:
    """Begin an import; its file comes next."""
    user, now = current_user(), utc_now()
    begun = installation().database.write(
        lambda session: service.begin(session, user, body["name"], body["size"], now=now)
    )
    return _shown(begun)


@blueprint.put("/imports/<import_id>/file")
@signed_in
@speaks(gives=ImportState, headers=("Content-Range",))
def put_file(import_id: str) -> Document:
    """Take one chunk of the file: ``Content-Range: bytes a-b/total``.

    A chunk that does not follow on what is here changes nothing; the answer says where to go on. The last
    one begins the reading.
    """
    user, one = current_user(), record_id(import_id)
    data, place = request.get_data(cache=False), request.headers.get("Content-Range")
    service.receive(installation().database, _folder(), user, one, data, place)
    found = _shown(one)
    return _worked_at(one) if found["size"] <= READ_AT_ONCE else found


@blueprint.put("/imports/<import_id>/reading")
@signed_in
@speaks(takes=SheetReading, gives=ImportState)
def read_again(import_id: str, body: Document) -> Document:
    """Read the file once more: from another row of headings on, or with other rows of it."""
    user, one, folder = current_user(), record_id(import_id), _folder()
    installation().database.write(lambda session: service.read_again(session, folder, user, one, body))
    found = _shown(one)
    return _worked_at(one) if found["size"] <= READ_AT_ONCE else found


@blueprint.get("/imports/<import_id>")
@signed_in
@speaks(gives=ImportState)
def show_import(import_id: str) -> Document:
    """Return how an import stands."""
    return _shown(record_id(import_id))


@blueprint.put("/imports/<import_id>/plan")
@signed_in
@speaks(takes=ImportPlan, gives=ImportState)
def plan_import(import_id: str, body: Document) -> Document:
    """Say which field each column fills, and check every row: what would be made, changed, and is unfit."""
    return _done(import_id, partial(service.plan, body=body))


@blueprint.post("/imports/<import_id>/run")
@signed_in
@speaks(takes=ImportRun, gives=ImportState)
def run_import(import_id: str, body: Document) -> Document:
    """Bring in the rows of an import that was checked."""
    return _done(import_id, partial(service.run, skip_unfit=body["skip_unfit"]))


@blueprint.post("/imports/<import_id>/cancel")
@signed_in
@speaks(gives=ImportState)
def cancel_import(import_id: str) -> Document:
    """Stop an import; what was brought in stays and can be undone."""
    return _done(import_id, service.cancel)


@blueprint.post("/imports/<import_id>/undo")
@signed_in
@speaks(gives=ImportState)
def undo_import(import_id: str) -> Document:
    """Take an import back; records that were changed since stay as they are and are told."""
    return _done(import_id, service.undo)


@blueprint.delete("/imports/<import_id>")
@signed_in
@speaks()
def remove_import(import_id: str) -> None:
    """Forget an import and its file; what it brought in stays."""
    user, one = current_user(), record_id(import_id)
    installation().database.write(lambda session: service.remove(session, user, one))
    work.remove_files(_folder(), one)


@blueprint.get("/imports/<import_id>/problems")
@signed_in
@speaks(query=ProblemQuery, gives=CellProblems)
def list_problems(import_id: str, query: Document) -> Document:
    """List what does not fit, by cell; ``next`` goes into ``after`` of the following call."""
    user, one = current_user(), record_id(import_id)

    def read(session: Session) -> tuple[list[Document], list[Document]]:
        columns = service.problems_by_column(session, user, one)
        return service.problems(session, user, one, **query), columns

    found, columns = installation().database.read(read)
    more = found[-1]["number"] if len(found) == query["limit"] else None
    return {"problems": [_described(problem) for problem in found], "columns": columns, "next": more}


@blueprint.get("/imports/<import_id>/problems.csv")
@signed_in
@speaks(media=(CSV,))
def download_problems(import_id: str) -> Response:
    """Send what does not fit as a file, one line a cell."""
    user, one, home = current_user(), record_id(import_id), installation()
    home.database.read(lambda session: service.problems(session, user, one, 0, 1))
    say = partial(home.catalogue.render, user.language)
    head = [say(f"import.{name}") for name in ("row", "column", "value", "reason")]

    def pages() -> Iterator[list[list[Any]]]:
        yield [head]
        for problem in service.every_problem(home.database, user, one):
            sentence = home.catalogue.describe(user.language, problem["problem"])["sentence"]
            yield [[problem["row"], problem["label"], problem["value"], sentence]]

    return _download(lines(pages(), user.language), CSV, f"{say('import.problems_file')}.csv")


@blueprint.get("/records/<entity>/export")
@signed_in
@speaks(query=ExportQuery, media=(CSV, XLSX))
def export_records(entity: str, query: Document) -> Response:
    """Send a list as a file: searched, filtered and sorted like the list, with the fields asked for."""
    user, home = current_user(), installation()
    export = Export.of(home.database, home.catalogue, user, entity, query, now=utc_now())
    if query["format"] == "csv":
        return _download(lines(export.pages(), user.language), CSV, f"{export.name}.csv")
    file = workbook(export.pages(), export.name, home.database.offload)
    body = iter(partial(file.read, 1 << 16), b"")
    return _download(body, XLSX, f"{export.name}.xlsx", closing=file.close)


def _done(import_id: str, act: Callable[..., None]) -> Document:
    user, one = current_user(), record_id(import_id)
    installation().database.write(lambda session: act(session, user, one))
    return _worked_at(one)


def _worked_at(identity: str) -> Document:
    """Work at an import for a moment, so that a small one is done with the answer; return how it stands."""
    work.go_on(installation().database, _folder(), clock=utc_now, only=identity, seconds=AT_ONCE)
    return _shown(identity)


def _shown(identity: str) -> Document:
    user, folder = current_user(), _folder()

    def show(session: Session) -> Document:
        return service.show(session, folder, user, identity)

    found = installation().database.read(show)
    if found["problem"] is not None:
        found["problem"] = _sentence(found["problem"])
    return found


def _described(problem: Document) -> Document:
    return {**problem, "problem": _sentence(problem["problem"])}


def _sentence(problem: Document) -> Document:
    return {**problem, **installation().catalogue.describe(current_user().language, problem)}


def _folder() -> Path:
    return work.folder_of(installation().settings.data)


def _download(
    body: Iterator[bytes], media: str, name: str, *, closing: Callable[[], object] | None = None
) -> Response:
    reply = Response(body, mimetype=media)
    if closing is not None:
        reply.call_on_close(closing)
    reply.headers.set("Content-Disposition", "attachment", filename=name)
    reply.headers["Cache-Control"] = "private, no-store"
    reply.headers["X-Content-Type-Options"] = "nosniff"
    return reply
