"""``satchel user``, ``role``, ``experience``: who may sign in, what he may do, how he works offline."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from backend.accounts import passwords, roles, service
from backend.accounts.api import ports
from backend.accounts.guard import utc_now
from backend.console import say
from backend.protocol.metadata import EXPERIENCES, SWITCHES
from backend.web.installation import installation

user_group = AppGroup("user", help="People who may sign in.")
role_group = AppGroup("role", help="What people may do.")

LIKE_THE_ORGANISATION = "organisation"

_password = click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out."
)


@user_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", "role_ids", multiple=True, help="A role to hold; may be given more than once.")
@click.option("--language", default="en")
@_password
def add(email: str, name: str, role_ids: tuple[str, ...], language: str, password: str) -> None:
    """Let a person sign in, with a record of his own."""
    joined, now = ports(), utc_now()
    password_hash = passwords.hashed(password)

    def work(session: Session) -> None:
        service.create_account(
            session,
            person=joined.create_person(session, name, email),
            name=name,
            email=email,
            password_hash=password_hash,
            language=language,
            roles=role_ids,
            now=now,
        )

    installation().database.write(work)
    say("cli.user.added", email=email)


@user_group.command("list")
def list_users() -> None:
    """List everyone who may sign in, with his roles."""

    def work(session: Session) -> list[str]:
        return [
            "\t".join(
                (
                    "-" if account.disabled else "+",
                    account.email,
                    account.name,
                    ", ".join(sorted(roles.account_roles(session, account.id))),
                )
            )
            for account in service.accounts(session)
        ]

    for line in installation().database.read(work):
        click.echo(line)


@user_group.command("password")
@click.argument("email")
@_password
def set_password(email: str, password: str) -> None:
    """Give a person another password; his sessions end."""
    password_hash = passwords.hashed(password)

    def work(session: Session) -> None:
        service.set_password(session, service.account_by_email(session, email).id, password_hash)

    installation().database.write(work)
    say("cli.user.password", email=email)


@user_group.command("disable")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let him in again.")
def disable(email: str, undo: bool) -> None:
    """Shut a person out; his sessions end."""

    def work(session: Session) -> None:
        account = service.account_by_email(session, email).id
        before = roles.administered(session)
        service.set_disabled(session, account, disabled=not undo)
        if before:
            roles.check_administrated(session)

    installation().database.write(work)
    say("cli.user.enabled" if undo else "cli.user.disabled", email=email)


@role_group.command("list")
def list_roles() -> None:
    """List the roles, with how many people hold each."""

    def work(session: Session) -> list[tuple[str, str, int]]:
        people = roles.people_by_role(session)
        return [
            (role["id"], role["label"].get("en", ""), people.get(role["id"], 0))
            for role in roles.roles(session)
        ]

    for role_id, label, count in installation().database.read(work):
        click.echo(f"{role_id}\t{count}\t{label}")


@role_group.command("give")
@click.argument("role")
@click.argument("email")
@click.option("--take", is_flag=True, help="Take it away instead.")
def give(role: str, email: str, take: bool) -> None:
    """Let a person hold a role."""
    joined = ports()

    def work(session: Session) -> None:
        account = service.account_by_email(session, email).id
        before = roles.administered(session)
        (roles.take_role if take else roles.give_role)(session, account, role)
        if before:
            roles.check_administrated(session)
        joined.roles_changed(session)

    installation().database.write(work)
    say("cli.role.taken" if take else "cli.role.given", role=role, email=email)


@click.command("experience")
@click.argument("mode", required=False, type=click.Choice([*EXPERIENCES, LIKE_THE_ORGANISATION]))
@click.option("--role", "role_id", help="Of the holders of this role, in place of the whole organisation.")
@click.option(
    "--without",
    "without",
    multiple=True,
    type=click.Choice(SWITCHES),
    help="What drafts may not do: change existing records, set lookups, name other drafts (chains); "
    "and saver: nobody saves data on his phone or asks for news less often.",
)
@with_appcontext
def experience(mode: str | None, role_id: str | None, without: tuple[str, ...]) -> None:
    """Choose how people work offline: online, drafts or seamless; without a MODE, show it.

    A role wins over the organisation; "organisation" lets a role follow it again.
    """
    if mode == LIKE_THE_ORGANISATION and role_id is None:
        raise click.UsageError("Name the role that is to follow the organisation: --role ROLE.")
    if mode is None and without:
        raise click.UsageError("Say the mode beside what is not allowed, such as: drafts --without chains.")
    joined = ports()

    def work(session: Session) -> Mapping[str, Any] | None:
        if mode is None:
            return _experience(session, role_id)
        if _choose(session, role_id, _document(mode, without)):
            joined.roles_changed(session)
        return _experience(session, role_id)

    chosen = installation().database.write(work)
    if chosen is None:
        say("cli.experience.follows", role=role_id)
    else:
        off = ", ".join(one for one in SWITCHES if not chosen.get(one, True))
        click.echo(f"{chosen['mode']}\t{f'without {off}' if off else ''}".rstrip())


def _document(mode: str, without: Collection[str]) -> dict[str, Any] | None:
    if mode == LIKE_THE_ORGANISATION:
        return None
    return {"mode": mode, **{switch: switch not in without for switch in SWITCHES}}


def _experience(session: Session, role_id: str | None) -> Mapping[str, Any] | None:
    """Return what is said now; None for a role that says nothing."""
    if role_id is None:
        return service.organisation_experience(session)
    said: Mapping[str, Any] | None = roles.role(session, role_id).get("experience")
    return said


def _choose(session: Session, role_id: str | None, chosen: dict[str, Any] | None) -> bool:
    """Write it; say whether that is anything new."""
    if role_id is None:
        assert chosen is not None
        changed = service.set_organisation_experience(session, chosen)
        session.flush()
        return changed
    document = roles.role(session, role_id)
    roles.put_role(session, {**document, "experience": chosen})
    return document.get("experience") != chosen
