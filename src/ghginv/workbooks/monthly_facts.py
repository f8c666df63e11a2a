"""The basic facts of a monthly report: who reports, on which region, year and months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ghginv.domain import credit_codes, names, plan_tables, regions
from ghginv.domain.plan_tables import Written
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks import monthly_reading
from ghginv.workbooks.monthly_known import Surroundings

_NEEDED = ("name", "year", "period")
_YEARS = range(2000, 2101)


@dataclass
class Facts:
    """What could be read; ``period`` is (0, 0) and ``year`` 0 where they are missing or wrong."""

    name: str = ""
    enterprise: str = ""
    region: str = ""
    year: int = 0
    period: tuple[int, int] = (0, 0)
    findings: list[Finding] = field(default_factory=list)

    @property
    def sender(self) -> str:
        """Who reports: an enterprise by its code, an office by region and name."""
        return self.enterprise or f"{self.region}/{names.plain(self.name)}"


def read_facts(rows: Sequence[Written], around: Surroundings, file: str) -> Facts:
    """The facts of the first table, with all that is wrong with them."""
    table = plan_tables.monthly().tables[0]
    label = table.columns[0]
    said: dict[str, tuple[str, Written]] = {}
    for row in rows:
        choice = label.choice(str(row.values.get("fact") or ""))
        value = row.values.get("value")
        if choice and value is not None:
            said.setdefault(choice.id, (digits(value) if isinstance(value, float) else value.strip(), row))
    facts = Facts(name=said["name"][0] if "name" in said else "")
    wanted = [each for each in _NEEDED if each not in said]
    if "enterprise" not in said and "region" not in said:
        wanted.append("region")
    for name in wanted:
        choice = label.choice(name)
        assert choice
        told = {"fact": choice.en, "fact_zh": choice.zh}
        facts.findings.append(Finding("monthly-fact-missing", file, table.zh, details=told))
    _enterprise(facts, said, around)
    _region(facts, said, around)
    _when(facts, said, around)
    return facts


def _remark(facts: Facts, code: str, row: Written, found: str, expected: str = "", **details: object) -> None:
    cell = row.cells.get("value", "")
    facts.findings.append(Finding(code, row.file, row.sheet, cell, found, expected, details))


def _enterprise(facts: Facts, said: dict[str, tuple[str, Written]], around: Surroundings) -> None:
    if "enterprise" not in said:
        return
    text, row = said["enterprise"]
    code = credit_codes.plain(text)
    if problem := credit_codes.problem(code):
        _remark(facts, problem.code, row, problem.found or code, problem.expected, **problem.details)
        return
    facts.enterprise = code
    stays = [each for each in around.stays if each.enterprise == code]
    if around.known and not stays:
        _remark(facts, "monthly-enterprise-unknown", row, code, day=around.today)
    if stays and "region" not in said:
        facts.region = stays[-1].region


def _region(facts: Facts, said: dict[str, tuple[str, Written]], around: Surroundings) -> None:
    if "region" not in said:
        return
    text, row = said["region"]
    found = regions.find(text)
    facts.region = text if text in around.regions else found.code if found else text
    if not (facts.region in around.regions if around.known else found is not None):
        near = "、".join([*around.regions][:12]) if around.known else "、".join(regions.nearest(text))
        _remark(facts, "monthly-region-unknown", row, text, near or "-")


def _when(facts: Facts, said: dict[str, tuple[str, Written]], around: Surroundings) -> None:
    if "year" in said:
        text, row = said["year"]
        plain = text.removesuffix("年").strip()
        if plain.isascii() and plain.isdecimal() and int(plain) in _YEARS:
            facts.year = int(plain)
        else:
            _remark(facts, "monthly-year-unknown", row, text)
    if "period" not in said:
        return
    text, row = said["period"]
    period = monthly_reading.period(text)
    other = monthly_reading.year_of(text)
    if period is None or (other and facts.year and other != facts.year):
        _remark(facts, "monthly-period-unknown", row, text)
        return
    facts.period = period
    if facts.year and f"{facts.year}-{period[1]:02d}" > around.today[:7]:
        _remark(facts, "monthly-future", row, f"{facts.year}-{period[1]:02d}", around.today)
