"""``report``."""

from __future__ import annotations

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
    with click.progressbar(
        length=100, label="qa", file=click.get_text_stream("stderr"), hidden=style != "table"
    ) as bar:

        def show(done: int, of: int) -> None:
            bar.update(100 * done // of - bar.pos)

        written = inventory_report(
            opened.run(run), output, opened.run(base) if base else None, language(), progress=show
        )
    print_records([{"file": str(written)}], style)
