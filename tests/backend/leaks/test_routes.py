"""Every route there is, asked by somebody who may read little of the organisation."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.backend.leaks.browser import Browser, Device
from tests.backend.leaks.estate import Estate
from tests.backend.leaks.plans import HIDDEN, MODEL
from tests.backend.sync.office import new_id

ROOT = Path(__file__).resolve().parents[3]
ENTITIES = ("zq_vault", "customer", "job", "task", "person", "team", "business_unit", "no_such")
TITLES = {"zq_vault": "code", "customer": "name", "job": "title", "task": "name"}
SAFE = ("GET", "HEAD")
LAST = [("DELETE", "/api/v1/session")]
"""What ends the session, and so comes last."""
BY_DEVICE = {"/api/v1/sync/<kind>", "/api/v1/channel"}
"""What a device asks, and is heard in the tests of devices and of hints."""


def parameters(estate: Estate, entity: str) -> dict[str, list[str]]:
    """Return what may stand in an address, by the name that its route has for it.

    A route with a name that is not here has nobody who knows what to try on it: give it a line.
    """
    people = list(estate.places["person"].values())
    return {
        "entity": [entity],
        "record": [*estate.places.get(entity, {}).values(), new_id(), "x"],
        "blob": [*estate.blobs.values(), new_id()],
        "workspace": ["work", "hush", "drawn", "no_such"],
        "action": ["submit"],
        "filter_id": [estate.bos_filter, new_id()],
        "how": ["pin", "follow"],
        "grantee": [estate.other_team, estate.chief, new_id()],
        "person": [*people, new_id()],
        "profile": ["everyone", "zq_profile", "zq_drawn", "no_such"],
        "role": ["whole", "field_work", "no_such"],
        "team": [estate.team, estate.other_team, new_id()],
        "unit": [estate.unit, new_id()],
        "rest": ["zq"],
        "path": ["zq.js"],
        "kind": ["hello"],
        "refused": [new_id(), "x"],
        "import_id": [new_id(), "x"],
        "tab": [new_id(), "x"],
        "draft": [new_id(), "x"],
        "package_id": ["sales_orders", "no_such"],
    }


def queries(estate: Estate) -> dict[str, list[dict[str, str]]]:
    """Return the questions that a route answers, by its address."""
    persons = [estate.bo.user.person, estate.mallory.user.person, estate.chief]
    return {
        "/api/v1/conflicts": [{}, *({"entity": name} for name in ENTITIES)],
        "/api/v1/devices": [{"person": one} for one in persons],
        "/api/v1/refused-changes": [{}, {"state": "waiting"}, *({"entity": name} for name in ENTITIES)],
        "/api/v1/designs/<workspace>/seen": [{"role": "whole"}, *({"person": one} for one in persons)],
        "/api/v1/designs/<workspace>/effects": [{}, {"after": "1.0.0.0.0."}],
        "/api/v1/designs/<workspace>/effects/unfit": [{"entity": name, "field": "code"} for name in ENTITIES],
        "/api/v1/dropped-values": [{}, *({"entity": name} for name in ENTITIES)],
        "/api/v1/people": [{}, {"search": "Zq"}, {"role": "whole"}, {"limit": "1"}],
        "/api/v1/profiles/preview": [{"person": one} for one in persons],
        "/api/v1/records/<entity>/export": [
            {},
            {"format": "xlsx"},
            {"search": "Zq"},
            {"fields": "zq_credit"},
            {"sort": "zq_credit"},
            {"filter": json.dumps({"op": "not-null", "path": "customer.zq_credit"})},
        ],
        "/api/v1/rights/explain": [
            {"person": person, "entity": entity, "record": record}
            for person in persons
            for entity in ENTITIES
            for record in [*estate.places.get(entity, {}).values(), new_id()]
        ],
    }


def bodies(estate: Estate, entity: str) -> dict[str, list[Any]]:
    """Return what may be sent, by the name of its shape. A shape that is not here: give it a line."""
    closed, me = estate.places["job"]["closed"], estate.mallory.user.person
    title = TITLES.get(entity, "name")
    condition = {"op": "like", "path": title, "value": "Zq"}
    label = {"en": "Mine"}
    made = {"entity": entity, "label": label, "condition": condition}
    return {
        "RecordValues": [
            {"values": {title: "x"}},
            {"values": {"zq_credit": "x"}},
            {"values": {title: "x", "customer": estate.places["customer"]["gone"], "job": closed}},
            {"values": {title: "x"}, "id": estate.places.get(entity, {}).get("closed", new_id())},
            {"values": {title: 17, "due": "x", "no_such": 1}},
        ],
        "ConflictChoice": [
            {"conflicts": [new_id()], "values": {title: "x"}},
            {"conflicts": [new_id()], "values": {"zq_credit": "x"}},
            {"conflicts": [new_id()], "delete": True},
        ],
        "NewOwner": [{"owner": one} for one in (me, estate.bo.user.person, estate.chief, new_id())],
        "ReturnNote": [{"note": "x"}],
        "DiscardNote": [{}],
        "Here": [{}, {"place": {"document": "workspace", "path": ["pages", "zq"]}}],
        "SharedOperations": [{"may": ["read"]}, {"may": []}],
        "StepComment": [{}, {"comment": "x"}],
        "LanguageChoice": [{"language": "sv"}, {"language": "en"}, {"language": "x"}],
        "SignIn": [{"email": estate.bo.user.name, "password": "x"}, {"email": "no@x.se", "password": "x"}],
        "FiguresAsked": [
            {"conditions": [condition], "groups": [{"path": title}], "measures": [{"of": "count"}]},
            {"groups": [{"path": "customer"}, {"path": "owner.name"}]},
            {"groups": [{"path": "customer.zq_credit"}]},
            {"measures": [{"of": "greatest", "field": "zq_credit"}]},
        ],
        "FilterWrite": [made, {**made, "condition": {"op": "eq", "path": "zq_credit", "value": "x"}}],
        "FilterTrial": [
            {"entity": entity, "condition": tree}
            for tree in (
                condition,
                {"op": "not-null", "path": "zq_credit"},
                {"op": "not-null", "path": "owner.name"},
                {"op": "like", "path": "job.title", "value": "Zq"},
                {"op": "not-null", "path": "customer.zq_credit"},
            )
        ],
        "DraftWrite": [{"content": {"typed": "x"}}],
        "OpenedRecords": [
            {"device": new_id(), "records": [{"entity": entity, "record": record}]}
            for record in [*estate.places.get(entity, {}).values(), new_id()]
        ],
        "OrganisationFilterWrite": [{**made, "kind": "system"}],
        "OrganisationSettings": [{"name": "x", "zone": "UTC"}],
        "NewImport": [{"name": "zq.csv", "size": 10}],
        "ImportPlan": [{"entity": entity, "columns": [{"column": 0, "field": title}]}],
        "ImportRun": [{}],
        "SheetReading": [{}],
        "NewRole": [{"label": label}],
        "NewDesign": [{"id": "mine", "title": label, "icon": "box", "accent": "blue"}],
        "DesignEdits": [{"revision": 1, "edits": [{"op": "set", "path": ["title"], "value": label}]}],
        "Publication": [{"note": {}, "revision": 1, "roles": []}],
        "ProfileWrite": [{"revision": 0, "profile": {"label": label, "entities": []}}],
        "ProfilePublication": [{"note": {}, "revision": 1}],
        "ProfileTargets": [{"to": [{"kind": "everyone", "target": ""}]}],
        "NewPerson": [{"name": "x", "email": "x@example.com"}],
        "PersonChange": [{"name": "x"}],
        "NewTeam": [{"name": "x"}],
        "TeamChange": [{"name": "x"}],
        "NewUnit": [{"name": "x"}],
        "UnitChange": [{"name": "x"}],
        "Role": [{"id": "mine", "label": label, "entities": {}}],
        "": [{}],
    }


@pytest.fixture(scope="module")
def shapes() -> dict[tuple[str, str], str]:
    """Method and address → the shape of the body, as the checked-in description has it."""
    document = json.loads((ROOT / "backend" / "web" / "openapi.json").read_text())
    found = {}
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
            found[method.upper(), address] = name
    return found


@pytest.mark.feature("SEC-01", "SEC-02", "SEC-05", "L14")
@pytest.mark.invariant(14)
@pytest.mark.timeout(300)
def test_no_route_tells_what_the_user_may_not_read(
    app: Flask, estate: Estate, browser: Browser, device: Device, shapes: dict[tuple[str, str], str]
) -> None:
    device.sync()
    asked: set[tuple[str, str]] = set()

    for method, rule, address, more in every_request(app, estate, shapes):
        browser.ask(method, address, **more)
        asked.add((method, rule))

    assert asked >= {(method, rule.rule) for rule, method in routes(app) if (method, rule.rule) not in LAST}
    assert {address for _, address in shapes} <= {plain(rule) for _, rule in (*asked, *LAST)}
    browser.ask("DELETE", "/api/v1/session")
    browser.ask("GET", "/api/v1/records/customer")
    estate.ear.check()


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Give every route and method that a browser can ask of."""
    for rule in app.url_map.iter_rules():
        if rule.rule not in BY_DEVICE:
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield rule, method


