"""The scene of the simulated year: the workspace, who acts on which day, papers that are signed, tables as files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ghginv.store import audit
from ghginv.workspace.budgets import ledger, steps
from ghginv.workspace.budgets.budget import Budget, find
from ghginv.workspace.demo_year_data import Place, Year
from ghginv.workspace.place import Workspace

_PLACE = ("region", "industry", "layer", "enterprise")
_WARNING = "编造，不得引用 made up, do not quote"


@dataclass
class Scene:
    """What the deeds of the year work with; ``checks`` are the breaches found after each of them."""

    workspace: Workspace
    folder: Path
    example: Path
    case: Mapping[str, Any]
    lang: str = "zh"
    checks: list[int] = field(default_factory=list)

    @property
    def budget(self) -> Budget:
        """The budget as it stands now."""
        return find(self.workspace)

    def on(self, deed: Mapping[str, Any], who: str = "clerk") -> AbstractContextManager[None]:
        """Somebody of the example acts on the day of a deed."""
        return audit.acting(self.case["actors"][who], str(deed["day"]))

    def signed(self, deed: Mapping[str, Any]) -> str:
        """The paper of a deed, signed by the one who decides; the path of its file."""
        title = str(deed["document"])
        path = self.folder / "documents" / f"{deed['day']} {title}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{title}\n{deed['day']}\n{deed.get('note', '')}\n{_WARNING}\n", "utf-8")
        with self.on(deed, "signer"):
            steps.sign(self.budget, path, title)
        return str(path)

    def check(self) -> int:
        """All invariants; how many breaches."""
        self.checks.append(len(ledger.check(self.budget, self.lang).findings))
        return self.checks[-1]

    @cached_property
    def past(self) -> Path:
        """The months of past years as a CSV file."""
        baseline = self.budget.plan_in_force.tables["baseline"].to_dict("records")
        return table(self.folder / "往年各月排放.csv", list(self.year.past(baseline)))

    @cached_property
    def year(self) -> Year:
        """The made-up data: by the budgets first issued, and last year's GDP as the plan has it."""
        budget, number = self.budget, int(self.case["year"])
        lines, plan = budget.lines(1), budget.plan_in_force
        mine = lines[(lines["year"] == number) & (lines["kind"] == "available")]
        sites = {(row["enterprise"], row["region"]): row for row in plan.tables["facilities"].to_dict("records")}
        table = plan.tables["indicators"]
        gdp = table[(table["indicator"] == "gdp") & (table["year"] == number - 1) & (table["version"] == "")]
        by_region = {row["region"]: float(row["value"]) for row in gdp.to_dict("records") if not row["industry"]}
        return Year(self.case, tuple(_places(mine.to_dict("records"), sites)), by_region)


def _places(lines: Iterable[Mapping[Any, Any]], sites: Mapping[tuple[str, str], Mapping[Any, Any]]) -> Iterator[Place]:
    for row in lines:
        region, industry, layer, enterprise = (str(row[name]) for name in _PLACE)
        site = sites.get((enterprise, region), {})
        about = str(site.get("facility", "")), str(site.get("name", ""))
        yield Place(region, industry, layer, enterprise, int(row["amount_kg"]), *about)


def table(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Rows as a CSV file; columns as they come."""
    path.parent.mkdir(parents=True, exist_ok=True)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, heads, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def tables(folder: Path, **rows: Sequence[Mapping[str, Any]]) -> Path:
    """A folder of such files, one a table; those without rows are left out."""
    for name, mine in rows.items():
        if mine:
            table(folder / f"{name}.csv", mine)
    return folder


def tonnes(kilograms: float) -> str:
    """Kilograms as shown."""
    return f"{kilograms / 1000:,.0f}"
