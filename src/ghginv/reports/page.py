"""A document as one page: all styles and charts inside it, no script, nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from ghginv.reports import wording
from ghginv.reports.document import Block, Chart, Document, Heading, Paragraph, Table
from ghginv.reports.drawing import style


def svg(chart: Chart, *, inline: bool) -> str:
    """The drawing as SVG, within a page or as a file of its own."""
    fonts = ", ".join(f"'{name}'" if " " in name else name for name in style()["fonts"])
    template = wording.environment(markup=True).get_template("chart.svg.jinja")
    return template.render(chart=chart, fonts=fonts, inline=inline)


def html(document: Document) -> str:
    """The whole page; every text of the document is escaped."""
    words = wording.words(document.lang)
    numbered = document.numbered(words["table"], words["figure"])
    parts = [_part(place, block, caption) for place, (block, caption) in enumerate(numbered)]
    template = wording.environment(markup=True).get_template("page.html.jinja")
    return template.render(document=document, parts=parts, words=words)


def _part(place: int, block: Block, caption: str) -> dict[str, Any]:
    kinds: dict[type[Block], str] = {Heading: "heading", Paragraph: "paragraph", Table: "table", Chart: "chart"}
    part: dict[str, Any] = {"kind": kinds[type(block)], "block": block, "caption": caption, "anchor": f"p{place}"}
    if isinstance(block, Chart):
        from markupsafe import Markup

        # Escaped by its own template.
        part["svg"] = Markup(svg(block, inline=True))
    return part
