"""``series``, ``recalculation`` and ``splice``: years side by side."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame, print_json

REGION = click.option("--region", metavar="CODE", help="行政区划，缺省为工作区的 region, the workspace's unless given.")
GUIDELINE = click.option("--guideline", metavar="ID", help="核算指南 guideline.")


@click.command("series")
@click.option("--by", type=click.Choice(["total", "sector", "category", "gas"]), default="sector", show_default=True,
              help="按什么分列 what the lines are.")  # fmt: skip
@click.option("--base", type=int, metavar="Y", help="基年 base year.")
@REGION
@GUIDELINE
@tabular
def series_command(by: str, base: int | None, region: str | None, guideline: str | None, style: str) -> None:
    """各年排放并列，与基年比较 the years side by side, against the base year."""
    from ghginv.findings import listing
    from ghginv.workspace import series

    found = series.series(workspace(), by, region=region, guideline=guideline, base=base, lang=language())
    if style == "json":
        findings = [finding.record(language()) for finding in found.findings]
        print_json({"runs": found.runs, "rows": found.table.to_dict("records"), "findings": findings})
        return
    print_frame(found.table, style)
    for line in listing(found.findings, language()):
        click.echo(line, err=True)


@click.command("recalculation")
@click.option("--threshold", type=click.FloatRange(0), default=5.0, show_default=True, metavar="PERCENT",
              help="总量变化超过多少为显著 change of the total that is significant.")  # fmt: skip
@REGION
@GUIDELINE
@tabular
def recalculation_command(threshold: float, region: str | None, guideline: str | None, style: str) -> None:
    """重新计算报告：各年首次与最新结果的差异和原因 what the newest run of each year changed, and why."""
    from ghginv.workspace import series

    print_frame(
        series.recalculation(workspace(), region=region, guideline=guideline, threshold=threshold, lang=language()),
        style,
    )


@click.command("splice")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--method", required=True, metavar="NAME",
              help="overlap 重叠, surrogate 替代参数, interpolation 内插, extrapolation 趋势外推.")  # fmt: skip
@tabular
def splice_command(file: Path, method: str, style: str) -> None:
    """补齐缺年的序列，逐年注明方法 fill the gaps of a series (columns year, value, old or surrogate), with notes."""
    from ghginv.workspace import series

    print_frame(series.splice(file, method, language()), style)
