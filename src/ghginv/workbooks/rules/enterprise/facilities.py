"""Facilities: each has a code of its own, other sheets name codes that exist, and nothing runs that is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ghginv.domain import names, regions
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks import dates
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import MONTHS
from ghginv.workbooks.rules import facts

RUNNING = ("activity", "output")


@dataclass(frozen=True, slots=True)
class Span:
    """The months of the year in which something runs, both included; none where ``last`` is below ``first``."""

    first: int = 1
    last: int = 12

    def __contains__(self, month: int) -> bool:
        return self.first <= month <= self.last


def codes(filled: Filled) -> dict[str, Entry]:
    """The facilities by the plain spelling of their codes."""
    found: dict[str, Entry] = {}
    for entry in filled.of_role("facilities"):
        if entry.said("code"):
            found.setdefault(names.plain(entry.said("code")), entry)
    return found


def spans(filled: Filled) -> dict[str, Span]:
    """When each facility runs, by plain code; under the empty code when the enterprise does."""
    year = facts.year(filled)
    if year is None:
        return {}
    closed = dates.read(filled.fact_cell("closed")[0], filled.workbook.date1904)
    found = {"": _span(None, closed if closed and closed.year >= year else None, year)}
    for name, entry in codes(filled).items():
        opened, shut = day(filled, entry, "opened"), day(filled, entry, "closed")
        if opened or shut:
            found[name] = _span(opened, shut, year)
    return found


def _span(opened: date | None, closed: date | None, year: int) -> Span:
    first = 1 if opened is None or opened.year < year else 13 if opened.year > year else opened.month
    last = 12 if closed is None or closed.year > year else 0 if closed.year < year else closed.month
    return Span(first, last)


def day(filled: Filled, entry: Entry, field: str) -> date | None:
    """The day in a column of a row, or None."""
    column = entry.column(field)
    return dates.read(entry.cell(column), filled.workbook.date1904) if column else None


def code_twice(filled: Filled) -> Iterator[Finding]:
    """Two facilities do not share a code."""
    first = codes(filled)
    for entry in filled.of_role("facilities"):
        earlier = first.get(names.plain(entry.said("code")))
        if earlier and earlier is not entry:
            other = f"{earlier.sheet}!{earlier.address('code')}"
            yield entry.finding("facility-twice", "code", entry.said("code"), other=other)


def known(filled: Filled) -> Iterator[Finding]:
    """A row names a facility that is listed; where none is listed at all it is said once."""
    listed = codes(filled)
    strange = [entry for entry in filled.of_role(*RUNNING, "measured") if entry.site and entry.site not in listed]
    table = next((table for table in filled.layout.tables if table.role == "facilities"), None)
    if strange and table and not listed and not filled.of_role("facilities"):
        found = "、".join(dict.fromkeys(entry.facility for entry in strange))
        yield Finding("facility-none", sheet=table.sheet, cell="A4", found=found, expected=table.sheet)
        return
    for entry in strange:
        near = names.nearest(entry.facility, {name: (name,) for name in listed}) or list(listed)[:5]
        told = "、".join(listed[name].said("code") for name in near) or "-"
        yield entry.finding("facility-unknown", "facility", entry.facility, near=told)


def regions_known(filled: Filled) -> Iterator[Finding]:
    """A facility stands in a region that exists; one outside the workspace is counted where it stands."""
    own, year = filled.context.region, facts.year(filled)
    for entry in filled.of_role("facilities"):
        region = entry.said("region")
        if not region:
            continue
        if not regions.known(region):
            near = "、".join(f"{code} {regions.find_code(code).zh}" for code in regions.nearest(region)) or "-"
            yield entry.finding("template-region-unknown", "region", region, near=near)
        elif not regions.find_code(region).valid(year):
            yield entry.finding("template-region-not-in-force", "region", _label(region), str(year))
        elif own and own not in regions.chain(region):
            yield entry.finding("facility-outside", "region", _label(region), _label(own))


def days_readable(filled: Filled) -> Iterator[Finding]:
    """Days of opening and closing are readable, the closing not before the opening."""
    for entry in filled.of_role("facilities"):
        opened, closed = day(filled, entry, "opened"), day(filled, entry, "closed")
        for field, read in (("opened", opened), ("closed", closed)):
            if entry.said(field) and read is None:
                yield entry.finding("date-unreadable", field, entry.said(field), "2024-06-30")
        if opened and closed and closed < opened:
            yield entry.finding("facility-closed-first", "closed", str(closed), str(opened))


def runs_while_closed(filled: Filled) -> Iterator[Finding]:
    """Nothing is used or made in a month after the closing or before the opening: said once for each row."""
    known_spans = spans(filled)
    enterprise = known_spans.get("", Span())
    always = all(span == Span() for span in known_spans.values())
    for entry in () if always else filled.of_role(*RUNNING):
        facility = known_spans.get(entry.site, enterprise)
        for month, number in _amounts(entry):
            where = MONTHS[month - 1] if month else "quantity"
            told = {"facility": entry.facility}
            told |= {"month": str(month or "全年"), "month_en": str(month or "the year")}
            if not _runs(enterprise, month):
                yield entry.finding("enterprise-closed", where, number, filled.fact("closed")[0], **told)
                break
            if not _runs(facility, month):
                yield entry.finding("facility-closed", where, number, **told)
                break


def _runs(span: Span, month: int) -> bool:
    return month in span if month else span.first <= span.last


def _amounts(entry: Entry) -> Iterator[tuple[int, str]]:
    for month, figure in entry.months.items():
        if figure.number:
            yield month, digits(figure.number)
    if not entry.months and entry.total.number:
        yield 0, digits(entry.total.number)


def _label(code: str) -> str:
    return f"{code} {regions.find_code(code).zh}"
