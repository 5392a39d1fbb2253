"""The ``protocol`` command: writes the checked-in files that are generated from the back end.

Each generator is a module that runs in a process of its own and compares
instead of writing when it is told ``--check``.
"""

from scripts import node_environment, python_environment
from scripts.python_environment import PYTHON
from scripts.steps import one_at_a_time, run

GENERATORS = {
    "protocol": "backend.protocol.export",
    "openapi": "scripts.openapi",
}


def main(arguments: list[str]) -> int:
    del arguments
    with one_at_a_time():
        python_environment.ensure(development=True)
        node = node_environment.ensure()
        for name in GENERATORS:
            run(f"{name} written", *command(name, check=False), environment=node.environment)
    return 0


def command(generator: str, *, check: bool) -> list[str]:
    """The command that writes a generator's files, or only compares them with what it would write."""
    return [str(PYTHON), "-m", GENERATORS[generator], *(["--check"] if check else [])]
