"""Files of a budget: the plan workbook with all results, the proposal, the draft of an approval, notices."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import circumstances, material
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.report import ENDINGS, of_ending, whole, written

if TYPE_CHECKING:
    from ghginv.reports.budget_material import ApprovalMaterial, NoticeMaterial
    from ghginv.reports.document import Document

_KG = 1000


def write(budget: Budget, kind: str, path: Path, addressee: str = "", lang: str = "zh") -> Path:
    """Write a document to a .docx or .html file, which appears whole or not at all.

    ``kind``: the proposal 建议 (budget), the draft of the approval 批复, a notice 下达通知 or a letter of control
    figures 控制数 to ``addressee``, a code of a region, an industry or an enterprise; the newest evaluation 评价; the
    warning letter 预警函 of the last month warned about.
    UsageError for another ending or an addressee without a budget.
    """
    of_ending(path, ENDINGS)
    with budget.workspace.overlaid():
        return written(document(budget, kind, addressee, lang), path)


def document(budget: Budget, kind: str, addressee: str = "", lang: str = "zh") -> Document:
    """A document as a value; InputError where the newest version is not of the newest plan and total."""
    from ghginv.reports import budget_documents, budget_proposal

    if kind == "evaluation":
        from ghginv.workspace.budgets import evaluation, evaluation_files

        chosen = [] if addressee in ("", *evaluation.KINDS) else [addressee]
        return evaluation_files.document(evaluation.newest(budget, addressee), lang, chosen)
    if kind == "warning":
        from ghginv.workspace.budgets import warning

        watched, method = warning.newest(budget)
        return warning.document(watched, addressee, lang, method)
    _require_current(budget)
    if kind == "budget":
        return budget_proposal.document(material.proposal(budget, lang), lang)
    if kind == "approval":
        return budget_documents.approval(approval(budget), lang)
    if kind == "notice":
        return budget_documents.notice(notice(budget, addressee), lang)
    return budget_documents.control(control(budget, addressee), lang)


def _require_current(budget: Budget) -> None:
    """A document that mixes a version with another total or plan would be wrong: refused like the step it is for."""
    if why := circumstances.stale(budget):
        number = str(budget.version()["version"])
        raise InputError(Finding("budget-version-stale", found=number, details={"why": why}))


def content(found: Document, ending: str = ".docx") -> bytes:
    """A document as the bytes of its file."""
    with tempfile.TemporaryDirectory(prefix="ghginv") as folder:
        return written(found, Path(folder) / f"document{ending}").read_bytes()


def approval(budget: Budget) -> ApprovalMaterial:
    """What the approval of the newest version says."""
    import pandas as pd

    from ghginv.reports.budget_material import ApprovalMaterial

    plan, lines = budget.plan, budget.lines()
    made = budget.version()
    totals = [{"year": int(year), "total_kg": kg} for year, kg in made["about"]["totals"].items()]
    columns = ["name", "unit", "decision", "at"]
    approvers = [
        {"name": event["actor"], "unit": "", "decision": event["note"], "at": event["at"]}
        for event in budget.events
        if event["step"] == "approve" and event["version"] == made["version"]
    ]
    return ApprovalMaterial(
        facts=material.facts(budget),
        letter=letter(budget, plan.regions.name(plan.regions.root), "approval", ""),
        document=plan.name,
        sha256=made["sha256"],
        totals=pd.DataFrame(totals),
        lines=lines,
        regions=material.nodes(budget, lines, "regions"),
        industries=material.nodes(budget, lines, "industries"),
        reserves=material.reserves(budget, lines),
        approvers=pd.DataFrame(approvers, columns=columns),
    )


@lru_cache(maxsize=4)
def addressees(budget: Budget) -> tuple[tuple[str, str, str], ...]:
    """``kind, code, name`` of all who are issued a budget: regions, industries with their departments, enterprises."""
    return tuple(_addressees(budget))


def _addressees(budget: Budget) -> Iterator[tuple[str, str, str]]:
    plan, lines = budget.plan, budget.lines()
    for kind, tree, column in (("region", plan.regions, "region"), ("industry", plan.industries, "industry")):
        used = set(lines[column]) - {"", tree.root}
        codes = [code for code in tree.subtree(tree.root) if used & set(tree.subtree(code)) and code != tree.root]
        for code in codes:
            yield kind, code, tree.name(code)
    names = _enterprises(budget)
    for code in sorted(set(lines["enterprise"]) - {""}):
        yield "enterprise", code, names.get(code, code)


def _enterprises(budget: Budget) -> dict[str, str]:
    table = budget.plan.tables["facilities"]
    return dict(zip(table["enterprise"], table["name"], strict=True))


def notice(budget: Budget, addressee: str) -> NoticeMaterial:
    """What the notice to a region, an industry or an enterprise says; UsageError where it has no budget."""
    from ghginv.reports.budget_material import NoticeMaterial

    known = {code: (kind, name) for kind, code, name in addressees(budget)}
    if addressee not in known:
        raise UsageError(Finding("budget-addressee-unknown", found=addressee, expected="、".join(list(known)[:20])))
    kind, name = known[addressee]
    plan, rules = budget.plan, budget.rules
    tree = {"region": plan.regions, "industry": plan.industries}.get(kind)
    codes = frozenset(tree.subtree(addressee)) if tree else frozenset({addressee})
    lines = budget.lines()
    mine = lines[lines[kind].isin(codes)]
    return NoticeMaterial(
        facts=material.facts(budget),
        letter=letter(budget, owner(budget, kind, addressee) or name, kind, addressee, name),
        kind=kind,
        codes=codes,
        lines=mine,
        names=_names(budget, kind, mine),
        rules={
            **{name: getattr(rules, name) for name in ("borrowing", "borrowing_rate", "carry_over", "carry_over_rate")},
            "virement": sorted(rules.virement), "cutoff": rules.cutoff,
            "layers": {layer.id: (layer.zh, layer.en) for layer in rules.layers},
        },
    )  # fmt: skip


def _names(budget: Budget, kind: str, lines: Any) -> Mapping[str, str]:
    """The names of what stands in the lines of an addressee; an enterprise's notice names no other."""
    plan = budget.plan
    named = {code: plan.regions.name(code) for code in {*lines["region"], plan.regions.root}}
    named |= {code: plan.industries.name(code) for code in set(lines["industry"]) - {""}}
    all_of = _enterprises(budget)
    return named | {code: all_of.get(code, code) for code in set(lines["enterprise"]) - {""}}


