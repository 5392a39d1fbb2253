"""``satchel jobs``: background work in a process of its own."""

from __future__ import annotations

import datetime as dt
import signal
from types import FrameType

import click
from flask.cli import AppGroup

from backend.console import say
from backend.jobs.leader import Leader
from backend.jobs.schedule import Schedule
from backend.jobs.tasks import tasks
from backend.offline.collect import KEPT_DAYS, collect
from backend.web.installation import installation

jobs_group = AppGroup("jobs", help="Background work.")


@jobs_group.command("work")
def work() -> None:
    """Run tasks as they become due, until interrupted or told to end."""
    home = installation()
    leader = Leader(home.database)
    schedule = Schedule(tasks(home.database, home.settings.data), leads=leader.leads)

    def stop(number: int, frame: FrameType | None) -> None:
        schedule.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    say("cli.jobs.working")
    schedule.work()
    leader.resign()
    for callback in home.closing:
        callback()


@jobs_group.command("run")
def run() -> None:
    """Run every task once, now."""
    home = installation()
    for task in tasks(home.database, home.settings.data):
        click.echo(task.name)
        task.run()


@jobs_group.command("collect")
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=KEPT_DAYS,
    show_default=True,
    help="How long deleted records are kept.",
)
def collect_now(days: int) -> None:
    """Remove records deleted long ago that no device holds, and the sets of devices not seen for long."""
    found = collect(installation().database, now=dt.datetime.now(dt.UTC), days=days)
    click.echo(f"{found.records} records, {found.devices} devices")
