"""What of a budget was used, month by month: the account-months in force, the figures of the economy, coverage.

An account-month is an entry of the ledger that nothing reversed; how sure it is and where it comes from stands in the
document of evidence on which the entry rests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan

MONTHS = ("year", "month", "region", "industry", "layer", "enterprise", "emissions_kg", "status", "basis", "submission",
          "sheet", "cell", "document", "entry")  # fmt: skip
INDICATORS = ("year", "month", "region", "industry", "indicator", "value", "unit", "status", "submission", "sheet",
              "cell")  # fmt: skip
EVIDENCE = "evidence"


def months(budget: Budget, year: int) -> pd.DataFrame:
    """The account-months of a year in force: columns as ``MONTHS``, in their order, whole kilograms.

    ``month`` 0 is what was verified for the whole year, and what enterprises do not explain of its inventory.
    ``status``: metered, reported, estimated, filled (the least sure of its rows) or verified; ``submission``,
    ``sheet``, ``cell`` are those of its largest row, with ``+n`` where there are more.
    """
    import pandas as pd

    from ghginv.budget.execution import evidence, revisions
    from ghginv.budget.ledger.accounts import parse

    standing = _in_force(budget, year)
    told: dict[tuple[str, str, str, int], Any] = {}
    for document in dict.fromkeys(entry.document for entry in standing.values()):
        for row in evidence.totals(document_rows(budget, document)).to_dict("records"):
            told[document, row["kind"], row["account"], row["month"]] = row
    found = []
    for (kind, text, month), entry in standing.items():
        account, seen = parse(text), told.get((entry.document, kind, text, month), {})
        place = {name: getattr(account, name) for name in ("region", "industry", "layer", "enterprise")}
        about = {name: str(seen.get(name, "")) for name in ("status", "basis", "submission", "sheet", "cell")}
        head = {"year": year, "month": month, "document": entry.document, "entry": entry.entry_id}
        found.append({**head, **place, **about, "emissions_kg": revisions.amount(entry)})
    frame = pd.DataFrame(found, columns=list(MONTHS)).astype(dict.fromkeys(("year", "month", "emissions_kg"), "int64"))
    return frame.sort_values(list(MONTHS[:6]), kind="stable", ignore_index=True)


def evidence_rows(budget: Budget, year: int) -> pd.DataFrame:
    """The rows of evidence behind the account-months in force: columns of ``budget.execution.evidence``, ``document``,
    ``entry``."""
    import pandas as pd

    from ghginv.budget.execution import evidence

    standing = _in_force(budget, year)
    entries = {(entry.document, *place): entry.entry_id for place, entry in standing.items()}
    parts = []
    for document in dict.fromkeys(entry.document for entry in standing.values()):
        rows = document_rows(budget, document)
        keys = zip(rows["kind"], rows["account"], rows["month"], strict=True)
        behind = [entries.get((document, *key), "") for key in keys]
        kept = rows.assign(document=document, entry=behind)
        parts.append(kept[kept["entry"] != ""])
    columns = [*evidence.COLUMNS, "document", "entry"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame([], columns=columns)


def _in_force(budget: Budget, year: int) -> dict[Any, Any]:
    from ghginv.budget.execution import revisions
    from ghginv.store import journal

    database = budget.workspace.database
    return revisions.in_force(journal.entries(database, budget.id), journal.legs(database, budget.id), year)


def document_rows(budget: Budget, document: str) -> pd.DataFrame:
    """The rows of a document of evidence; none where it is another kind of document."""
    from ghginv.budget.execution import evidence
    from ghginv.store import budgets

    known = next((each for each in budget.documents() if each["document"] == document), None)
    if known is None or known["kind"] != EVIDENCE:  # an entry of execution that somebody posted on another document
        return evidence.read(",".join(evidence.COLUMNS).encode())
    return evidence.read(budgets.content(budget.workspace.database, document))


def indicators(budget: Budget, year: int) -> pd.DataFrame:
    """What regions and industries report of a year's months beside emissions: columns as ``INDICATORS``.

    GDP, value added, output, and the quick indicators (electricity, natural gas …) as reported, never cumulative; of
    what was reported twice the newest.
    """
    import pandas as pd

    from ghginv.store import execution

    database = budget.workspace.database
    economics = execution.economics(database, year)
    quick = execution.rows(database, year)
    quick = quick[quick["form"] == "indicator"].rename(columns={"item": "indicator", "quantity": "value"})
    found = pd.concat([economics[list(INDICATORS)], quick[list(INDICATORS)]], ignore_index=True)
    if budget.standing.version:
        found = found[found["region"].isin(list(plan(budget).regions.nodes))]
    found = found.astype({"year": "int64", "month": "int64", "value": "float64"})
    return found.sort_values(list(INDICATORS[:5]), kind="stable", ignore_index=True)


def plan(budget: Budget) -> Plan:
    """The plan in force, or the one being drafted where none is."""
    return budget.plan_in_force if budget.standing.issued else budget.plan


def coverage(budget: Budget, year: int, month: int) -> pd.DataFrame:
    """How much of what is expected of a month rests on metered or reported data, by cell.

    ``region, industry, expected_kg, covered_kg, share``. Expected is what was posted, else what the same account had in
    the month a year before, else its budget by the days of the month. Before the budget is issued there are no rows.
    """
    return coverages(budget, year, [month])[month]


def coverages(budget: Budget, year: int, wanted: Iterable[int]) -> dict[int, pd.DataFrame]:
    """The coverage of several months, by month."""
    from ghginv.budget.execution.coverage import coverage as covered
    from ghginv.workspace.budgets import execution_rows

    budgets = execution_rows.places(budget, year).budgets if budget.standing.issued else {}
    rows = evidence_rows(budget, year)
    whole = rows[rows["month"] == 0].groupby("account")["emissions_kg"].sum() if len(rows) else {}
    settled = {str(account): int(kg) for account, kg in whole.items()}
    earlier = months(budget, year - 1).to_dict("records")
    found = {}
    for month in wanted:
        before = {_text(row): int(row["emissions_kg"]) for row in earlier if row["month"] == month}
        found[month] = covered(rows[rows["month"] == month], budgets, before, year, month, settled)
    return found


def _text(row: dict[Any, Any]) -> str:
    from ghginv.budget.ledger.accounts import AVAILABLE, Account

    return Account(AVAILABLE, *(row[name] for name in ("region", "industry", "layer", "enterprise"))).text
