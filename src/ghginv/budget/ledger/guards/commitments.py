"""Guards on what is kept for projects: one project at one place, back to where it came from, into its own layer."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger.accounts import AVAILABLE, RESERVE, Account
from ghginv.budget.ledger.commitments import COMMITTED, FOR_PROJECTS, KINDS, RESERVED
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.budget.ledger.guards.movement import upwards
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.budget.ledger.guards.registers import kept_by
from ghginv.findings import Finding

_KEPT = {
    "hold": {RESERVED: 1}, "hold-release": {RESERVED: -1}, "commitment": {RESERVED: -1, COMMITTED: 1},
    "lapse": {COMMITTED: -1}, "start": {COMMITTED: -1},
}  # fmt: skip
"""Which accounts of a project each kind of entry moves, and in which direction."""


def form(entry: Entry, position: Position) -> Iterator[Finding]:
    """One project at one place in one year: one account of it and another side, or held and committed."""
    if entry.kind not in KINDS:
        return
    mine, others = _sides(entry)
    moved = {leg.account.kind: 1 if leg.amount_kg > 0 else -1 for leg in mine}
    one = len({(leg.account.place, leg.account.project) for leg in mine}) == 1
    years = len({(leg.vintage, leg.instrument) for leg in entry.legs}) == 1
    right = moved == _KEPT[entry.kind] and len(mine) == len(moved) and bool(others) == (entry.kind != "commitment")
    if not (one and years and right) or any(not leg.account.project for leg in mine):
        told = " / ".join(f"{leg.account.text} {leg.amount_kg:+d}" for leg in entry.legs)
        yield remark(entry, "budget-ledger-project", told or "-", " ".join(_KEPT[entry.kind]))


def origin(entry: Entry, position: Position) -> Iterator[Finding]:
    """Held at its own place or from the reserve for new projects of its region or above; given back where it came from.

    Where a project starts, the difference may also go to the place itself. A hold whose budget went back, or on, is not
    reversed: another's would go in its stead.
    """
    earlier = position.posted(entry.reverses) if entry.reverses else None
    undone = earlier is not None and earlier.kind == "hold"
    kept = kept_by(entry) if entry.kind in KINDS or undone else None
    if kept is None:
        return
    account, year = kept
    came = position.origins.of_project(kept)
    for leg in _sides(entry)[1]:
        where = {"account": leg.account.text, "project": account.project}
        if entry.kind == "hold":
            if not _may_give(leg.account, account, position, year):
                yield remark(entry, "budget-ledger-project-reserve", leg.account.text, account.region, **where)
        elif entry.kind != "start" or leg.account.kind.startswith(RESERVE):
            most = came.get(leg.account, 0)
            if leg.amount_kg > most:
                yield remark(entry, "budget-ledger-project-origin", leg.amount_kg, most, **where)


def target(entry: Entry, position: Position) -> Iterator[Finding]:
    """A project that starts joins a layer of its own region and industry, at one account."""
    kept = kept_by(entry) if entry.kind == "start" else None
    if kept is None:
        return
    account, _ = kept
    joined = [leg.account for leg in entry.legs if leg.account.kind == AVAILABLE and leg.account.place != account.place]
    wrong = [each for each in joined if (each.region, each.industry) != (account.region, account.industry)]
    if wrong or len(joined) > 1 or not any(leg.account.kind == AVAILABLE for leg in entry.legs):
        told = "、".join(each.text for each in joined) or "-"
        yield remark(entry, "budget-ledger-project-target", told, f"{account.region} / {account.industry}")


def _sides(entry: Entry) -> tuple[list[Leg], list[Leg]]:
    """The legs of the project, and the others."""
    mine = [leg for leg in entry.legs if leg.account.kind in (RESERVED, COMMITTED)]
    return mine, [leg for leg in entry.legs if leg not in mine]


def _may_give(source: Account, kept: Account, position: Position, year: int) -> bool:
    """Whether budget of an account may be held for a project at a place."""
    if source.kind == AVAILABLE:
        return source.place == kept.place
    return source.kind == FOR_PROJECTS and source.region in upwards(position.books.regions, kept, year)