def control(budget: Budget, addressee: str) -> Any:
    """What the letter of control figures to a district says."""
    from ghginv.reports.budget_material import ControlMaterial
    from ghginv.workspace.budgets import requests
    from ghginv.workspace.budgets.circumstances import districts

    if addressee not in districts(budget):
        expected = "、".join(districts(budget))
        raise UsageError(Finding("budget-district-unknown", found=addressee or "-", expected=expected))
    plan = budget.plan
    table = requests.control_figures(budget, addressee)
    figures = table.groupby("year", as_index=False)[["control_t", "base_t"]].sum()
    parts = table.pivot_table(index=["industry", "name"], columns="year", values="control_t", fill_value=0)
    parts = parts.reset_index().rename(columns={"industry": "code"})
    return ControlMaterial(
        facts=material.facts(budget),
        letter=letter(
            budget,
            owner(budget, "region", addressee) or plan.regions.name(addressee),
            "control",
            addressee,
            plan.regions.name(addressee),
        ),
        kind="region",
        code=addressee,
        figures=figures,
        blend=material.blend(budget.version()["about"]["methods"]),
        breakdown=parts,
    )


def owner(budget: Budget, kind: str, code: str) -> str:
    """The responsible unit of a region or an industry; empty for an enterprise."""
    tree = {"region": budget.plan.regions, "industry": budget.plan.industries}.get(kind)
    return tree.nodes[code].owner if tree else ""


def letter(budget: Budget, name: str, kind: str, code: str, subject: str = "") -> Any:
    """Who writes to whom about whose budget; the number of the letter names budget, version and addressee."""
    from ghginv.reports.budget_material import Letter

    plan = budget.plan
    made = next(each for each in budget.versions() if each["version"] == budget.version()["version"])
    city = plan.regions.nodes[plan.regions.root]
    number = "-".join(filter(None, (budget.id, f"v{made['version']}", kind, code)))
    return Letter(number=number, issuer=city.owner or city.name, date=made["at"][:10], addressee=name, subject=subject)


def workbook(budget: Budget, path: Path, lang: str = "zh") -> Path:
    """预算编制.xlsx with inputs, methods, matrix and lines, live where it is arithmetic."""
    from ghginv.workbooks import budget_workbook
    from ghginv.workspace.budgets import workbook_material

    of_ending(path, (".xlsx",))
    _require_current(budget)
    with budget.workspace.overlaid(), whole(path) as fresh:
        budget_workbook.write_budget(fresh, workbook_material.of(budget, lang), lang)
    return path
