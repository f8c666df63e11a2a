"""``targets``: the target register of action plans 实施方案目标: what was promised, what is reached, is it enough."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_json, print_records

AT = click.option("--at", default="", metavar="YYYY-MM", help="截至月份，缺省为本月 month, by default the present one.")
UNIT = click.option("--unit", default="", metavar="NAME", help="责任单位 responsible unit.")


@click.group("targets")
def targets_command() -> None:
    """实施方案目标：登记、进度、判断、报告 targets of action plans: register, progress, judgement, reports."""


@targets_command.command("list")
@tabular
def list_command(style: str) -> None:
    """列出登记的方案 the registered plans."""
    from ghginv.workspace.targets import tables

    print_records(tables.plans(workspace()), style, columns=_PLANS, topic="targets")


@targets_command.command("show")
@click.argument("plan", required=False, default="", metavar="[PLAN]")
@tabular
def show_command(plan: str, style: str) -> None:
    """方案的各项目标 the targets of a plan as registered."""
    from ghginv.workspace.targets import register, tables

    found = register.find(workspace(), plan)
    rows = tables.targets(found, language())
    if style == "json":
        print_json({"plan": dict(found.plan.facts), "version": found.version, "targets": rows})
        return
    print_records(rows, style, columns=_SHOWN if style == "table" else (), topic="targets")


@targets_command.command("status")
@click.argument("plan", required=False, default="", metavar="[PLAN]")
@AT
@UNIT
@click.option("--behind", is_flag=True, help="只列滞后、未达到和逾期未报的 only what is behind, missed or overdue.")
@click.option("--all", "every", is_flag=True, help="对照每个目标年 against every target year.")
@tabular
def status_command(plan: str, at: str, unit: str, behind: bool, every: bool, style: str) -> None:
    """各项目标的进度和判断 where the targets stand: value, expected by now, completion, margin, forecast."""
    from ghginv.workspace.targets import register, tables

    month = register.month(at)
    rows = tables.status(workspace(), plan, month, unit=unit, behind=behind, every=every, lang=language())
    print_records(rows, style, columns=_STATUS if style == "table" else (), topic="targets")
    if style == "table" and rows:
        told = "  ".join(f"{state} {count}" for state, count in tables.remarks(rows).items())
        click.echo(f"{month}: {told}", err=True)


@targets_command.command("history")
@click.argument("indicator", metavar="[PLAN/]INDICATOR")
@tabular
def history_command(indicator: str, style: str) -> None:
    """一项指标的全部报送 all reports of an indicator, those replaced later too."""
    from ghginv.workspace.targets import tables

    rows = tables.history(workspace(), indicator, language())
    print_records(rows, style, columns=_HISTORY if style == "table" else (), topic="targets")


@targets_command.command("compare")
@click.argument("plans", nargs=-1, metavar="[PLAN]...")
@AT
@click.option("--since", default="", metavar="YYYY-MM", help="与该月相比的变化 changes since this month.")
@tabular
def compare_command(plans: tuple[str, ...], at: str, since: str, style: str) -> None:
    """不同方案的同名指标并列；用 --since 时比较两个月份 plans side by side, or two months of a plan."""
    from ghginv.workspace.targets import register, tables

    month = register.month(at)
    if since:
        before = register.month(since)
        rows = [row for plan in plans or ("",) for row in tables.moved(workspace(), plan, before, month, language())]
    else:
        rows = tables.compare(workspace(), plans, month, language())
    print_records(rows, style, topic="targets")


@targets_command.command("export")
@click.argument("plan", required=False, default="", metavar="[PLAN]")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE.xlsx",
              help="写到 write to.")  # fmt: skip
@AT
@UNIT
@tabular
def export_command(plan: str, output: Path, at: str, unit: str, style: str) -> None:
    """写出目标进度工作簿，完成率为公式 a workbook of the standing with live formulas."""
    from ghginv.workspace.targets import files, register

    written = files.workbook(workspace(), output, plan, register.month(at), unit=unit, lang=language())
    print_records([{"file": str(written)}], style)


_PLANS = ("plan", "name", "number", "state", "version", "indicators", "reported", "reports", "last", "evidence")
_SHOWN = ("indicator", "section", "name", "target", "measure", "base_year", "base", "role", "lead", "kind", "evidence",
          "note")  # fmt: skip
_STATUS = ("plan", "indicator", "name", "target", "period", "value", "done", "expected", "completion", "margin",
           "state", "forecast", "reached", "status", "late", "lead", "cell")  # fmt: skip
_HISTORY = ("period", "amount", "unit", "done", "basis", "total", "status", "proof", "note", "in_force", "at", "actor",
            "cell")  # fmt: skip
