"""Guards on what an entry rests on: its day, open years, its document, its version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ghginv.budget.ledger import accounts, consumption
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.findings import Finding

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def day(entry: Entry, position: Position) -> Iterator[Finding]:
    """A day that there is."""
    if not real_day(entry.effective):
        yield remark(entry, "budget-ledger-day", entry.effective or "-")


def closed(entry: Entry, position: Position) -> Iterator[Finding]:
    """No year that is closed, and no day before the last posting of one."""
    books = position.books
    for year in sorted(_budget_years(entry) & books.closed):
        yield remark(entry, "budget-ledger-closed", year)
    if real_day(entry.effective) and entry.effective < books.last_closed:
        yield remark(entry, "budget-ledger-backdated", entry.effective, books.last_closed)


def document(entry: Entry, position: Position) -> Iterator[Finding]:
    """A document that is known, with the digest of its content."""
    hashes = position.books.hashes
    if entry.document not in hashes:
        yield remark(entry, "budget-ledger-document", entry.document or "-")
    elif not _SHA256.fullmatch(str(hashes[entry.document])):
        yield remark(entry, "budget-ledger-document-hash", entry.document)


def evidence(entry: Entry, position: Position) -> Iterator[Finding]:
    """What nobody else signed is a basis of emissions only, and of their reversals."""
    if entry.document not in position.books.evidence or entry.kind in consumption.ACCOUNTS:
        return
    earlier = position.posted(entry.reverses) if entry.reverses else None
    if earlier is None or earlier.kind not in consumption.ACCOUNTS:
        yield remark(entry, "budget-ledger-evidence", entry.document)


def version(entry: Entry, position: Position) -> Iterator[Finding]:
    """A version that is recorded; none only for what moves budgets beside versions."""
    deed = accounts.deeds().get(entry.kind)
    known = position.books.recorded
    if (entry.version or (deed and deed.versioned)) and entry.version not in known:
        yield remark(entry, "budget-ledger-version", entry.version, "、".join(map(str, known)) or "-")


def vintages(entry: Entry, position: Position) -> Iterator[Finding]:
    """Budget years of the plan."""
    years = position.books.years
    for year in sorted(_budget_years(entry) - years):
        yield remark(entry, "budget-ledger-vintage", year, f"{min(years)}–{max(years)}" if years else "-")


def _budget_years(entry: Entry) -> set[int]:
    """The vintages of the legs in budget units: allowances of older years are surrendered after a year is closed."""
    return {leg.vintage for leg in entry.legs if leg.instrument == BUDGET_UNIT}


def real_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as ``2026-01-31``."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
