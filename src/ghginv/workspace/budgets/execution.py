"""What of a budget was used, month by month: the account-months in force, the figures of the economy, coverage.

An account-month is an entry of the ledger that nothing reversed; how sure it is and where it comes from stands in the
document of evidence on which the entry rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.execution.revisions import Place
    from ghginv.budget.ledger.entries import Entry
    from ghginv.budget.plan import Plan

    Journal = tuple[pd.DataFrame, pd.DataFrame]

MONTHS = ("year", "month", "region", "industry", "layer", "enterprise", "emissions_kg", "status", "basis", "submission",
          "sheet", "cell", "document", "entry")  # fmt: skip
INDICATORS = ("year", "month", "region", "industry", "indicator", "value", "unit", "status", "submission", "sheet",
              "cell")  # fmt: skip
EVIDENCE = "evidence"


def months(budget: Budget, year: int, read: Journal | None = None) -> pd.DataFrame:
    """The account-months of a year in force: columns as ``MONTHS``, in their order, whole kilograms.

    ``month`` 0 is what was verified for the whole year, and what enterprises do not explain of its inventory.
    ``status``: metered, reported, estimated, filled (the least sure of its rows) or verified; ``submission``,
    ``sheet``, ``cell`` are those of its largest row, with ``+n`` where there are more. ``read`` is the journal where
    it was read already.
    """
    return months_and_evidence(budget, year, read)[0]


def evidence_rows(budget: Budget, year: int, read: Journal | None = None) -> pd.DataFrame:
    """The rows of evidence behind the account-months in force: columns of ``budget.execution.evidence``, ``document``,
    ``entry``."""
    return behind(budget, in_force(budget, year, read))


def months_and_evidence(budget: Budget, year: int, read: Journal | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """``months`` and ``evidence_rows`` of a year."""
    import pandas as pd

    from ghginv.budget.execution import evidence, revisions
    from ghginv.budget.ledger.accounts import parse

    standing = in_force(budget, year, read)
    rows = behind(budget, standing)
    told = {(row["kind"], row["account"], row["month"]): row for row in evidence.totals(rows).to_dict("records")}
    found = []
    for (kind, text, month), entry in standing.items():
        account, seen = parse(text), told.get((kind, text, month), {})
        place = {name: getattr(account, name) for name in ("region", "industry", "layer", "enterprise")}
        about = {name: str(seen.get(name, "")) for name in ("status", "basis", "submission", "sheet", "cell")}
        head = {"year": year, "month": month, "document": entry.document, "entry": entry.entry_id}
        found.append({**head, **place, **about, "emissions_kg": revisions.amount(entry)})
    frame = pd.DataFrame(found, columns=list(MONTHS)).astype(dict.fromkeys(("year", "month", "emissions_kg"), "int64"))
    return frame.sort_values(list(MONTHS[:6]), kind="stable", ignore_index=True), rows


def journal(budget: Budget) -> Journal:
    """The entries and legs of a budget's ledger, for who needs several years of them."""
    from ghginv.store import journal as stored

    database = budget.workspace.database
    return stored.entries(database, budget.id), stored.legs(database, budget.id)


def in_force(budget: Budget, year: int, read: Journal | None = None) -> dict[Place, Entry]:
    """The entries of emissions of a year that nothing reversed, by place."""
    from ghginv.budget.execution import revisions

    return revisions.in_force(*(read or journal(budget)), year)


def behind(budget: Budget, standing: Mapping[Place, Entry]) -> pd.DataFrame:
    """The rows of evidence behind entries in force, with ``document`` and ``entry``."""
    import pandas as pd

    from ghginv.budget.execution import evidence

    entries = {(entry.document, *place): entry.entry_id for place, entry in standing.items()}
    kinds, parts = _kinds(budget), []
    for document in dict.fromkeys(entry.document for entry in standing.values()):
        rows = _rows_of(budget, document, kinds)
        keys = zip(rows["kind"], rows["account"], rows["month"], strict=True)
        kept = rows.assign(document=document, entry=[entries.get((document, *key), "") for key in keys])
        parts.append(kept[kept["entry"] != ""])
    columns = [*evidence.COLUMNS, "document", "entry"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame([], columns=columns)


def document_rows(budget: Budget, document: str) -> pd.DataFrame:
    """The rows of a document of evidence; none where it is another kind of document."""
    return _rows_of(budget, document, _kinds(budget))


def _kinds(budget: Budget) -> dict[str, str]:
    return {each["document"]: each["kind"] for each in budget.documents()}


def _rows_of(budget: Budget, document: str, kinds: Mapping[str, str]) -> pd.DataFrame:
    from ghginv.budget.execution import evidence
    from ghginv.store import budgets

    if kinds.get(document) != EVIDENCE:  # an entry of execution that somebody posted on another document
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
    from ghginv.budget.monitoring import settings
    from ghginv.workspace.budgets import execution_rows

    budgets = execution_rows.places(budget, year).budgets if budget.standing.issued else {}
    with budget.workspace.overlaid():
        counting = settings.load(year).covered  # the same statuses as of the lights
    read = journal(budget)
    rows = evidence_rows(budget, year, read)
    whole = rows[rows["month"] == 0].groupby("account")["emissions_kg"].sum() if len(rows) else {}
    settled = {str(account): int(kg) for account, kg in whole.items()}
    earlier = months(budget, year - 1, read).to_dict("records")
    found = {}
    for month in wanted:
        before = {_text(row): int(row["emissions_kg"]) for row in earlier if row["month"] == month}
        found[month] = covered(rows[rows["month"] == month], budgets, before, year, month, settled, counting)
    return found


def _text(row: dict[Any, Any]) -> str:
    from ghginv.budget.ledger.accounts import AVAILABLE, Account

    return Account(AVAILABLE, *(row[name] for name in ("region", "industry", "layer", "enterprise"))).text
