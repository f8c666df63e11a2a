"""``budget settle``: the final account of a year, and its closing."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_records


@click.command("settle")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--year", type=int, required=True, metavar="Y", help="决算年度 year to settle.")
@click.option("--by", type=click.Choice(["region", "industry", "enterprise"]), default="region", show_default=True,
              help="按区、行业或企业列出 a row a region, an industry or an enterprise.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="写出决算书 write the final account: .docx, .html or .xlsx.")  # fmt: skip
@click.option("--document", default="", metavar="FILE|ID",
              help="由另一人签署的决算书：据以关账 the signed final account on which the year is closed.")  # fmt: skip
@click.option("--effective", default="", metavar="YYYY-MM-DD", help="关账日期 day of closing, by default today.")
@click.option("--note", default="", help="说明 a remark.")
@tabular
def settle_command(
    budget: str, year: int, by: str, output: Path | None, document: str, effective: str, note: str, style: str
) -> None:
    """年度决算：核对、写出决算书；给出已签署的决算书时关账 settle a year; with a signed account, close it."""
    from ghginv.workspace.budgets import settlement, settlement_files
    from ghginv.workspace.report import WITH_WORKBOOK, of_ending

    if output:
        of_ending(output, WITH_WORKBOOK)
    found = opened(budget)
    if document:
        done = settlement.settle(found, year, document, effective=effective, note=note)
        found = done.budget
        remark(done.findings)
    rows = settlement.table(found, year, by)
    if not document and not settlement.closed(found, year):
        remark(settlement.obstacles(found, year))
    print_records(rows, style, headers=settlement.heads() if language() == "zh" else {})
    if output:
        click.echo(str(settlement_files.write(found, year, output, language())), err=style != "table")
