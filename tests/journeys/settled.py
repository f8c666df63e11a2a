"""A budget office whose first year is over: a small made-up budget, issued, with verified emissions, and settled."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

import ghginv
from ghginv.budget.execution import evidence as rows_of_evidence
from ghginv.budget.ledger import consumption
from ghginv.budget.ledger.accounts import Account
from ghginv.cli import ghginv as ghginv_command
from ghginv.store.budgets import Document
from ghginv.workspace.budgets import ledger
from ghginv.workspace.budgets.budget import Budget, find
from tests.budget import plans
from tests.journeys.office import Office

YEAR = 2026
FINAL = b"final account, made up"


def issued(folder: Path) -> Office:
    """The made-up city of the small plan with a budget for two years, issued."""
    office = Office(folder)
    here = folder / "w"
    _call("li", "init", here, "--region", "440300", "--name", "测试市")
    told = (
        ("li", "new", _plan(folder / "plan")), ("li", "total", "--path", "given", "--choose"),
        ("li", "allocate", "--regions", "grandfather", "--industries", "baseline", "--choose"),
        ("li", "request", "--default"), ("li", "review"), ("li", "submit"),
    )  # fmt: skip
    for actor, *step in told:
        _call(actor, "-w", here, "budget", *step)
    _call("li", "-w", here, "report", "approval", "-o", folder / "批复.docx")
    _call("wang", "-w", here, "budget", "approve", "--document", folder / "批复.docx")
    _call("zhao", "-w", here, "budget", "approve")
    _call("li", "-w", here, "budget", "issue", "--effective", "2026-01-01")
    return office


def _call(actor: str, *arguments: object, today: str = "") -> None:
    """A command within this process: what comes before the year is over is tested elsewhere, and takes its time."""
    env = {"GHGINV_ACTOR": actor, "GHGINV_TODAY": today or None}
    done = CliRunner().invoke(ghginv_command, [str(each) for each in arguments], obj={}, env=env)
    assert done.exit_code == 0, done.output + str(done.exception)


def _plan(folder: Path) -> Path:
    """The small plan as a folder of CSV files; everybody in it has an owner, since the budget is to be issued."""
    folder.mkdir()
    tables = plans.tables()
    tables["enterprise_data"] = [
        {**row, "enterprise": code, "value": value}
        for row in tables["enterprise_data"]
        for code, value in zip(plans.CODES, (450.0, 120.0, 90.0), strict=True)
    ]
    for name, rows in tables.items():
        if not rows:
            continue
        if name in ("regions", "industries"):
            rows = [{**row, "owner": "责任单位（编造）"} for row in rows]
        heads = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, heads, restval="")
            writer.writeheader()
            writer.writerows({key: _shown(value) for key, value in row.items()} for row in rows)
    return folder


def _shown(value: object) -> object:
    return "" if value is None else int(value) if isinstance(value, float) and value.is_integer() else value


def opened(office: Office) -> Budget:
    """The budget of the office, as the library opens it."""
    return find(ghginv.open(office.folder / "w"))


def verify(office: Office, of_budget: Mapping[str, float], rest: float = 0.9) -> None:
    """Post the verified emissions of the year: of each account so much of its budget, by credit code, else ``rest``."""
    budget = opened(office)
    lines = budget.lines(budget.standing.issued)
    emitted = {}
    for row in lines[(lines["year"] == YEAR) & (lines["kind"] == "available")].to_dict("records"):
        place = Account("available", row["region"], row["industry"], row["layer"], row["enterprise"])
        emitted[place] = round(row["amount_kg"] * of_budget.get(row["enterprise"], rest)), row["amount_kg"]
    evidence = Document("evidence", "", "核查数据（编造）", "verified.csv", _evidence(emitted))
    budget = budget.take("verify", detail={"year": YEAR}, documents=[evidence])
    document = next(each["document"] for each in budget.documents() if each["title"] == evidence.title)
    entries = []
    for place, (kilograms, budgeted) in emitted.items():
        key = consumption.key("verified", YEAR, place)
        paper = {"effective": f"{YEAR}-12-31", "document": document, "key": key}
        entries.append(consumption.verified(place, YEAR, kilograms, budgeted, **paper))
    with budget.workspace.writing() as database:
        ledger.append(budget, database, entries)


def _evidence(emitted: Mapping[Account, tuple[int, int]]) -> bytes:
    """The rows behind the entries, as a document of evidence has them."""
    blank = dict.fromkeys(rows_of_evidence.COLUMNS, "")
    rows = [
        {**blank, "kind": "verified", "account": place.text, "year": YEAR, "month": 0, "emissions_kg": kilograms,
         "status": "verified", "submission": "核查报告（编造）"}
        for place, (kilograms, _) in emitted.items()
    ]  # fmt: skip
    return rows_of_evidence.written(pd.DataFrame(rows))


def settle(office: Office) -> None:
    """Close the year on a final account that somebody else signed."""
    final, here = office.folder / "决算.txt", office.folder / "w"
    final.write_bytes(FINAL)
    _call("wang", "-w", here, "budget", "sign", final)
    closing = ("settle", "--year", YEAR, "--document", final, "--effective", "2027-01-20")
    _call("li", "-w", here, "budget", *closing, today="2027-01-20")
