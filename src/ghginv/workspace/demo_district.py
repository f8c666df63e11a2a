"""``demo``, second part: a made-up district with all five sectors over four years."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.findings import listing
from ghginv.workspace import export, series
from ghginv.workspace.create import create
from ghginv.workspace.import_workbook import import_workbook
from ghginv.workspace.key_categories import key_categories
from ghginv.workspace.place import Workspace
from ghginv.workspace.report import ENDINGS, inventory_report
from ghginv.workspace.settings import NAME
from ghginv.workspace.uncertainty import uncertainty

if TYPE_CHECKING:
    from ghginv.workspace.runs import Run

EXAMPLE = "guangming-demo"


def district(folder: Path, lang: str = "zh") -> Iterator[str]:
    """Make a workspace of the district in ``folder`` and compile its years; yields the lines to print."""
    say = _WORDS[lang]
    example = folders.file("inventories", f"{EXAMPLE}/inventory.toml").parent
    case = tomllib.loads((example / "inventory.toml").read_text("utf-8"))
    workspace = _workspace(folder, case, lang)
    yield say["made_up"].format(name=case["name"], folder=folder)
    runs: dict[int, Run] = {}
    for year in case["years"]:
        path = fill(workspace, example, case, year, folder / f"{case['name']}-{year}.xlsx")
        imported = import_workbook(workspace, path)
        yield say["imported"].format(file=path.name, activities=imported.activities, remarks=len(imported.findings))
        runs[year] = workspace.compile(year)
    yield from _series(workspace, say, lang)
    last, base = runs[case["years"][-1]], runs[case["base_year"]]
    yield from _others(workspace, case, say)
    yield from _analyses(last, base, say, lang)
    yield from (f"  {line}" for line in listing(last.remarks(), lang, most=4))
    yield say["files"]
    for path in export.export(last, folder / f"{case['name']}-{case['years'][-1]}-清单.xlsx", "guideline", lang):
        yield f"  {path}"
    for ending in ENDINGS:
        report = folder / f"{case['name']}-{case['years'][-1]}-报告{ending}"
        yield f"  {inventory_report(last, report, base, lang)}"
    yield say["next"].format(folder=folder, run=last.id)


def fill(workspace: Workspace, example: Path, case: dict[str, Any], year: int, path: Path) -> Path:
    """The template of a year with the example's activity data in it, as the district would send it in."""
    from ghginv.workbooks import build, layout, prefill

    entries: dict[str, list[prefill.Entry]] = {}
    with workspace.overlaid():
        for table in sorted((example / "activity").glob("*.csv")):
            for sheet, rows in prefill.read(table, layout.load(), year).items():
                entries.setdefault(sheet, []).extend(rows)
        build.build_inventory_template(path, case["region"], year, "zh", entries)
    return path


def _workspace(folder: Path, case: dict[str, Any], lang: str) -> Workspace:
    if (folder / NAME).exists():
        return Workspace(folder)
    settings = {name: case[name] for name in ("guideline", "base_year", "account", "note")}
    return create(folder, case["region"], case["name"], language=lang, **settings)


def _series(workspace: Workspace, say: dict[str, str], lang: str) -> Iterator[str]:
    table = series.series(workspace, "sector", lang=lang).table
    yield say["series"]
    years = [name for name in table.columns if name.isdigit()]
    for row in table.to_dict("records"):
        yield f"  {row['name']}: " + "  ".join(f"{year} {row[year]:,.0f}" for year in years)


def _others(workspace: Workspace, case: dict[str, Any], say: dict[str, str]) -> Iterator[str]:
    yield say["others"].format(year=case["years"][-1])
    for guideline in (case["guideline"], *case["others"]):
        run = workspace.compile(case["years"][-1], guideline=guideline)
        total = run.totals(["gas"])["co2e_t"].sum()
        yield f"  {guideline:>11} ({run.about['gwp']}): {total:,.0f} t CO2e  {run.id}"


def _analyses(last: Run, base: Run, say: dict[str, str], lang: str) -> Iterator[str]:
    """The uncertainty of the totals by both approaches, and the largest key categories by level and trend."""
    yield say["uncertainty"]
    spread = uncertainty(last, base=base, lang=lang).table
    drawn = uncertainty(last, method="monte-carlo", lang=lang).table.set_index("category")
    for row in spread[spread["gas"] == ""].to_dict("records"):
        limits = drawn.loc[row["category"]]
        yield (
            f"  {row['name']}: {row['co2e_t']:,.0f} t CO2e ± {row['combined_uncertainty']:.1f} %"
            f"  [{limits['lower_t']:,.0f}, {limits['upper_t']:,.0f}]"
        )
    found = key_categories(last, base=base, lang=lang).table
    yield say["key"].format(count=int(found["key"].sum()), of=len(found))
    for row in found[found["key"]].head(5).to_dict("records"):
        yield f"  {row['category']} {row['name']} {row['gas']}: {row['why']}"


_WORDS = {
    "zh": {
        "made_up": "{name}：虚构的区，五个领域、四个年份；所有数据均为编造，不得引用。{folder}",
        "imported": "  导入 {file}：活动水平 {activities} 条，提示 {remarks} 条",
        "series": "各年排放（吨 CO2e，清除为负）：",
        "others": "{year} 年同一套活动水平按各指南编制（含土地利用；GPC 含外购电力，pg2011_plus 含指南未列的源）：",
        "uncertainty": "不确定性（95%；误差传播法，方括号内为蒙特卡洛抽样 10,000 次）：",
        "key": "关键类别 {count} 个（共 {of} 个），前 5 个：",
        "files": "文件：",
        "next": "接下来可以试：ghginv -w {folder} table {run} inventory；ghginv -w {folder} qa {run}",
    },
    "en": {
        "made_up": "{name}: made up, five sectors, four years; every figure is invented, do not quote. {folder}",
        "imported": "  imported {file}: {activities} rows of activity data, {remarks} remarks",
        "series": "emissions by year (t CO2e, removals negative):",
        "others": "{year} under each guideline (GPC adds purchased power, pg2011_plus what 2011 lacks):",
        "uncertainty": "uncertainty (95 %, error propagation; in brackets 10,000 Monte Carlo draws):",
        "key": "{count} key categories of {of}, the first 5:",
        "files": "files:",
        "next": "try next: ghginv -w {folder} table {run} inventory; ghginv -w {folder} qa {run}",
    },
}
