"""``satchel jobs``: background work in a process of its own."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from backend.jobs.schedule import Schedule
from backend.jobs.tasks import tasks
from backend.web.installation import installation

jobs_group = AppGroup("jobs", help="Background work.")


@jobs_group.command("work")
def work() -> None:
    """Run tasks as they become due, until interrupted."""
    home = installation()
    Schedule(tasks(home.database, home.settings.data)).work()


@jobs_group.command("run")
def run() -> None:
    """Run every task once, now."""
    home = installation()
    for task in tasks(home.database, home.settings.data):
        click.echo(task.name)
        task.run()
