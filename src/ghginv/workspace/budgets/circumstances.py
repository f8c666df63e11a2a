"""What the guards of a budget's steps look at: sums, reserves, requests, owners, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ghginv.findings import Finding
from ghginv.store.audit import actor, today
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.process import Circumstances

APPROVAL = "approval"


def of(budget: Budget, step: str, more: Mapping[str, Any]) -> Circumstances:
    """The circumstances in which ``step`` would be taken with the fields of ``more``."""
    from ghginv.budget import process

    guards = process.steps()[step].guards
    newest = budget.standing.version > 0
    return process.Circumstances(
        actor=actor(),
        day=today(),
        stale=stale(budget) if newest else "",
        missing=[budget.plan.regions.name(code) for code in missing_requests(budget)] if "requests" in guards else (),
        ownerless=ownerless(budget) if newest and "owners" in guards else (),
        unbalanced=_unbalanced(budget) if newest and "sums" in guards else (),
        beyond=list(_beyond(budget)) if newest and "reserves" in guards else (),
        documents=_documents(budget, more.get("documents", ())),
        reason=(more.get("detail") or {}).get("reason", "") or more.get("note", ""),
        reasons=tuple(budget.rules.reasons) if step == "adjust" else (),
        cutoff=budget.rules_of(int(today()[:4])).cutoff if step == "adjust" else "",
    )


def stale(budget: Budget) -> str:
    """Why the newest version is not of the newest plan and total; empty where it is."""
    about = budget.version()["about"]
    if about["plan"] != budget.plan.sha256:
        return "编制表已更新 the plan was replaced"
    return "" if about["choice"] == dict(budget.standing.total) else "总额已重新选定 another total was chosen"


def districts(budget: Budget, year: int | None = None) -> tuple[str, ...]:
    """The regions that ask for a budget of a year, or of any year: right below the city, not held by it."""
    from ghginv.budget.allocation import inputs

    years = [year] if year else budget.plan.years
    return tuple(dict.fromkeys(code for each in years for code in inputs.units(budget.plan, each, "region")))


def asked(budget: Budget) -> Plan:
    """The plan with the requests received since: those of a region that sent any stand for those the plan had."""
    import pandas as pd

    table, received = budget.plan.tables["requests"], budget.requests()
    if not received:
        return budget.plan
    rows = pd.DataFrame(received)
    rows = rows.assign(requested_t=rows["requested_kg"] / 1000, place=rows["file"])[list(table.columns)]
    kept = table[~table["region"].isin(set(rows["region"]))]
    return replace(budget.plan, tables={**budget.plan.tables, "requests": pd.concat([kept, rows], ignore_index=True)})


def missing_requests(budget: Budget) -> list[str]:
    """The districts that have not asked for every year in which they are to have a budget."""
    table = asked(budget).tables["requests"]
    there = set(zip(table["region"], table["year"], strict=True))
    late = (code for year in budget.plan.years for code in districts(budget, year) if (code, year) not in there)
    return list(dict.fromkeys(late))


def ownerless(budget: Budget) -> list[str]:
    """Regions and industries that would be issued a budget and have no responsible unit."""
    lines, plan = budget.lines(), budget.plan
    used = [(plan.regions, set(lines["region"])), (plan.industries, set(lines["industry"]) - {""})]
    return [tree.name(code) for tree, codes in used for code in sorted(codes) if not tree.nodes[code].owner.strip()]


def _unbalanced(budget: Budget) -> list[Finding]:
    """What is wrong with the lines of the newest version, and with their sums."""
    from ghginv.budget import lines

    totals = {int(year): kg for year, kg in budget.version()["about"]["totals"].items()}
    return lines.check_sums(budget.lines(), totals, budget.plan.regions, budget.plan.industries)


def _beyond(budget: Budget) -> Iterator[Finding]:
    """Reserves outside what the rule set allows, at the city and in each district."""
    lines, plan = budget.lines(), budget.plan
    limits = {f"reserve.{kind.id}": kind for kind in budget.rules.reserves}
    held = lines[lines["kind"].str.startswith("reserve.")]
    for (year, region, kind), amount in held.groupby(["year", "region", "kind"])["amount_kg"].sum().items():
        whole = _under(lines[lines["year"] == year], plan.regions.subtree(region))
        share, limit = 100 * amount / whole if whole else 0.0, limits[kind]
        slack = 100 * budget.rules.unit_kg / whole if whole else 0.0  # whole units do not hit a share exactly
        if not limit.min_share - slack <= share <= limit.max_share + slack:
            told = {"year": year, "region": plan.regions.name(region), "kind": limit.zh}
            allowed = f"{limit.min_share:g}–{limit.max_share:g}"
            yield Finding("budget-reserve-beyond", found=f"{share:.3f}", expected=allowed, details=told)


def _under(lines: pd.DataFrame, regions: Iterable[str]) -> int:
    return int(lines.loc[lines["region"].isin(list(regions)), "amount_kg"].sum())


def _documents(budget: Budget, new: Iterable[Any]) -> dict[str, str]:
    """Digests of the approval's documents of the newest version, those just added too."""
    version = budget.standing.version
    kept = {
        each["document"]: each["sha256"]
        for each in budget.documents()
        if each["kind"] == APPROVAL and each["version"] == version
    }
    return kept | {each.title: each.sha256 for each in new if each.kind == APPROVAL}
