"""What is known when a workbook is judged, and what the judgement says: records, findings, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ghginv.domain.monthly import Reported
from ghginv.domain.records import Activity, Enterprise, Evidence, Facility, Indicator, Parameter
from ghginv.findings import Finding, errors
from ghginv.workbooks.monthly_known import Surroundings

Source = tuple[str, str, str]  # category, item, facility


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows of an enterprise: its name and region as last handed in, and its activity data.

    ``years`` gives for each year the year's quantities by (category, item, facility), in the items' canonical units.
    """

    name: str = ""
    region: str = ""
    years: Mapping[int, Mapping[Source, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows: the region of the workspace (may be empty), the year asked for, today's year.

    For workbooks of enterprises also: ``enterprises`` by credit code; ``series`` and ``contents`` give for each
    fingerprint (see ``fingerprints``) of twelve monthly numbers, or of all that an enterprise handed in, the credit
    codes and years in which it was found. ``monthly`` is what a monthly report is held against. All is plain data,
    quick to send to a worker process.
    """

    today_year: int
    region: str = ""
    year: int | None = None
    enterprises: Mapping[str, Known] = field(default_factory=dict)
    series: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    contents: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    monthly: Surroundings | None = None


@dataclass(slots=True)
class Judgement:
    """A workbook as records. ``kind`` is ``inventory``, ``energy_balance``, ``enterprise``, ``form_205_1``,
    ``monthly`` or empty where it was not recognised.

    ``template_version`` is the version of the template or the edition of the published table.
    """

    kind: str = ""
    region: str = ""
    year: int | None = None
    enterprise: str = ""
    template_version: str = ""
    activities: list[Activity] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    about: Enterprise | None = None
    facilities: list[Facility] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    monthly: Reported | None = None

    def drop_records(self) -> None:
        """Keep nothing of a workbook that is not accepted but whose it is."""
        for records in (self.activities, self.parameters, self.facilities, self.indicators, self.evidence):
            records.clear()
        self.monthly = None

    @property
    def accepted(self) -> bool:
        """Whether nothing keeps the workbook from being stored."""
        return not errors(self.findings)
