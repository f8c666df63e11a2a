"""What the form of a project 项目碳排放评价申报表 says, typed and in the units that are computed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ghginv.budget.plan_numbers import Row
from ghginv.domain import names
from ghginv.findings import Finding

NEW, EXPANSION, RECONSTRUCTION, RENOVATION = KINDS = ("new", "expansion", "reconstruction", "renovation")
LEVELS = ("county", "city", "province", "national")
ANSWERS = ("yes", "no")
CHOICES = {
    "kind": KINDS, "level": ("national", "province", "city", "county"),
    **dict.fromkeys(("site_changed", "process_changed", "listed", "national", "two_high"), ANSWERS),
}  # fmt: skip
DAYS = ("start", "finish", "trial")
REQUIRED = ("name", "owner", "credit_code", "kind", "region", "site", "industry", "listed", "national", "level",
            "two_high", "start", "trial")  # fmt: skip
FUEL, FEEDSTOCK, SOLD = "fuel", "feedstock", "sold"
FIRST_YEAR = 2026
"""The first whole year of NDRC order 31 (in force since 2025-09-01): rules of earlier years judge no project."""


@dataclass(frozen=True, slots=True)
class Line:
    """An energy or process line: quantities a year in the item's ``unit``; own factors per that unit, None if none."""

    item: str
    use: str
    before: float
    quantity: float
    unit: str
    source: str
    row: Row
    renewable: float = 0.0
    tce_factor: float | None = None
    emission_factor: float | None = None

    @property
    def is_process(self) -> bool:
        """Whether it is activity of a process."""
        return not self.use

    @property
    def place(self) -> tuple[str, str]:
        """Sheet and cell of the quantity."""
        return self.row.written.sheet, self.row.written.cells.get("quantity", "")


@dataclass(frozen=True, slots=True)
class Product:
    """A product: output a year in ``unit``, the ``share`` (0-1) of energy and emissions, values in 10^4 CNY."""

    product: str
    before: float
    quantity: float
    unit: str
    share: float
    value_added_before: float
    value_added: float
    output_value: float
    row: Row


@dataclass(frozen=True, slots=True)
class Source:
    """A source of replacement 替代来源: tonnes of CO2 a year that an enterprise does not emit any more."""

    enterprise: str
    name: str
    measure: str
    done: str
    amount_kg: int
    document: str
    row: Row

    @property
    def key(self) -> str:
        """What it is known by in the register of used sources, however it is spelled: enterprise and document."""
        return f"{self.enterprise} {names.plain(self.document)}"


@dataclass(frozen=True, slots=True)
class Form:
    """A form without errors; ``facts`` by id (days ISO, choices by id, empty where not given), ``rows`` their rows."""

    facts: Mapping[str, str]
    energy: tuple[Line, ...]
    process: tuple[Line, ...]
    products: tuple[Product, ...]
    benchmarks: tuple[Row, ...]
    sources: tuple[Source, ...]
    measures: tuple[Row, ...]
    attachments: tuple[Row, ...]
    rows: Mapping[str, Row] = field(default_factory=dict)

    def finding(self, fact: str, code: str, **details: object) -> Finding:
        """A finding in the cell of a fact; ``found`` is what is written there."""
        row = self.rows.get(fact)
        return row.finding(code, "value", **details) if row else Finding(code, found=self.facts[fact])

    @property
    def id(self) -> str:
        """The id of the project: owner, site and name make it; neither blanks nor colons."""
        told = "\0".join((self.facts["credit_code"], self.site, names.plain(self.facts["name"])))
        return f"XM-{sha256(told.encode()).hexdigest()[:8].upper()}"

    @property
    def site(self) -> str:
        """The site as it is compared with others."""
        return names.plain(f"{self.facts['region']}{self.facts['site']}")

    @property
    def two_high(self) -> bool:
        """Whether it is a two-high project 高耗能高排放项目."""
        return self.facts["two_high"] == "yes"

    @property
    def changes_a_plant(self) -> bool:
        """Whether it rebuilds what is there 改建、技术改造."""
        return self.facts["kind"] in (RECONSTRUCTION, RENOVATION)

    @property
    def incremental(self) -> bool:
        """Whether its energy is counted as the increment: NDRC order 31, Art. 8.

        Reconstruction and renovation of which neither site nor main process and equipment change.
        """
        unchanged = self.facts["site_changed"] == "no" and self.facts["process_changed"] == "no"
        return self.changes_a_plant and unchanged

    @property
    def year(self) -> int:
        """The year of the trial run."""
        return int(self.facts["trial"][:4])

    @property
    def rules_year(self) -> int:
        """The year whose policy parameters judge the project: that of its trial run, not before ``FIRST_YEAR``."""
        return max(self.year, FIRST_YEAR)

    @property
    def value_added(self) -> float:
        """Value added a year, 10^4 CNY."""
        return sum(each.value_added for each in self.products)

    @property
    def value_added_gained(self) -> float:
        """Value added beyond that of before, 10^4 CNY."""
        return sum(each.value_added - each.value_added_before for each in self.products)
