"""The application with routes that load the database, served by the real server settings."""

from __future__ import annotations

import logging
import sys

from flask import jsonify
from gevent import get_hub
from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from backend import create_app
from backend.errors import Invalid
from backend.records.filtered import read_filtered
from backend.web.installation import installation

# About two seconds of SQLite's own time, which no other thread can shorten.
SLOW = text(
    "WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < :steps)"
    " SELECT max(n) FROM count"
)
INSERT = text("INSERT INTO load_line (text) VALUES (:text)")
COUNT = text("SELECT count(*) FROM load_line")


class Tables(DeclarativeBase):
    pass


class Line(Tables):
    __tablename__ = "load_line"
    id: Mapped[int] = mapped_column(primary_key=True)


app = create_app()
database = installation(app).database
database.write(
    lambda session: session.execute(
        text("CREATE TABLE IF NOT EXISTS load_line (id INTEGER PRIMARY KEY, text TEXT)")
        if database.on_sqlite
        else text(
            "CREATE TABLE IF NOT EXISTS load_line"
            " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text)"
        )
    )
)


@app.get("/slow-read/<int:steps>")
def slow_read(steps: int):  # type: ignore[no-untyped-def]
    return jsonify(database.read(lambda session: session.scalar(SLOW, {"steps": steps})))


@app.get("/too-slow/<person>")
def too_slow(person: str):  # type: ignore[no-untyped-def]
    try:
        read_filtered(database, person, lambda session: session.scalar(SLOW, {"steps": 10**12}), seconds=1.0)
    except Invalid as error:
        return jsonify(error.code)
    return jsonify("done")


@app.post("/slow-write/<int:steps>")
def slow_write(steps: int):  # type: ignore[no-untyped-def]
    def work(session):  # type: ignore[no-untyped-def]
        session.execute(INSERT, {"text": "slow"})
        return session.scalar(SLOW, {"steps": steps})

    return jsonify(database.write(work))


@app.post("/line/<line>")
def add_line(line: str):  # type: ignore[no-untyped-def]
    woken = []

    def work(session):  # type: ignore[no-untyped-def]
        session.execute(INSERT, {"text": line})
        # A callback that needs the hub: it must run in the greenlet that asked, not on the native thread.
        database.after_commit(session, lambda: woken.append(get_hub().thread_ident))
        return session.scalar(COUNT)

    count = database.write(work)
    return jsonify(count=count, woken=woken == [get_hub().thread_ident])


@app.get("/count")
def count():  # type: ignore[no-untyped-def]
    return jsonify(database.read(lambda session: session.scalar(COUNT)))


@app.get("/refuse")
def refuse():  # type: ignore[no-untyped-def]
    def work(session):  # type: ignore[no-untyped-def]
        session.execute(INSERT, {"text": "refused"})
        raise ValueError("on purpose")

    try:
        database.write(work)
    except ValueError:
        return jsonify(refused=True)
    return jsonify(refused=False)


@app.post("/restless")
def restless():  # type: ignore[no-untyped-def]
    # Threads are taken off the processor in the middle of everything, as on a machine with too much to do.
    sys.setswitchinterval(1e-6)
    return jsonify(restless=True)


@app.get("/many-reads")
def many_reads():  # type: ignore[no-untyped-def]
    def work(session):  # type: ignore[no-untyped-def]
        for _ in range(60):
            Session(session.connection()).scalars(select(Line)).all()
            logging.getLogger("many").manager._clear_cache()  # type: ignore[attr-defined]
            logging.getLogger("many").debug("one more")

    database.read(work)
    return jsonify(done=True)


@app.get("/offload")
def offload():  # type: ignore[no-untyped-def]
    return jsonify(database.offload(lambda: sum(range(100_000))))
