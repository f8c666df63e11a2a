"""The final account of a year 决算书 as Word, page or workbook; a draft while the year is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.findings import Finding
from ghginv.workspace.budgets import material, monthly_report, settlement
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.report import WITH_WORKBOOK, of_ending, whole, written

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.ledger.books import Books
    from ghginv.reports.budget_settlement import SettlementMaterial
    from ghginv.reports.document import Document


def report(budget: Budget, year: int, lang: str = "zh") -> SettlementMaterial:
    """What the final account of a year says; a draft while the year is open."""
    import pandas as pd

    from ghginv.budget.settlement import statement as made
    from ghginv.reports.budget_settlement import SettlementMaterial

    held, names = settlement.issued_books(budget), settlement.names_of(budget, year)
    sides = {side: _named(settlement.statement(budget, year, side), names) for side in settlement.SIDES}
    plan = budget.plan_in_force
    top = [plan.regions.root, *plan.regions.children(plan.regions.root, f"{year}-12-31")]
    leaves = plan.industries.leaves(f"{year}-12-31")
    used = set(held.entries.loc[held.entries["entry"].isin(_entries_of(held, year)), "document"])
    papers = [each for each in budget.documents() if each["document"] in used]
    with budget.workspace.overlaid():
        return SettlementMaterial(
            facts=material.facts(budget),
            year=year,
            ways={name: (zh, en) for name, (zh, en, _) in made.columns().items()},
            regions=_rows(sides["region"], top),
            industries=_rows(sides["industry"], leaves),
            enterprises=sides["enterprise"],
            documents=pd.DataFrame(papers, columns=["document", "kind", "title", "sha256", "at"]),
            carried=_carried(held, year, names),
            views=pd.DataFrame(monthly_report.views(budget, year)),
            sealed=held.sealed.get(year, ""),
            remarks=[each.text(lang) for each in _remarks(budget, year)],
        )


def _named(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    found = table.rename_axis("code").reset_index()
    found.insert(1, "name", [names.get(code, code) for code in found["code"]])
    return found


def _rows(table: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """The rows of these codes, in this order."""
    return table.set_index("code").loc[[code for code in codes if code in set(table["code"])]].reset_index()


def _entries_of(held: Books, year: int) -> set[int]:
    return set(held.legs.loc[held.legs["vintage"] == year, "entry"])


def _carried(held: Books, year: int, names: Mapping[str, str]) -> pd.DataFrame | None:
    """``code, name, carried_kg`` by district: what left the year for the next one; of an open year what closing will
    carry over by the rules. None where nothing does."""
    import pandas as pd

    from ghginv.budget.settlement import closing
    from ghginv.budget.settlement.obstacles import standing

    if year in held.closed:
        table = standing(held.legs, year)
        table = table[table["kind"] == "carry"][["region", "amount_kg"]]
    else:
        planned = closing.carried(held, year, effective=f"{year}-12-31", document="")
        legs = [leg for entry in planned for leg in entry.legs if leg.vintage == year and leg.account.kind == "carry"]
        table = pd.DataFrame([(leg.account.region, leg.amount_kg) for leg in legs], columns=["region", "amount_kg"])
    tree, day = held.regions, f"{year}-12-31"
    above = {below: code for code in tree.children(tree.root, day) for below in tree.subtree(code, day)}
    sums = table["amount_kg"].groupby(table["region"].map(lambda code: above.get(code, code))).sum()
    sums = sums[sums > 0].astype("int64")
    if sums.empty:
        return None
    rows = [{"code": code, "name": names.get(str(code), str(code)), "carried_kg": int(kg)} for code, kg in sums.items()]
    return pd.DataFrame(rows)


def _remarks(budget: Budget, year: int) -> list[Finding]:
    """Of a closed year what was remarked upon when it was closed, else what stands in the way now."""
    closing = [each for each in budget.events if each["step"] == "settle" and each["detail"]["year"] == year]
    if not closing:
        return settlement.obstacles(budget, year)
    told = closing[-1]["detail"]["remarks"]
    return [Finding(each["code"], found=each["found"], details=each["details"]) for each in told]


def document(budget: Budget, year: int, lang: str = "zh") -> Document:
    """The final account as a document."""
    return _document(budget, report(budget, year, lang), lang)


def _document(budget: Budget, made: SettlementMaterial, lang: str) -> Document:
    from ghginv.reports import budget_settlement

    with budget.workspace.overlaid():
        return budget_settlement.document(made, lang)


def write(budget: Budget, year: int, path: Path, lang: str = "zh") -> Path:
    """Write the final account to a .docx, .html or .xlsx file, which appears whole or not at all."""
    of_ending(path, WITH_WORKBOOK)
    if path.suffix != ".xlsx":
        return written(document(budget, year, lang), path)
    return _workbook(budget, year, path, lang)


def _workbook(budget: Budget, year: int, path: Path, lang: str) -> Path:
    import pandas as pd

    from ghginv.workbooks import settlement_workbook

    made = report(budget, year, lang)
    said = _document(budget, made, lang)
    own = made.regions.iloc[[0]].copy()
    kilograms = [name for name in own.columns if name.endswith("_kg")]
    own[kilograms] -= made.regions.iloc[1:][kilograms].sum()
    shown = pd.concat([made.regions.iloc[1:], own], ignore_index=True)
    account = settlement_workbook.FinalAccount(
        title=said.title,
        facts=list(said.facts),
        ways={name: names[lang == "en"] for name, names in made.ways.items()},
        regions=shown, industries=made.industries, enterprises=made.enterprises,
        entries=_journal(budget, year), carried=made.carried, remarks=made.remarks, warning=said.warning,
    )  # fmt: skip
    with budget.workspace.overlaid(), whole(path) as fresh:
        settlement_workbook.write_settlement(fresh, account, lang)
    return path


def _journal(budget: Budget, year: int) -> pd.DataFrame:
    """The lines of the journal that moved the year."""
    from ghginv.store import journal

    found = journal.listing(budget.workspace.database, budget.id, vintage=year)
    return found[["entry_id", "effective", "kind", "document", "account", "instrument", "amount_kg", "actor", "note"]]
