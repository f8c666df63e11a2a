"""``remainder``: what enterprises explain of the statistics."""

from __future__ import annotations

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame, print_json

_SHORT = (
    "region category category_name item_name unit statistics enterprises enterprise_sum remainder explained_percent "
    "enterprises_t remainder_t"
).split()


@click.command("remainder")
@click.option("--year", type=int, required=True, metavar="Y", help="清单年份 inventory year.")
@click.option("--region", metavar="CODE", help="只看一个地区，缺省为工作区及其下有统计的各区 one region alone.")
@click.option("--guideline", metavar="ID", help="核算指南 guideline.")
@tabular
def remainder_command(year: int, region: str | None, guideline: str | None, style: str) -> None:
    """统计、企业合计与余额 statistics, enterprises and what remains unexplained, by district, industry and item."""
    from ghginv.findings import listing
    from ghginv.workspace import remainder

    runs, table = remainder.remainder(workspace(), year, region=region, guideline=guideline, lang=language())
    if style == "json":
        rows = table.astype(object).where(table.notna(), None).to_dict("records")
        lines = [row for row in rows if row["item"]]
        totals = [row for row in rows if not row["item"]]
        print_json({"runs": [run.id for run in runs], "rows": lines, "totals": totals})
        return
    print_frame(table[_SHORT] if style == "table" else table, style)
    told = {line: None for run in runs for line in listing(remainder.remarks(run), language())}
    for line in told:
        click.echo(line, err=True)
