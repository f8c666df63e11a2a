"""A workspace file with a bit of everything, made through the store's own functions; names and numbers are made up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pandas as pd
from sqlite_utils import Database

from ghginv.domain.monthly import Figure, Reported, Said
from ghginv.domain.records import Activity, Enterprise, Evidence, Facility, Indicator, Parameter
from ghginv.findings import Finding
from ghginv.store import budgets, checks, database, journal, life_cycle, quotas, runs, scenarios, submissions, targets
from ghginv.store.life_cycle import Deed, Entered

CODE = "91440300MADEUP0001"
AT = "2026-01-01T00:00:00+00:00"


def filing(number: int = 1, **changes: Any) -> submissions.Filing:
    content = changes.pop("content", b"PK\x03\x04 made up %d" % number)
    fields = {
        "submission": f"S{number:010d}",
        "file": f"{number}.xlsx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "kind": "enterprise",
        "template_version": "1",
        "region": "440300",
        "year": 2024,
        "enterprise": CODE,
        "content": content,
    }
    return submissions.Filing(**{**fields, **changes})


def activities(cells: int = 3, **changes: Any) -> list[Activity]:
    fields = {"region": "440300", "year": 2024, "category": "1.2.4", "item": "anthracite", "unit": "t", "sheet": "燃料"}
    fields |= {"enterprise": CODE, "facility": "F1"}
    return [
        Activity(**{**fields, "cell": f"D{row}", "quantity": 100.0 * row, "month": row} | changes)
        for row in range(1, cells + 1)
    ]


def parameters() -> list[Parameter]:
    return [
        Parameter(
            "m.1", "net_calorific_value", 21.5, "GJ/t", "measured", "x", enterprise=CODE, method="GB/T 213", month=2
        )
    ]


def about(name: str = "虚构水泥厂", region: str = "440300") -> list[Any]:
    return [
        Enterprise(CODE, name, 2024, region, "3011", "cement", "guangdong", sheet="基本信息", cell="B3"),
        Facility(CODE, "F1", "一号窑", region, sheet="设施", cell="B4"),
        Facility(CODE, "F2", "二号窑", region, opened="2020-01-01", sheet="设施", cell="B5"),
        Indicator(region, 2024, 0, CODE, "F1", "clinker_output", 120000.0, "t", "产量", "D4"),
        Indicator(region, 2024, 1, CODE, "F1", "clinker_output", 10000.0, "t", "产量", "E4"),
        Evidence(CODE, "1", "电费发票", "invoice", "电力", "支撑材料", "A4"),
    ]


def hand_in(opened: Database, path: Path, number: int = 1, *, draft: bool = False, **changes: Any) -> Entered:
    """Hand in a made-up filing; ``note``, ``reason``, ``actor`` go to the deed, the rest into the filing."""
    deed = Deed(AT, *(changes.pop(name, default) for name, default in (("actor", "li"), ("note", ""), ("reason", ""))))
    remark = Finding("unit-unknown", "a.xlsx", "燃料", "D7", details={"near": ""})
    with database.writing(opened, path):
        return life_cycle.hand_in(
            opened, filing(number, **changes), activities(), parameters(), [remark], about(), deed=deed, draft=draft
        )


def move(opened: Database, path: Path, number: int, step: str, note: str = "", actor: str = "wang", **more: Any) -> str:
    with database.writing(opened, path):
        return life_cycle.move(opened, f"S{number:010d}", step, Deed(AT, actor, note), **more)


def compiled(opened: Database, path: Path, number: int = 2) -> None:
    """A run over the activity of a submission, explained and sealed."""
    mine = filing(number)
    named = {"run": "2024-x-1", "region": "440300", "year": 2024, "guideline": "x", "gwp": "AR6"}
    named["submissions"] = [{"submission": mine.submission, "sha256": mine.sha256}]
    chosen = {"category": "1.2.4", "formula": "f", "gas": "CO2", "scope": "1", "memo": "", "parameter_ids": "a"}
    choices = pd.DataFrame([{**chosen, "choice_id": number} for number in range(2)])
    given = pd.DataFrame([{"parameter_id": name, "value": 3.5} for name in "ab"])
    rows = [
        {"activity_id": f"{mine.submission}:燃料!D{row}", "choice_id": 0, "mass_g": row * 7, "co2e_g": row * 7}
        for row in range(1, 4)
    ]
    with database.writing(opened, path):
        runs.add(opened, named, choices, given, pd.DataFrame(rows), AT)
        checks.explain(opened, "2024-x-1", "Q3-1", "窑停产检修", AT, "wang")
        checks.explain(opened, "2024-x-1", "Q3-2", "新增生产线", AT, "wang")
        runs.seal(opened, "2024-x-1", "0" * 64, AT, "wang")


def allocated(opened: Database, path: Path) -> None:
    """Quotas of two enterprises."""
    about = {"quota": "Q1", "rules": "x", "stage": "pre", "region": "440300", "year": 2024, "sha256": "0" * 64}
    given = [
        {"enterprise": code, "facility": "F1", "quota_t": 100 + number} for number, code in enumerate([CODE, "other"])
    ]
    with database.writing(opened, path):
        quotas.add(opened, about, given, given, [{"quota_t": 201}], AT, "wang")


def budgeted(opened: Database, path: Path) -> None:
    """A budget: its plan, a version with two lines, a request, an approval with its document."""
    line = {"year": 2026, "kind": "available", "region": "440311", "industry": "C39", "layer": "DIF", "enterprise": ""}
    lines = [{**line, "amount_kg": 4000}, {**line, "layer": "KEY", "amount_kg": 6000}]
    request = {"region": "440311", "industry": "", "year": 2026, "requested_kg": 9000, "reason": "增产", "contact": ""}
    plan = budgets.Plan("ab" * 32, {"facts": [{"fact": "name", "value": "虚构市"}]}, "plan.xlsx", b"made up")
    document = budgets.Document("approval", "", "批复", "批复.docx", b"signed")
    steps = [
        budgets.Step("B1", 0, 0, "draft", plan=plan),
        budgets.Step("B1", 1, 1, "allocate", content=budgets.Version("ab" * 32, {"totals": {"2026": 10000}}, lines)),
        budgets.Step("B1", 2, 1, "request", requests=[{**request, "file": "r.xlsx"}]),
        budgets.Step("B1", 3, 1, "approve", documents=[document]),
    ]
    with database.writing(opened, path):
        for step in steps:
            budgets.add(opened, step, AT, "wang")


def posted(opened: Database, path: Path) -> None:
    """Two entries of a ledger."""
    names = ("entry", "kind", "effective", "document", "note", "key", "reverses", "version")
    heads = [(1, "total", "2026-01-01", "D1", "", "", "", 1), (2, "reserve-set", "2026-01-01", "D1", "", "", "", 1)]
    legs = [(1, 1, "pool:440300", 500), (1, 2, "cap", -500), (2, 1, "reserve.new:440300", 9), (2, 2, "pool:440300", -9)]
    table = pd.DataFrame(legs, columns=["entry", "leg", "account", "amount_kg"]).assign(instrument="BU", vintage=2026)
    with database.writing(opened, path):
        journal.append(opened, "B1", pd.DataFrame(heads, columns=list(names)), table, at=AT, actor="wang")


def monthly(opened: Database, path: Path, number: int, sender: str = CODE, months: tuple[int, int] = (1, 3)) -> Entered:
    """What a sender reports of some months: three rows and two economic figures."""
    given = activities(year=2026, sheet="企业月报")
    said = tuple(Said(each.sheet, each.cell, "enterprise", "C39", "metered") for each in given)
    figures = [
        Figure("440300", "", 2026, month, "gdp", 10.0 * month, "10^8 CNY", "2025", "reported", "经济指标", f"E{month}")
        for month in (1, 2)
    ]
    told = Reported(sender, "虚构水泥厂", 2026, *months, said, tuple(figures))
    filed = filing(number, kind="monthly", year=2026, enterprise="", monthly=told)
    with database.writing(opened, path):
        return life_cycle.hand_in(opened, filed, given, [], [], deed=Deed(AT, "li"))


def goal(indicator: str = "01", year: int = 2025, **changes: Any) -> dict[str, Any]:
    """A target of a plan as a row."""
    texts = ("section", "support", "kind", "definition", "source", "note")
    told = {"position": 1, "indicator": indicator, "name": "光伏装机", "unit": "万千瓦", "measure": "level",
            "base_year": 2020, "base": 50.0, "direction": "rise", "path": "linear", "lead": "甲局",
            "frequency": "month", "year": year, "role": "target", "operator": "ge", "target": 100.0, "upper": None,
            "evidence": "own"}  # fmt: skip
    return {**dict.fromkeys(texts, ""), **told, **changes}


def told(period: str, amount: float, indicator: str = "01", **changes: Any) -> dict[str, Any]:
    """A report of progress as a row."""
    texts = {"done": "", "basis": "total", "status": "reported", "proof": "", "note": "", "unit": "万千瓦"}
    place = {"sheet": "进度", "cell": "H4"}
    return {"indicator": indicator, "period": period, "amount": amount, **texts, **place, **changes}


def targeted(opened: Database, path: Path) -> None:
    """A plan of one indicator with two target years, and two months of progress."""
    made = [
        targets.Filing(f"T{number:010d}", kind, "P", f"{kind}.xlsx", hashlib.sha256(kind.encode()).hexdigest(),
                       kind.encode())
        for number, kind in enumerate(("plan", "progress"), start=1)
    ]  # fmt: skip
    with database.writing(opened, path):
        goals = [goal(), goal(year=2030, position=2)]
        targets.add(opened, made[0], facts={"plan": "P", "name": "虚构方案"}, goals=goals)
        targets.add(opened, made[1], reports=[told("2025-05", 80.0), told("2025-06", 82.0)])


def imagined(opened: Database, path: Path) -> None:
    """Scenarios on the run: three cells, two effects."""
    years = range(2024, 2027)
    cells = [("A", year, "1.2.4", "anthracite", "CO2", "", "gdp", 1, 70 + year, 60 + year) for year in years]
    effects = [("A", "M1", year, 0.1 * (year - 2024), 10) for year in (2025, 2026)]
    head = {"name": "虚构情景", "run": "2024-x-1", "region": "440300", "base_year": 2024, "last_year": 2026}
    about = {"run": "2024-x-1", "scenarios": ["A"]}
    made = scenarios.Computed("S1", head, about, {"facts": {}, "tables": {}}, "s.xlsx", b"made up", cells, effects)
    with database.writing(opened, path):
        scenarios.add(opened, made, AT, "wang")


def everything(path: Path) -> Database:
    """Two versions of a year, a draft, refusals, a sealed run, quotas, a budget, entries, a month, targets."""
    opened = database.connect(path)
    hand_in(opened, path, 1)
    move(opened, path, 1, "return", "缺少化验报告")
    hand_in(opened, path, 2)
    hand_in(opened, path, 3, enterprise="91440300MADEUP0002", draft=True)
    with database.writing(opened, path):
        submissions.refuse(opened, "坏.xlsx", "f" * 64, {"codes": {"unit-unknown": 3}})
    move(opened, path, 2, "verify")
    move(opened, path, 2, "lock")
    compiled(opened, path)
    allocated(opened, path)
    budgeted(opened, path)
    posted(opened, path)
    imagined(opened, path)
    monthly(opened, path, 4)
    targeted(opened, path)
    with database.writing(opened, path):
        submissions.refuse(opened, "又坏.xlsx", "e" * 64, {"codes": {"unit-unknown": 1}})
    return opened
