"""``demo``, fifth part: a whole simulated year of the budget, from the first monthly reports to an appeal.

Everything goes through the functions that the command line calls and through real workbooks; ``year.toml`` of the
example says who does what on which day. After every deed the books are checked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ghginv
from ghginv import folders
from ghginv.workspace import demo_budget, demo_year_closing, demo_year_deeds, demo_year_months
from ghginv.workspace.budgets import settlement
from ghginv.workspace.demo_year_scene import Scene

EXAMPLE, YEAR = demo_budget.EXAMPLE, 2026
Deeds = Mapping[str, Callable[[Scene, Mapping[str, Any], Mapping[str, str]], Iterator[str]]]


def year(folder: Path, lang: str = "zh") -> Iterator[str]:
    """Run the year in the workspace that the fourth part left in ``folder``; yields the lines to print."""
    say, opened = _WORDS[lang], scene(folder, lang)
    yield say["begun"].format(year=opened.year.number, budget=opened.budget.id)
    if settlement.closed(opened.budget, opened.year.number):
        yield say["already"]
        return
    for deed in opened.case["deeds"]:
        yield from play(opened, deed)
    yield say["checked"].format(deeds=len(opened.checks), breaches=sum(opened.checks))
    yield say["next"].format(folder=folder, year=opened.year.number)


def scene(folder: Path, lang: str = "zh") -> Scene:
    """The scene of the year in the workspace of ``folder``."""
    path = folders.file("budgets", f"{EXAMPLE}/{YEAR}/year.toml")
    case = tomllib.loads(path.read_text("utf-8"))
    return Scene(ghginv.open(folder), folder / str(YEAR), path.parent.parent, case, lang)


def play(opened: Scene, deed: Mapping[str, Any]) -> Iterator[str]:
    """One deed of the year, and the check of the books after it."""
    say = _WORDS[opened.lang]
    first = True
    for line in _DEEDS[deed["do"]](opened, deed, say):
        yield f"{deed['day']} {line}" if first else line
        first = False
    if breaches := opened.check():
        yield say["breaches"].format(breaches=breaches)


def _adjusted(opened: Scene, deed: Mapping[str, Any], say: Mapping[str, str]) -> Iterator[str]:
    """GDP was revised: before the cut-off the budget is adjusted, as its own part of the demo says."""
    yield say["adjusted"]
    yield from demo_budget.adjusted(opened.budget, opened.folder.parent, str(deed["day"]), opened.lang)


_DEEDS: Deeds = {
    "report": demo_year_months.report, "warn": demo_year_months.warn, "brief": demo_year_months.brief,
    "market": demo_year_deeds.market, "post": demo_year_deeds.post, "project": demo_year_deeds.project,
    "adjust": _adjusted, "annual": demo_year_closing.annual, "inventory": demo_year_closing.inventory,
    "verify": demo_year_closing.verify, "settle": demo_year_closing.settle,
    "evaluate": demo_year_closing.evaluate, "appeal": demo_year_closing.appeal,
    "account": demo_year_closing.accounts,
}  # fmt: skip

_WORDS = {
    "zh": {
        "begun": "模拟年度 {year}（全部编造，不得引用）：{budget}",
        "already": "这一年已经决算。",
        "month": "{month} 月：月报 {files} 本（退回 {refused}），记账 {posted} 笔，排放 {tonnes} t",
        "warned": "{month} 月预警 {code}：{light}，距计划 {gap} %，{actions}  {file}",
        "yellow": "黄灯", "red": "红灯", "notice": "预警提示", "meeting": "会商约谈", "suspend": "暂停两高审查",
        "market": "{verb}：{rows} 行，分录 {entries} 笔",
        "posted": "{kind} {source} → {target}：{amount} t，{entry}",
        "refused": "拒绝 {kind} {source} → {target} {amount} t：",
        "virement": "调剂", "reserve-release": "动用预备", "trade": "区间交易",
        "project": "{name} {number}：{step}，分录 {entries} 笔",
        "project-refused": "{name}：不予受理",
        "submit": "受理", "approve": "批复", "build": "开工", "accept": "验收", "start": "投产",
        "adjusted": "生产总值修订，截止日前调整：",
        "annual": "企业年报 {files} 本（退回 {refused}），核定 {verified} 本",
        "inventory": "市级清单 {file}：活动水平 {activities} 条  {run}",
        "verified": "核定：分录 {posted} 笔；清单 {inventory} t = 企业 {verified} + 未解释 {rest}，差 {difference} t",
        "settled": "{year} 年决算关账：最终预算 {final} t，排放 {consumed} t，预备未用 {reserves} t，"
                   "单元剩余 {left} t，分录 {entries} 笔，封存 {sealed}",
        "carried": "  结转（示例的规定：剩余的一半；本系统缺省不允许）：{carried} t 转入 {next} 年",
        "evaluated": "{rule}：{count} 个对象；首 {best}，末 {worst}",
        "appealed": "申诉 {enterprise}：{amount} t，记入 {year} 年 {entry}，重新评价",
        "account": "碳账户 {name}：排放 {total} t，预算剩余 {left} t  {file}",
        "breaches": "  ！恒等式违反 {breaches} 处",
        "checked": "{deeds} 步，每一步之后检查全部恒等式，违反 {breaches} 处",
        "next": "接下来可以试：ghginv -w {folder} budget settle --year {year}；budget balance --view net --year {year}",
    },
    "en": {
        "begun": "the simulated year {year} (all made up, do not quote): {budget}",
        "already": "the year is settled already.",
        "month": "month {month}: {files} workbooks ({refused} refused), {posted} entries, {tonnes} t",
        "warned": "warning of month {month} to {code}: {light}, {gap} % off its plan, {actions}  {file}",
        "market": "{verb}: {rows} rows, {entries} entries",
        "posted": "{kind} {source} → {target}: {amount} t, {entry}",
        "refused": "refused: {kind} {source} → {target} {amount} t:",
        "virement": "virement", "reserve-release": "reserve released", "trade": "trade",
        "project": "{name} {number}: {step}, {entries} entries",
        "project-refused": "{name}: not taken in",
        "submit": "taken in", "approve": "approved", "build": "begun", "accept": "accepted", "start": "running",
        "adjusted": "GDP was revised, adjusted before the cut-off:",
        "annual": "annual workbooks: {files} ({refused} refused), {verified} verified",
        "inventory": "inventory of the city {file}: {activities} rows of activity data  {run}",
        "verified": "verified: {posted} entries; inventory {inventory} t = enterprises {verified} + rest {rest}, "
                    "off by {difference} t",
        "settled": "{year} closed: final budget {final} t, emissions {consumed} t, reserves unused {reserves} t, "
                   "left in cells {left} t; {entries} entries, seal {sealed}",
        "carried": "  carried over (the example's rule, half of what is left; off by default): {carried} t into {next}",
        "evaluated": "{rule}: {count} subjects; first {best}, last {worst}",
        "appealed": "appeal of {enterprise}: {amount} t, posted to {year} as {entry}, judged again",
        "account": "account of {name}: {total} t, {left} t of its budget left  {file}",
        "breaches": "  ! {breaches} breaches of invariants",
        "checked": "{deeds} deeds, all invariants checked after each, {breaches} breaches",
        "next": "try next: ghginv -w {folder} budget settle --year {year}; budget balance --view net --year {year}",
    },
}  # fmt: skip
