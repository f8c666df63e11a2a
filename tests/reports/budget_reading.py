"""Reading documents, pages and Word files back, as their tests need it."""

from __future__ import annotations

from html.parser import HTMLParser

from ghginv.reports import page
from ghginv.reports.document import Document, Heading, Paragraph, Table


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


class Page(HTMLParser):
    """Tags, addresses and texts of a page."""

    def __init__(self, found: Document):
        super().__init__()
        self.html = page.html(found)
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.text: list[str] = []
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            if name in ("src", "href", "xlink:href", "action", "srcset", "poster"):
                (self.links.add(value[1:]) if value.startswith("#") else self.outside.append(value))

    def handle_data(self, data):
        self.text.append(data)
