"""The server of one installation, built and wired.

The only module that knows every feature. Imports stand inside :func:`create_app`, so that a module of a
low layer, such as the protocol, can be loaded without all that lies above it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from backend.config import Settings
    from backend.database import Database


def create_app(settings: Settings | None = None, *, database: Database | None = None) -> Flask:
    """Build the application; reads the environment when no settings are given.

    Neither migrates nor listens: :mod:`backend.serve` does.
    """
    from flask import Flask
    from sqlalchemy.orm import configure_mappers

    from backend.catalogue import Catalogue
    from backend.config import Settings
    from backend.database import Database
    from backend.drafts.sealing import seal_in
    from backend.web.installation import Installation
    from backend.web.json_provider import OrjsonProvider
    from backend.web.problems import register_problems
    from backend.web.security import register_security
    from backend.web.socket_guard import SocketGuard

    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
    app.json = OrjsonProvider(app)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.request_bytes,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https:"),
    )
    app.extensions["satchel"] = Installation(
        settings=settings,
        database=database or Database(settings),
        catalogue=Catalogue.load(),
        seal=seal_in(settings.data),
    )
    register_problems(app)
    register_security(app)
    _add_features(app)
    # Mappers are configured under a lock at first use: here, while there is one thread only.
    configure_mappers()
    _add_commands(app)
    app.wsgi_app = SocketGuard(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _add_features(app: Flask) -> None:
    """Register the blueprints, and join what lower features ask of higher ones."""
    import backend.accounts.api
    import backend.accounts.people_api
    import backend.channel.api
    import backend.drafts.api
    import backend.metadata.api
    import backend.metadata.effects_api
    import backend.metadata.packages_api
    import backend.metadata.practice_api
    import backend.metadata.profiles_api
    import backend.metadata.roles_api
    import backend.offline.api
    import backend.records.api
    import backend.records.explain_api
    import backend.spreadsheets.api
    import backend.sync.api
    from backend.accounts.ports import Ports as AccountPorts
    from backend.accounts.user import OFFICE
    from backend.channel import telemetry
    from backend.demo import first_start
    from backend.jobs.leader import Leader
    from backend.jobs.schedule import Schedule
    from backend.jobs.tasks import tasks
    from backend.logic import people as logic_of_people
    from backend.metadata import publish
    from backend.metadata import service as metadata
    from backend.metadata.ports import Ports as MetadataPorts
    from backend.offline import touching
    from backend.records import effects, people, publishing, retyped_conflicts, staff, stream, tables
    from backend.web import health, openapi, phone_address, shells
    from backend.web.installation import installation

    home = installation(app)
    home.head = lambda: home.database.read(stream.head)
    home.metadata_version = lambda: home.database.read(metadata.current_version)
    home.first_steps.append(first_start.step)

    def roles_changed(session: Session) -> None:
        # Nobody is asked whether he takes what he may do: what was taken away goes, what was given is there.
        told = publish.Telling(user=OFFICE, now=dt.datetime.now(dt.UTC), urgency="silent")
        publish.renew(session, told)

    backend.accounts.api.connect(
        app,
        AccountPorts(create_person=people.create_person, records=staff, roles_changed=roles_changed),
    )
    logic_of_people.connect()
    touching.listen()
    retyped_conflicts.listen()
    backend.metadata.api.connect(
        app,
        MetadataPorts(
            migrate=tables.migrate,
            begin=publishing.begin,
            progress=publishing.progress,
            effects=effects,
            seed=partial(first_start.seed, home),
        ),
    )
    backend.channel.api.register_channel(app)
    jobs = Schedule(tasks(home.database, home.settings.data), leads=Leader(home.database).leads)
    home.opening += [jobs.start, telemetry.switch_on]
    home.closing.append(jobs.stop)
    features = (
        backend.accounts.api,
        backend.accounts.people_api,
        backend.drafts.api,
        backend.metadata.api,
        backend.metadata.effects_api,
        backend.metadata.packages_api,
        backend.metadata.practice_api,
        backend.metadata.profiles_api,
        backend.metadata.roles_api,
        backend.offline.api,
        backend.records.api,
        backend.records.explain_api,
        backend.spreadsheets.api,
        backend.sync.api,
    )
    for module in (*features, health, openapi, phone_address, shells):
        app.register_blueprint(module.blueprint)


def _add_commands(app: Flask) -> None:
    """Put every feature's commands into the group ``satchel``."""
    from backend.accounts.cli import experience, role_group, user_group
    from backend.cli import satchel
    from backend.jobs.cli import jobs_group
    from backend.metadata.cli import package_group, workspace_group
    from backend.sync.cli import restored

    for command in (user_group, role_group, experience, package_group, workspace_group, jobs_group, restored):
        satchel.add_command(command)
    app.cli.add_command(satchel)
