"""``template``: workbooks to fill in, of a region or of enterprises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ghginv.cli.options import language, refuse_other, tabular, workspace_if_any
from ghginv.cli.output import print_records
from ghginv.cli.workbooks import progress

KINDS = ("inventory", "enterprise", "monthly", "budget", "project", "targets", "evaluation", "scenario")
_TAKES = {
    **dict.fromkeys(("--industry", "--name", "--register", "--list"), ("enterprise",)),
    "--enterprise": ("enterprise", "monthly"), "--budget": ("budget", "monthly", "evaluation"),
    "--plan": ("targets",), "--month": ("targets",), "--rules": ("evaluation",), "--for": ("evaluation",),
    "--year": tuple(each for each in KINDS if each != "project"),
    "--data": tuple(each for each in KINDS if each != "evaluation"),
}  # fmt: skip
_SPELT = {"listed": "list", "evaluated": "for"}
_PATH = click.Path(path_type=Path)


@click.command("template")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("-o", "--output", type=_PATH, metavar="FILE|DIR", help="写到 write to.")
@click.option("--year", type=int, metavar="Y", help="填报年份 year of the data.")
@click.option("--data", type=_PATH, metavar="CSV|DIR", help="预填的数据表 rows to fill in.")
@click.option("--industry", default="", metavar="ID|CODE|NAME", help="行业或 GB/T 4754 代码 industry or its code.")
@click.option("--enterprise", default="", metavar="CODE", help="统一社会信用代码 unified social credit code.")
@click.option("--name", default="", help="企业名称 name of the enterprise.")
@click.option("--register", type=_PATH, metavar="CSV|XLSX", help="企业名录，每家一本 a workbook for each enterprise.")
@click.option("--budget", default="", metavar="BUDGET", help="已有碳预算，写出其编制表 write out the plan of a budget.")
@click.option("--plan", default="", metavar="PLAN", help="已登记的实施方案 a registered action plan (targets).")
@click.option("--month", type=click.IntRange(1, 12), metavar="M", help="进度表的月份 month of progress (targets).")
@click.option("--rules", default="", metavar="ID", help="评价规则 evaluation rule (evaluation).")
@click.option("--for", "evaluated", type=click.Choice(["region", "department", "enterprise"]), metavar="SIDE",
              help="评价区、主管部门或企业 region, department or enterprise (evaluation).")  # fmt: skip
@click.option("--list", "listed", is_flag=True, help="列出有模板的行业 the industries that have a workbook.")
@tabular
def template_command(
    kind: str, output: Path | None, year: int | None, data: Path | None, style: str, **enterprise: Any
) -> None:
    """生成填报模板 make a workbook to fill in."""
    from ghginv.errors import UsageError
    from ghginv.findings import Finding
    from ghginv.workspace import template
    from ghginv.workspace.report import of_ending

    named = {f"--{_SPELT.get(name, name)}": value for name, value in enterprise.items()}
    refuse_other("template-option-other", kind, {"--year": year, "--data": data, **named}, _TAKES)
    if enterprise["listed"]:
        print_records(template.industries(workspace_if_any(), language()), style)
        return
    if output is None:
        raise UsageError(Finding("template-output-missing"))
    if enterprise["register"]:
        _registered(enterprise["register"], output, year)
        return
    of_ending(output, (".xlsx",))
    if kind == "budget":
        _budget(output, data, year, enterprise["budget"])
    elif kind == "monthly":
        made_for = enterprise["budget"], enterprise["enterprise"]
        template.monthly(output, workspace_if_any(), year, language(), *made_for, data)
    elif kind == "scenario":
        _scenario(output, data, year)
    elif kind == "targets":
        _targets(output, data, year, enterprise["plan"], enterprise["month"])
    elif kind == "evaluation":
        _evaluation(output, year, *(enterprise[name] for name in ("budget", "rules", "evaluated")))
    elif kind == "project":
        _project(output, data)
    else:
        _inventory(kind, output, data, year, enterprise)
    click.echo(str(output)) if style == "table" else print_records([{"file": str(output)}], style)


def _inventory(kind: str, output: Path, data: Path | None, year: int | None, enterprise: dict[str, Any]) -> None:
    """The workbook of an inventory or of an enterprise."""
    from ghginv.workspace import template

    known = {"credit_code": enterprise["enterprise"], "name": enterprise["name"]}
    facts = {field: text for field, text in known.items() if text}
    template.template(kind, output, workspace_if_any(), year, language(), data, enterprise["industry"], facts)


def _budget(output: Path, data: Path | None, year: int | None, budget: str) -> None:
    """The workbook of a plan."""
    from ghginv.workspace.budgets import plan

    plan.template(output, workspace_if_any(), language(), year=year, data=data, budget=budget)


def _scenario(output: Path, data: Path | None, year: int | None) -> None:
    """The workbook of scenarios."""
    from ghginv.workspace.scenarios import source

    source.template(output, workspace_if_any(), language(), year=year, data=data)


def _project(output: Path, data: Path | None) -> None:
    """The form for the carbon evaluation of a project."""
    from ghginv.workspace.budgets import projects

    projects.template(output, workspace_if_any(), language(), data)


def _evaluation(output: Path, year: int | None, budget: str, rules: str, evaluated: str | None) -> None:
    """The form for what an evaluation of a budget's year needs and the budget cannot know."""
    from ghginv.cli.budget import opened
    from ghginv.workspace import template
    from ghginv.workspace.budgets import evaluation, evaluation_data

    order = evaluation.Order(year or template.last_year(), evaluated or "region", rules)
    evaluation_data.template(opened(budget), order, output, language())


def _targets(output: Path, data: Path | None, year: int | None, plan: str, month: int | None) -> None:
    """The workbook of an action plan, or with a month that of its progress."""
    from ghginv.workspace.targets import template

    template.template(output, workspace_if_any(), language(), plan=plan, data=data, year=year, month=month)


def _registered(path: Path, folder: Path, year: int | None) -> None:
    """A workbook for each enterprise of a register; nothing is written while anything is wrong with it."""
    from ghginv.workspace import register, template

    opened, lang = workspace_if_any(), language()
    enterprises = register.read(path, opened, lang)
    for each in progress(enterprises, "生成 writing"):
        register.write(each, folder, year or template.last_year(), lang, opened)
    click.echo(f"{folder}: {len(enterprises)}")
