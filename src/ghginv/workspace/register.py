"""A register of enterprises into workbooks: one for each, made out to it, before the year's reporting begins.

The register is CSV or Excel with a line of headers: the basic facts of the workbook by their field, Chinese or English
name, ``facilities`` (``F01 1 号窑; F02 2 号窑``), and ``template`` where the code of the industry does not say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from ghginv import folders
from ghginv.domain import credit_codes, names, regions
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.template import find_industry

_OTHER = {
    "credit_code": ("code", "信用代码"),
    "template": ("template", "模板", "行业模板"),
    "facilities": ("facilities", "设施"),
    "industry": ("行业",),
    "region": ("行政区划", "区划代码"),
    "market": ("碳市场", "市场"),
    "name": ("名称", "单位名称"),
}
_NEEDED = ("credit_code", "name", "industry")


@dataclass(frozen=True, slots=True)
class Registered:
    """An enterprise of a register: its workbook's industry, the basic facts and facilities (code, name)."""

    template: str
    facts: Mapping[str, str]
    facilities: tuple[tuple[str, str], ...] = ()

    @property
    def file_name(self) -> str:
        """Credit code and name, without signs that a file system or a shell would mind."""
        return f"{names.file_name(self.facts['credit_code'], self.facts['name'])}.xlsx"


def read(path: Path, workspace: Workspace | None, lang: str) -> list[Registered]:
    """The enterprises of a register. Raises InputError with all that is wrong, each with its line."""
    with workspace.overlaid() if workspace else nullcontext():
        rows = _rows(path)
        reader = _Reader(path.name, workspace.settings.region if workspace else "", lang)
        found = [reader.enterprise(line, row) for line, row in rows]
        if not rows:
            raise InputError(Finding("register-empty", file=path.name))
        if reader.findings:
            raise InputError(*reader.findings)
        return [each for each in found if each]


