"""``demo``, fourth part: a carbon budget of five years, from the plan to its issue; the fifth part adjusts it."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.findings import listing
from ghginv.store import audit
from ghginv.workspace.budgets import allocate, compare, files, issue, ledger, plan, requests, steps, totals
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.create import create
from ghginv.workspace.place import Workspace
from ghginv.workspace.settings import NAME

EXAMPLE = "shenzhen-demo"
_KG = 1000
Step = Generator[str, None, Budget]
"""The lines that a part prints, and the budget that the next part goes on with."""


def budget(folder: Path, lang: str = "zh") -> Iterator[str]:
    """Draft, compare, approve and issue a budget; yields the lines to print."""
    say, case = _WORDS[lang], _case()
    example = folders.file("budgets", f"{EXAMPLE}/budget.toml").parent
    workspace = _workspace(folder, lang, case)
    with audit.acting(case["actors"]["preparer"], case["days"]["drafted"]):
        made, remarks, already = plan.new(workspace, example)
    yield say["begun"].format(name=made.plan.name, budget=made.id, folder=folder)
    yield from (f"  {line}" for line in listing(remarks, lang, most=2))
    if already:
        yield say["already"]
        return
    with audit.acting(day=case["days"]["drafted"]):
        made = yield from _drafted(made, case, case["total"], folder, say)
        made = yield from _proposed(made, folder)
    with audit.acting(day=case["days"]["issued"]):
        made = yield from _approved(made, case, folder / "批复.docx", say)
        made = yield from _issued(made, case, folder / "notices", case["documents"]["effective"], say)
    checked = ledger.check(made, lang)
    yield say["checked"].format(rows=len(checked.rows), faults=len(checked.findings))
    yield from (f"  {line}" for line in listing(checked.findings, lang))
    yield say["next"].format(folder=folder, budget=made.id)


def _case() -> dict[str, Any]:
    return tomllib.loads(folders.file("budgets", f"{EXAMPLE}/budget.toml").read_text("utf-8"))


def _workspace(folder: Path, lang: str, case: Mapping[str, Any]) -> Workspace:
    if (folder / NAME).exists():
        return Workspace(folder)
    made = create(folder, "440300", "深圳市", guideline="pg2011", language=lang)
    _own_rules(folder, case["policy"])
    return made


def _own_rules(folder: Path, policy: Mapping[str, str]) -> None:
    """The workspace's own parameters: the shipped file with some values of the example, each said to be made up."""
    shipped = folders.file("emission_factors", "policy/budget.csv")
    own = folder / "emission_factors" / "policy" / shipped.name
    own.parent.mkdir(parents=True, exist_ok=True)
    rows = [row for _, row in folders.rows(shipped)]
    with own.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            changed = {"value": policy.get(row["parameter"], row["value"])}
            said = {"citation": "示例的规定（虚构）", "note": "编造 made up, do not quote"}
            writer.writerow({**row, **changed, **(said if row["parameter"] in policy else {})})


def _drafted(
    made: Budget, case: dict[str, Any], total: dict[str, Any], folder: Path, say: dict[str, str]
) -> Step:
    """Total, comparison, allocation, control figures."""
    choice = totals.Choice(total["path"], total["gdp_version"])
    with audit.acting(case["actors"]["preparer"]):
        made = totals.choose(made, choice)
        drawn = totals.chosen(made)
        yield say["total"].format(version=total["gdp_version"], **_years(drawn.kg))
        compared = compare.comparison(made)
        yield say["compared"].format(methods=compared.amounts.shape[1], refused=len(compared.refused))
        blends = case["regions"]["blend"], case["industries"]["blend"]
        made = allocate.keep(made, allocate.allocate(made, *blends, case["enterprises"]))
        yield say["allocated"].format(version=made.standing.version, lines=len(made.lines()))
        made, sent = requests.control(made, folder / "control")
        yield say["control"].format(files=len(sent), folder=folder / "control")
        made = requests.by_default(made)  # for districts without a request in the plan
    return made