def every_request(
    app: Flask, estate: Estate, shapes: dict[tuple[str, str], str]
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Give each request to try: method, route, address, and what goes with it. Reading comes first."""
    found = sorted(routes(app), key=lambda one: (one[1] not in SAFE, one[0].rule, one[1]))
    for rule, method in found:
        if (method, rule.rule) in LAST:
            continue
        entities: Iterable[str] = ENTITIES if "entity" in rule.arguments or method == "POST" else ["job"]
        for entity in entities:
            for address in addresses(rule, estate, entity):
                for more in contents(rule, method, estate, entity, shapes):
                    yield method, rule.rule, address, more


def addresses(rule: Rule, estate: Estate, entity: str) -> Iterator[str]:
    known = parameters(estate, entity)
    unknown = rule.arguments - known.keys()
    assert not unknown, f"nobody knows what to try for {unknown} of {rule.rule}: say so in parameters()"
    names = sorted(rule.arguments)
    for values in itertools.product(*(known[name] for name in names)):
        address = rule.rule
        for name, value in zip(names, values, strict=True):
            address = re.sub(rf"<(?:[^<>]*:)?{name}>", quote(value), address)
        yield address


def contents(
    rule: Rule, method: str, estate: Estate, entity: str, shapes: dict[tuple[str, str], str]
) -> Iterator[dict[str, Any]]:
    if method in SAFE:
        for query in queries(estate).get(rule.rule, [{}]):
            yield {"query_string": query}
        if "blob" in rule.arguments:
            yield {"headers": {"Range": "bytes=0-99"}}
            yield {"headers": {"Range": "bytes=999999-"}}
            yield {"headers": {"If-None-Match": "*"}}
        return
    name = shapes.get((method, plain(rule.rule)), "")
    known = bodies(estate, entity)
    assert name in known, f"nobody knows what to send as {name}: say so in bodies()"
    for body in known[name]:
        yield {"json": body, "headers": {"If-Match": '"1"'}}
    yield {"data": b"{", "content_type": "application/json"}


def plain(rule: str) -> str:
    """Return a route as the description of the interface writes it."""
    return re.sub(r"<(?:[^<>]*:)?([a-z_]+)>", r"{\1}", rule)


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.invariant(16)
@pytest.mark.timeout(300)
def test_lists_tell_nothing_whatever_they_are_searched_filtered_sorted_or_paged_by(
    estate: Estate, browser: Browser
) -> None:
    fields = {entity["id"]: [one["id"] for one in entity["fields"]] for entity in MODEL}
    secrets = [secret.value for secret in estate.ear.secrets.values() if isinstance(secret.value, str)]
    found: dict[str, set[int]] = {}

    def ask(entity: str, **query: str) -> Any:
        reply = browser.ask("GET", f"/api/v1/records/{entity}", query_string={"limit": "2", **query})
        if reply.status_code == 200:
            found.setdefault(entity, set()).add(reply.get_json()["total"])
        return reply

    for entity, names in fields.items():
        for name in (*names, "owner.name", "owner.unit.name", "owner.email", "customer.zq_credit",
                     "job.title", "job.zq_cost", "job.customer.zq_credit", "zq_kept_in.code"):  # fmt: skip
            for sign in ("", "-"):
                after = None
                for _ in range(3):
                    reply = ask(entity, sort=f"{sign}{name}", **({"after": after} if after else {}))
                    after = (reply.get_json() or {}).get("next")
                    if after is None:
                        break
            for op in ("null", "not-null"):
                ask(entity, filter=json.dumps({"op": op, "path": name}))
            for op in ("eq", "ne", "like", "gt", "begins-with"):
                ask(entity, filter=json.dumps({"op": op, "path": name, "value": "Zq"}))
    totals = {
        secret: browser.ask("GET", "/api/v1/records/customer", query_string={"search": secret}).get_json()
        for secret in secrets
        if secret.startswith("Zq")
    }

    assert [secret for secret, page in totals.items() if page["total"]] == []
    assert "zq_vault" not in found
    assert max(found["job"]) == 1
    refused = {
        name: browser.ask("GET", "/api/v1/records/customer", query_string={"sort": name}).get_json()
        for name in (*HIDDEN, "no_such_field")
    }
    nameless = {json.dumps(reply).replace(name, "<name>") for name, reply in refused.items()}
    assert len(nameless) == 1, f"[inv 16] a hidden field is told from none: {nameless}"
    estate.ear.check()
