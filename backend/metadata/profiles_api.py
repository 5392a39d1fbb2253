"""Offline profiles over HTTP: designed, published, given to people.

Writing takes the right to design, which administrators have; reading alone ``read_profiles``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, needs, utc_now
from backend.errors import Forbidden
from backend.metadata import profile_designs, profile_people, service
from backend.protocol.designs import (
    ProfileAssignments,
    ProfileDesign,
    ProfilePublication,
    ProfileSummary,
    ProfileTargets,
    ProfileWrite,
    PublishedProfile,
)
from backend.web.fresh import fresh
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

P = ParamSpec("P")
R = TypeVar("R")

blueprint = Blueprint("profiles", __name__, url_prefix="/api/v1/profiles")


def reads_profiles(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run for those who design, administer, or may read profiles."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        user = current_user()
        if not (user.has("design") or user.has("administer") or user.has("read_profiles")):
            raise Forbidden("forbidden")
        return view(*args, **kwargs)

    return guarded


@blueprint.get("")
@reads_profiles
@speaks(gives=ProfileSummary, many=True)
def list_profiles() -> Any:
    """Return all offline profiles, published or not."""
    return installation().database.read(profile_designs.summaries)


@blueprint.get("/assignments")
@reads_profiles
@speaks(gives=ProfileAssignments)
def show_assignments() -> Any:
    """Return to whom profiles are given, with a warning for each person who is given several."""
    home = installation()

    def work(session: Session) -> dict[str, Any]:
        return profile_people.overview(session, service.current(session))

    return _described(home.database.read(work), "several", "warning")


@blueprint.get("/<profile>")
@reads_profiles
@speaks(gives=ProfileDesign)
def show_profile(profile: str) -> Response:
    """Return a profile's design and what the checks find."""
    return _told(installation().database.read(lambda session: profile_designs.design(session, profile)))


@blueprint.put("/<profile>")
@needs("design")
@speaks(takes=ProfileWrite, gives=ProfileDesign)
def write_profile(profile: str, body: dict[str, Any]) -> Response:
    """Write a profile's design; it reaches devices when it is published."""
    user, now = current_user(), utc_now()
    return _told(
        installation().database.write(
            lambda session: profile_designs.write(
                session, user, profile, body["profile"], revision=body["revision"], now=now
            )
        )
    )


@blueprint.delete("/<profile>")
@needs("design")
@speaks()
def remove_profile(profile: str) -> None:
    """Take a profile from everybody and throw it away."""
    user, now = current_user(), utc_now()
    installation().database.write(lambda session: profile_designs.remove(session, user, profile, now=now))


@blueprint.post("/<profile>/publish")
@needs("design")
@speaks(takes=ProfilePublication, gives=PublishedProfile)
def publish_profile(profile: str, body: dict[str, Any]) -> Response:
    """Publish a profile's design; ``metadataVersion`` comes beside it."""
    user, now = current_user(), utc_now()

    def work(session: Session) -> dict[str, Any]:
        version = profile_designs.publish(session, user, profile, body, now=now)
        return {**profile_designs.design(session, profile), "metadata_version": version}

    return _told(installation().database.write(work), PublishedProfile)


@blueprint.put("/<profile>/assignments")
@needs("design")
@speaks(takes=ProfileTargets, gives=ProfileDesign)
def give_profile(profile: str, body: dict[str, Any]) -> Response:
    """Give a profile to exactly these; whoever is given several works by their union."""
    user, now = current_user(), utc_now()
    return _told(
        installation().database.write(
            lambda session: profile_designs.give(session, user, profile, body["to"], now=now)
        )
    )


def _told(design: dict[str, Any], shape: type[ProfileDesign] = ProfileDesign) -> Response:
    """Reply with a design; the profile in it is as it travels already."""
    told = shape(exclude=("profile",)).dump(_described(design, "findings", "problem"))
    return fresh({**told, "profile": design["profile"]})


def _described(document: dict[str, Any], key: str, problem: str) -> dict[str, Any]:
    """Return a document with sentences, in the language of the request, beside the problems in it."""
    catalogue, language = installation().catalogue, request_language()
    told = [
        {**one, problem: {**one[problem], **catalogue.describe(language, one[problem])}}
        for one in document[key]
    ]
    return {**document, key: told}
