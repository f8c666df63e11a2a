"""``budget execute``: the months of a year become entries of the ledger, each month an event with its evidence.

Posting again changes nothing where nothing changed; a figure that did is reversed and posted anew. Accounts whose year
was verified, and cells whose inventory was settled, take no estimates any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.workspace.budgets import circumstances, execution, execution_rows, ledger, verified_years
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.execution.revisions import Change, Figure, Place
    from ghginv.store.budgets import Document


@dataclass(frozen=True, slots=True)
class Executed:
    """The budget afterwards, a row an account-month, and remarks; ``posted`` counts the entries."""

    budget: Budget
    rows: list[dict[str, Any]]
    findings: list[Finding]
    posted: int = 0


def execute(
    budget: Budget, year: int, months: Sequence[int] = (), *, note: str = "", expect: int | None = None,
    only_show: bool = False,
) -> Executed:  # fmt: skip
    """Post the months of a year (all that were reported or posted unless named); all of them or nothing.

    InputError before the budget is issued, for a year outside it, or where a guard refuses. With ``only_show`` nothing
    is stored.
    """
    open_year(budget, year)
    computed = execution_rows.monthly(budget, year, months)
    if wrong := errors(computed.findings):
        raise InputError(*wrong)
    # A verified enterprise is not estimated beside it, nor in the rest of a cell in which it stood before it moved.
    done = list(verified_last(budget, year).get("done", ()))
    rows, below = weighed(computed.rows[~computed.rows["enterprise_of"].isin(done)])
    there = standing_figures(budget, year)
    shut = closed_accounts(budget, year, there)
    rows = rows[rows["account"].map(lambda text: not shut.covers(text)).astype(bool)]
    estimates = {place: figure for place, figure in there.items() if place[0] == "estimate"}
    kept = {place: figure for place, figure in estimates.items() if not shut.covers(place[1])}
    wanted = figures(rows)
    changes = _changes(kept, wanted, months)
    findings = [*computed.findings, *below, *_sold_alone(computed.rows, year), *_unbudgeted(budget, year, wanted)]
    told = [_row(each) for each in changes]
    moved = [each for each in changes if each.what != "same"]
    if only_show or not moved:
        return Executed(budget, told, findings)
    made, count = _store(budget, year, moved, rows, note, expect)
    return Executed(made, told, findings, count)


def open_year(budget: Budget, year: int) -> None:
    """InputError where the budget is not issued, or has no such year."""
    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))
    if year not in budget.plan_in_force.years:
        known = "、".join(map(str, budget.plan_in_force.years))
        raise InputError(Finding("budget-execution-year", found=str(year), expected=known))


def weighed(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows of evidence in whole kilograms that can be posted, and a finding for each account-month that cannot.

    An account-month may come to less than nothing by what it sold of power, by nothing else.
    """
    from ghginv.budget.execution import basis, evidence

    found = evidence.weighed(rows)
    below = basis.below_nothing(found)
    sums = found[below].groupby(["year", "month", "account"])["emissions_kg"].sum()
    findings = [
        Finding("budget-execution-negative", found=str(kg),
                details={"month": f"{year}-{month:02d}" if month else year, "account": account})
        for (year, month, account), kg in sums.items()
    ]  # fmt: skip
    return found[~below], findings


def figures(rows: pd.DataFrame) -> dict[Place, Figure]:
    """What rows of evidence come to, by place."""
    from ghginv.budget.execution import evidence
    from ghginv.budget.execution.revisions import Figure

    return {
        (row["kind"], row["account"], int(row["month"])): Figure(int(row["emissions_kg"]), str(row["status"]))
        for row in evidence.totals(rows).to_dict("records")
    }


def standing_figures(budget: Budget, year: int) -> dict[Place, Figure]:
    """What of a year stands in the ledger, by place, with its entries."""
    from ghginv.budget.execution import revisions

    standing = execution.in_force(budget, year)
    told = figures(execution.behind(budget, standing))
    return {
        place: revisions.Figure(revisions.amount(entry), told[place].status if place in told else "", entry)
        for place, entry in standing.items()
    }


def _changes(
    standing: Mapping[Place, Figure], wanted: Mapping[Place, Figure], months: Sequence[int]
) -> list[Change]:
    from ghginv.budget.execution import revisions

    found = revisions.changes(standing, wanted)
    return [each for each in found if not months or each.place[2] in months]


@dataclass(frozen=True)
class Shut:
    """Accounts that take no estimates of a year: verified ones, and all in regions whose inventory was settled.

    An enterprise whose annual data were verified takes none anywhere: it may have moved within the year.
    """

    accounts: frozenset[str]
    regions: frozenset[str]
    enterprises: frozenset[str] = frozenset()

    def covers(self, text: str) -> bool:
        """Whether an account is one of them."""
        from ghginv.budget.ledger.accounts import parse

        account = parse(text)
        known = account.region in self.regions or account.enterprise in self.enterprises
        return known or text in self.accounts


