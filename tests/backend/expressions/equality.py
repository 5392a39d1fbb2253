"""The generated proof that all evaluators agree.

A seed makes a world and filters; Python's evaluator is the oracle, SQLite, PostgreSQL and the phone's
evaluator in Node are held against it, record by record. A pair is one filter asked of one record.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.expressions.evaluate import compile_condition, compile_leaf
from backend.expressions.operators import GROUPS, OPERATORS
from backend.expressions.rule_operators import AGGREGATES, VALUE_OPERATORS
from backend.expressions.rules import compile_value, wire
from tests.backend.expressions.phone import Phone
from tests.backend.expressions.rule_trees import RuleTrees
from tests.backend.expressions.stored import Stored
from tests.backend.expressions.trees import Trees, operators
from tests.backend.expressions.world import ENTITY, Pools, World

CHUNK = 100
Tree = Mapping[str, Any]


@dataclass
class Report:
    """What was asked: pairs by operator, and of single leaves how often each operator was true and false."""

    pairs: int = 0
    filters: int = 0
    rules: int = 0
    rule_pairs: int = 0
    by_operator: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    by_rule_operator: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)

    @property
    def undecided(self) -> list[str]:
        """Operators that were never true or never false of a record, or in no filter."""
        return [op for op in OPERATORS if not (self.by_operator[op] and self.true[op] and self.false[op])]

    @property
    def unseen(self) -> list[str]:
        """Operators of rules whose value was missing wherever they stood first."""
        return [op for op in (*VALUE_OPERATORS, *AGGREGATES) if not self.present[op]]


def compare_filters(
    world: World,
    seed: int,
    count: int,
    report: Report,
    *,
    stored: Sequence[tuple[str, Stored]] = (),
    phone: Phone | None = None,
) -> None:
    """Ask every evaluator so many generated filters about every record of the world."""
    source = random.Random(f"filters {seed}")
    trees = Trees(world, source, Pools(source, world.contexts, _ids(world)))
    ids, records = world.memory.ids(ENTITY), list(world.memory.records[ENTITY].values())
    reader = world.memory.reader(ENTITY)
    for first in range(0, count, CHUNK):
        asked = [
            (trees.draw(), source.randrange(len(world.contexts))) for _ in range(min(CHUNK, count - first))
        ]
        expected = []
        for tree, number in asked:
            context = world.contexts[number]
            meets = compile_condition(tree, reader, context)
            holds = [meets(record) for record in records]
            expected.append(holds)
            _count(report, tree, holds)
            if tree["op"] in GROUPS:
                leaf = next(_leaves(tree))
                _decide(report, leaf["op"], map(compile_leaf(leaf, reader, context), records[:20]))
            else:
                _decide(report, tree["op"], holds)
        sure = first // CHUNK % 2 == 0
        for name, database in stored:
            questions = [(tree, world.contexts[number]) for tree, number in asked]
            for one, holds, found in zip(asked, expected, database.ask(questions, sure=sure), strict=True):
                _note(report, name, one, ids, holds, [id_ in found for id_ in ids])
        if phone is not None:
            for one, holds in zip(asked, expected, strict=True):
                _note(report, "phone", one, ids, holds, phone.holds(*one))


def compare_rules(world: World, seed: int, count: int, report: Report, *, phone: Phone) -> None:
    """Ask both evaluators of rules so many generated values about every record of the world."""
    source = random.Random(f"rules {seed}")
    trees = RuleTrees(world, source, Pools(source, world.contexts, _ids(world)))
    ids, records = world.memory.ids(ENTITY), list(world.memory.records[ENTITY].values())
    reader = world.memory.reader(ENTITY)
    for _ in range(count):
        tree, number = trees.draw(), source.randrange(len(world.contexts))
        value = compile_value(tree, ENTITY, world.fields.get, reader, world.contexts[number])
        expected = [wire(value.of(record), value.type) for record in records]
        report.rules += 1
        report.rule_pairs += len(records)
        for op in rule_operators(tree):
            report.by_rule_operator[op] += len(records)
        report.present[tree["op"]] += sum(one is not None for one in expected)
        _note(report, "phone's rules", (tree, number), ids, expected, phone.values(tree, number))


def rule_operators(node: Any) -> set[str]:
    """Return the operators in a rule."""
    if isinstance(node, list):
        return set().union(*map(rule_operators, node))
    if not isinstance(node, dict) or "op" not in node:
        return set()
    inside = (value for key, value in node.items() if key != "value")
    return {node["op"]}.union(*map(rule_operators, inside))


def _ids(world: World) -> dict[str, list[str]]:
    return {entity: list(records) for entity, records in world.records.items()}


def _count(report: Report, tree: Tree, holds: Sequence[bool]) -> None:
    report.filters += 1
    report.pairs += len(holds)
    for op in operators(dict(tree)):
        report.by_operator[op] += len(holds)


def _decide(report: Report, op: str, holds: Any) -> None:
    for one in holds:
        (report.true if one else report.false)[op] += 1


def _leaves(tree: Tree) -> Iterator[Tree]:
    if tree["op"] not in GROUPS:
        yield tree
    for part in tree.get("of", ()):
        yield from _leaves(part)


def _note(
    report: Report,
    name: str,
    asked: tuple[Any, int],
    ids: Sequence[str],
    expected: Sequence[Any],
    found: Sequence[Any],
) -> None:
    if list(expected) == list(found):
        return
    differing = [
        f"{id_}: {one!r}, not {other!r}"
        for id_, one, other in zip(ids, found, expected, strict=True)
        if one != other
    ]
    report.differing.append(
        f"{name}, context {asked[1]}: {json.dumps(asked[0], ensure_ascii=False)}: {len(differing)} differ, "
        f"first {'; '.join(differing[:3])}"
    )


def lines(report: Report) -> Iterator[str]:
    """Write a report out."""
    yield f"filters: {report.pairs:,} pairs of {report.filters:,} filters"
    for op in OPERATORS:
        counts = f"{report.true[op]:,} true and {report.false[op]:,} false of single leaves"
        yield f"  {op}: {report.by_operator[op]:,} pairs, {counts}"
    if report.rules:
        yield f"rules: {report.rule_pairs:,} pairs of {report.rules:,} values"
        for op, count in sorted(report.by_rule_operator.items()):
            yield f"  {op}: {count:,} pairs"
    yield f"never both true and false: {', '.join(report.undecided) or 'none'}"
    yield f"rules never there: {', '.join(report.unseen) or 'none'}"
    yield f"differing: {len(report.differing)}"
    yield from report.differing[:20]
