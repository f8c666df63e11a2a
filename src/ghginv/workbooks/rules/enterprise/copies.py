"""Numbers that another enterprise handed in, or this one for the year before: copied rather than measured."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks import fingerprints
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.rules import facts
from ghginv.workbooks.rules.enterprise import identity
from ghginv.workbooks.rules.enterprise.bounds import thresholds


def numbers(entry: Entry) -> dict[int, float]:
    """The numbers of a row in canonical units, by month; 0 is the year where no month is given."""
    if entry.months:
        given = {month: figure.number for month, figure in entry.months.items()}
    else:
        given = {0: entry.total.number}
    converted = {month: entry.converted(number) for month, number in given.items()}
    return {month: number for month, number in converted.items() if number is not None}


def copied_rows(filled: Filled) -> Iterator[Finding]:
    """The twelve months of a row are not those of another enterprise, nor of the year before."""
    if not filled.context.series or _copied(filled):
        return
    for entry in filled.entries:
        digest = fingerprints.series(numbers(entry), thresholds()["copies"]["distinct"])
        for code, year in _others(filled, filled.context.series.get(digest, ()) if digest else ()):
            same = code == identity.code(filled)
            known = filled.context.enterprises.get(code)
            other = f"{known.name if known else ''} {code}".strip()
            where = next(iter(entry.located.months)).field
            yield entry.finding("copied-year" if same else "copied-row", where, other, year=str(year))
            break


def copied_workbook(filled: Filled) -> Iterator[Finding]:
    """The whole is not what another enterprise handed in."""
    for code, year in _copied(filled)[:1]:
        known = filled.context.enterprises.get(code)
        other = f"{known.name if known else ''} {code}".strip()
        _, cell = filled.fact("credit_code")
        yield Finding("copied-workbook", "", filled.layout.facts.sheet, cell, other, details={"year": year})


def _copied(filled: Filled) -> list[tuple[str, int]]:
    """The other enterprises that handed in the same for this year."""
    if not filled.context.contents:
        return []
    digest = fingerprints.content(content(filled), thresholds()["copies"]["rows"])
    found = _others(filled, filled.context.contents.get(digest, ()) if digest else ())
    return [(code, year) for code, year in found if code != identity.code(filled)]


def content(filled: Filled) -> dict[tuple[str, str, str, str], dict[int, float]]:
    """All activity data, to be digested."""
    return {
        (entry.category, entry.item.code, entry.technology, entry.facility): numbers(entry)
        for entry in filled.entries
        if entry.item
    }


def _others(filled: Filled, found: tuple[tuple[str, int], ...]) -> list[tuple[str, int]]:
    """Other enterprises in this year, or this one in another."""
    own, year = identity.code(filled), facts.year(filled)
    return [(code, other) for code, other in found if (code == own) != (other == year)]
