"""``demo``, third part: made-up enterprises from the workbooks they send to quotas and carbon accounts."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.findings import listing
from ghginv.workspace import account, account_files, audit, import_folder, quotas, submissions, synthetic
from ghginv.workspace.create import create
from ghginv.workspace.place import Workspace
from ghginv.workspace.settings import NAME

EXAMPLE = "enterprises-demo"


def enterprises(folder: Path, lang: str = "zh") -> Iterator[str]:
    """Let made-up enterprises hand in two years, the last with faults; yields the lines to print as work proceeds."""
    say = _WORDS[lang]
    case = tomllib.loads(folders.file("inventories", f"{EXAMPLE}/inventory.toml").read_text("utf-8"))
    workspace = _workspace(folder, case, lang)
    yield say["made_up"].format(folder=folder, **case)
    order = synthetic.Order(case["enterprises"], case["seed"], case["year"], case["years"], case["region"])
    sent, mended = folder / "sent", folder / "mended"
    for _ in synthetic.write(sent, replace(order, faults=case["faults"]), workspace):
        pass
    yield from _handed_in(workspace, sent, folder / "marked", say, lang)
    for _ in synthetic.write(mended, order, workspace):
        pass
    yield from _handed_in(workspace, mended / str(case["year"]), folder / "marked", say, lang)
    for state, step in (("submitted", "verify"), ("verified", "lock")):
        moved = [each["submission"] for each in submissions.listed(workspace) if each["state"] == state]
        submissions.move_all(workspace, moved, step)
    yield from _computed(workspace, case, say)
    yield from _accounts(workspace, case, folder / "accounts", say)
    proof = audit.prove(workspace)
    yield say["audit"].format(entries=proof.entries, hash=proof.hash)
    yield say["next"].format(folder=folder, year=case["year"])


def _workspace(folder: Path, case: dict[str, Any], lang: str) -> Workspace:
    if (folder / NAME).exists():
        return Workspace(folder)
    return create(folder, case["region"], case["name"], guideline=case["guideline"], language=lang)


def _handed_in(workspace: Workspace, sent: Path, marked: Path, say: dict[str, str], lang: str) -> Iterator[str]:
    """Import a folder: how many in which state, and what is wrong with the first that was refused."""
    batch = import_folder.Batch(marked=marked)
    outcomes = list(import_folder.import_files(workspace, import_folder.collected([sent]), batch))
    counts = Counter(outcome.state for outcome in outcomes)
    states = say["comma"].join(f"{say[state]} {count}" for state, count in sorted(counts.items()))
    yield say["handed_in"].format(files=len(outcomes), states=states)
    refused = next((outcome for outcome in outcomes if outcome.state == "refused"), None)
    if refused:
        yield from (f"  {line}" for line in listing(refused.findings, lang, most=2))
        yield say["marked"].format(file=refused.marked)


def _computed(workspace: Workspace, case: dict[str, Any], say: dict[str, str]) -> Iterator[str]:
    for year in range(case["year"] - case["years"] + 1, case["year"] + 1):
        run = workspace.compile(year, guideline="enterprise")
        yield say["compiled"].format(year=year, run=run.id, total=run.totals(["gas"])["co2e_t"].sum())
    for rules in case["quota_rules"]:
        for stage in ("pre", "final"):
            quotas.allocate(workspace, case["year"], rules, stage)
    given = quotas.given(workspace)
    final = given[given["stage"] == "final"]
    yield say["quotas"].format(enterprises=final["enterprise"].nunique(), total=int(final["quota_t"].sum()))


def _accounts(workspace: Workspace, case: dict[str, Any], into: Path, say: dict[str, str]) -> Iterator[str]:
    accounts = account.Accounts(workspace, case["year"])
    for name in case["accounts"]:
        enterprise = accounts.find(name)
        about = accounts.summary(enterprise)
        amounts = {key: _amount(about[key]) for key in ("total_t", "quota_t", "left_t")}
        yield say["account"].format(**{**about, **amounts})
        for ending in (".xlsx", ".html"):
            yield f"  {account_files.write(accounts.account(enterprise), into / f'{name}{ending}', workspace)}"


def _amount(value: Any) -> str:
    return "-" if value is None or value != value else f"{value:,.0f}"


_WORDS = {
    "zh": {
        "made_up": "{name}：{enterprises} 家虚构企业，{years} 个年份；企业和数据均为编造，不得引用。{folder}",
        "handed_in": "收到工作簿 {files} 个：{states}",
        "marked": "  退回的标注副本：{file}",
        "compiled": "企业核算 {year} 年：{total:,.0f} t CO2e（直接排放和购入电力热力）  {run}",
        "quotas": "配额：{enterprises} 家，终核 {total:,} t",
        "account": "碳账户 {name}：排放 {total_t} t，配额 {quota_t} t，余 {left_t} t，评级 {grade} {why}",
        "comma": "，",
        "submitted": "已提交",
        "refused": "退回",
        "already": "已收过",
        "audit": "审计日志完整：{entries} 条，{hash}",
        "next": "接下来可以试：ghginv -w {folder} accounts --year {year}；ghginv -w {folder} submissions",
    },
    "en": {
        "made_up": "{name}: {enterprises} enterprises, {years} years; all are made up, do not quote. {folder}",
        "handed_in": "workbooks received: {files}: {states}",
        "marked": "  marked copy handed back: {file}",
        "compiled": "accounts of enterprises {year}: {total:,.0f} t CO2e (direct, power and heat bought)  {run}",
        "quotas": "quotas: {enterprises} enterprises, final {total:,} t",
        "account": "account of {name}: {total_t} t, quota {quota_t} t, left {left_t} t, grade {grade} {why}",
        "comma": ", ",
        "submitted": "submitted",
        "refused": "refused",
        "already": "already there",
        "audit": "audit log whole: {entries} entries, {hash}",
        "next": "try next: ghginv -w {folder} accounts --year {year}; ghginv -w {folder} submissions",
    },
}
