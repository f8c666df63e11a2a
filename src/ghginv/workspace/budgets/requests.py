"""两上两下: control figures 控制数 to districts as workbooks, and their requests 申请 back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import names
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.workspace.budgets import circumstances
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.circumstances import districts
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

_KG = 1000


def control(budget: Budget, folder: Path, lang: str = "zh", expect: int | None = None) -> tuple[Budget, list[Path]]:
    """Write a workbook for each district with its control figures and room for its request, and note that they went.

    The figures are those of the newest version; the workbooks say of which budget and revision they are.
    """
    sent = budget.take("control", expect=expect)
    folder.mkdir(parents=True, exist_ok=True)
    return sent, [write(sent, code, folder, lang) for code in districts(sent)]


def write(budget: Budget, region: str, folder: Path, lang: str = "zh") -> Path:
    """The workbook of one district: control figures by year and industry, and its request."""
    from ghginv.workbooks import budget_requests

    plan = budget.plan
    path = folder / f"{names.file_name(region, plan.regions.name(region), '预算申请表')}.xlsx"
    figures = control_figures(budget, region)
    with budget.workspace.overlaid():
        budget_requests.build_request(
            path,
            budget=budget.id,
            revision=budget.standing.revision,
            region=region,
            name=plan.regions.name(region),
            plan_name=plan.name,
            control=figures,
            owner=plan.regions.nodes[region].owner,
            warning=plan.facts.get("warning", ""),
            lang=lang,
        )
    return path


def control_figures(budget: Budget, region: str) -> pd.DataFrame:
    """``year, industry, name, control_t, base_t`` of a district: what the newest version gives it, reserves aside."""
    import pandas as pd

    plan, lines = budget.plan, budget.lines()
    under = set(plan.regions.subtree(region))
    mine = lines[lines["region"].isin(under) & (lines["kind"] == "available")]
    given = mine.groupby(["year", "industry"])["amount_kg"].sum()
    base = plan.tables["baseline"]
    base = base[base["region"].isin(under) & (base["year"] == plan.base_year)].groupby("industry")["emissions_t"].sum()
    rows = [
        {"year": year, "industry": industry, "name": plan.industries.name(industry), "control_t": amount / _KG,
         "base_t": float(base.get(industry, 0.0))}
        for (year, industry), amount in given.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["year", "industry", "name", "control_t", "base_t"])


def receive(budget: Budget, paths: Sequence[Path]) -> tuple[Budget, list[Finding]]:
    """Take request workbooks: all of a file or none of it; the remarks on them.

    InputError names the cells; a workbook of another budget is refused, one that answers older figures is remarked.
    """
    remarks: list[Finding] = []
    for path in paths:
        rows, found, sha256 = read_request(budget, path)
        if errors(found):
            raise InputError(*found)
        remarks += found
        detail = {"file": path.name, "sha256": sha256}
        budget = budget.take("request", requests=rows, detail=detail)
    return budget, remarks


def read_request(budget: Budget, path: Path) -> tuple[list[dict[str, Any]], list[Finding], str]:
    """The requests of a workbook (none where anything is wrong), what is wrong with it, the digest of what was read."""
    from ghginv.budget import plan
    from ghginv.workbooks import budget_requests, read

    with budget.workspace.overlaid():
        workbook = read.read_workbook(path)
        written, told, found = budget_requests.read_request(workbook)
        if told.get("budget") != budget.id:
            other = Finding("budget-request-other", file=path.name, found=told.get("budget") or "-", expected=budget.id)
            return [], [*found, other], workbook.sha256
        frame, judged = plan.judge_requests(written, budget.plan)
    found = [*found, *judged]
    now, then = budget.standing.revision, int(told.get("revision") or 0)
    if _moved(budget, then):
        found.append(Finding("budget-request-stale", file=path.name, found=str(then), expected=str(now)))
    rows = [] if errors(found) else frame.to_dict("records")
    return [_stored(row, path.name) for row in rows], found, workbook.sha256


def check(path: Path, workspace: Workspace | None) -> list[Finding]:
    """What is wrong with a request workbook; outside a workspace only what it says by itself."""
    from ghginv.workbooks import budget_requests, read
    from ghginv.workspace.budgets import budget as budgets

    told = budget_requests.read_request(read.read_workbook(path))
    name = told.told.get("budget", "")
    if workspace is None or name not in budgets.names(workspace):
        return told.findings
    return read_request(Budget(workspace, name), path)[1]


def _moved(budget: Budget, since: int) -> bool:
    """Whether figures changed after the revision that a workbook answers."""
    return any(event["revision"] > since and event["step"] in ("draft", "total", "allocate") for event in budget.events)


def by_default(budget: Budget, regions: Iterable[str] = ()) -> Budget:
    """Take the control figures as the requests of the regions named, or of all that have sent none (视同申请)."""
    wanted = list(regions) or circumstances.missing_requests(budget)
    if unknown := [code for code in wanted if code not in districts(budget)]:
        known = "、".join(districts(budget))
        raise UsageError(Finding("budget-district-unknown", found="、".join(unknown), expected=known))
    if not wanted:
        return budget
    rows = []
    for region in wanted:
        for row in control_figures(budget, region).to_dict("records"):
            told = {"region": region, "industry": row["industry"], "year": row["year"], "contact": ""}
            rows.append(_stored({**told, "requested_t": row["control_t"], "reason": "按控制数视同申请"}, ""))
    return budget.take("request", requests=rows, detail={"default": wanted})


def _stored(row: dict[str, Any], file: str) -> dict[str, Any]:
    told = {name: str(row[name]) for name in ("region", "industry", "reason", "contact")}
    return {**told, "year": int(row["year"]), "requested_kg": round(row["requested_t"] * _KG), "file": file}


def table(budget: Budget) -> list[dict[str, Any]]:
    """The requests beside the control figures (reserves aside) of the newest version, in t, by district and year."""
    from ghginv.budget.allocation import inputs

    plan = circumstances.asked(budget)
    lines = budget.lines() if budget.standing.version else None
    rows = []
    for year in plan.years:
        for region, tonnes in inputs.requested(plan, year, list(districts(budget, year)), "region").dropna().items():
            given = None
            if lines is not None:
                mine = lines["region"].isin(plan.regions.subtree(region, f"{year}-12-31")) & (lines["year"] == year)
                given = int(lines.loc[mine & (lines["kind"] == "available"), "amount_kg"].sum()) / _KG
            told = {"region": region, "name": plan.regions.name(region), "year": year}
            rows.append({**told, "control_t": given, "requested_t": float(tonnes)})
    return sorted(rows, key=lambda row: (row["region"], row["year"]))
