"""On CI a skipped model, browser or database test is a failure: green must mean that they ran."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

REQUIRED = ("nlu", "e2e", "postgres")


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def may_skip(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """Only material that lies outside the project may be absent on CI."""
    return not is_ci() or "shared" in str(report.longrepr)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    marks = {mark.name for mark in item.iter_markers()}
    if report.skipped and not marks.isdisjoint(REQUIRED) and not may_skip(report):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI, where it must run: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    # a file that skips itself while being read has no marks yet
    if report.outcome == "skipped" and not may_skip(report):
        report.outcome = "failed"
        report.longrepr = f"file skipped on CI, where it must run: {report.longrepr}"
    return report
