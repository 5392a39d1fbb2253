"""The checks of pages among each other: their kinds, their names, and parts that would contain themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backend.metadata.block_checks import OF_A_RECORD
from backend.metadata.block_parts import Place, blocks_of, inside
from backend.metadata.findings import Findings
from backend.metadata.model import Document, Model

SINGLES: Mapping[str, str] = {"me": "person", "my_unit": "business_unit", "my_company": "business_unit"}
"""What a single page is about → the entity of that record."""


def check_kind(found: Findings, page: Document, model: Model) -> None:
    """Note what is wrong with what a page of its kind needs."""
    at: Place = ("pages", page["id"])
    if page["kind"] == "single":
        _single(found, page, at, model)
    elif page["single"] is not None:
        found.error((*at, "single"), "single-of-another-kind", page=page["id"])
    if page["kind"] == "list" and not any(_shows_something(block) for block in page["blocks"]):
        found.error((*at, "blocks"), "list-page-without-list")
    if page["kind"] != "list" and not page["blocks"]:
        found.warning((*at, "blocks"), "empty-page")


def _single(found: Findings, page: Document, at: Place, model: Model) -> None:
    single, entity = page["single"], model.entities.get(page["entity"])
    if single is None:
        found.error((*at, "single"), "single-of-nothing", page=page["id"])
        return
    if entity is None:
        return
    wanted, through = SINGLES[single["of"]], single["through"]
    if through is None:
        if entity.id != wanted:
            found.error((*at, "single"), "single-entity", entity=entity.id, wanted=wanted)
        return
    field = entity.fields.get(through)
    if field is None:
        found.error((*at, "single", "through"), "missing-field", name=through, entity=entity.id)
    elif field["type"] != "lookup" or field["several"] or field["target"] != wanted:
        found.error((*at, "single", "through"), "single-through", name=through, wanted=wanted)


def _shows_something(block: Document) -> bool:
    """Say whether a block of a list page has something to show; what shows a record has not."""
    if block["type"] == "group":
        return any(map(_shows_something, inside(block)))
    return block["type"] not in OF_A_RECORD


def check_names(found: Findings, pages: Iterable[Document]) -> None:
    """Note pages that people cannot tell apart: of one kind, called the same, and both hidden or neither."""
    seen: set[tuple[str, bool, str, str]] = set()
    for page in pages:
        names = {
            (page["kind"], page["hidden"], language, " ".join(text.split()).casefold())
            for language, text in page["title"].items()
            if text.strip()
        }
        if names & seen:
            found.warning(("pages", page["id"], "title"), "page-name-twice", page=page["id"])
        seen |= names


def check_circles(found: Findings, pages: Mapping[str, Document]) -> None:
    """Note every part that leads back to the page that it stands on."""
    parts = {
        name: [(at, block["page"]) for at, block in blocks_of(page) if block["type"] == "part"]
        for name, page in pages.items()
    }

    def reaches(page: str, wanted: str) -> bool:
        waiting, seen = [page], set[str]()
        while waiting:
            here = waiting.pop()
            if here == wanted:
                return True
            if here not in seen:
                seen.add(here)
                waiting.extend(target for _, target in parts.get(here, ()))
        return False

    for name, placed in parts.items():
        for at, target in placed:
            if reaches(target, name):
                found.error((*at, "page"), "circular-part", page=target)
