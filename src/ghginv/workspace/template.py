"""``template``: a workbook to fill in, for the workspace's region where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.domain import credit_codes, names
from ghginv.domain import industries as gbt4754
from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.store.audit import today
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.workbooks.layout import IndustryTemplate

Facts = Mapping[str, str | int | None]


def template(
    kind: str,
    path: Path,
    workspace: Workspace | None,
    year: int | None,
    lang: str,
    data: Path | None = None,
    industry: str = "",
    known: Facts | None = None,
) -> Path:
    """Write a template of a kind (``inventory``, ``enterprise``); the year is last year's unless given.

    ``data`` is a table of rows to fill in (see ``workbooks.prefill``). The workbook of an enterprise is made for an
    ``industry`` (see ``find_industry``), with basic facts ``known`` beforehand. UsageError for an industry without a
    template or a credit code that cannot be one.
    """
    with workspace.overlaid() if workspace else nullcontext():
        return _written(kind, path, workspace, year or last_year(), lang, data, industry, known or {})


def _written(
    kind: str,
    path: Path,
    workspace: Workspace | None,
    year: int,
    lang: str,
    data: Path | None,
    industry: str,
    known: Facts,
) -> Path:
    from ghginv.workbooks import build, layout, prefill

    if kind == "enterprise" and not industry:
        raise UsageError(Finding("template-industry-missing", details={"known": "、".join(layout.industries())}))
    wanted = layout.load(kind, find_industry(industry).id if kind == "enterprise" else "")
    code = str(known.get("credit_code") or "")
    problem = credit_codes.problem(code) if code else None
    if problem:
        raise UsageError(problem)
    region = workspace.settings.region if workspace else ""
    facts = {"region": region, "year": year, **_industry_code(industry), **known}
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = prefill.read(data, wanted, year, lang, code) if data else None
    build.build_template(path, wanted, facts, lang, entries)
    return path


def monthly(
    path: Path, workspace: Workspace | None, year: int | None, lang: str, budget: str = "", enterprise: str = "",
    data: Path | None = None,
) -> Path:  # fmt: skip
    """Write the workbook of monthly and quarterly data, with the lists of a budget or of the workspace's budgets.

    With an ``enterprise`` it is made out to it and lists its facilities alone; ``data`` is a folder of rows to fill in,
    ``facts.csv``, ``enterprise.csv``, ``indicators.csv``, ``economics.csv``. UsageError for a budget that is not
    there, or a credit code that cannot be one; InputError for faults of the folder, each with its line.
    """
    from ghginv.budget import plan_folder
    from ghginv.domain import plan_tables
    from ghginv.workbooks import monthly_template
    from ghginv.workspace import monthly_known
    from ghginv.workspace.budgets.budget import find

    if budget and workspace is None:
        raise UsageError(Finding("budget-unknown", found=budget, expected="-"))
    code = credit_codes.plain(enterprise)
    problem = credit_codes.problem(code) if code else None
    if problem:
        raise UsageError(problem)
    named = find(workspace, budget).id if budget and workspace else ""
    region = workspace.settings.region if workspace else ""
    facts: dict[str, str | int] = {"region": region, "year": year or this_year()}
    with workspace.overlaid() if workspace else nullcontext():
        path.parent.mkdir(parents=True, exist_ok=True)
        known = monthly_known.names(workspace, named, code)
        read = plan_folder.read_tables(data, plan_tables.monthly()) if data else {}
        rows = {table: [each.values for each in mine] for table, mine in read.items()}
        if code:
            facts |= {"enterprise": code, "name": next((each[1] for each in known.facilities), ""), "region": ""}
        monthly_template.build_monthly(path, facts, known, lang, budget=named, rows=rows)
    return path


def this_year() -> int:
    """The year whose months are reported now."""
    return int(today()[:4])


def last_year() -> int:
    """The year that is reported on now."""
    return int(today()[:4]) - 1


def _industry_code(industry: str) -> dict[str, str]:
    """The code of GB/T 4754 where the call named one; most of its classes, of four digits, are on no list here."""
    return {"industry": industry} if gbt4754.known(industry) or industry.isdecimal() else {}


def industries(workspace: Workspace | None, lang: str) -> list[dict[str, str]]:
    """The industries that have a workbook: id, name, guideline, codes of GB/T 4754, depth."""
    with workspace.overlaid() if workspace else nullcontext():
        return [
            {
                "industry": each.id,
                "name": each.zh if lang == "zh" else each.en,
                "guideline": each.guideline,
                "gbt4754": " ".join(each.gbt4754),
                "depth": each.depth,
            }
            for each in _templates()
        ]


def find_industry(text: str) -> IndustryTemplate:
    """The template that an id, a name or a code of GB/T 4754 means: the one that serves the longest part of the code.

    UsageError where there is none, or where a wide code means several.
    """
    templates = _templates()
    wanted = names.plain(text)
    for each in templates:
        if wanted in (names.plain(each.id), names.plain(each.zh), names.plain(each.en)):
            return each
    named = gbt4754.find(text)
    code = named.code if named else text.strip()
    served = [(len(prefix), each) for each in templates for prefix in each.gbt4754 if code and code.startswith(prefix)]
    longest = max((length for length, _ in served), default=0)
    below = [each for each in templates if code and any(prefix.startswith(code) for prefix in each.gbt4754)]
    found = {each.id: each for each in [each for length, each in served if length == longest] or below}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise UsageError(Finding("template-industry-several", found=text, details={"known": "、".join(found)}))
    known = "、".join(each.id for each in templates)
    raise UsageError(Finding("template-industry-unknown", found=text, details={"known": known}))


def _templates() -> list[IndustryTemplate]:
    from ghginv.workbooks import layout

    found = [layout.load("enterprise", each).industry for each in layout.industries()]
    return [each for each in found if each is not None]
