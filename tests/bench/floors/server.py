"""The least that a server can do for a first sync and a delta: stored JSON text, streamed as lines.

No rights, no scope, no conflicts, no versions of records: what is left when everything that makes an office
is taken away. Run by gunicorn with ``RECORDS`` (JSON lines) and ``FILE`` (the database) in the environment.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator

import orjson
from flask import Flask, Response, request
from flask_sock import Sock
from simple_websocket import Server

CHUNK = 1000
_FILE = os.environ["FILE"]


def _connected() -> sqlite3.Connection:
    connection = sqlite3.connect(_FILE, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection


def _filled() -> list[str]:
    ids = []
    with _connected() as database, open(os.environ["RECORDS"], encoding="utf-8") as lines:
        database.execute(
            "CREATE TABLE records (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, text TEXT NOT NULL)"
        )
        database.execute("CREATE INDEX records_seq ON records (seq)")
        for seq, line in enumerate(lines, 1):
            text = line.rstrip("\n")
            ids.append(orjson.loads(text)["id"])
            database.execute("INSERT INTO records VALUES (?, ?, ?)", (ids[-1], seq, text))
    return ids


IDS = _filled()
app = Flask(__name__)
_sock = Sock(app)
_followers: set[Server] = set()


@app.after_request
def let_in(reply: Response) -> Response:
    """Let pages of other origins read replies and their sizes."""
    reply.headers["Access-Control-Allow-Origin"] = "*"
    reply.headers["Access-Control-Expose-Headers"] = "X-Seq"
    reply.headers["Timing-Allow-Origin"] = "*"
    return reply


@app.get("/lines")
def lines() -> Response:
    """Every record above a number, one a line."""
    database, since = _connected(), int(request.args["since"])
    head = database.execute("SELECT max(seq) FROM records").fetchone()[0]

    def text() -> Iterator[bytes]:
        found = database.execute("SELECT text FROM records WHERE seq > ? ORDER BY seq", (since,))
        while rows := found.fetchmany(CHUNK):
            yield ("\n".join(row[0] for row in rows) + "\n").encode()

    return Response(text(), mimetype="application/x-ndjson", headers={"X-Seq": str(head)})


@app.get("/count")
def count() -> dict[str, int]:
    """How many records there are."""
    return {"count": len(IDS)}


@app.get("/noted")
def noted() -> dict[str, int]:
    """How many records have a note."""
    found = _connected().execute(
        "SELECT count(*) FROM records WHERE json_extract(text, '$.note') = ?", (request.args["note"],)
    )
    return {"count": found.fetchone()[0]}


@app.post("/push")
def push() -> dict[str, int]:
    """Take whole records, in one transaction."""
    records = orjson.loads(request.get_data())
    with _connected() as database:
        seq = database.execute("SELECT max(seq) FROM records").fetchone()[0]
        database.executemany(
            "INSERT INTO records VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, text = excluded.text",
            [(one["id"], seq + at, orjson.dumps(one).decode()) for at, one in enumerate(records, 1)],
        )
    return {"seq": seq + len(records)}


@_sock.route("/live")  # type: ignore[untyped-decorator]
def live(websocket: Server) -> None:
    """Tell of changed records as they are committed."""
    _followers.add(websocket)
    try:
        while websocket.receive() is not None:
            pass
    finally:
        _followers.discard(websocket)


@app.get("/change")
def change() -> dict[str, float]:
    """Write a note into ``count`` records, spread over all of them; ``at`` is the moment of the commit."""
    told = []
    note, times, shift = request.args["note"], int(request.args["count"]), int(request.args["shift"])
    with _connected() as database:
        seq = database.execute("SELECT max(seq) FROM records").fetchone()[0]
        for at in range(times):
            record = IDS[(at * 97 + shift) % len(IDS)]
            text = database.execute("SELECT text FROM records WHERE id = ?", (record,)).fetchone()[0]
            changed = orjson.dumps({**orjson.loads(text), "note": note}).decode()
            database.execute(
                "UPDATE records SET seq = ?, text = ? WHERE id = ?", (seq + at + 1, changed, record)
            )
            told.append(changed)
    at_commit = time.time() * 1000
    for follower in list(_followers):
        for text in told:
            follower.send(text)
    return {"at": at_commit}
