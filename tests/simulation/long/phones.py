"""A phone of a long run: one of many in a Node process, with a network that is the pipe to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.simulation.long.glances import Glances
from tests.simulation.long.pipe import Held, Pipe
from tests.simulation.network import Network, Request, Trouble
from tests.simulation.office import Office, Reply
from tests.simulation.organisation import Seat
from tests.simulation.phone import AT_REST, Phone


class PipeNetwork(Network):
    """A network whose held reply lies here until it is let go."""

    def __init__(self, office: Office, tally: Counter[str], pipe: Pipe) -> None:
        super().__init__(office, tally)
        self._pipe = pipe
        self._kept: tuple[int, Reply | None] | None = None
        self.watch: Callable[[str, bytes], None] = lambda path, body: None
        """Looks at every reply that the office sends."""

    def exchange(self, request: Request) -> tuple[Reply | None, int | None]:
        self.sent.clear()
        return super().exchange(request)

    def _carried(self, request: Request) -> Reply | None:
        reply = super()._carried(request)
        if reply is not None:
            self.watch(request.path, reply.body)
        return reply

    def _meet(self, trouble: Trouble, request: Request) -> tuple[Reply | None, int | None]:
        if trouble.kind != "hold":
            return super()._meet(trouble, request)
        fetch = self._pipe.last_fetch
        self._kept = fetch, self._carried(request)
        self.held.set()
        raise Held

    def release(self) -> None:
        super().release()
        if self._kept is not None:
            fetch, reply = self._kept
            self._kept = None
            self._pipe.reply(fetch, reply)


class PipePhone(Phone):
    """A phone whose client is in a process with others. ``day``: those of another day have other names."""

    def __init__(
        self, name: str, office: Office, seat: Seat, tally: Counter[str], *, pipe: Pipe, day: str
    ) -> None:
        self._pipe, self._key, self._glances = pipe, f"{day} {name}", Glances()
        super().__init__(name, office, seat, script=None, tally=tally)  # type: ignore[arg-type]

    network: PipeNetwork

    def __post_init__(self) -> None:
        self.network = PipeNetwork(self.office, self.tally, self._pipe)
        self._pipe.networks[self._key] = self.network

    def begin_held(self, skipped: int) -> bool:
        self.network.hold_reply()
        self.network.line.extend([*(Trouble("none") for _ in range(skipped)), Trouble("hold")])
        self.ask("begin")
        while not self.network.held.is_set():
            if self.ask("state")["machine"] in AT_REST:
                self.network.line.clear()
                return False
        return True

    def close(self) -> None:
        self._pipe.networks.pop(self._key, None)

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        if (known := self._glances.known(asked)) is not None:
            return {"ok": True, "value": known}
        self._glances.asked(asked["command"])
        answer = self._pipe.ask(self._key, asked)
        if asked["command"] == "glance" and answer["ok"]:
            answer["value"] = self._glances.seen(answer["value"])
        return answer
