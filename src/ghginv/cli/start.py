"""``init`` and ``demo``: how work begins."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.options import common, language

PARTS = ("inventory", "district", "enterprises", "budget", "year")
ACCOUNTS = ("district", "park", "community", "campus", "building", "port", "scenic")


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--region", required=True, metavar="CODE", help="行政区划代码或名称 region code or name.")
@click.option("--name", default="", help="名称 name shown on every output.")
@click.option("--guideline", default="pg2011", show_default=True, metavar="ID", help="默认核算指南 default guideline.")
@click.option("--base-year", type=int, default=0, metavar="Y", help="时间序列的基年 base year of the series.")
@click.option("--account", type=click.Choice(ACCOUNTS), metavar="KIND",
              help="区内核算单元的种类 an account below a district, of one of: " + " ".join(ACCOUNTS))  # fmt: skip
@common
def init_command(folder: Path, region: str, name: str, guideline: str, base_year: int, account: str | None) -> None:
    """建立空工作区 make an empty workspace."""
    from ghginv.workspace import create

    made = create.create(
        folder, region, name, guideline=guideline, language=language(), base_year=base_year, account=account or ""
    )
    click.echo(f"{made.settings.name} ({made.settings.region}): {folder}")


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]", default="ghginv-demo")
@click.option("--part", "chosen", multiple=True, type=click.Choice(PARTS), metavar="PART",
              help="只做其中一部分，可重复 only a part, may be repeated: " + " ".join(PARTS))  # fmt: skip
@common
def demo_command(folder: Path, chosen: tuple[str, ...]) -> None:
    """演示全过程：真实公开数据，虚构的区、企业、碳预算 on public data, then a made-up district, enterprises, budget.

    碳预算之后是它的一个模拟年度 the budget is followed by a simulated year of it.
    """
    from ghginv.workspace import demo, demo_budget, demo_district, demo_enterprises, demo_year

    parts = {
        "inventory": lambda: demo.demo(folder, language()),
        "district": lambda: demo_district.district(folder / "district", language()),
        "enterprises": lambda: demo_enterprises.enterprises(folder / "enterprises", language()),
        "budget": lambda: demo_budget.budget(folder / "budget", language()),
        "year": lambda: demo_year.year(folder / "budget", language()),
    }
    for name in [each for each in PARTS if not chosen or each in chosen]:
        for line in parts[name]():
            click.echo(line)
