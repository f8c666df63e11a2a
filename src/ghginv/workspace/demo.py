"""``demo``: the worked example on published data, the whole way, with the figures it was checked against."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.findings import listing
from ghginv.workspace import compare, export
from ghginv.workspace.create import create
from ghginv.workspace.import_workbook import import_workbook
from ghginv.workspace.place import Workspace
from ghginv.workspace.settings import NAME

if TYPE_CHECKING:
    from ghginv.workspace.runs import Run

EXAMPLE = "guangdong-2007"


def demo(folder: Path, lang: str = "zh") -> Iterator[str]:
    """Make a workspace in ``folder`` and do the main job in it; yields the lines to print as the work proceeds."""
    say = _WORDS[lang]
    example = folders.file("inventories", f"{EXAMPLE}/inventory.toml").parent
    case = tomllib.loads((example / "inventory.toml").read_text("utf-8"))
    workspace = _workspace(folder, case, lang)
    yield say["workspace"].format(name=case["name"], year=case["year"], folder=folder)
    for name in case["inputs"]:
        yield from _import(workspace, example / name, say, lang)
    runs = {}
    for guideline in case["guidelines"]:
        yield say["compiling"].format(guideline=guideline)
        runs[guideline] = workspace.compile(case["year"], guideline=guideline)
        yield from _totals(runs[guideline])
        yield from (f"  {line}" for line in listing(runs[guideline].remarks(), lang))
    yield from _published(runs["ceads"], example, say)
    yield from _comparison(runs["ceads"], runs[case["guidelines"][-1]], say, lang)
    yield from _reference(runs[case["guidelines"][-1]], say, lang)
    yield from _largest(runs[case["guidelines"][-1]], say, lang)
    yield say["files"]
    yield f"  {folder / 'ghginv.toml'}\n  {folder / 'ghginv.db'}"
    for guideline, run in runs.items():
        for path in export.export(run, folder / f"{case['name']}-{case['year']}-{guideline}.xlsx", "guideline", lang):
            yield f"  {path}"
    yield say["next"].format(folder=folder, run=runs[case["guidelines"][-1]].id)


def _workspace(folder: Path, case: dict[str, Any], lang: str) -> Workspace:
    """A new workspace, or the one an earlier demo left: the same file and the same run are recognised."""
    if (folder / NAME).exists():
        return Workspace(folder)
    return create(folder, case["region"], case["name"], guideline=case["guidelines"][-1], language=lang)


def _import(workspace: Workspace, path: Path, say: dict[str, str], lang: str) -> Iterator[str]:
    imported = import_workbook(workspace, path)
    yield say["imported"].format(file=imported.file, submission=imported.submission, activities=imported.activities)
    yield from (f"  {line}" for line in listing(imported.findings, lang, most=3))


def _totals(run: Run) -> Iterator[str]:
    yield f"  {run.id}"
    for row in run.totals(["gas"]).to_dict("records"):
        yield f"  {row['gas']:>4} {row['mass_t']:>18,.2f} t {row['co2e_t']:>18,.2f} t CO2e"


def _published(run: Run, example: Path, say: dict[str, str]) -> Iterator[str]:
    """How far the run is from the published cells."""
    with (example / "expected_co2_by_sector_fuel.csv").open(encoding="utf-8-sig", newline="") as stream:
        expected = {(row["sector"], row["fuel"]): float(row["co2_t"]) for row in csv.DictReader(stream)}
    ours = {(row["sector"], row["fuel"]): row["co2_t"] for row in run.table("sector-fuel").to_dict("records")}
    worst = max(_deviation(ours[key], value) for key, value in expected.items())
    yield say["published"].format(cells=len(expected), worst=worst)


def _deviation(ours: float, published: float) -> float:
    return abs(ours - published) / abs(published) if published else abs(ours)


def _comparison(first: Run, second: Run, say: dict[str, str], lang: str) -> Iterator[str]:
    yield say["comparison"].format(first=first.id, second=second.id)
    both: Any = compare.compare(first, second, lang)
    shared = both[both["difference_percent"].notna() & both["second_co2e_t"].notna()]
    for row in shared.head(5).to_dict("records"):
        yield (
            f"  {row['source_category']} {row['item']} {row['gas']}: {row['first_co2e_t']:,.0f} → "
            f"{row['second_co2e_t']:,.0f} t ({row['difference_percent']:+.2f} %)  {row['why']}"
        )


def _reference(run: Run, say: dict[str, str], lang: str) -> Iterator[str]:
    yield say["reference"]
    for row in run.table("reference", lang).to_dict("records"):
        yield (
            f"  {row['name']}: {row['reference_co2_t']:,.0f} / {row['sectoral_co2_t']:,.0f} t"
            f" ({row['difference_percent']:+.2f} %)"
        )


def _largest(run: Run, say: dict[str, str], lang: str) -> Iterator[str]:
    from ghginv.calculation.totals import counted

    rows = counted(run.emissions())
    largest = rows.loc[rows["co2e_g"].idxmax()]
    yield say["largest"]
    evidence = run.trace(category=largest["category"], gas=largest["gas"], item=largest["item"])
    yield from (f"  {line}" for line in evidence.lines(lang))


_WORDS = {
    "zh": {
        "workspace": "工作区：{name} {year} 年，{folder}",
        "imported": "导入 {file}：提交 {submission}，活动水平 {activities} 条",
        "compiling": "编制（{guideline}）：",
        "published": "与公布的 {cells} 个“部门×品种”排放量核对：最大相对偏差 {worst:.1e}",
        "comparison": "两套因子比较 {first} → {second}（差异最大的 5 项）：",
        "reference": "参考方法与部门方法：",
        "largest": "最大一项的来龙去脉：",
        "files": "文件：",
        "next": "接下来可以试：ghginv -w {folder} table {run} energy",
    },
    "en": {
        "workspace": "workspace: {name} {year}, {folder}",
        "imported": "imported {file}: submission {submission}, {activities} rows of activity data",
        "compiling": "compiling ({guideline}):",
        "published": "against the {cells} published sector x fuel emissions: largest relative deviation {worst:.1e}",
        "comparison": "two factor sets {first} → {second} (the 5 largest differences):",
        "reference": "reference and sectoral approach:",
        "largest": "the largest figure, traced:",
        "files": "files:",
        "next": "try next: ghginv -w {folder} table {run} energy",
    },
}
