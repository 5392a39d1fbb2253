"""The ``lock`` command: resolves every dependency anew and writes the locks, without hosts."""

import shutil

from scripts import node_environment, python_environment
from scripts.python_environment import UV
from scripts.steps import one_at_a_time, run

LOCKS = {
    "uv.in": "uv.lock.txt",
    "node.in": "node.lock.txt",
    "requirements.in": "requirements.lock",
    "requirements-dev.in": "requirements-dev.lock",
}
COMPILE = (
    "pip",
    "compile",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "-q",
)


def main(arguments: list[str]) -> int:
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    with one_at_a_time():
        python_environment.ensure_uv()
        for wanted, lock in LOCKS.items():
            run(f"{lock} written", UV, *COMPILE, *upgrade, wanted, "-o", lock)
        python_environment.ensure(development=True)
        node = node_environment.ensure()
        npm = [*node.npm, "update" if upgrade else "install", "--package-lock-only"]
        run("package-lock.json written", *npm, environment=node.environment)
        # A lock can name a platform package that a mirror lacks and npm only warns of: a clean install tells.
        shutil.rmtree(node_environment.MODULES)
        node_environment.ensure()
    return 0