def _proposed(made: Budget, folder: Path) -> Step:
    """The workbook of results and the proposal."""
    yield f"  {files.workbook(made, folder / '预算编制.xlsx')}"
    for ending in (".html", ".docx"):
        yield f"  {files.write(made, 'budget', folder / f'碳预算建议{ending}')}"
    return made


def _approved(made: Budget, case: dict[str, Any], document: Path, say: dict[str, str]) -> Step:
    """Review, submission, approval by two people who did not prepare it."""
    with audit.acting(case["actors"]["preparer"]):
        made = steps.take(made, "review")
        made = steps.take(made, "submit")
    files.write(made, "approval", document)
    for number, name in enumerate(case["actors"]["approvers"]):
        with audit.acting(name):
            made = steps.approve(made, document if not number else None, case["documents"]["approval"])
    yield say["approved"].format(approvers=say["and"].join(made.standing.approvers), document=document)
    return made


def _issued(made: Budget, case: dict[str, Any], folder: Path, effective: str, say: dict[str, str]) -> Step:
    with audit.acting(case["actors"]["issuer"]):
        done = issue.issue(made, folder, effective=effective)
    yield say["issued"].format(
        version=done.budget.standing.issued, entries=done.entries, notices=len(done.documents), folder=folder
    )
    return done.budget


def adjusted(made: Budget, folder: Path, day: str, lang: str = "zh") -> Iterator[str]:
    """GDP was revised: the total follows its formula, and the difference is posted; yields the lines to print.

    ``day`` is the day of business; the entries take effect on the day that the example lays down.
    """
    say, case = _WORDS[lang], _case()
    revised = case["revised"]
    with audit.acting(day=day):
        with audit.acting(case["actors"]["preparer"]):
            made = steps.adjust(made, revised["reason"])
        made = yield from _drafted(made, case, revised, folder / "adjusted", say)
        made = yield from _approved(made, case, folder / "adjusted" / "批复.docx", say)
        yield from _issued(made, case, folder / "adjusted" / "notices", revised["effective"], say)


def _years(kilograms: Any) -> dict[str, Any]:
    years = list(kilograms.index)
    return {
        "first": years[0],
        "last": years[-1],
        "start": f"{kilograms.iloc[0] / _KG:,.0f}",
        "end": f"{kilograms.iloc[-1] / _KG:,.0f}",
        "sum": f"{kilograms.sum() / _KG:,.0f}",
    }


_WORDS = {
    "zh": {
        "begun": "{name}：{budget}  {folder}",
        "already": "预算已在工作区内。",
        "total": "总额（强度目标 × 生产总值，{version}）：{first} 年 {start} t，{last} 年 {end} t，合计 {sum} t",
        "compared": "分配方法比较：{methods} 种可用，{refused} 种缺条件（均说明理由）",
        "allocated": "第 {version} 版：{lines} 行（区 × 行业 × 层、企业、预备）",
        "control": "控制数和申请表 {files} 本：{folder}",
        "approved": "审批：{approvers}，批复 {document}",
        "issued": "下达第 {version} 版：分录 {entries} 笔，通知书 {notices} 份：{folder}",
        "checked": "检查 {rows} 项恒等式，违反 {faults} 处",
        "and": "、",
        "next": "接下来可以试：ghginv -w {folder} budget show；budget balance；budget show {budget}",
    },
    "en": {
        "begun": "{name}: {budget}  {folder}",
        "already": "the budget is in the workspace already.",
        "total": "total (intensity target x GDP, {version}): {first} {start} t, {last} {end} t, together {sum} t",
        "compared": "methods side by side: {methods} usable, {refused} lack something (each says what)",
        "allocated": "version {version}: {lines} lines (region x industry x layer, enterprises, reserves)",
        "control": "control figures and request workbooks, {files}: {folder}",
        "approved": "approved by {approvers}, document {document}",
        "issued": "version {version} issued: {entries} entries, {notices} notices: {folder}",
        "checked": "{rows} invariants checked, {faults} breaches",
        "and": ", ",
        "next": "try next: ghginv -w {folder} budget show; budget balance; budget show {budget}",
    },
}
