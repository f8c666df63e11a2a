"""Where pictures lie on a sheet: numbers pasted as a picture are seen by people and by no program."""

from __future__ import annotations

from ghginv.workbooks.archive import Archive, Attributes, parse
from ghginv.workbooks.cells import LAST_COLUMN, LAST_ROW, Area
from ghginv.workbooks.parts import whole

_MOST = 1000
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_NUMBERS = ("col", "row")
# Where a size is given in English metric units (914400 an inch) the cells are taken to be of the usual size.
_CELL_WIDTH, _CELL_HEIGHT = 609_600, 190_500


def read_pictures(archive: Archive, part: str) -> list[Area]:
    """The areas of a sheet's pictures, at most 1000. Raises InputError where a drawing is not well formed."""
    if not any(name.startswith("xl/drawings/") and name.endswith(".xml") for name in archive):
        return []
    drawings = [target for kind, target in archive.relations(part).values() if kind == "drawing" and target in archive]
    return [area for drawing in drawings for area in _Scan(archive, drawing).areas][:_MOST]


class _Scan:
    """Goes through a drawing and keeps the anchors that hold a picture."""

    def __init__(self, archive: Archive, part: str):
        self.areas: list[Area] = []
        self._open: list[str] = []
        self._corners: dict[tuple[str, str], int] = {}
        self._size = self._shift = 0, 0
        self._picture = False
        # Pictures and their positions are elements of one namespace; what charts hold has another and is named ''.
        parse(archive.pieces(part), part, self._start, self._end, self._text)

    def _start(self, name: str, attributes: Attributes) -> None:
        self._open.append(name)
        if name in _ANCHORS:
            self._corners, self._picture = {}, False
            self._size = self._shift = 0, 0
        elif name == "pic":
            self._picture = True
        elif name == "ext" and self._open[-2:-1] and self._open[-2] in _ANCHORS:
            self._size = whole(attributes.get("cx")), whole(attributes.get("cy"))
        elif name == "pos":
            self._shift = whole(attributes.get("x")), whole(attributes.get("y"))

    def _text(self, text: str) -> None:
        if self._open[-1:] and self._open[-1] in _NUMBERS and len(self._open) > 1:
            self._corners[self._open[-2], self._open[-1]] = whole(text.strip())

    def _end(self, name: str) -> None:
        if name in _ANCHORS and self._picture and len(self.areas) < _MOST:
            self.areas.append(self._area())
        del self._open[-1]

    def _area(self) -> Area:
        """The cells under the picture: rows and columns count from 0 in the file, from 1 here."""
        x, y = self._shift
        left = self._corners.get(("from", "col"), x // _CELL_WIDTH)
        top = self._corners.get(("from", "row"), y // _CELL_HEIGHT)
        right = self._corners.get(("to", "col"), left + self._size[0] // _CELL_WIDTH)
        bottom = self._corners.get(("to", "row"), top + self._size[1] // _CELL_HEIGHT)
        rows, columns = sorted((top, bottom)), sorted((left, right))
        return Area(
            min(rows[0] + 1, LAST_ROW),
            min(columns[0] + 1, LAST_COLUMN),
            min(rows[1] + 1, LAST_ROW),
            min(columns[1] + 1, LAST_COLUMN),
        )
