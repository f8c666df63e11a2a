"""The very hidden sheet by which a template is known again, whatever its file is called."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ghginv.workbooks.cells import Workbook

SHEET = "ghginv"
MARK = "ghginv template"


@dataclass(frozen=True, slots=True)
class Signature:
    """Kind and version of the template, digest of its layout, and what it was made for (may be empty).

    ``industry`` is the template's industry and ``enterprise`` the credit code, of a workbook for an enterprise.
    ``budget`` and ``revision`` say which revision of which carbon budget a workbook was written from; ``industry`` is
    then the industry that is asked for its requests.
    """

    kind: str
    version: str
    digest: str
    region: str = ""
    year: str = ""
    industry: str = ""
    enterprise: str = ""
    budget: str = ""
    revision: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """The two columns of the sheet."""
        return [(MARK, SHEET), *((line.name, getattr(self, line.name)) for line in fields(self))]


def read(workbook: Workbook) -> Signature | None:
    """The signature of a workbook, or None where there is none."""
    sheet = workbook.sheet(SHEET)
    if sheet is None or sheet.value(1, 1) != MARK:
        return None
    cells = {row: (sheet.cell(row, 1), sheet.cell(row, 2)) for row in range(2, sheet.last_row + 1)}
    found = {name.text: value.text for name, value in cells.values() if name and value}
    known = {line.name: found.get(line.name, "") for line in fields(Signature)}
    return Signature(**known)
