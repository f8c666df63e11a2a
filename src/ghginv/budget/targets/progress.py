"""Rows of progress as written → reports, or all that is wrong with them, held against the plan and earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise

from ghginv.budget import plan_numbers
from ghginv.budget.plan_numbers import Row
from ghginv.budget.targets import periods, register, series
from ghginv.budget.targets.register import Indicator, Plan, Report
from ghginv.domain import names, policy, target_tables, written_numbers
from ghginv.domain.plan_tables import Written
from ghginv.findings import Finding

Known = Mapping[str, Sequence[Report]]
_FILLED = ("amount", "done")
_REMARKS = ("proof", "note")
_PERCENT = "%"
_FRACTIONS = (30, 300)  # how many times smaller a percentage typed as a fraction looks, within a factor of three or so
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class _Told:
    """A row with the indicator that it is about and its month."""

    row: Row
    indicator: Indicator
    report: Report


def judge(written: Iterable[Written], plan: Plan, known: Known, today: str) -> tuple[list[Report], list[Finding]]:
    """The reports of a sheet and what is wrong with it; rows in which nothing was filled in are left out.

    ``known``: the reports in force by indicator; ``today`` the month that has not ended yet. Reports are to be stored
    only where no finding is an error.
    """
    rows = list(written)
    filled = [row for row in rows if any(row.values.get(name) is not None for name in (*_FILLED, *_REMARKS))]
    findings: list[Finding] = []
    told: list[_Told] = []
    for each in filled:
        row, wrong = plan_numbers.typed(each, target_tables.table(target_tables.PROGRESS))
        found = _told(row, plan)
        findings += [*_percent_text(each, wrong), *(_row(found, today) if found else _unknown(row, plan))]
        told += [found] if found else []
    findings += [*_twice(told), *_over_time(told, known)]
    if not told and not findings:
        findings.append(Finding("target-progress-empty", sheet=target_tables.table("progress").zh))
    elif len(filled) < len(rows):
        sheet = rows[0].sheet
        blank = str(len(rows) - len(filled))
        findings.append(Finding("target-rows-blank", rows[0].file, sheet, "", blank, "", {"all": len(rows)}))
    return [each.report for each in told], findings


def _percent_text(written: Written, wrong: list[Finding]) -> Iterator[Finding]:
    """The findings of a row; of a percentage typed as text with the digits in percent."""
    amount = written.values.get("amount")
    unit = str(written.values.get("unit") or _PERCENT)
    for finding in wrong:
        if finding.code == "text-number" and isinstance(amount, str) and unit == _PERCENT:
            figure = written_numbers.read_text(amount, percent=True)
            if again := figure.finding(finding.sheet, finding.cell):
                yield plan_numbers.placed(written, "amount", again)
                continue
        yield finding


def _told(row: Row, plan: Plan) -> _Told | None:
    """What a row is about; None where its indicator or month is not known."""
    indicator = _indicator(row.text("indicator"), plan)
    period = periods.read(row.text("period"))
    if indicator is None or not period:
        return None
    written = row.written
    report = Report(
        indicator=indicator.id,
        period=period,
        amount=register.exact(row.number("amount")) if row.has("amount") else None,
        done=row.text("done"),
        basis=row.text("basis") or "total",
        status=row.text("status"),
        proof=row.text("proof"),
        note=row.text("note"),
        unit=row.text("unit") or indicator.unit,
        file=written.file,
        sheet=written.sheet,
        cell=written.cells.get("amount" if row.has("amount") else "done", ""),
    )
    return _Told(row, indicator, report)


def _row(told: _Told, today: str) -> Iterator[Finding]:
    """What is wrong with a row by itself."""
    row, indicator, report = told.row, told.indicator, told.report
    if report.period > today:
        yield row.finding("target-future", "period", expected=today)
    if indicator.measure in register.FROM_ZERO and report.period <= periods.of(indicator.base_year):
        yield row.finding("target-before-base", "period", expected=str(indicator.base_year))
    if row.has("unit") and _unit(row.text("unit")) != _unit(indicator.unit):
        yield row.finding("target-unit-other", "unit", expected=indicator.unit)
    if not report.status and "status" not in row.broken:
        yield row.finding("target-status-missing", "status")
    event = indicator.measure == "event"
    if event and row.has("amount"):
        yield row.finding("target-needs-done", "amount")
    elif event and not report.done and "done" not in row.broken:
        yield row.finding("target-needs-done", "done")
    elif not event and not row.has("amount") and "amount" not in row.broken:
        yield row.finding("target-needs-number", "amount")
    if report.done == "yes" and not report.proof:
        yield row.finding("target-proof-missing", "proof")
    if report.basis == "month" and indicator.measure not in series.ADDING:
        word = target_tables.word("indicators", "measure", indicator.measure)
        yield row.finding("target-basis", "basis", expected=word)
    if report.amount is not None and abs(report.amount) > register.MOST:
        yield row.finding("target-size", "amount")
    rate = indicator.unit == _PERCENT and indicator.measure == "cut"
    if rate and report.amount is not None and report.amount > _HUNDRED:
        yield row.finding("target-percent-over", "amount")


def _unknown(row: Row, plan: Plan) -> Iterator[Finding]:
    """A row whose indicator the plan does not have, or whose month cannot be read."""
    code = row.text("indicator")
    if code and _indicator(code, plan) is None:
        titles = [one.name for one in plan.indicators]
        near = get_close_matches(row.text("name") or code, titles, n=2, cutoff=0.4) or list(plan.by_id)[:5]
        yield row.finding("target-indicator-unknown", "indicator", expected="、".join(near), plan=plan.id)
    if not periods.read(row.text("period")):
        yield row.finding("target-period", "period")


def _indicator(text: str, plan: Plan) -> Indicator | None:
    """The indicator of a code or a name; a code that lost its leading zero is found too."""
    named = {names.plain(each.name): each for each in plan.indicators}
    return plan.by_id.get(text) or named.get(names.plain(text)) or plan.by_id.get(text.zfill(2))


def _unit(text: str) -> str:
    return plan_numbers.unit(text) or text.strip()


def _twice(told: list[_Told]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], _Told] = {}
    for each in told:
        key = each.indicator.id, each.report.period
        before = seen.setdefault(key, each)
        if before is not each:
            found = f"{key[0]} {key[1]}"
            yield each.row.finding("target-report-twice", "indicator", found=found, expected=before.row.place)


def _over_time(told: list[_Told], known: Known) -> Iterator[Finding]:
    """What the months of an indicator say together: sums that fall, months that lack the one before, jumps."""
    for code in dict.fromkeys(each.indicator.id for each in told):
        mine = {each.report.period: each for each in told if each.indicator.id == code}
        indicator = next(iter(mine.values())).indicator
        reports = {each.period: each for each in known.get(code, ())}
        reports |= {period: each.report for period, each in mine.items()}
        line = series.points(indicator, reports.values())
        valued = [point for point in line if point.value is not None]
        for point in line:
            if point.value is None and point.report.amount is not None and point.period in mine:
                yield mine[point.period].row.finding("target-month-gap", "amount", period=point.period)
        for before, after in pairwise(valued):
            about = mine.get(after.period) or mine.get(before.period)
            if about is not None:
                yield from _step(about, indicator, before, after)
        if valued and valued[0].period in mine and len(valued) == 1:
            yield from _first(mine[valued[0].period], indicator, valued[0].value)


def _step(about: _Told, indicator: Indicator, before: series.Point, after: series.Point) -> Iterator[Finding]:
    assert before.value is not None
    assert after.value is not None
    told = {"period": after.period, "before": before.period, "unit": indicator.unit}
    shown, expected = _shown(after.value), _shown(before.value)
    if _falls(indicator, before, after):
        yield about.row.finding("target-falling", "amount", found=shown, expected=expected, **told)
        return
    small, large = sorted((abs(before.value), abs(after.value)))
    if not small:
        return
    if indicator.unit == _PERCENT and _FRACTIONS[0] <= large / small <= _FRACTIONS[1] and small < 1:
        yield about.row.finding("target-percent-fraction", "amount", expected=_shown(small * _HUNDRED))
    elif large / small > policy.find("target_jump", periods.year(after.period)).number:
        yield about.row.finding("target-jump", "amount", found=shown, expected=expected, **told)


def _first(about: _Told, indicator: Indicator, value: Fraction | None) -> Iterator[Finding]:
    """The first value has only the target to be held against."""
    goal = indicator.current(about.report.period)
    if not value or goal.target is None or indicator.unit != _PERCENT or not 0 < value < 1:
        return
    if _FRACTIONS[0] <= goal.target / value <= _FRACTIONS[1]:
        code = "target-percent-small" if indicator.measure in register.FROM_ZERO else "target-percent-fraction"
        yield about.row.finding(code, "amount", expected=_shown(value * _HUNDRED))


def _falls(indicator: Indicator, before: series.Point, after: series.Point) -> bool:
    """Whether what can only grow has become less."""
    assert before.value is not None
    assert after.value is not None
    if indicator.measure not in series.ADDING or after.value >= before.value:
        return False
    return indicator.measure == "added" or periods.year(before.period) == periods.year(after.period)


def _shown(value: Fraction) -> str:
    return written_numbers.digits(float(value))
