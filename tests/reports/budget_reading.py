"""Reading documents, pages and Word files back, as their tests need it."""

from __future__ import annotations

from ghginv.reports import page
from ghginv.reports.document import Document, Heading, Paragraph, Table
from tests.reports.pages import Page


def texts(found: Document) -> str:
    """All that a document says, charts apart."""
    parts = [found.title, *found.facts, found.warning]
    for block in found.blocks:
        if isinstance(block, (Heading, Paragraph)):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts += [block.caption, *block.columns, *(cell for row in block.rows for cell in row)]
    return "\n".join(parts)


def tables(found: Document, caption: str = "") -> list[Table]:
    return [each for each in found.blocks if isinstance(each, Table) and caption in each.caption]


def columns(pieces: list[Table], names: int) -> dict[str, list[str]]:
    """The columns of a table that may have been cut into pieces; the first ``names`` name the rows."""
    found: dict[str, list[str]] = {}
    for piece in pieces:
        for at, name in enumerate(piece.columns):
            if at >= names or piece is pieces[0]:
                found[name] = [row[at] for row in piece.rows]
    return found


def tonnes(text: str) -> int:
    """Tonnes as printed, in kilograms."""
    return round(float(text.replace(",", "")) * 1000)


def page_of(found: Document) -> Page:
    """A document as the page it becomes."""
    return Page(page.html(found))
