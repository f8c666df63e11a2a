"""Remarks on data, as values: what is wrong, where, what was expected, what to do.

A finding carries a code; the wording in Chinese and English, and how serious it is, are rows of
``templates/findings/*.csv`` (columns ``code, severity, zh, en, remedy_zh, remedy_en``), so that the
people who answer the telephone can change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ghginv import folders

LANGUAGES = ("zh", "en")
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of the catalogue of findings."""

    code: str
    severity: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


@folders.remembered
def catalogue() -> dict[str, Wording]:
    """All known findings by code. A code that stands twice is a fault of the catalogue."""
    known: dict[str, Wording] = {}
    for path in folders.files("templates", "findings/*.csv"):
        for line, row in folders.rows(path):
            wording = Wording(**row)
            if wording.code in known or wording.severity not in SEVERITIES:
                raise folders.BrokenFile(f"{path}:{line}: {wording.code}: duplicate code or unknown severity")
            known[wording.code] = wording
    return known


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. ``cell`` is an address such as ``D7``, a range, or empty for the whole sheet or file.

    ``details`` fill the braces of the wording: ``Finding("unit-unknown", found="吨吨", details={"known": "t, kg"})``.
    ``found`` and ``expected`` may be used in the wording too.
    """

    code: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    found: str = ""
    expected: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``, as the catalogue says."""
        return catalogue()[self.code].severity

    @property
    def place(self) -> str:
        """``file: sheet!cell``, as far as known."""
        inside = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return ": ".join(part for part in (self.file, inside) if part)

    def text(self, lang: str = "zh") -> str:
        """What is wrong, without place and remedy."""
        return self._filled(getattr(catalogue()[self.code], lang))

    def remedy(self, lang: str = "zh") -> str:
        """What to do about it."""
        return self._filled(getattr(catalogue()[self.code], f"remedy_{lang}"))

    def message(self, lang: str = "zh") -> str:
        """One line: place, what is wrong, what to do."""
        parts = (self.place, self.text(lang), self.remedy(lang))
        return " | ".join(part for part in parts if part)

    def record(self, lang: str = "zh") -> dict[str, str]:
        """The row of ``check --format json``."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "code": self.code,
            "severity": self.severity,
            "found": self.found,
            "expected": self.expected,
            "message": self.message(lang),
        }

    def _filled(self, wording: str) -> str:
        return wording.format(**{**self.details, "found": self.found, "expected": self.expected})


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that keep a file from being stored."""
    return [finding for finding in findings if finding.severity == "error"]


def listing(findings: Iterable[Finding], lang: str = "zh", most: int | None = None) -> list[str]:
    """Findings as lines to print: one kind and sheet together, ``most`` of each kind, the remedy once.

    What two findings say of one place in the same words is said once.
    """
    groups: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
    for finding in findings:
        same = groups.setdefault((finding.severity, finding.file, finding.sheet, finding.remedy(lang)), {})
        same.setdefault((finding.place, finding.text(lang)))
    lines = []
    for (severity, _, _, remedy), same in groups.items():
        for told in list(same)[:most]:
            parts = filter(None, told)
            lines.append(f"[{_SEVERITY_NAMES[lang][severity]}] {' | '.join(parts)}")
        if most and len(same) > most:
            lines.append(_MORE[lang].format(len(same) - most))
        if remedy:
            lines.append(f"    → {remedy}")
    return lines


_SEVERITY_NAMES = {
    "zh": {"error": "错误", "warning": "警告", "note": "提示"},
    "en": {severity: severity for severity in SEVERITIES},
}
_MORE = {"zh": "    … 同类另有 {} 处", "en": "    … {} more of this kind"}
