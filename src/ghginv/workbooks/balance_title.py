"""The title of an energy balance table: whose it is, and of which year.

Titles read 6-19 广东能源平衡表(实物量)-2007, 表7-13 吉林省能源平衡表（实物量）2014年 or 2020年广东省能源平衡表.
Where the title is silent, other lines above the table or the name of the sheet may tell. What the caller asks for
must agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ghginv.domain import regions
from ghginv.domain.regions import Region
from ghginv.findings import Finding
from ghginv.workbooks.balance_table import Table
from ghginv.workbooks.judgement import Context

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_TITLE = re.compile(r"平\s*衡\s*表|bala?n+ce|banlance", re.IGNORECASE)
# A yearbook is a year younger than its data, and 中国能源统计年鉴 does not speak of the nation.
_ELSEWHERE = re.compile(r"年\s*鉴|yearbook|单\s*位|units?\s*[:：]", re.IGNORECASE)
_TAIL = re.compile(r"(?:能源)?平衡表.*")
_SILENT = re.compile(r"[^\u4e00-\u9fff]|[年表续]")
_ENGLISH = re.compile(r"\bof\s+([a-z' ]+)|^([a-z' ]+)$", re.IGNORECASE)
# No title speaks of a region in more signs.
_LONGEST = 40
_NATION = {"全国": "中国"}


def year(table: Table, context: Context) -> tuple[int | None, list[Finding]]:
    """The year that the title gives, else the one asked for, with what is wrong about it."""
    for texts, place, _ in _sources(table):
        found = sorted({int(match) for text in texts for match in _YEAR.findall(text)})
        if len(found) > 1 and context.year not in found:
            return None, [_finding("balance-years-several", table, place, "、".join(map(str, found)))]
        if len(found) == 1 and context.year not in (None, found[0]):
            return found[0], [_finding("balance-year-differs", table, place, str(found[0]), str(context.year))]
        if found:
            return (found[0] if len(found) == 1 else context.year), []
    return context.year, [] if context.year else [_finding("balance-year-missing", table, _first_place(table))]


def region(table: Table, context: Context, of_year: int | None) -> tuple[str, list[Finding]]:
    """The code of the region that the title names, else of the workspace's, with what is wrong about it."""
    for texts, place, is_title in _sources(table):
        for text in texts:
            found = _named(text, of_year, context.region, is_title)
            if found is None:
                continue
            if context.region and context.region not in regions.chain(found.code):
                own = regions.find_code(context.region).zh
                return found.code, [_finding("balance-region-differs", table, place, found.zh, own)]
            return found.code, []
    if context.region:
        return context.region, []
    return "", [_finding("balance-region-missing", table, _first_place(table))]


def _sources(table: Table) -> Iterator[tuple[list[str], str, bool]]:
    """The texts that may tell, the likeliest first, with their place and whether they are the title itself."""
    titles = [cell for cell in table.titles if _TITLE.search(cell.text)]
    others = [cell for cell in table.titles if cell not in titles and not _ELSEWHERE.search(cell.text)]
    for cells, is_title in ((titles, True), (others, False)):
        if cells:
            yield [unicodedata.normalize("NFKC", cell.text) for cell in cells], cells[0].address, is_title
    yield [unicodedata.normalize("NFKC", table.sheet.name)], "", False


def _named(text: str, of_year: int | None, within: str, is_title: bool) -> Region | None:
    """The region named last before 能源平衡表; outside of a title, only by its full name or where it stands alone."""
    head = _SILENT.sub("", _TAIL.sub("", "".join(text.split())))[-_LONGEST:]
    spoken = [] if head else _ENGLISH.findall(_YEAR.sub("", text).strip(" -_"))
    english = "".join(spoken[0]).strip() if spoken else ""
    for name in [_NATION.get(head, head), *_parts(head), english]:
        found = [each for each in regions.matches(name, of_year) if each.level not in ("world", "grid")]
        found = [each for each in found if is_title or name in (head, english, each.zh)]
        own = [each for each in found if within in regions.chain(each.code)]
        if own or found:
            return (own or found)[0]
    return None


def _parts(head: str) -> Iterator[str]:
    """All parts of a text of two signs and more, those that end last before others, the longest first."""
    for end in range(len(head), 1, -1):
        yield from (head[start:end] for start in range(end - 1))


def _first_place(table: Table) -> str:
    return table.titles[0].address if table.titles else ""


def _finding(code: str, table: Table, place: str, found: str = "", expected: str = "") -> Finding:
    return Finding(code, "", table.sheet.name, place, found, expected)
