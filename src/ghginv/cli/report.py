"""``report``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ghginv.cli.options import language, refuse_other, tabular, workspace
from ghginv.cli.output import print_progress, print_records

KINDS = (
    "inventory", "budget", "approval", "notice", "control", "monthly", "brief", "warning", "settlement", "evaluation",
    "targets",
)  # fmt: skip
_TAKES = {
    "--base": ("inventory",), "--for": ("notice", "control", "warning", "evaluation", "targets"),
    "--at": ("monthly", "brief", "targets"), "--year": ("settlement",),
}  # fmt: skip


@click.command("report")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("subject", required=False, default="", metavar="[RUN|BUDGET|PLAN]")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写到 write to .docx|.html."
)
@click.option("--base", metavar="RUN", help="基年的结果 run of the base year (inventory).")
@click.option("--for", "addressee", default="", metavar="CODE", help="送达：区、行业或企业代码 addressee's code.")
@click.option("--at", default="", metavar="YYYY-MM", help="截至月份 month (targets, monthly, brief).")
@click.option("--year", type=int, metavar="Y", help="年度 year (settlement).")
@tabular
def report_command(
    kind: str, subject: str, output: Path, base: str | None, addressee: str, at: str, year: int | None, style: str
) -> None:
    """写出报告 write a document, as Word .docx or page .html; monthly and settlement as workbook .xlsx too.

    KIND: inventory 清单报告, budget 碳预算建议, approval 批复（待签）, notice 下达通知, control 控制数,
    monthly 执行月报和 brief 一页通（--at 月份）, warning 预警函（--for 代码）, settlement 决算书（--year 年度）,
    evaluation 评价报告, targets 实施方案目标进度（--for 责任单位）.
    """
    given = {"--base": base, "--for": addressee, "--at": at, "--year": year}
    refuse_other("report-option-other", kind, given, _TAKES)
    if kind == "targets":
        written = _targets(subject, output, addressee, at)
    elif kind == "inventory":
        written = _inventory(subject, output, base)
    elif kind in ("monthly", "brief"):
        written = _monthly(kind, subject, output, at)
    elif kind == "settlement":
        written = _settlement(subject, output, year)
    else:
        written = _budget(kind, subject, output, addressee)
    print_records([{"file": str(written)}], style)


def _inventory(run: str, output: Path, base: str | None) -> Path:
    from ghginv.errors import UsageError
    from ghginv.findings import Finding
    from ghginv.workspace.report import inventory_report

    if not run:
        raise UsageError(Finding("report-run-missing"))
    opened = workspace()
    compared = opened.run(base) if base else None
    watched = sys.stderr.isatty()
    return inventory_report(opened.run(run), output, compared, language(), print_progress if watched else None)


def _targets(plan: str, output: Path, unit: str, at: str) -> Path:
    from ghginv.workspace.targets import files

    return files.report(workspace(), output, plan, at, unit=unit, lang=language())


def _monthly(kind: str, budget: str, output: Path, at: str) -> Path:
    from ghginv.workspace.budgets import monthly_report
    from ghginv.workspace.budgets.budget import find

    return monthly_report.write(monthly_report.at_month(find(workspace(), budget), at), kind, output, language())


def _settlement(budget: str, output: Path, year: int | None) -> Path:
    from ghginv.errors import UsageError
    from ghginv.findings import Finding
    from ghginv.workspace.budgets import settlement_files
    from ghginv.workspace.budgets.budget import find

    if year is None:
        raise UsageError(Finding("report-year-missing"))
    return settlement_files.write(find(workspace(), budget), year, output, language())


def _budget(kind: str, budget: str, output: Path, addressee: str) -> Path:
    from ghginv.workspace.budgets import files
    from ghginv.workspace.budgets.budget import find

    return files.write(find(workspace(), budget), kind, output, addressee, language())
