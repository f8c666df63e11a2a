"""Against last year, and against other enterprises."""

from __future__ import annotations

import pickle

import pytest

from ghginv.workbooks import fingerprints
from ghginv.workbooks.judge import Context
from ghginv.workbooks.judgement import Known
from ghginv.workbooks.layout import MONTHS
from tests.workbooks import enterprise_files as files

CODE, OTHER = files.CODE, files.OTHER


def last_year(verdict, factor: float = 1.0) -> dict[tuple[str, str, str], float]:
    """What the small works would have used last year."""
    found: dict[tuple[str, str, str], float] = {}
    for each in files.judged(verdict.path()).activities:
        key = (each.category, each.item, each.facility)
        found[key] = found.get(key, 0.0) + (each.quantity or 0.0) * factor
    return found


def known(verdict, changed: dict[tuple[str, str, str], float] | None = None) -> dict[str, object]:
    last = {**last_year(verdict), **(changed or {})}
    return {"enterprises": {CODE: Known(files.NAME, "440311", {2023: last})}}


KEY = ("1.2.4", "diesel", "F01")


@pytest.mark.parametrize(
    ("times", "code"),
    [
        (1, ""), (2.5, ""), (1 / 2.5, ""), (5, "history-above"), (1 / 5, "history-below"),
        (10, "history-unit"), (1 / 10, "history-unit"), (1000, "history-unit"), (1 / 10000, "history-unit"),
    ],
)  # fmt: skip
def test_jumps(verdict, times: float, code: str) -> None:
    now = last_year(verdict)[KEY]
    found = verdict.findings(**known(verdict, {KEY: now / times}))
    assert [(each.code, each.sheet, each.cell) for each in found] == ([(code, "燃料", "T6")] if code else [])


def test_the_mistaken_unit_is_named(verdict) -> None:
    now = last_year(verdict)[KEY]
    finding = verdict.one(**known(verdict, {KEY: now / 980}))
    assert "1000" in finding.text()


def test_facilities_of_another_name_are_compared_by_item(verdict) -> None:
    now = last_year(verdict)
    last = {("1.2.4", "diesel", "老线"): (now[KEY] + now["1.2.4", "diesel", "F02"] + sum(_vehicles(now))) / 10}
    context = {"enterprises": {CODE: Known(years={2023: last})}}
    assert [code for code, _, _ in verdict.found(**context)] == ["history-unit"]


def _vehicles(now: dict[tuple[str, str, str], float]) -> list[float]:
    return [amount for (category, item, _), amount in now.items() if item == "diesel" and category != "1.2.4"]


def test_a_month_that_stands_out_is_not_told_twice(verdict) -> None:
    context = known(verdict)
    assert [code for code, _, _ in verdict.change("燃料", 2, month_2=20000).found(**context)] == ["month-spike"]


def test_other_years_do_not_count(verdict) -> None:
    context = {"enterprises": {CODE: Known(years={2022: last_year(verdict, 1000)})}}
    assert verdict.found(**context) == []


def test_the_months_of_another_enterprise(verdict) -> None:
    numbers = {month: verdict.rows["购入电力"][1][name] for month, name in enumerate(MONTHS, start=1)}
    series = {fingerprints.series(numbers, 6): ((CODE, 2024), (OTHER, 2024))}
    finding = verdict.one(series=series, enterprises={OTHER: Known("另一家（虚构）")})
    assert (finding.code, finding.sheet, finding.cell, finding.severity) == ("copied-row", "购入电力", "D5", "warning")
    assert finding.found == f"另一家（虚构） {OTHER}"


def test_the_months_of_last_year(verdict) -> None:
    numbers = {month: verdict.rows["购入电力"][1][name] for month, name in enumerate(MONTHS, start=1)}
    digest = fingerprints.series(numbers, 6)
    assert [code for code, _, _ in verdict.found(series={digest: ((CODE, 2023),)})] == ["copied-year"]
    assert verdict.found(series={digest: ((OTHER, 2023),)}) == []


def test_the_workbook_of_another_enterprise(verdict) -> None:
    activities = files.judged(verdict.path()).activities
    digest = fingerprints.content(fingerprints.numbers(activities), 5)
    finding = verdict.one(contents={digest: ((OTHER, 2024),)})
    assert (finding.code, finding.sheet, finding.cell, finding.severity) == (
        "copied-workbook",
        "基本信息",
        "B3",
        "error",
    )
    assert verdict.found(contents={digest: ((CODE, 2024),)}) == []


def test_stored_activities_and_a_workbook_have_the_same_fingerprints(verdict) -> None:
    verdict.change("购入电力", 0, unit="万千瓦时")
    stored = fingerprints.numbers(files.judged(verdict.path()).activities)
    rows = {fingerprints.series(by_month, 6): ((OTHER, 2024),) for by_month in stored.values()}
    copied = [(sheet, cell) for code, sheet, cell in verdict.found(series=rows) if code == "copied-row"]
    assert len(copied) == len(rows) == len(stored)


def test_even_months_are_no_fingerprint() -> None:
    assert fingerprints.series(dict.fromkeys(range(1, 13), 5.0), 6) == ""
    assert fingerprints.series({month: float(month) for month in range(1, 12)}, 6) == ""


def test_a_context_of_500_enterprises_is_quick_to_send() -> None:
    years = {2023: {("1.2.4", f"fuel_{number}", "F01"): 1.0 for number in range(20)}}
    context = Context(
        2026,
        enterprises={f"91440300MA5DEM{number:03}0": Known("演示", "440311", years) for number in range(500)},
        series={f"{number:020}": ((CODE, 2024),) for number in range(10000)},
    )
    sent = pickle.dumps(context)
    assert len(sent) < 1_000_000
    assert pickle.loads(sent) == context
