"""A load of pulls from a process of its own: each connection asks again and again with the cursor it has.

Takes one JSON object on standard input and answers one on standard output. Bounded in time, to this machine
only.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from typing import Any


def main() -> int:
    asked: dict[str, Any] = json.load(sys.stdin)
    found: list[list[float]] = []
    sizes: list[int] = []
    begin, deadline = threading.Event(), [0.0]

    def pulls(one: dict[str, Any]) -> None:
        times: list[float] = []
        connection = http.client.HTTPConnection("127.0.0.1", asked["port"], timeout=60)
        begin.wait()
        while time.perf_counter() < deadline[0]:
            begun = time.perf_counter()
            connection.request("POST", "/api/v1/sync/pull", one["body"], one["headers"])
            reply = connection.getresponse()
            body = reply.read()
            if reply.status != 200 or one["has"].encode() not in body:
                raise RuntimeError(f"{reply.status}: {body[:300]!r}")
            times.append(time.perf_counter() - begun)
            sizes.append(len(body))
        found.append(times)

    threads = [threading.Thread(target=pulls, args=(one,)) for one in asked["requests"]]
    for thread in threads:
        thread.start()
    begun = time.perf_counter()
    deadline[0] = begun + asked["seconds"]
    begin.set()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    times = sorted(one for times in found for one in times)
    if len(found) != len(threads):
        return 1
    answer = {
        "rate": len(times) / took,
        "bytes": sum(sizes) / len(sizes),
        "p50": times[len(times) // 2] * 1000,
        "p95": times[int(len(times) * 0.95)] * 1000,
    }
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
