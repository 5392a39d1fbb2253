"""The pytest plug-in that records each test's outcome, features and invariants.

``--results FILE`` names the file. Markers travel in a report's user
properties, because with parallel workers only reports reach the process that
writes.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import results
from scripts.results import Result

FEATURES, INVARIANTS = "features", "invariants"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--results", metavar="FILE", help="write outcomes by feature and invariant to FILE")
    parser.addoption("--stage", default="pytest", help="what the results file calls this run")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--results")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(path), config.getoption("--stage")), "results-recorder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        features = [name for mark in item.iter_markers("feature") for name in mark.args]
        invariants = [number for mark in item.iter_markers("invariant") for number in mark.args]
        item.user_properties += [(FEATURES, features), (INVARIANTS, invariants)]


class Recorder:
    """Collects one outcome a test out of the reports on its three phases."""

    def __init__(self, path: Path, stage: str) -> None:
        self.path = path
        self.stage = stage
        self.outcomes: dict[str, Result] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.outcomes[report.nodeid] = Result(report.nodeid, "failed", reason="could not be collected")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        known = self.outcomes.get(report.nodeid)
        if known and known.result == "failed":
            return
        if report.failed or report.when == "call" or report.skipped:
            self.outcomes[report.nodeid] = outcome_of(report)

    def pytest_sessionfinish(self) -> None:
        results.write(self.path, self.stage, self.outcomes.values())


def outcome_of(report: pytest.TestReport) -> Result:
    marks = dict(report.user_properties)
    return Result(
        report.nodeid,
        report.outcome,
        tuple(marks.get(FEATURES, ())),
        tuple(marks.get(INVARIANTS, ())),
        "".join(reason_of(report)),
    )


def reason_of(report: pytest.TestReport) -> Iterator[str]:
    if hasattr(report, "wasxfail"):
        yield f"expected to fail: {report.wasxfail}"
    elif report.skipped and isinstance(report.longrepr, tuple):
        yield str(report.longrepr[2]).removeprefix("Skipped: ")
