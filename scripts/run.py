"""The ``run`` command: sets up, builds and becomes the server.

The server itself, with its first-start data and its address, is
:mod:`backend.serve`; arguments go through to it.
"""

import os

from scripts import build, node_environment, python_environment
from scripts.steps import ROOT, one_at_a_time


def main(arguments: list[str]) -> int:
    with one_at_a_time():
        python_environment.ensure(development=False)
        build.build(node_environment.ensure())
    os.chdir(ROOT)
    # The server replaces this process, so Ctrl-C and signals reach it directly.
    os.execv(python_environment.PYTHON, [str(python_environment.PYTHON), "-m", "backend.serve", *arguments])
