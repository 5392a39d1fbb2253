"""The firm in which the days happen: a real database, and beside it what is true.

Everything is done twice, by the product and in the oracle. Records are written by the office; what people
do themselves, such as keeping a record, is done in their name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from backend.accounts import roles, service, teams
from backend.accounts.sessions import Credentials, begin, user_of_account
from backend.accounts.user import OFFICE, User
from backend.database import Database
from backend.errors import AppError
from backend.metadata import profile_designs, publish
from backend.metadata import service as metadata
from backend.metadata.built_in import BUILT_IN
from backend.metadata.documents import whole
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.offline import filter_edits
from backend.offline.collect import collect
from backend.protocol.metadata import Role
from backend.protocol.version import PROTOCOL_VERSION
from backend.records import staff
from backend.records.apply import apply
from backend.records.tables import migrate
from tests.backend.scope.company import MODEL, STAFF, TEAMS, UNITS, WORKSPACE
from tests.backend.scope.conditions import CONDITIONS
from tests.backend.scope.device import Device
from tests.backend.scope.rules import ROLES, RULES
from tests.backend.scope.truth import Filter, Member, Place, Record, Truth
from tests.backend.sync.office import Organisation

START = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
T = TypeVar("T")


class Firm:
    """One database, four people, five devices."""

    protocol_version = PROTOCOL_VERSION

    def __init__(self, database: Database) -> None:
        self.database = database
        self.office = Organisation(database, now=START)
        self.ids: dict[str, str] = {}
        self.truth = Truth(START)
        self._texts = self._made = 0
        self._accounts: dict[str, int] = {}
        self._tokens: dict[str, tuple[str, dt.datetime]] = {}
        database.write(self._found)
        self.devices = [Device(self, who) for who in (*STAFF, "ana")]

    def close(self) -> None:
        with closing(self.database):
            pass

    # The beginning

    def _found(self, session: Session) -> None:
        publish.ensure_built_in(session, migrate=migrate, now=START)
        for name, entities in ROLES.items():
            document = {
                "id": name, "label": {"en": name}, "entities": entities, "workspaces": ["jobs"],
                "privileges": ["use_app", "go_offline"],
            }  # fmt: skip
            roles.put_role(session, whole(Role, document))
        model = with_entities(metadata.current(session).model_document, [*BUILT_IN, *MODEL])
        telling = Telling(user=OFFICE, now=START, note={"en": "First"}, urgency="silent")
        publish.publish(session, WORKSPACE, model, telling, migrate=migrate, roles=list(ROLES), rules=[])
        for name, above in UNITS.items():
            values = {"name": name, "parent": self.ids.get(above or "")}
            self.ids[name] = staff.create(session, OFFICE, "business_unit", values, START)
        for name, unit in TEAMS.items():
            values = {"name": name, "unit": self.ids.get(unit or "")}
            self.ids[name] = staff.create(session, OFFICE, "team", values, START)
        for name, (unit, manager, _, given, zone) in STAFF.items():
            values = {"name": name, "unit": self.ids[unit], "manager": self.ids.get(manager or "")}
            person = self.ids[name] = staff.create(session, OFFICE, "person", values, START)
            account = service.create_account(
                session, person=person, name=name, email=f"{name}@example.com", password_hash="x",
                now=START, zone=zone, roles=["user", *given],
            )  # fmt: skip
            self._accounts[name] = account.id
        self._note_the_beginning()
        for name in STAFF:
            self._set_teams(session, name)
        rules = {
            "region": RULES["region"][0],
            "customer": RULES["customer"][0],
            "job": RULES["job"][0],
            "task": RULES["task"][0],
        }
        for profile in ("everyone", "field"):
            self._publish(session, profile, rules)
            self.truth.profiles[profile] = rules
        self.truth.given = {("everyone", "everyone", "")}

    def _note_the_beginning(self) -> None:
        truth, ids = self.truth, self.ids
        truth.units = {ids[name]: ids.get(above or "") for name, above in UNITS.items()}
        truth.teams = {ids[name]: ids.get(unit or "") for name, unit in TEAMS.items()}
        truth.roles = {name: dict(entities) for name, entities in ROLES.items()}
        for name, (unit, manager, joined, given, zone) in STAFF.items():
            truth.people[ids[name]] = Member(
                ids[name], name, ids[unit], ids.get(manager or ""), {ids[team] for team in joined},
                set(given), zone=zone,
            )  # fmt: skip

    # Who is who

    def member(self, who: str) -> Member:
        return self.truth.people[self.ids[who]]

    def token(self, who: str) -> str:
        """Return a session of a person's that has not run out."""
        known = self._tokens.get(who)
        if known is None or self.office.now - known[1] > dt.timedelta(days=2):
            account = self._accounts[who]
            token = self._write(
                lambda session: begin(
                    session, Credentials(account, "x"), profile=f"{who}-profile-of-tests", now=self.office.now
                )
            )
            known = self._tokens[who] = (token, self.office.now)
        return known[0]

    def user(self, who: str) -> User:
        found = self.database.read(lambda session: user_of_account(session, self._accounts[who]))
        assert found is not None
        return found

    def text(self, of: str) -> str:
        """Return a text that nobody has used."""
        self._texts += 1
        return f"{of} #{self._texts:05d}#"

    def new_id(self) -> str:
        """Return a UUIDv7; the same ones each day, so that a day can be repeated."""
        self._made += 1
        return f"0192b000-0000-7000-8000-{self._made:012x}"

    # Records

    def create(self, entity: str, values: Mapping[str, Any], owner: str | None = None) -> str:
        record = self.new_id()
        given = {name: value for name, value in values.items() if value is not None}
        act = {"kind": "create", "entity": entity, "record": record, "values": given}
        self._apply({**act, "owner": owner} if owner else act)
        self.truth.records[entity, record] = Record(given, owner)
        return record

    def edit(self, place: Place, values: Mapping[str, Any]) -> None:
        edits = {name: {"value": value, "old": None, "base": 1_000_000} for name, value in values.items()}
        self._apply({"kind": "set", "entity": place[0], "record": place[1], "edits": edits})
        self.truth.records[place].values.update(values)

    def delete(self, place: Place) -> None:
        self._apply({"kind": "delete", "entity": place[0], "record": place[1], "base": 1_000_000})
        del self.truth.records[place]
        for person in self.truth.people.values():
            person.kept = {one for one in person.kept if one[:2] != place}

    def assign(self, place: Place, owner: str) -> None:
        act = {"kind": "assign", "entity": place[0], "record": place[1], "owner": owner, "base": 1_000_000}
        self._apply(act)
        self.truth.records[place].owner = owner

    def share(self, place: Place, grantee: str, may: list[str]) -> None:
        self._apply({"kind": "share", "entity": place[0], "record": place[1], "with_": grantee, "may": may})
        shared = self.truth.records[place].shared
        shared.pop(grantee, None)
        if may:
            shared[grantee] = {*may}

    def keep(self, who: str, place: Place, how: str, on: bool) -> bool:
        """Let somebody keep a record; False where it is not his to see."""
        act = {"kind": "keep", "entity": place[0], "record": place[1], "how": how, "on": on}
        may = self.truth.readable(self.member(who), place)
        outcome = self._outcome(act, self.user(who))
        if on and not may:
            assert outcome["status"] == "rejected", outcome
            blind = self.truth.depth(self.member(who), place[0], "read") == "none"
            assert outcome["problem"]["code"] == ("forbidden" if blind else "record-not-found"), outcome
            return False
        assert outcome["status"] == "applied", (outcome, who, place, may)
        if on:
            self.member(who).kept.add((*place, how))
        else:
            self.member(who).kept.discard((*place, how))
        return True

    # People

    def join(self, who: str, team: str) -> None:
        self.member(who).teams.add(self.ids[team])
        self._write(lambda session: self._set_teams(session, who))

    def leave(self, who: str, team: str) -> None:
        self.member(who).teams.discard(self.ids[team])
        self._write(lambda session: self._set_teams(session, who))

    def _set_teams(self, session: Session, who: str) -> None:
        member = self.member(who)
        teams.set_teams(session, OFFICE, member.id, member.teams, touch=staff.touch, now=self.office.now)

    def give_role(self, who: str, role: str) -> None:
        self.member(who).roles.add(role)
        self._write(lambda session: roles.give_role(session, self._accounts[who], role))

    def take_role(self, who: str, role: str) -> None:
        self.member(who).roles.discard(role)
        self._write(lambda session: roles.take_role(session, self._accounts[who], role))

    def set_manager(self, who: str, manager: str | None) -> None:
        above = self.ids[manager] if manager else None
        self._edit_office("person", self.ids[who], {"manager": above})
        self.member(who).manager = above

    def set_unit(self, who: str, unit: str | None) -> None:
        identity = self.ids[unit] if unit else None
        self._edit_office("person" if who in STAFF else "team", self.ids[who], {"unit": identity})
        if who in STAFF:
            self.member(who).unit = identity
        else:
            self.truth.teams[self.ids[who]] = identity

    def set_parent(self, unit: str, above: str | None) -> None:
        parent = self.ids[above] if above else None
        self._edit_office("business_unit", self.ids[unit], {"parent": parent})
        self.truth.units[self.ids[unit]] = parent

    def _edit_office(self, entity: str, identity: str, values: Mapping[str, Any]) -> None:
        self._write(lambda session: staff.edit(session, OFFICE, entity, identity, values, self.office.now))

    # Wishes

    def make_filter(self, who: str, name: str) -> bool:
        """Let somebody make a filter; False where it asks for what he may not read."""
        condition = CONDITIONS[name]
        body = self._body(condition.entity, condition.tree)
        user = self.user(who)
        try:
            made = self._write(
                lambda session: filter_edits.create(
                    session, user, metadata.current(session).model, body, now=self.office.now
                )
            )
        except AppError:
            assert not self.truth.may_ask(self.member(who), name), f"{who} was refused {name}"
            return False
        assert self.truth.may_ask(self.member(who), name), f"{who} was let ask for {name}"
        self.member(who).filters[made.id] = Filter(condition.entity, name)
        return True

    def change_filter(self, who: str, identity: str, what: str) -> None:
        filters, user = self.member(who).filters, self.user(who)
        known = filters[identity]

        def work(session: Session) -> None:
            if what == "switch":
                filter_edits.set_active(session, user, identity, active=not known.active, now=self.office.now)
            else:
                filter_edits.remove(session, user, identity, now=self.office.now)

        if what == "edit":
            filters.pop(identity)
            self._write(lambda session: filter_edits.remove(session, user, identity, now=self.office.now))
            self.make_filter(who, "open" if known.condition != "open" else "urgent")
            return
        self._write(work)
        if what == "switch":
            known.active = not known.active
        else:
            del filters[identity]

    @staticmethod
    def _body(entity: str, condition: Mapping[str, Any]) -> dict[str, Any]:
        return {"entity": entity, "label": {"en": "Mine"}, "condition": condition, "active": True}

    # Profiles

    def publish(self, profile: str, rules: Mapping[str, Any]) -> bool:
        """Publish a profile; False where it is refused, since it takes along what belongs to nothing."""
        try:
            self._write(lambda session: self._publish(session, profile, rules))
        except AppError:
            return False
        self.truth.profiles[profile] = dict(rules)
        return True

    def _publish(self, session: Session, profile: str, rules: Mapping[str, Any]) -> None:
        parts = [{"id": entity, "rules": found} for entity, found in rules.items()]
        document = {"id": profile, "version": 0, "label": {"en": profile}, "entities": parts}
        publish.publish_profile(
            session, document, Telling(user=OFFICE, now=self.office.now, urgency="silent")
        )

    def give_profile(self, profile: str, kind: str, to: str, given: bool) -> None:
        one = (profile, kind, to if kind == "role" else self.ids[to])
        before = {found for found in self.truth.given if found[0] == profile}
        people = {member.id for member in self.truth.people.values() if profile in member.profiles}
        if kind == "person":
            people = people | {one[2]} if given else people - {one[2]}
        else:
            before = before | {one} if given else before - {one}
        wanted = [
            *({"kind": kind, "target": target} for _, kind, target in sorted(before)),
            *({"kind": "person", "target": person} for person in sorted(people)),
        ]
        self._write(
            lambda session: profile_designs.give(session, OFFICE, profile, wanted, now=self.office.now)
        )
        self.truth.given = {found for found in self.truth.given if found[0] != profile} | before
        for member in self.truth.people.values():
            (member.profiles.add if member.id in people else member.profiles.discard)(profile)

    # Time

    def advance(self, hours: int) -> None:
        self.office.now += dt.timedelta(hours=hours)
        self.truth.now = self.office.now

    def collect(self) -> int:
        return collect(self.database, now=self.office.now, days=0).records

    # How it is done

    def _apply(self, act: Mapping[str, Any]) -> None:
        outcome = self._outcome(act, OFFICE)
        assert outcome["status"] == "applied", (act, outcome)

    def _outcome(self, act: Mapping[str, Any], user: User) -> dict[str, Any]:
        def work(session: Session) -> dict[str, Any]:
            current = metadata.current(session)
            change = {
                "id": self.new_id(), "metadata_version": current.version, "made_at": None, "acts": [act]
            }  # fmt: skip
            [outcome] = apply(
                session, user, [change], metadata=current, now=self.office.now, imported="owner" in act
            )
            return outcome

        return self._write(work)

    def _write(self, work: Callable[[Session], T]) -> T:
        return self.database.write(work)
