#!/usr/bin/env python3
"""The one entry point for people who work on Satchel: ``python3 dev.py <command>``.

Needs nothing but Python 3.11: each command first sets up whatever it needs
and says so in one line. The work itself is in :mod:`scripts`, one module a
command; this file only turns the first word into the right one.
"""

import importlib
import importlib.util
import sys

COMMANDS = {
    "run": "start the server: python3 dev.py run [--https …]",
    "test": "run all tests, or one part: python3 dev.py test [part] [arguments of its runner]",
    "check": "lint, types, layers, names, generated files, locks, bundle size",
    "features": "what works, by feature and invariant, after the last full test run [--json]",
    "bench": "run the benchmarks, or one: python3 dev.py bench [name]",
    "simulate": "a long run of the simulation: python3 dev.py simulate --steps 1000000 --seed 7",
    "mutants": "break one mechanism after the other and see its test fail: python3 dev.py mutants [name]",
    "screens": "take the pictures of the screens",
    "protocol": "write the files that are generated from backend/protocol",
    "build": "build the web app",
    "lock": "resolve all dependencies anew and write the locks",
}


def main(arguments: list) -> int:
    if sys.version_info < (3, 11):
        print("Satchel needs Python 3.11 or later; this is Python %d.%d." % sys.version_info[:2])
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        print("python3 dev.py <command>\n")
        for name, purpose in COMMANDS.items():
            print("  {:<10}{}".format(name, purpose))
        return 0 if arguments and arguments[0] in ("-h", "--help", "help") else 2
    if importlib.util.find_spec("scripts." + arguments[0]) is None:
        print("there is no scripts/%s.py yet" % arguments[0])
        return 1
    return importlib.import_module("scripts." + arguments[0]).main(arguments[1:])


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
