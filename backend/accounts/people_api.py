"""People, teams, business units and the organisation over HTTP, for administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from backend.accounts import directory, findings, passwords, people, service
from backend.accounts.api import ports
from backend.accounts.guard import current_user, needs, utc_now
from backend.errors import Invalid
from backend.protocol.rest import (
    NewPerson,
    NewTeam,
    NewUnit,
    OrganisationSettings,
    PeoplePage,
    PersonChange,
    PersonDocument,
    TeamChange,
    TeamDocument,
    UnitChange,
    UnitDocument,
)
from backend.protocol.shape import QueryShape, slug, uuid
from backend.records.api.shapes import record_id
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

Document = dict[str, Any]

blueprint = Blueprint("people", __name__, url_prefix="/api/v1")


class PeopleQuery(QueryShape):
    """Which people; ``unit`` takes in all units below it."""

    after = uuid(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, directory.LARGEST_PAGE))
    search = fields.String(load_default=None, validate=validate.Length(max=200))
    role = slug(load_default=None)
    team = uuid(load_default=None)
    unit = uuid(load_default=None)


@blueprint.get("/people")
@needs("administer")
@speaks(query=PeopleQuery, gives=PeoplePage)
def list_people(query: Document) -> Document:
    """List people: searched by name, by role, team or unit, a page at a time."""
    return installation().database.read(lambda session: directory.page(session, **query))


@blueprint.get("/people/<person>")
@needs("administer")
@speaks(gives=PersonDocument)
def show_person(person: str) -> Document:
    """Return a person, with what is odd about where he stands."""
    identity = record_id(person)
    return _described(installation().database.read(lambda session: _person(session, identity)))


@blueprint.post("/people")
@needs("administer")
@speaks(takes=NewPerson, gives=PersonDocument, status=201)
def create_person(body: Document) -> tuple[Document, dict[str, str]]:
    """Make a person with an account, all of it or nothing."""
    user, now, joined = current_user(), utc_now(), ports()
    password_hash = _checked(body)

    def work(session: Session) -> Document:
        made = people.create_person(session, user, body, password_hash=password_hash, ports=joined, now=now)
        return _person(session, made)

    found = installation().database.write(work)
    return _described(found), {"Location": f"/api/v1/people/{found['person']}"}


@blueprint.patch("/people/<person>")
@needs("administer")
@speaks(takes=PersonChange, gives=PersonDocument)
def change_person(person: str, body: Document) -> Document:
    """Change a person: his record, account, teams and roles; let him in or shut him out."""
    identity, user, now, joined = record_id(person), current_user(), utc_now(), ports()
    password_hash = _checked(body)

    def work(session: Session) -> Document:
        given = {key: value for key, value in body.items() if key != "password"}
        people.change_person(
            session, user, identity, given, password_hash=password_hash, ports=joined, now=now
        )
        return _person(session, identity)

    return _described(installation().database.write(work))


@blueprint.get("/teams")
@needs("administer")
@speaks(gives=TeamDocument, many=True)
def list_teams() -> list[Document]:
    """List the teams with their members."""
    return installation().database.read(directory.all_teams)


@blueprint.post("/teams")
@needs("administer")
@speaks(takes=NewTeam, gives=TeamDocument, status=201)
def create_team(body: Document) -> tuple[Document, dict[str, str]]:
    """Make a team with its members."""
    user, now, joined = current_user(), utc_now(), ports()

    def work(session: Session) -> Document:
        made = people.create_team(session, user, body, ports=joined, now=now)
        return directory.team(session, made)

    found = installation().database.write(work)
    return found, {"Location": f"/api/v1/teams/{found['id']}"}


@blueprint.get("/teams/<team>")
@needs("administer")
@speaks(gives=TeamDocument)
def show_team(team: str) -> Document:
    """Return a team with its members."""
    identity = record_id(team)
    return installation().database.read(lambda session: directory.team(session, identity))


@blueprint.patch("/teams/<team>")
@needs("administer")
@speaks(takes=TeamChange, gives=TeamDocument)
def change_team(team: str, body: Document) -> Document:
    """Change a team; whoever comes in or goes out has other rights from then on."""
    identity, user, now, joined = record_id(team), current_user(), utc_now(), ports()

    def work(session: Session) -> Document:
        people.change_team(session, user, identity, body, ports=joined, now=now)
        return directory.team(session, identity)

    return installation().database.write(work)


@blueprint.delete("/teams/<team>")
@needs("administer")
@speaks()
def remove_team(team: str) -> None:
    """Delete a team that owns nothing and that nothing speaks of."""
    _remove("team", record_id(team))


@blueprint.get("/units")
@needs("administer")
@speaks(gives=UnitDocument, many=True)
def list_units() -> list[Document]:
    """List the business units, those on top first."""

    def work(session: Session) -> list[Document]:
        return [_found_in(session, one) for one in directory.all_units(session)]

    return [_described(one) for one in installation().database.read(work)]


@blueprint.post("/units")
@needs("administer")
@speaks(takes=NewUnit, gives=UnitDocument, status=201)
def create_unit(body: Document) -> tuple[Document, dict[str, str]]:
    """Make a business unit."""
    user, now, joined = current_user(), utc_now(), ports()

    def work(session: Session) -> Document:
        made = people.create_unit(session, user, body, ports=joined, now=now)
        return _found_in(session, directory.unit(session, made))

    found = installation().database.write(work)
    return _described(found), {"Location": f"/api/v1/units/{found['id']}"}


@blueprint.patch("/units/<unit>")
@needs("administer")
@speaks(takes=UnitChange, gives=UnitDocument)
def change_unit(unit: str, body: Document) -> Document:
    """Change a business unit; everyone in it and below moves with it."""
    identity, user, now, joined = record_id(unit), current_user(), utc_now(), ports()

    def work(session: Session) -> Document:
        people.change_unit(session, user, identity, body, ports=joined, now=now)
        return _found_in(session, directory.unit(session, identity))

    return _described(installation().database.write(work))


@blueprint.delete("/units/<unit>")
@needs("administer")
@speaks()
def remove_unit(unit: str) -> None:
    """Delete a business unit that nobody belongs to."""
    _remove("business_unit", record_id(unit))


@blueprint.get("/organisation")
@needs("administer")
@speaks(gives=OrganisationSettings)
def show_organisation() -> Document:
    """Return the organisation's name and time zone."""
    return installation().database.read(_organisation)


