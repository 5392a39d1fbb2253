"""The designer with a large workspace open: 60 pages, 400 fields.

Opening (from the navigation until the tree and the phone in its frame stand), an edit until the phone shows
it, undo until the tree shows it, and all checks of the design at the server.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page, sync_playwright

from backend.accounts.guard import SESSION_COOKIE
from backend.accounts.user import OFFICE
from backend.catalogue import Catalogue
from backend.metadata import designs
from backend.metadata.documents import whole
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Model
from backend.metadata.models import ModelDesign
from backend.metadata.starter import workspace_from_entity
from backend.protocol.model import Entity
from tests.bench.browser import browser
from tests.bench.figures import figure, tell
from tests.bench.installation import Installation, Someone, installation
from tests.bench.options import Options, options
from tests.bench.served import Served, serve_ours

WORKSPACE = "works"
PAGES_OF_AN_ENTITY, FIELDS_OF_AN_ENTITY = 6, 40
GOALS = {"open": 2000.0, "edit": 150.0, "undo": 50.0, "checks": 2000.0}
"""Milliseconds, from issue 5's own words."""
_OPENED = """() => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error("the designer did not open"));
  const look = () => {
    const phone = document.querySelector("iframe")?.contentDocument;
    const stands = document.querySelector('[role="treeitem"]') && phone?.querySelector("h1");
    if (stands && phone.querySelector(".ui-list-row, .ui-tile")) done(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})"""
_EDITED = """(words) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error("the phone did not show it"));
  const input = document.activeElement;
  const phone = document.querySelector("iframe").contentDocument;
  const begun = performance.now();
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  set.call(input, words);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (phone.body.textContent.includes(words)) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  look();
})"""
_UNDONE = """(words) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error("the tree did not follow"));
  const begun = performance.now();
  document.activeElement.blur();
  dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }));
  const tree = document.querySelector('[role="tree"]');
  const look = () => {
    if (!tree.textContent.includes(words)) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  look();
})"""


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=60, smoke_n=12)
    with installation("sqlite") as office:
        office.database.write(lambda session: _designed(session, asked.n))
        someone = office.person("dana", role="administrator")
        checks = [_checked(office) for _ in range(asked.reps)]
        office.close()
        log = office.settings.data.parent / "server.log"
        with serve_ours(office.settings, log) as server, sync_playwright() as playwright:
            runs = []
            for _ in range(asked.reps):
                with browser(playwright) as opened:
                    opened.context.add_cookies([_cookie(server, someone)])
                    runs.append(_worked(opened.context.new_page(), server))
                    tell(", ".join(f"{name} {value:.0f} ms" for name, value in runs[-1].items()))
    times = {name: [run[name] for run in runs] for name in ("open", "edit", "undo")} | {"checks": checks}
    _print(times, asked)
    return 0


def _worked(page: Page, server: Served) -> dict[str, float]:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server.address}/design/{WORKSPACE}", wait_until="commit")
    opened = float(page.evaluate(_OPENED))
    page.locator("[data-key^='workspace:pages/']").first.click()
    edits, undos = [], []
    for at in range(5):
        words = f"Renamed number {at}"
        page.get_by_label("Title, en").focus()
        edits.append(float(page.evaluate(_EDITED, words)))
        undos.append(float(page.evaluate(_UNDONE, words)))
    return {"open": opened, "edit": sorted(edits)[2], "undo": sorted(undos)[2]}


def _checked(office: Installation) -> float:
    begun = time.perf_counter()
    office.database.read(lambda session: designs.design(session, WORKSPACE))
    return (time.perf_counter() - begun) * 1000


def _print(times: dict[str, list[float]], asked: Options) -> None:
    for name, found in times.items():
        title = f"designer {name}, {asked.n} pages"
        figure(title, found, "ms", n=asked.n, limit=GOALS[name], goal=1.0, **asked.marks)


def _designed(session: Any, pages: int) -> None:
    entities = [_entity(at) for at in range(pages // PAGES_OF_AN_ENTITY)]
    row = session.get(ModelDesign, 1)
    row.document = with_entities(row.document, entities)
    row.revision += 1
    model = Model.of(row.document)
    made = [_workspace(entity, model) for entity in entities]
    first = made[0]
    document = {
        **first,
        "pages": [page for one in made for page in one["pages"]],
        "actions": [action for one in made for action in one["actions"]],
    }
    designs.put(session, OFFICE, document, now=dt.datetime.now(dt.UTC))


def _workspace(entity: dict[str, Any], model: Model) -> dict[str, Any]:
    """Return the starter workspace of an entity, its two pages three times over."""
    heading = {
        "id": WORKSPACE,
        "title": {"en": "Works"},
        "description": {},
        "icon": "factory",
        "accent": "teal",
        "entity": entity["id"],
    }
    made = workspace_from_entity(heading, model, entity["id"], Catalogue.load())
    pages = [
        {**page, "id": f"{page['id']}_{copy}" if copy else page["id"]}
        for copy in range(PAGES_OF_AN_ENTITY // 2)
        for page in made["pages"]
    ]
    return {**made, "pages": pages}


def _entity(at: int) -> dict[str, Any]:
    kinds = ("text", "multi_line", "integer", "date", "yes_no", "phone", "email", "link")
    fields = [
        {
            "id": f"part_{number}",
            "type": kinds[number % len(kinds)],
            "label": {"en": f"Part {number} of kind {at}", "sv": f"Del {number} av sort {at}"},
        }
        for number in range(FIELDS_OF_AN_ENTITY)
    ]
    label = {"en": f"Kind {at}", "sv": f"Sort {at}"}
    return whole(
        Entity, {"id": f"kind_{at}", "label": label, "plural": label, "title": "part_0", "fields": fields}
    )


def _cookie(server: Served, someone: Someone) -> Any:
    return {"name": SESSION_COOKIE, "value": someone.token, "url": server.address}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
