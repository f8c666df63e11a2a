"""``uncertainty`` and ``key-categories``: how certain a run is, and what matters most in it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.findings import Finding


@click.command("uncertainty")
@click.argument("run", metavar="RUN")
@click.option(
    "--method",
    type=click.Choice(["propagation", "monte-carlo"]),
    default="propagation",
    show_default=True,
    help="误差传播法 or 蒙特卡罗法 IPCC approach 1 or 2.",
)
@click.option("--draws", type=int, default=10_000, show_default=True, metavar="N", help="抽样次数 number of draws.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, metavar="S", help="随机种子 seed.")
@click.option("--base", metavar="RUN", help="基年的结果，用于趋势 a run of the base year, for the trend.")
@click.option(
    "--show",
    type=click.Choice(["results", "inputs", "convergence"]),
    default="results",
    show_default=True,
    help="结果、每个输入的不确定性及其出处、抽样收敛 results, each input with its source, convergence of the draws.",
)
@tabular
def uncertainty_command(run: str, method: str, draws: int, seed: int, base: str | None, show: str, style: str) -> None:
    """不确定性分析：类别、合计、趋势 the uncertainty of categories, totals and trend."""
    from ghginv.workspace.uncertainty import uncertainty

    opened = workspace()
    found = uncertainty(
        opened.run(run),
        method=method,
        draws=draws,
        seed=seed,
        base=opened.run(base) if base else None,
        lang=language(),
        progress=_progress() if method == "monte-carlo" else None,
    )
    _print({"results": found.table, "inputs": found.inputs, "convergence": found.convergence}[show], style)
    _tell(found.remarks)


@click.command("key-categories")
@click.argument("run", metavar="RUN")
@click.option("--approach", type=int, default=1, show_default=True, help="方法 1 或 2（计入不确定性） approach 1 or 2.")
@click.option("--base", metavar="RUN", help="基年的结果，用于趋势 a run of the base year, for the trend.")
@click.option(
    "--threshold", type=float, metavar="P", help="累计阈值，百分之 85–100 cumulative threshold; 95, approach 2: 90."
)
@tabular
def key_categories_command(run: str, approach: int, base: str | None, threshold: float | None, style: str) -> None:
    """关键类别：按水平和趋势，含与不含土地利用 key categories by level and trend, with and without land use."""
    from ghginv.workspace.key_categories import key_categories

    opened = workspace()
    found = key_categories(
        opened.run(run),
        approach=approach,
        base=opened.run(base) if base else None,
        threshold=threshold,
        lang=language(),
    )
    _print(found.table, style)
    _tell(found.remarks)


def _print(frame: pd.DataFrame, style: str) -> None:
    """JSON and CSV keep every column; text leaves out those that are empty throughout."""
    if style == "table":
        frame = frame.dropna(axis="columns", how="all")
    print_frame(frame, style, headers=_HEADERS[language()])


def _tell(remarks: list[Finding]) -> None:
    from ghginv.findings import listing

    for line in listing(remarks, language()):
        click.echo(line, err=True)


def _progress() -> Callable[[int, int], None] | None:
    """A line on the terminal that counts categories; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, of: int) -> None:
        click.echo(f"\r{done}/{of}" + ("\n" if done == of else ""), err=True, nl=False)

    return told


_ZH = {
    "category": "类别代码",
    "name": "类别",
    "gas": "气体",
    "land": "土地利用",
    "base_co2e_t": "基年 tCO2e",
    "co2e_t": "本年 tCO2e",
    "uncertainty": "不确定性 %",
    "activity_uncertainty": "活动水平不确定性 %",
    "factor_uncertainty": "因子不确定性 %",
    "combined_uncertainty": "合成不确定性 %",
    "half_width_t": "半宽 tCO2e",
    "variance_contribution": "对方差的贡献",
    "variance_share": "占方差 %",
    "type_a_sensitivity": "A 类敏感度 %",
    "type_b_sensitivity": "B 类敏感度 %",
    "factor_trend": "因子对趋势 %",
    "activity_trend": "活动水平对趋势 %",
    "trend_contribution": "对趋势方差的贡献",
    "trend_percent": "变化 %",
    "trend_uncertainty": "趋势不确定性 百分点",
    "mean_t": "均值 tCO2e",
    "lower_t": "2.5% 下限",
    "upper_t": "97.5% 上限",
    "minus_percent": "-%",
    "plus_percent": "+%",
    "trend_mean_percent": "变化均值 %",
    "trend_lower_percent": "变化下限 %",
    "trend_upper_percent": "变化上限 %",
    "draws": "抽样次数",
    "seed": "随机种子",
    "moved_percent": "变动 %",
    "activity_from": "活动水平不确定性来源",
    "factor_from": "因子不确定性来源",
    "kind": "输入",
    "code": "代码",
    "term": "量",
    "distribution": "分布",
    "origin": "来源类型",
    "source_id": "来源",
    "place": "出处",
    "status": "证据",
    "categories": "影响的类别",
    "level": "水平",
    "trend": "趋势",
    "level_without_land": "水平（不含土地）",
    "trend_without_land": "趋势（不含土地）",
    "key": "关键类别",
    "why": "理由",
} | {
    f"{name}_{column}": f"{zh}{word}"
    for name, zh in (
        ("level", "水平"),
        ("trend", "趋势"),
        ("level_without_land", "水平（不含土地）"),
        ("trend_without_land", "趋势（不含土地）"),
    )
    for column, word in (("share", "占比 %"), ("cumulative", "累计 %"), ("key", "关键"))
}
_HEADERS = {"zh": _ZH, "en": {name: name.replace("_", " ") for name in _ZH}}
