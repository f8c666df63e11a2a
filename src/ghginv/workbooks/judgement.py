"""What is known when a workbook is judged, and what the judgement says: records, findings, or both."""

from __future__ import annotations

from dataclasses import dataclass, field

from ghginv.domain.records import Activity, Parameter
from ghginv.findings import Finding, errors


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows: the region of the workspace (may be empty), the year asked for, today's year."""

    today_year: int
    region: str = ""
    year: int | None = None


@dataclass(slots=True)
class Judgement:
    """A workbook as records. ``kind`` is ``inventory``, ``energy_balance`` or empty where it was not recognised.

    ``template_version`` is the version of the template or the edition of the published table.
    """

    kind: str = ""
    region: str = ""
    year: int | None = None
    enterprise: str = ""
    template_version: str = ""
    activities: list[Activity] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        """Whether nothing keeps the workbook from being stored."""
        return not errors(self.findings)
