"""A budget of 14 regions, 12 industries, 500 enterprises and 5 years, from the plan to the checked ledger, at a desk.

The plan is the worked example with made-up enterprises added; every step goes through the workspace as the command line
does it. The ledger is then replayed beside one bare SQLite query over its legs, which must give the same balances.
Seconds are of one run; there is no other program that does the same.
"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ghginv import folders
from ghginv.enterprise.synthetic import credit_code
from ghginv.store import audit
from ghginv.workspace import create
from ghginv.workspace.budgets import allocate, issue, ledger, plan, steps, totals

ENTERPRISES = int(sys.argv[1]) if len(sys.argv) > 1 else 500
BLEND = {"grandfather": 0.5, "per-gdp": 0.5}


def enlarged(folder: Path) -> Path:
    """The example's tables with enterprises added to its cells of key emitters, in turn."""
    source = folders.file("budgets", "shenzhen-demo/budget.toml").parent
    made = shutil.copytree(source, folder / "plan")
    tables = {name: list(csv.DictReader((made / f"{name}.csv").open(encoding="utf-8-sig"))) for name in ("facilities",
              "enterprise_data", "baseline")}  # fmt: skip
    cells = [row for row in tables["baseline"] if row["layer"] == "KEY" and row["region"].startswith("4403")]
    for number in range(len({row["enterprise"] for row in tables["facilities"]}), ENTERPRISES):
        cell = cells[number % len(cells)]
        code = credit_code(50_000 + number, cell["region"][:6])
        place = {name: cell[name] for name in ("region", "industry", "layer")}
        about = {"enterprise": code, "name": f"虚构企业{number}", "facility": "F1", **place}
        tables["facilities"].append({name: about.get(name, "") for name in tables["facilities"][0]})
        said = {
            "enterprise": code,
            "year": "2025",
            "indicator": "emissions",
            "value": str(5 + number % 90),
            "unit": "t",
        }
        said |= {"source": "编造 made up", "evidence": "own"}
        tables["enterprise_data"].append({name: said.get(name, "") for name in tables["enterprise_data"][0]})
    for name in ("facilities", "enterprise_data"):
        with (made / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(tables[name][0]))
            writer.writeheader()
            writer.writerows(tables[name])
    return made


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do it and print how long it took."""
    start = time.perf_counter()
    result = work()
    print(f"{what:<44}{time.perf_counter() - start:8.2f} s", flush=True)
    return result


def approved(made: Any, folder: Path) -> Any:
    """Two people who did not prepare it approve."""
    document = folder / "approval.txt"
    document.write_text("made up", "utf-8")
    made = steps.take(steps.take(made, "review"), "submit")
    for name in ("a", "b"):
        with audit.acting(name):
            made = steps.approve(made, document if name == "a" else None)
    return made


def main() -> None:
    """Every step in turn."""
    folder = Path(tempfile.mkdtemp(prefix="desk"))
    source = enlarged(folder)
    workspace = create.create(folder / "w", "440300", "深圳市")
    made, _, _ = timed("plan read, judged, stored", lambda: plan.new(workspace, source))
    made = timed("total", lambda: totals.choose(made, totals.Choice("intensity", "修订")))
    done = timed("allocated and rounded", lambda: allocate.allocate(made, BLEND, {"grandfather": 1.0}))
    made = timed("version stored", lambda: allocate.keep(made, done))
    print(f"{'lines':<44}{len(made.lines()):8,}")
    made = timed("reviewed, submitted, approved", lambda: approved(made, folder))
    marks: list[float] = []
    start = time.perf_counter()
    posted = issue.issue(made, effective="2026-01-01", progress=lambda done, of: marks.append(time.perf_counter()))
    notices = marks[-1] - marks[0]
    print(f"{'posted (guards, entries, documents stored)':<44}{time.perf_counter() - start - notices:8.2f} s")
    print(f"{f'{len(posted.documents)} notices written in Word':<44}{notices:8.2f} s")
    checked = timed("all invariants checked", lambda: ledger.check(posted.budget))
    assert not checked.findings
    found = timed("replayed", lambda: ledger.replay(posted.budget))
    assert found["same"]
    rows = timed("balances by bare SQLite", lambda: bare(folder / "w" / "ghginv.db"))
    ours = timed("balances by ghginv", lambda: ledger.books(posted.budget).stored)
    assert json.dumps(rows) == json.dumps([list(row) for row in ours.itertuples(index=False, name=None)])
    shutil.rmtree(folder)


def bare(path: Path) -> list[list[Any]]:
    """What stands on each account."""
    query = (
        "SELECT account, instrument, vintage, sum(amount_kg) AS kg FROM journal_leg "
        "GROUP BY account, instrument, vintage HAVING kg <> 0 ORDER BY account, instrument, vintage"
    )
    return [list(row) for row in sqlite3.connect(path).execute(query)]


if __name__ == "__main__":
    main()
