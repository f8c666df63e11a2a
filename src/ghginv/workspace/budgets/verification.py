"""``budget verify``: verified annual data replace the estimates of a year, once; the inventory settles the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.workspace.budgets import circumstances, execution_posting, execution_rows, verified_years
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.remainder import FEEDING

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.execution.revisions import Change, Figure, Place
    from ghginv.budget.execution.settling import Inventory, Settled
    from ghginv.budget.ledger.accounts import Account
    from ghginv.workspace.runs import Run

_KG = 1000


@dataclass(frozen=True, slots=True)
class Verified:
    """The budget afterwards, a row an account, a row a settled inventory, and remarks; ``posted`` counts entries."""

    budget: Budget
    rows: list[dict[str, Any]]
    inventories: list[dict[str, Any]]
    findings: list[Finding]
    posted: int = 0


def verify(budget: Budget, year: int, run: str = "", *, note: str = "", expect: int | None = None) -> Verified:
    """Post the verified emissions of a year and what its inventories have beyond them; all of it or nothing.

    ``run`` is the inventory that settles its region, beside those that settled others before; by default the newest of
    each region of the budget. InputError before the budget is issued, for a year outside it, a run of another year, or
    where a guard refuses.
    """
    from ghginv.budget.execution import settling
    from ghginv.store import submissions

    execution_posting.open_year(budget, year)
    filed = submissions.enterprise_active(budget.workspace.database, year, FEEDING)
    computed = execution_rows.verified(budget, year, filed)
    if wrong := errors(computed.findings):
        raise InputError(*wrong)
    inventories = _inventories(budget, year, run)
    regions = frozenset(code for each in inventories for code in each.regions)
    ready, waiting = settling.postable(computed.rows, regions)
    rows, settled, below = _settled(budget, year, ready, inventories)
    lost = {str(each.details["enterprise"]) for each in computed.findings if each.code == "budget-execution-gone"}
    enterprises = _standing(budget, year, filed) - lost
    changes = _changes(budget, year, rows, regions, enterprises)
    findings = [*computed.findings, *below, *_left_out(changes, year), *_remarks(budget, year, settled, waiting)]
    told, listed = [_row(each) for each in changes], [_told(each) for each in settled]
    moved = [each for each in changes if each.what != "same"]
    detail = {
        "year": year, "regions": sorted(regions), "inventories": listed, "filed": sorted(enterprises),
        "settles": {each.region: sorted(each.regions) for each in inventories}, **_who(ready, waiting | lost),
    }  # fmt: skip
    if not moved and detail == {**_nothing(year), **execution_posting.verified_last(budget, year)}:
        return Verified(budget, told, listed, findings)
    document = execution_posting.evidence_document(f"{year}-verified", rows, moved)
    papers = [document] if moved else []
    with budget.workspace.writing() as database:
        taken = circumstances.of(budget, "verify", {"documents": papers})
        made = budget.write(database, "verify", taken, note=note, expect=expect, detail=detail, documents=papers)
        if not moved:
            return Verified(made, told, listed, findings)
        day = execution_posting.effective(made, year, 0)
        count = execution_posting.append(made, database, year, moved, document, day, note)
    return Verified(made, told, listed, findings, count)


def _standing(budget: Budget, year: int, filed: Iterable[Mapping[str, Any]]) -> set[str]:
    """The enterprises of filings that stand somewhere in the year.

    Rows of a facility that stands nowhere are not posted: what was estimated of such an enterprise stays.
    """
    known = {code for code, _ in execution_rows.places(budget, year).facilities(0)}
    return {str(each["enterprise"]) for each in filed} & known


def _who(ready: pd.DataFrame, waiting: frozenset[str]) -> dict[str, list[str]]:
    """The enterprises whose verified figures are posted, those of which nothing waits, and the filings."""
    posted = {str(each) for each in ready["enterprise_of"]}
    filings = sorted({str(each) for each in ready["submission"]})
    return {"enterprises": sorted(posted), "done": sorted(posted - waiting), "submissions": filings}


def _nothing(year: int) -> dict[str, Any]:
    """What is told of a year of which nothing was verified yet."""
    names = ("regions", "inventories", "enterprises", "filed", "done", "submissions")
    return {"year": year, **{name: [] for name in names}, "settles": {}}


def _changes(
    budget: Budget, year: int, rows: pd.DataFrame, regions: frozenset[str], enterprises: set[str]
) -> list[Change]:
    """What must be posted: certain figures anew, and the estimates beside them taken back.

    Those of ``enterprises``, whose annual data are verified, wherever they stand: one that moved within the year has
    estimates where it was, and the verified figure where it is.
    """
    from ghginv.budget.execution import revisions
    from ghginv.budget.ledger.accounts import parse

    wanted = execution_posting.figures(rows)
    certain = {place[1] for place in wanted}
    standing: dict[Place, Figure] = {
        place: figure
        for place, figure in execution_posting.standing_figures(budget, year).items()
        if place[0] != "estimate" or place[1] in certain
        or (at := parse(place[1])).region in regions or at.enterprise in enterprises
    }
    return revisions.changes(standing, wanted)


def _settled(
    budget: Budget, year: int, ready: pd.DataFrame, inventories: Sequence[Inventory]
) -> tuple[pd.DataFrame, list[Settled], list[Finding]]:
    """Rows of evidence of verified figures and of what inventories have beyond them; what cannot be posted."""
    import pandas as pd

    from ghginv.budget.execution import evidence, settling

    verified, below = execution_posting.weighed(ready)
    sums = {str(account): int(kg) for account, kg in verified.groupby("account")["emissions_kg"].sum().items()}
    weights = _weights(budget, year, {str(each) for each in ready["enterprise_of"]}, inventories)
    parts, settled = [verified], []
    for inventory in inventories:
        found, shares = settling.settle(inventory, sums, weights)
        settled.append(found)
        rest = [_rest(budget, year, inventory, account, kg) for account, kg in sorted(shares.items())]
        parts += [pd.DataFrame(rest, columns=list(evidence.COLUMNS))] if rest else []
    return pd.concat(parts, ignore_index=True), settled, below


def _rest(budget: Budget, year: int, inventory: Inventory, account: Account, kg: int) -> dict[str, Any]:
    from ghginv.budget.execution import evidence

    told = {"kind": "unexplained", "account": account.text, "year": year, "month": 0, "emissions_kg": kg}
    told |= {"status": "verified", "basis": execution_rows.basis(budget), "submission": inventory.run}
    return {**dict.fromkeys(evidence.COLUMNS, ""), **told, "activity_ids": inventory.run}


def _weights(
    budget: Budget, year: int, verified: set[str], inventories: Sequence[Inventory]
) -> dict[Account, int]:
    """What months reported of accounts, verified enterprises left out.

    For an inventory in whose regions no month was reported these are the budgets there, at last those of all its
    enterprises.
    """
    from ghginv.budget.ledger.accounts import parse

    rows = execution_rows.monthly(budget, year).rows
    rows = rows[~rows["enterprise_of"].isin(verified)]
    sums = rows.groupby("account")["grams"].sum()
    found = {parse(str(account)): int(grams) for account, grams in sums.items() if grams > 0}
    budgets = execution_rows.places(budget, year).budgets
    for inventory in inventories:
        if not any(account.region in inventory.regions for account in found):
            here = {account: kg for account, kg in budgets.items() if account.region in inventory.regions and kg > 0}
            found |= {account: kg for account, kg in here.items() if account.enterprise not in verified} or here
    return found


def _inventories(budget: Budget, year: int, run: str) -> list[Inventory]:
    """The inventories that settle regions: districts first, then the city with what they do not have."""
    from ghginv.budget.execution.settling import Inventory

    tree = budget.plan_in_force.regions
    newest = {each.about["region"]: each for each in _runs(budget, year, run)}
    found: list[Inventory] = []
    for region in sorted(newest, key=lambda code: -tree.depth(code)):
        made = newest[region]
        inside = frozenset(tree.subtree(region))
        below = [each for each in found if each.region in inside]
        kg = _kilograms(budget, made) - sum(each.kg for each in below)
        found.append(Inventory(made.id, region, kg, inside - {code for each in below for code in each.regions}))
    return [each for each in found if each.regions]


def _runs(budget: Budget, year: int, run: str) -> list[Run]:
    """The run named, or the newest of each region of the budget in the year."""
    from ghginv.factors import guidelines
    from ghginv.workspace import runs

    workspace, known = budget.workspace, budget.plan_in_force.regions.nodes
    if run:
        chosen = runs.find_run(workspace, run)
        if chosen.about["year"] != year or chosen.about["region"] not in known:
            told = f"{chosen.about['region']} {chosen.about['year']}"
            raise InputError(Finding("budget-execution-run", found=chosen.id, expected=str(year), details={"of": told}))
        before = execution_posting.verified_last(budget, year).get("inventories", ())
        kept = [runs.find_run(workspace, each["run"]) for each in before if each["region"] != chosen.about["region"]]
        return [*kept, chosen]
    newest = {}
    with workspace.overlaid():
        for each in runs.listed(workspace):
            of_region = each["region"] in known and int(each["year"]) == year
            if of_region and guidelines.load(each["guideline"]).basis == "region":
                newest[each["region"]] = runs.Run(workspace, each["run"])
    return list(newest.values())


def _kilograms(budget: Budget, run: Run) -> int:
    """The emissions of a run on the budget's basis, in whole kg."""
    from ghginv.budget.execution.basis import counted

    grams = int(counted(run.emissions(), execution_rows.basis(budget))["grams"].sum())
    return (2 * grams + _KG) // (2 * _KG)


