"""The words of a report, as templates: an outline in plain text with a few signs becomes the blocks of a document.

A line of an outline is ``# chapter``, ``## section``, ``### source``, ``- bullet``, ``> note``, ``= equation``,
``[[name]]`` for a prepared table or chart, or a paragraph. Values put in by Jinja never break a line, so no value
can be anything but text within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.reports.document import Block, Chart, Heading, Paragraph, Table

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "reports/inventory"
_PREPARED = re.compile(r"\[\[([^\[\]]+)\]\]")
_KINDS = {"- ": "bullet", "> ": "note", "= ": "equation"}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


def plain(value: object) -> str:
    """One line of printable text: neither Word nor XML takes control characters."""
    return " ".join(_UNPRINTABLE.sub(" ", str(value)).split())


@folders.remembered
def _all() -> dict[str, dict[str, dict[str, str]]]:
    """The words of every kind of report, by the folder of its templates."""
    found = {}
    for path in folders.files("templates", "reports/*/words.csv"):
        texts = {row["word"]: {"zh": row["zh"], "en": row["en"]} for _, row in folders.rows(path)}
        found[f"reports/{path.parent.name}"] = texts
    return found


def words(lang: str, folder: str = FOLDER) -> Mapping[str, str]:
    """Column titles, captions and labels of charts by key."""
    return {key: texts[lang] for key, texts in _all()[folder].items()}


def environment(*, markup: bool, folder: str = FOLDER) -> Environment:
    """Jinja over the templates of reports, the workspace's first; with ``markup`` all values are escaped."""
    known = _environments()
    if (markup, folder) not in known:
        known[markup, folder] = _environment(markup, folder)
    return known[markup, folder]


@folders.remembered
def _environments() -> dict[tuple[bool, str], Environment]:
    """The environments made so far: a template is compiled once for all documents of a call."""
    return {}


def _environment(markup: bool, folder: str) -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(lambda name: folders.file("templates", f"{folder}/{name}").read_text("utf-8")),
        autoescape=markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=None if markup else plain,
    )


def blocks(
    name: str, facts: Mapping[str, Any], prepared: Mapping[str, Table | Chart], folder: str = FOLDER
) -> list[Block]:
    """The blocks of an outline; an unknown fact or prepared block is a fault of the template and raises KeyError."""
    text = environment(markup=False, folder=folder).get_template(name).render(facts)
    return list(_parsed(text, prepared))


def _parsed(text: str, prepared: Mapping[str, Table | Chart]) -> Iterator[Block]:
    for line in filter(None, map(str.strip, text.splitlines())):
        signs, _, title = line.partition(" ")
        if found := _PREPARED.fullmatch(line):
            yield prepared[found[1]]
        elif signs in ("#", "##", "###"):
            yield Heading(len(signs), title)
        elif line[:2] in _KINDS:
            yield Paragraph(line[2:], _KINDS[line[:2]])
        else:
            yield Paragraph(line)
