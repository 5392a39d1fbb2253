"""The organisation that the simulations play in: two entities, two field workers, an office.

``site`` belongs to everyone; its street and town conflict as one, and it has a field of each merge policy.
``visit`` belongs to a person and points at a site. A device takes along all sites and its user's own visits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend import create_app
from backend.accounts import roles, service
from backend.accounts.api import PROFILE_COOKIE, SESSION_COOKIE
from backend.accounts.rights import with_operations
from backend.accounts.sessions import Credentials, begin
from backend.accounts.user import OFFICE
from backend.config import Settings
from backend.database.migrations import migrate as migrate_system
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.built_in import BUILT_IN
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.records.tables import migrate
from backend.web.installation import installation

SECRET_KEY = "a secret of the simulations"
ENTITIES = ("site", "visit")


def _field(field: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": field, "type": kind, "label": {"en": field}, **more}


def _entity(entity: str, ownership: str, title: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": entity, "label": {"en": entity}, "plural": {"en": entity}, "icon": "map-pin", "title": title,
        "ownership": ownership, "fields": fields,
    }  # fmt: skip


SITE = _entity(
    "site",
    "organisation",
    "name",
    [
        _field("name", "text", required=True, maxLength=60),
        _field("code", "text", unique=True),
        _field("notes", "multi_line", policy="lines"),
        _field("log", "multi_line", policy="append"),
        _field("tags", "multi_line", policy="union"),
        _field("size", "integer", minimum=0, maximum=1000),
        _field("count", "integer", policy="add"),
        _field("most", "integer", policy="greatest"),
        _field("fewest", "integer", policy="least"),
        _field("gate", "text", policy="device"),
        _field("grade", "text", policy="office"),
        _field("street", "text", group="address"),
        _field("town", "text", group="address"),
        _field("picture", "image"),
    ],
)
VISIT = _entity(
    "visit",
    "person",
    "title",
    [
        _field("title", "text", required=True, maxLength=60),
        _field("site", "lookup", target="site"),
        _field("hours", "integer", minimum=0, maximum=1000),
        _field("cost", "money"),
    ],
)
WORKSPACE = {
    "id": "visits", "title": {"en": "Visits"}, "description": {}, "icon": "calendar", "accent": "blue",
    "pages": [
        {
            "id": f"{entity['id']}_list", "kind": "list", "entity": entity["id"],
            "title": {"en": entity["id"]},
            "blocks": [
                {"id": "rows", "type": "list", "entity": entity["id"], "title": entity["title"]}
            ],
        }
        for entity in (SITE, VISIT)
    ],
}  # fmt: skip
_ALL = with_operations(["read", "create", "edit", "delete"])
ROLE = {
    "id": "field_work", "label": {"en": "Field work"}, "entities": dict.fromkeys(ENTITIES, _ALL),
    "workspaces": [], "privileges": ["use_app", "go_offline"],
}  # fmt: skip
_OWN = with_operations(["read", "create", "edit", "delete"], "own")
ROLES = {
    "field_work": ROLE,
    # What the long runs give and take away.
    "reader": {**ROLE, "id": "reader", "entities": {"site": with_operations(["read"])}},
    "site_keeper": {**ROLE, "id": "site_keeper", "entities": {"site": _ALL}},
    "visitor": {**ROLE, "id": "visitor", "entities": {"visit": _OWN}},
}
RULES = [
    {"id": entity, "rules": [{"kind": kind}], "files": "thumbnail", "stage": stage}
    for entity, kind, stage in (("site", "all", 3), ("visit", "mine", 1))
]
"""A first copy comes in two stages: one's visits, and then the sites that they were to."""


@dataclass(frozen=True)
class Seat:
    """A browser in which somebody is signed in."""

    person: str
    cookies: dict[str, str]


SEATS = {"ana": ("ana phone", "ana tablet"), "bo": ("bo phone",), "office": ("desk",)}
PEOPLE = {name: f"0192a0c0-0000-7000-8000-00000000000{digit}" for digit, name in enumerate(SEATS, 1)}


def found(data: Path, given: Mapping[str, Sequence[str]] | None = None) -> dict[str, Seat]:
    """Make the data folder of an installation with the organisation in it; return its signed-in browsers.

    ``given``: who has which roles, where it is others than ``field_work``.
    """
    now = dt.datetime.now(dt.UTC)
    settings = Settings.from_environment({"DATA": str(data), "SECRET_KEY": SECRET_KEY, "DEMO": "0"})
    with closing(installation(create_app(settings)).database) as database:
        migrate_system(database)

        def work(session: Any) -> dict[str, Seat]:
            publish.ensure_built_in(session, migrate=migrate, now=now)
            for role in ROLES.values():
                roles.put_role(session, role)
            republish(session, now, "First", "soft")
            seats: dict[str, Seat] = {}
            for name, places in SEATS.items():
                account = service.create_account(
                    session, person=PEOPLE[name], name=name, email=f"{name}@example.com",
                    password_hash="x", now=now, roles=[*(given or {}).get(name, ["field_work"])],
                )  # fmt: skip
                for place in places:
                    profile = place.replace(" ", "-").ljust(20, "-")
                    token = begin(session, Credentials(account.id, "x"), profile=profile, now=now)
                    cookies = {SESSION_COOKIE: token, PROFILE_COOKIE: profile}
                    seats[place] = Seat(PEOPLE[name], cookies)
            return seats

        return database.write(work)


def publish_again(data: Path, *, urgency: str, rules: list[dict[str, Any]] | None = None) -> int:
    """Publish the workspace anew, under another title; returns the metadata version.

    ``rules``: what the profile of everyone says from now on; none given: what it said at first.
    """
    settings = Settings.from_environment({"DATA": str(data), "SECRET_KEY": SECRET_KEY, "DEMO": "0"})
    with closing(installation(create_app(settings)).database) as database:
        now = dt.datetime.now(dt.UTC)
        return database.write(lambda session: republish(session, now, now.isoformat(), urgency, rules))


def republish(
    session: Any, now: dt.datetime, note: str, urgency: str, rules: list[dict[str, Any]] | None = None
) -> int:
    """Publish the workspace under another title, in a transaction that is open."""
    model = with_entities(metadata.current(session).model_document, [*BUILT_IN, SITE, VISIT])
    return publish.publish(
        session,
        {**WORKSPACE, "title": {"en": f"Visits {note}"}},
        model,
        Telling(user=OFFICE, now=now, note={"en": note}, urgency=urgency),
        migrate=migrate,
        roles=list(ROLES),
        rules=rules or RULES,
    )
