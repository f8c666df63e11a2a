"""What holds for every test: a test that is skipped has shown nothing, so it fails. What several rooms start from."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def issued_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city with an issued budget, in workspace ``w``; to be copied, never written to."""
    from tests.workspace import monthly_office

    folder = tmp_path_factory.mktemp("issued")
    monthly_office.issued(folder)
    return folder


@pytest.fixture(scope="session")
def half_a_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enterprises of an issued budget after half a year; to be read, never written to."""
    from tests.workspace import firms

    folder = tmp_path_factory.mktemp("firms")
    firms.half_a_year(folder)
    return folder
