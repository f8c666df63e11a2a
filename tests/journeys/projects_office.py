"""An office that receives projects: an issued budget of the small made-up city, and forms filled in as owners do."""

from __future__ import annotations

import contextlib
import copy
import csv
import io
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ghginv.cli import main
from ghginv.domain import plan_tables
from ghginv.enterprise.synthetic import credit_code
from ghginv.workbooks import project_template
from tests.budget import plans
from tests.journeys.command_line import Answer
from tests.journeys.office import Office

SCALE = 1000  # the small city of a thousand tonnes, a thousand times as large
OWNER, OTHER = credit_code(21, "440305"), credit_code(22, "440305")
FACTS = {
    "name": "电子元件项目（编造）", "owner": "虚构电子有限公司", "credit_code": OWNER, "kind": "新建",
    "region": "440305", "site": "虚构路1号", "industry": "3981", "investment": "20000", "listed": "否",
    "national": "否", "level": "市", "two_high": "否", "start": "2026-03-01", "finish": "2026-12-01",
    "trial": "2027-01-01", "contact": "张三",
}  # fmt: skip
ENERGY = [
    {"item": "electricity", "use": "fuel", "quantity": 2000.0, "unit": "10^4 kWh", "source": "可研报告（编造）"},
    {"item": "natural_gas", "use": "fuel", "quantity": 100.0, "unit": "10^4 m3", "source": "可研报告（编造）"},
]
PRODUCTS = [{"product": "电子元件", "quantity": 500.0, "unit": "万只", "value_added": 30000.0, "output_value": 90000.0,
             "source": "可研报告（编造）"}]  # fmt: skip
BENCHMARKS = [
    {"product": "电子元件", "metric": "carbon_product", "level": "local", "value": 30.0, "source": "编造的地方标准"},
    {"product": "电子元件", "metric": "carbon_product", "level": "advanced", "value": 25.0, "source": "编造的先进水平"},
]
MEASURES = [{"measure": "屋顶光伏（编造）", "saving_tce": 50.0, "abatement_t": 180.0, "investment": 600.0}]


def form(path: Path, facts: dict[str, str] | None = None, **tables: list[dict[str, Any]]) -> Path:
    """A form filled in; facts as words, tables by id."""
    told = {**FACTS, **(facts or {})}
    rows = {"energy": ENERGY, "products": PRODUCTS, "benchmarks": BENCHMARKS, "measures": MEASURES, **tables}
    known = plan_tables.project().tables[0].columns[0].choices
    rows["facts"] = [{"fact": each.id, "value": told.get(each.id)} for each in known]
    project_template.build_project(path, "zh", rows)
    return path


def retype(path: Path, sheet: str, cell: str, value: Any) -> None:
    """Type something into a cell of a workbook."""
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)


def plan_folder(folder: Path) -> Path:
    """The small plan as CSV tables, scaled up, with owners and reserves for projects."""
    folder.mkdir()
    tables = copy.deepcopy(plans.tables())
    for table in ("regions", "industries"):
        for row in tables[table]:
            row["owner"] = f"{row['name']}主管（编造）"
    for table, columns in {"baseline": ["emissions_t"], "bounds": ["upper_t", "lower_t"]}.items():
        for row in tables[table]:
            row.update({name: row[name] * SCALE for name in columns if row.get(name)})
    for row in tables["path"]:
        row["value"] = row["value"] * SCALE if row["parameter"] == "total" else row["value"]
    for row in tables["indicators"]:
        row["value"] = row["value"] * SCALE if row["indicator"] == "emissions" else row["value"]
    for row in tables["requests"]:
        row["requested_t"] = row["requested_t"] * SCALE
    for row in tables["enterprise_data"]:
        row["value"] = row["value"] * SCALE
    tables["reserves"] += [{"region": "440300", "kind": "new", "share": 2.0}]
    for table in plan_tables.load().tables:
        with (folder / f"{table.id}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [column.id for column in table.columns])
            writer.writeheader()
            writer.writerows(tables.get(table.id, []))
    return folder


class ProjectsOffice(Office):
    """A desk at which projects are received; most calls run within this process, which is faster."""

    def inside(self, *arguments: object, actor: str = "") -> Answer:
        """The command line as ``call`` has it, without a process of its own."""
        out, err = io.StringIO(), io.StringIO()
        environment = {"HOME": str(self.home), **({"GHGINV_ACTOR": actor} if actor else {})}
        code = 0
        with contextlib.ExitStack() as stack:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["ghginv", *map(str, arguments)])
            for name, value in environment.items():
                patch.setenv(name, value)
            stack.enter_context(contextlib.redirect_stdout(out))
            stack.enter_context(contextlib.redirect_stderr(err))
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return Answer(code, out.getvalue(), err.getvalue())

    def as_(self, name: str, *arguments: object, code: int = 0):
        """Call ``ghginv budget`` as somebody and expect an exit code."""
        answer = self.inside("-w", "w", "budget", *arguments, actor=name)
        assert answer.code == code, answer.err + answer.out
        return answer

    def project(self, name: str, *arguments: object, code: int = 0):
        """Call ``ghginv project`` as somebody and expect an exit code."""
        answer = self.inside("-w", "w", "project", *arguments, actor=name)
        assert answer.code == code, answer.err + answer.out
        return answer

    def issue(self) -> None:
        """Draft, allocate, approve and issue the small budget."""
        (self.folder / "批复.txt").write_text("批复（编造）", "utf-8")
        self.done("init", "w", "--region", "440300", "--name", "测试市")
        self.as_("li", "new", plan_folder(self.folder / "plan"))
        self.as_("li", "total", "--path", "given", "--choose")
        self.as_("li", "allocate", "--regions", "grandfather", "--industries", "grandfather", "--choose")
        self.as_("li", "control", "-o", "control")
        self.as_("li", "request", "--default")
        self.as_("li", "review")
        self.as_("li", "submit")
        self.as_("wang", "approve", "--document", "批复.txt")
        self.as_("zhao", "approve")
        self.as_("li", "issue", "--effective", "2026-01-01")
