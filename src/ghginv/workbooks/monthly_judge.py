"""A monthly or quarterly report → activity data by month, economic figures, or findings that name the cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from ghginv.domain import credit_codes, items, monthly_items, names, regions
from ghginv.domain import industries as gbt4754
from ghginv.domain.monthly import ENTERPRISE, INDICATOR, KIND, REPORTED, Figure, Reported, Said, last_day
from ghginv.domain.records import Activity
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding, errors
from ghginv.workbooks import monthly_reading, monthly_series, monthly_units
from ghginv.workbooks.cells import Workbook
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workbooks.monthly_facts import Facts, read_facts
from ghginv.workbooks.monthly_known import Stay, Surroundings
from ghginv.workbooks.monthly_reading import Line
from ghginv.workbooks.signature import Signature

FORMS = {"enterprise": ENTERPRISE, "indicators": INDICATOR}
_ANYWHERE = ("1.2.U", "1.4.O")  # fuels of an industry that no budget tells: of an enterprise, of a region


@dataclass
class _Draft:
    """A report while it is judged; ``seen`` are the cells of what was reported, by thing."""

    facts: Facts
    around: Surroundings
    activities: list[Activity] = field(default_factory=list)
    rows: list[Said] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    seen: dict[tuple[str, ...], str] = field(default_factory=dict)
    series: dict[tuple[str, ...], list[monthly_series.Point]] = field(default_factory=dict)


def judge(workbook: Workbook, signed: Signature, context: Context) -> Judgement:
    """Judge a report; records are given only where no error keeps it out."""
    around = context.monthly or Surroundings(today=f"{context.today_year}-12-31")
    read = monthly_reading.read_monthly(workbook, signed)
    facts = read_facts(read.rows["facts"], around, workbook.name)
    draft = _Draft(facts, around)
    for table in FORMS:
        for line in monthly_reading.lines(read.rows, table):
            draft.lines.append(line)
            _activity(draft, line, FORMS[table])
    for line in monthly_reading.lines(read.rows, "economics"):
        draft.lines.append(line)
        _figure(draft, line)
    if facts.year:
        monthly_series.check(draft.series, around.history, facts.year)
    findings = [*read.findings, *facts.findings, *(each for line in draft.lines for each in line.findings)]
    if not draft.lines and not errors(findings):
        findings.append(Finding("monthly-empty", workbook.name))
    judgement = Judgement(KIND, facts.region, facts.year or None, facts.enterprise, signed.version, findings=findings)
    if judgement.accepted:
        judgement.activities = draft.activities
        judgement.monthly = Reported(
            facts.sender, facts.name, facts.year, *facts.period, tuple(draft.rows), tuple(draft.figures)
        )
    return judgement


def _activity(draft: _Draft, line: Line, form: str) -> None:
    """A row of use or production as activity data, where nothing about it is wrong."""
    quantity = monthly_units.canonical(line)
    month = _month(draft, line)
    meaning = monthly_items.meanings().get(line.text("item"))
    place = _facility(draft, line, month) if form == ENTERPRISE else _cell(draft, line, required=True)
    if form == INDICATOR and draft.facts.enterprise:
        line.remark("monthly-enterprise-only", "region", draft.facts.enterprise)
    if quantity is None or not month or meaning is None or place is None or line_fails(line):
        return
    codes = draft.around.industries.get(place.industry)
    fallback = _ANYWHERE[form == INDICATOR] if codes is None else monthly_items.category(codes)
    made = Activity(
        region=place.region, year=draft.facts.year, category=meaning.category or fallback, item=meaning.item,
        quantity=quantity, unit=meaning.unit, sheet=line.written.sheet, cell=line.cell("quantity"),
        reported_value=digits(float(line.values["quantity"])), reported_unit=line.text("unit"), month=month,
        enterprise=place.enterprise, facility=place.facility, source=line.text("evidence"),
    )  # fmt: skip
    who = (place.enterprise, place.facility) if form == ENTERPRISE else (place.region, place.industry)
    thing = (form, *who, made.category, made.item)
    if not _twice(draft, line, (*thing, str(month)), "quantity"):
        draft.activities.append(made)
        draft.rows.append(
            Said(made.sheet, made.cell, form, place.industry, line.text("status"), line.text("evidence"))
        )
        _beside(draft, line, thing, month)
        _point(draft, line, thing, month, quantity)


def line_fails(line: Line) -> bool:
    """Whether an error was found in a row."""
    return bool(errors(line.findings))


def _month(draft: _Draft, line: Line) -> int:
    """The month of a row; 0 where it is missing or outside the period of the report."""
    number = int(line.values.get("month", 0))
    first, last = draft.facts.period
    year = int(line.values.get("year", 0)) or draft.facts.year
    if number and first and (not first <= number <= last or year != draft.facts.year):
        expected = f"{draft.facts.year}-{first:02d}" + (f"–{last:02d}" if first != last else "")
        line.remark("monthly-month-outside", "month", f"{year}-{number:02d}", expected)
        return 0
    return number


def _facility(draft: _Draft, line: Line, month: int) -> Stay | None:
    """The facility of a row as it stands on the last day of the month; None where there is none or several."""
    code = credit_codes.plain(line.text("enterprise"))
    if not code:
        return None
    if problem := credit_codes.problem(code):
        line.remark(problem.code, "enterprise", problem.found or code, problem.expected, **problem.details)
        return None
    if draft.facts.enterprise and code != draft.facts.enterprise:
        line.remark("monthly-other-enterprise", "enterprise", code, draft.facts.enterprise)
        return None
    named = line.text("facility")
    if not draft.around.known:
        return Stay(code, named, draft.facts.region, "")
    if not draft.facts.year or not month:
        return None
    day = last_day(draft.facts.year, month)
    stays = draft.around.facilities(code, day)
    same = [each for each in stays if not (named and each.facility) or names.plain(each.facility) == names.plain(named)]
    if not stays:
        line.remark("monthly-enterprise-unknown", "enterprise", code, day=day)
    elif not same:
        line.remark("monthly-facility-unknown", "facility", named, "、".join(each.facility for each in stays))
    elif len(same) > 1:
        line.remark("monthly-facility-several", "facility", code, "、".join(each.facility for each in same))
    return same[0] if len(same) == 1 else None


def _cell(draft: _Draft, line: Line, *, required: bool) -> Stay | None:
    """Region and industry of a row; None where one of them is unknown."""
    region, industry = line.text("region"), line.text("industry")
    around = draft.around
    sound = bool(region) and (bool(industry) or not required)
    if region and not (region in around.regions if around.known else regions.known(region)):
        near = "、".join([*around.regions][:12]) if around.known else "、".join(regions.nearest(region))
        line.remark("monthly-region-unknown", "region", region, near or "-")
        sound = False
    elif region and around.known and draft.facts.region not in (region, *around.regions[region]):
        line.remark("monthly-region-outside", "region", region, draft.facts.region)
        sound = False
    if industry and not (industry in around.industries if around.known else gbt4754.known(industry)):
        near = "、".join([*around.industries][:12]) if around.known else "、".join(gbt4754.nearest(industry))
        line.remark("monthly-industry-unknown", "industry", industry, near or "-")
        sound = False
    return Stay("", "", region, industry) if sound else None


def _figure(draft: _Draft, line: Line) -> None:
    """An economic figure."""
    month = _month(draft, line)
    place = _cell(draft, line, required=False)
    value, unit = monthly_units.economic(line)
    if draft.facts.enterprise:
        line.remark("monthly-enterprise-only", "region", draft.facts.enterprise)
    if value is None or not month or place is None or line_fails(line):
        return
    indicator = line.text("indicator")
    thing = ("economic", place.region, place.industry, "", indicator)
    if _twice(draft, line, (*thing, str(month)), "value"):
        return
    price, status = line.text("price_base"), line.text("status") or REPORTED
    made = Figure(
        place.region, place.industry, draft.facts.year, month, indicator, value, unit, price, status,
        line.written.sheet, line.cell("value"),
    )  # fmt: skip
    draft.figures.append(made)
    _point(draft, line, thing, month, value, "value")


def _twice(draft: _Draft, line: Line, thing: tuple[str, ...], column: str) -> bool:
    """Whether the same thing was reported by a row above."""
    where = f"{line.written.sheet}!{line.cell(column)}"
    first = draft.seen.setdefault(thing, where)
    if first != where:
        line.remark("monthly-duplicate", column, first)
    return first != where


def _beside(draft: _Draft, line: Line, thing: tuple[str, ...], month: int) -> None:
    """What another sender reported already, and a whole beside its part."""
    if other := draft.around.others.get((*thing, str(draft.facts.year), str(month))):
        sender, submission = other
        if sender != draft.facts.sender:
            line.remark("monthly-other-sender", "quantity", submission, sender)
    *head, item = thing
    for whole in items.holders(item)[1:]:
        if where := draft.seen.get((*head, whole, str(month))):
            line.remark("monthly-whole-and-part", "quantity", where)


def _point(
    draft: _Draft, line: Line, thing: tuple[str, ...], month: int, quantity: float, column: str = "quantity"
) -> None:
    def remark(code: str, found: str, expected: str, told: dict[str, object]) -> None:
        line.remark(code, column, found, expected, **told)

    at = 12 * draft.facts.year + month
    draft.series.setdefault(thing, []).append(monthly_series.Point(at, quantity, remark))