def _left_out(changes: Sequence[Change], year: int) -> Iterator[Finding]:
    """Accounts of enterprises whose estimates were taken back and for which the annual data say nothing.

    Right where the enterprise moved within the year; else a facility may be missing in its annual report.
    """
    from ghginv.budget.ledger.accounts import parse

    certain = {each.place[1] for each in changes if each.place[0] != "estimate" and each.new.kg}
    sums: dict[str, int] = {}
    for each in changes:
        kind, account, _ = each.place
        if kind == "estimate" and each.what == "reversed" and parse(account).enterprise and account not in certain:
            sums[account] = sums.get(account, 0) + each.old.kg
    for account, kg in sorted(sums.items()):
        yield Finding("budget-execution-left-out", found=account, expected=str(kg), details={"year": year})


def _row(change: Change) -> dict[str, Any]:
    kind, account, month = change.place
    return {"kind": kind, "month": month, "account": account, "old_t": change.old.kg / _KG,
            "new_t": change.new.kg / _KG, "change": change.what}  # fmt: skip


def _told(settled: Settled) -> dict[str, Any]:
    inventory = settled.inventory
    return {
        "region": inventory.region, "run": inventory.run, "inventory_kg": inventory.kg,
        "verified_kg": settled.verified_kg, "rest_kg": settled.rest_kg,
        "consumed_kg": settled.verified_kg + settled.rest_kg, "difference_kg": settled.difference_kg,
    }  # fmt: skip


def _remarks(budget: Budget, year: int, settled: Sequence[Settled], waiting: frozenset[str]) -> list[Finding]:
    """Differences to inventories by name, and who waits for an inventory or for verification."""
    slack = verified_years.rounding(year)
    found = []
    for each in settled:
        if abs(each.difference_kg) > slack:
            told: dict[str, object] = {"region": each.inventory.region, "run": each.inventory.run}
            told |= {"inventory": each.inventory.kg, "consumed": each.verified_kg + each.rest_kg}
            code = "budget-execution-above" if each.difference_kg > 0 else "budget-execution-below"
            found.append(Finding(code, found=f"{each.difference_kg:+d}", details=told))
    if waiting:
        found.append(Finding("budget-execution-waiting", found="、".join(sorted(waiting)), details={"year": year}))
    if not settled:
        found.append(Finding("budget-execution-no-inventory", found=str(year)))
    return found
