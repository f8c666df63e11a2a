"""``trace``: why a figure is what it is."""

from __future__ import annotations

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_json, print_records


@click.command("trace")
@click.argument("run", metavar="RUN")
@click.option("--category", default="", metavar="C", help="排放源类别 category.")
@click.option("--gas", default="", metavar="G", help="气体 gas.")
@click.option("--item", default="", metavar="I", help="品种 item.")
@tabular
def trace_command(run: str, category: str, gas: str, item: str, style: str) -> None:
    """追溯一个数字：公式、因子与出处、单元格 the evidence tree of a figure, down to citations and the cell."""
    evidence = workspace().run(run).trace(category=category, gas=gas, item=item)
    if style == "json":
        print_json(evidence.record(language()))
    elif style == "csv":
        print_records(evidence.flat(language()), style)
    else:
        click.echo("\n".join(evidence.lines(language())))