def closed_accounts(budget: Budget, year: int, there: Mapping[Place, Figure]) -> Shut:
    """What of a year takes no estimates any more; ``there`` is what stands in the ledger."""
    told = verified_last(budget, year)
    certain = {place[1] for place in there if place[0] != "estimate"}
    return Shut(frozenset(certain), frozenset(told.get("regions", ())), frozenset(told.get("filed", ())))


def verified_last(budget: Budget, year: int) -> Mapping[str, Any]:
    """What the newest verification of a year said; nothing before the first."""
    return verified_years.last(budget).get(year, {})


def _store(
    budget: Budget, year: int, moved: Sequence[Change], rows: pd.DataFrame, note: str, expect: int | None
) -> tuple[Budget, int]:
    """Each month an event with its document and entries, in one transaction."""
    made, count = budget, 0
    with budget.workspace.writing() as database:
        for month in sorted({each.place[2] for each in moved}):
            mine = [each for each in moved if each.place[2] == month]
            document = evidence_document(f"{year}-{month:02d}", rows, mine)
            told = circumstances.of(made, "execute", {"documents": [document]})
            made = made.write(
                database, "execute", told, note=note, expect=expect, documents=[document],
                detail={"year": year, "month": month, "changed": len(mine)},
            )  # fmt: skip
            expect = None
            count += append(made, database, year, mine, document, effective(made, year, month), note)
    return made, count


def append(
    budget: Budget, database: Any, year: int, wanted: Iterable[Change], document: Document, day: str, note: str
) -> int:
    """Post the entries of changes inside the caller's transaction; how many."""
    from ghginv.budget.execution import revisions
    from ghginv.store import budgets, journal

    poster = revisions.Poster(
        year,
        revisions.left(journal.balances(database, budget.id), year),
        revisions.numbers(journal.entries(database, budget.id)),
    )
    entries = list(poster.entries(wanted, effective=day, document=budgets.number(budget.id, document), note=note))
    return len(ledger.append(budget, database, entries).entries)


def effective(budget: Budget, year: int, month: int) -> str:
    """The last day of the month (of the year for month 0), or the last posting to a closed year where that is later."""
    from ghginv.domain.monthly import last_day

    return max(last_day(year, month or 12), ledger.books(budget).last_closed)


def evidence_document(period: str, rows: pd.DataFrame, wanted: Sequence[Change]) -> Document:
    """The rows behind changes as a document of a budget; what is reversed and not posted anew has a line of 0 kg."""
    import pandas as pd

    from ghginv.budget.execution import evidence
    from ghginv.store.budgets import Document

    places = {each.place for each in wanted}
    keys = zip(rows["kind"], rows["account"], rows["month"], strict=True)
    mine = rows[pd.Series([key in places for key in keys], index=rows.index, dtype=bool)]
    gone = [
        {**dict.fromkeys(evidence.COLUMNS, ""), "kind": kind, "account": account, "year": int(period[:4]),
         "month": month, "emissions_kg": 0}
        for kind, account, month in sorted(each.place for each in wanted if each.what == "reversed")
    ]  # fmt: skip
    content = evidence.written(pd.concat([mine, pd.DataFrame(gone, columns=list(evidence.COLUMNS))]) if gone else mine)
    return Document(execution.EVIDENCE, "", f"执行数据 {period}", f"execution-{period}.csv", content)


def _row(change: Change) -> dict[str, Any]:
    _, account, month = change.place
    status = change.new.status or change.old.status
    return {"month": month, "account": account, "old_t": change.old.kg / 1000, "new_t": change.new.kg / 1000,
            "status": status, "change": change.what}  # fmt: skip


def _unbudgeted(budget: Budget, year: int, wanted: Mapping[Place, Figure]) -> list[Finding]:
    """Accounts that emit and have no budget."""
    from ghginv.budget.ledger.accounts import parse

    where = execution_rows.places(budget, year)
    accounts = where.unbudgeted(parse(account) for (_, account, _), figure in wanted.items() if figure.kg > 0)
    return [Finding("budget-execution-unbudgeted", found=each.text, details={"year": year}) for each in accounts]


def _sold_alone(rows: pd.DataFrame, year: int) -> list[Finding]:
    """Enterprises that sold electricity and reported no fuel of the month: right for wind, not for coal."""
    sellers = rows[rows["category"] == "E.2"]
    if sellers.empty:
        return []
    burning = rows[~rows["category"].str.startswith("E.")]
    known = {*zip(burning["enterprise_of"], burning["month"], strict=True)}
    alone: dict[str, list[int]] = {}
    for enterprise, month in sorted({*zip(sellers["enterprise_of"], sellers["month"], strict=True)} - known):
        alone.setdefault(enterprise, []).append(month)
    return [
        Finding("budget-execution-sold-alone", found=enterprise,
                details={"year": year, "months": "、".join(map(str, months))})
        for enterprise, months in alone.items()
    ]  # fmt: skip
