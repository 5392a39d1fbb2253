"""What a benchmark is asked for on the command line; the same words for all of them."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

REPS = 5


@dataclass(frozen=True, slots=True)
class Options:
    """How large and how often; ``smoke`` shows only that a benchmark works, its figures say nothing."""

    n: int
    reps: int
    smoke: bool
    variants: tuple[str, ...]
    databases: tuple[str, ...]

    @property
    def marks(self) -> dict[str, bool]:
        """What a figure of this run says of itself beyond the repetitions."""
        return {"smoke": True} if self.smoke else {}


def options(
    arguments: Sequence[str],
    *,
    n: int,
    smoke_n: int,
    variants: Sequence[str] = (),
    smoke_variants: Sequence[str] = (),
) -> Options:
    """Read the command line; from here on a benchmark that is ended takes its servers along."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="small and once: shows that it works")
    parser.add_argument("--n", type=int, help=f"records instead of {n}")
    parser.add_argument("--reps", type=int, help=f"repetitions instead of {REPS}")
    parser.add_argument("--variants", help=f"out of {', '.join(variants)}" if variants else argparse.SUPPRESS)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    given = parser.parse_args(arguments)
    chosen = tuple(given.variants.split(",")) if given.variants else None
    if chosen and (unknown := set(chosen) - set(variants)):
        parser.error(f"unknown variants: {', '.join(sorted(unknown))}")
    databases = ("sqlite", "postgresql") if given.database == "both" else (given.database,)
    return Options(
        n=given.n or (smoke_n if given.smoke else n),
        reps=given.reps or (1 if given.smoke else REPS),
        smoke=given.smoke,
        variants=chosen or tuple(smoke_variants if given.smoke else variants),
        databases=databases,
    )
