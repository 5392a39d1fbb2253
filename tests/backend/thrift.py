"""What each test would pay for again: hashes, routes and statements, made once a test process instead.

A server makes them once in its life; tests make hundreds of applications and databases in one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine
from werkzeug.routing import Rule

from backend.accounts import passwords
from backend.database import engines


@contextmanager
def cheap_passwords() -> Iterator[PasswordHasher]:
    """Sign people in by hashes that cost nothing; gives what hashes for real, which is slow on purpose."""
    with pytest.MonkeyPatch.context() as patch:
        real = passwords._hasher
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield real


@contextmanager
def compiled_routes() -> Iterator[None]:
    """Compile each route once: it is nearly all that the making of an application costs."""
    compiled: dict[str, Any] = {}
    compile_builder = Rule._compile_builder

    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        key = repr((rule._trace, rule.defaults, rule.rule, append_unknown))
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", remembered)
        yield


@contextmanager
def compiled_statements() -> Iterator[None]:
    """Let all engines to one kind of database share a dialect, by which compiled statements are kept."""
    first: dict[tuple[str, object], Engine] = {}

    def create(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        kind = engine.dialect.name, options.get("isolation_level")
        known = first.get(kind)
        if known is None or known.dialect.server_version_info is None:
            # One that never met its server is not ready to speak for others.
            first[kind] = engine
        else:
            engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", create)
        yield
