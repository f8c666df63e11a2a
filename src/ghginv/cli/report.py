"""``report``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_progress, print_records

KINDS = ("inventory", "budget", "approval", "notice", "control")


@click.command("report")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("subject", required=False, default="", metavar="[RUN|BUDGET]")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写到 write to .docx|.html."
)
@click.option("--base", metavar="RUN", help="基年的结果 run of the base year (inventory).")
@click.option("--for", "addressee", default="", metavar="CODE", help="送达：区、行业或企业代码 addressee's code.")
@tabular
def report_command(kind: str, subject: str, output: Path, base: str | None, addressee: str, style: str) -> None:
    """写出报告 write a document, as Word .docx or page .html.

    KIND: inventory 清单报告, budget 碳预算建议, approval 批复（待签）, notice 下达通知, control 控制数.
    """
    written = _inventory(subject, output, base) if kind == "inventory" else _budget(kind, subject, output, addressee)
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


def _budget(kind: str, budget: str, output: Path, addressee: str) -> Path:
    from ghginv.workspace.budgets import files
    from ghginv.workspace.budgets.budget import find

    return files.write(find(workspace(), budget), kind, output, addressee, language())