@blueprint.put("/organisation")
@needs("administer")
@speaks(takes=OrganisationSettings, gives=OrganisationSettings)
def change_organisation(body: Document) -> Document:
    """Name the organisation, choose the zone of everyone who has chosen none, and how people work offline."""
    joined = ports()

    def work(session: Session) -> Document:
        service.name_organisation(session, body["name"])
        service.set_organisation_zone(session, body["zone"])
        said = body.get("experience")
        changed = said is not None and service.set_organisation_experience(session, said)
        session.flush()
        if changed:
            joined.roles_changed(session)
        return _organisation(session)

    return installation().database.write(work)


def _organisation(session: Session) -> Document:
    return {
        "name": service.organisation(session),
        "zone": service.organisation_zone(session),
        "experience": service.organisation_experience(session),
    }


def _person(session: Session, identity: str) -> Document:
    found = directory.person(session, identity)
    return {**found, "findings": findings.of_person(session, identity, found["roles"])}


def _found_in(session: Session, unit: Document) -> Document:
    return {**unit, "findings": findings.of_unit(session, unit["id"])}


def _described(document: Document) -> Document:
    """Say what was found in words; the transaction that found it knows of no language."""
    catalogue, language = installation().catalogue, request_language()
    found = [{**one, **catalogue.describe(language, one)} for one in document["findings"]]
    return {**document, "findings": found}


def _remove(entity: str, identity: str) -> None:
    user, now, joined = current_user(), utc_now(), ports()
    installation().database.write(lambda session: joined.records.remove(session, user, entity, identity, now))


def _checked(body: Document) -> str | None:
    """Check what the database cannot, and return the hash of a password that was given."""
    known = installation().catalogue.languages
    if body.get("language") not in (None, *known):
        raise Invalid("language-unknown", field="language", known=", ".join(known))
    password = body.get("password")
    return installation().database.offload(lambda: passwords.hashed(password)) if password else None
