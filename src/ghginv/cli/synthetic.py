"""``synthetic``: filled workbooks of enterprises that do not exist."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.options import common, language, workspace_if_any
from ghginv.cli.workbooks import progress


@click.command("synthetic")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--count", type=click.IntRange(1, 99_999), default=500, show_default=True, help="企业数 enterprises.")
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子 seed.")
@click.option("--year", type=click.IntRange(2015, 2100), metavar="Y", help="填报年份 year of the data.")
@click.option("--years", type=click.IntRange(1, 10), default=1, show_default=True, help="连续几年 how many years.")
@click.option("--region", default="", metavar="CODE", help="行政区划 region.")
@click.option("--faults", type=click.FloatRange(0, 1), default=0.0, help="有错误的企业比例 share with known faults.")
@common
def synthetic_command(
    folder: Path, count: int, seed: int, year: int | None, years: int, region: str, faults: float
) -> None:
    """生成虚构企业的已填工作簿，用于测试和演示 make filled workbooks of enterprises that do not exist."""
    from ghginv.workspace import synthetic, template

    opened = workspace_if_any()
    place = region or (opened.settings.region if opened else synthetic.REGION)
    order = synthetic.Order(count, seed, year or template.last_year(), years, place, faults, language())
    written = list(progress(synthetic.write(folder, order, opened), "生成 writing", count * years))
    click.echo(f"{folder}: {len(written)}")
