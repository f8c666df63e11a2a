"""``report``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_records

KINDS = ("inventory",)


@click.command("report")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("run", metavar="RUN")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写到 write to .docx|.html."
)
@click.option("--base", metavar="RUN", help="基年的结果 run of the base year.")
@tabular
def report_command(kind: str, run: str, output: Path, base: str | None, style: str) -> None:
    """写出报告 write a report; KIND: inventory 清单报告 (Word .docx, 网页 .html)."""
    from ghginv.workspace.report import inventory_report

    opened = workspace()
    compared = opened.run(base) if base else None
    watched = sys.stderr.isatty()
    written = inventory_report(opened.run(run), output, compared, language(), _progress if watched else None)
    print_records([{"file": str(written)}], style)


def _progress(done: int, of: int) -> None:
    """The checks of the run, which take longest."""
    click.echo(f"\r{done}/{of}" + ("\n" if done == of else ""), err=True, nl=False)