def write(enterprise: Registered, folder: Path, year: int, lang: str, workspace: Workspace | None = None) -> Path:
    """The workbook of one enterprise, in ``folder``."""
    from ghginv.workbooks import build, layout

    path = folder / enterprise.file_name
    folder.mkdir(parents=True, exist_ok=True)
    with workspace.overlaid() if workspace else nullcontext():
        wanted = layout.load("enterprise", enterprise.template)
        sheet = next((table.sheet for table in wanted.tables if table.role == "facilities"), "")
        entries = {sheet: [{"code": code, "name": name} for code, name in enterprise.facilities]}
        given = entries if sheet and enterprise.facilities else None
        build.build_template(path, wanted, {**enterprise.facts, "year": year}, lang, given)
    return path


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Lines with what stands under each header that is understood; lines without anything are left out."""
    if not path.is_file():
        raise InputError(Finding("file-missing", file=path.name, found=str(path)))
    lines = _of_workbook(path) if path.suffix.lower() != ".csv" else _of_csv(path)
    known = _headers()
    headers: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    for line, cells in lines:
        fields = [known.get(names.plain(cell), "") for cell in cells]
        if not headers and "credit_code" in fields:
            headers = fields
        elif headers and any(cells):
            rows.append((line, {field: cell for field, cell in zip(headers, cells, strict=False) if field}))
    needed = [field for field in _NEEDED if field != "industry" or "template" not in headers]
    missing = [field for field in needed if field not in headers]
    if missing:
        understood = {field: name for name, field in reversed(known.items())}
        details = {"known": "、".join(dict.fromkeys(understood.values()))}
        raise InputError(
            *(Finding("register-columns", file=path.name, expected=_name(each), details=details) for each in missing)
        )
    return rows


def _of_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = list(folders.rows(path))
    except (OSError, UnicodeDecodeError, folders.BrokenFile) as fault:
        raise InputError(Finding("register-unreadable", file=path.name, found=str(fault))) from None
    if rows:
        yield 1, list(rows[0][1])
    yield from ((line, list(row.values())) for line, row in rows)


def _of_workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    from ghginv.workbooks import read as reading

    sheet = next((sheet for sheet in reading.read_workbook(path).sheets if sheet.grid), None)
    for row in sorted(sheet.grid) if sheet else ():
        assert sheet is not None
        cells = (sheet.cell(row, place) for place in range(1, sheet.last_column + 1))
        yield row, [cell.text.strip() if cell else "" for cell in cells]


def _headers() -> dict[str, str]:
    """The field that each header means."""
    from ghginv.workbooks import layout

    facts = layout.load("enterprise", layout.industries()[0]).facts.entries
    known = {names.plain(name): fact.field for fact in facts for name in (fact.zh, fact.en, fact.field)}
    return known | {names.plain(name): field for field, spellings in _OTHER.items() for name in spellings}


def _name(field: str) -> str:
    from ghginv.workbooks import layout

    facts = layout.load("enterprise", layout.industries()[0]).facts.entries
    return next((fact.zh for fact in facts if fact.field == field), field)


class _Reader:
    """Rows into enterprises; what is wrong is collected."""

    def __init__(self, file: str, region: str, lang: str):
        self.file, self.region, self.lang = file, region, lang
        self.findings: list[Finding] = []
        self.lines: dict[str, int] = {}

    def enterprise(self, line: int, row: Mapping[str, str]) -> Registered | None:
        """The enterprise of a row, or None where something is wrong with it."""
        before = len(self.findings)
        code = credit_codes.plain(row.get("credit_code", ""))
        template = self._template(line, row)
        for field in _NEEDED[:2]:
            if not row.get(field):
                self._wrong(line, "register-blank", expected=_name(field))
        problem = credit_codes.problem(code) if code else None
        if problem:
            self.findings.append(replace(problem, file=self.file, cell=f"line {line}"))
        elif code and self.lines.setdefault(code, line) != line:
            self._wrong(line, "register-code-twice", code, str(self.lines[code]))
        facts = {field: text for field, text in row.items() if text and field not in ("template", "facilities")}
        facts |= {"credit_code": code, "region": row.get("region") or self.region}
        facts |= self._market(line, row.get("market", ""), template)
        if facts["region"] and not regions.known(facts["region"]):
            near = "、".join(f"{near} {regions.find_code(near).zh}" for near in regions.nearest(facts["region"])) or "-"
            self._wrong(line, "register-region", facts["region"], near=near)
        facilities = self._facilities(line, row.get("facilities", ""))
        return Registered(template, facts, facilities) if len(self.findings) == before else None

    def _template(self, line: int, row: Mapping[str, str]) -> str:
        asked = row.get("template") or row.get("industry", "")
        if not asked:
            self._wrong(line, "register-blank", expected=_name("industry"))
            return ""
        try:
            return find_industry(asked).id
        except UsageError as refusal:
            self._wrong(line, "register-industry", asked, known=refusal.findings[0].details["known"])
            return ""

    def _market(self, line: int, text: str, template: str) -> dict[str, str]:
        from ghginv.workbooks import layout

        if not text or not template:
            return {}
        markets = layout.load("enterprise", template).options["markets"]
        found = markets.find(text)
        if found is None:
            known = "、".join(option.label(self.lang) for option in markets.entries)
            self._wrong(line, "register-market", text, known=known)
            return {}
        return {"market": found.label(self.lang)}

    def _facilities(self, line: int, text: str) -> tuple[tuple[str, str], ...]:
        """``F01 1 号窑; F02 2 号窑``: a code, then a name."""
        parts = [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()]
        pairs = [re.split(r"[\s:：]+", part, maxsplit=1) for part in parts]
        found = tuple((pair[0], pair[-1]) for pair in pairs)
        codes = [code for code, _ in found]
        for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
            self._wrong(line, "register-facility", code)
        return found

    def _wrong(self, line: int, code: str, found: str = "", expected: str = "", **details: object) -> None:
        self.findings.append(Finding(code, self.file, "", f"line {line}", found, expected, details))
