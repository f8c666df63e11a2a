"""The chapters on who gets what: regions, industries, the matrix of both, reserves, enterprises, requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghginv.reports import budget_matrix_charts
from ghginv.reports.budget_setting import CELL, Setting, text, there
from ghginv.reports.budget_tables import Row, amount, kilograms, rows, tonnes
from ghginv.reports.document import Chart, Table

TOP = 30


def parts(at: Setting) -> dict[str, Table | Chart]:
    """The tables and charts that there is something to show in; those of regions and industries always."""
    found: dict[str, Table | Chart] = {}
    for name, nodes in (("regions", at.regions), ("industries", at.industries)):
        found[name] = at.made.by_year(name, ("code", "name"), nodes, at.years, show=_plainly, before=("base_t",),
                                      totals=at.kilograms)  # fmt: skip
        drawn = {str(row["code"]): {year: (kilograms(row.get(year)) or 0) / 1000 for year in at.years} for row in nodes}
        if any(value for each in drawn.values() for value in each.values()):
            caption = at.made.caption(f"chart-{name}")
            found[f"chart {name}"] = budget_matrix_charts.stacked(drawn, at.names, caption, at.words, at.lang)
    found |= _matrices(at)
    frames = at.material
    optional = {"bounds": (frames.bounds, _bounds), "reserves": (frames.reserves, _reserves),
                "enterprises": (frames.enterprises, _enterprises),
                "requests": (frames.requests, _requests)}  # fmt: skip
    return found | {name: make(at) for name, (frame, make) in optional.items() if rows(frame)}


def _plainly(key: str, each: Row) -> object:
    return each[key]


def _matrices(at: Setting) -> dict[str, Table | Chart]:
    """A table for each year given, a chart of the last."""
    found: dict[str, Table | Chart] = {}
    for year, frame in sorted(at.material.matrix.items()):
        cells = {(str(region), str(industry)): kilograms(value) or 0
                 for region, row in frame.to_dict("index").items() for industry, value in row.items()}  # fmt: skip
        regions, industries = [str(each) for each in frame.index], [str(each) for each in frame.columns]
        found[f"matrix {year}"] = _matrix(at, year, cells, regions, industries)
        if year == max(at.material.matrix) and any(cells.values()):
            drawn = {key: value / 1000 for key, value in cells.items()}
            caption = at.made.caption("chart-matrix", year=year)
            found["chart matrix"] = budget_matrix_charts.matrix(
                drawn, at.named(regions), at.named(industries), caption, at.words, at.lang
            )
    return found


def _matrix(
    at: Setting,
    year: int,
    cells: Mapping[tuple[str, str], int],
    regions: Sequence[str],
    industries: Sequence[str],
) -> Table:
    lines = [
        [at.name(region), *(amount(cells[region, each]) for each in industries),
         amount(sum(cells[region, each] for each in industries))]
        for region in regions
    ]  # fmt: skip
    whole = [amount(sum(cells[region, each] for region in regions)) for each in industries]
    lines.append([at.words["sum"], *whole, amount(sum(cells.values()))])
    columns = ["region", *map(at.name, industries), at.words["sum"]]
    return at.made.table("matrix", columns, lines, range(1, len(columns)), [len(lines) - 1], year=year)


def _bounds(at: Setting) -> Table:
    cells = [
        [str(each["year"]), *at.cell(each), at.made.word("bound", each["kind"]), tonnes(each["limit_t"]),
         tonnes(each["amount_t"]), " ".join(filter(None, (text(each, "reason"), text(each, "document"))))]
        for each in rows(at.material.bounds)
    ]  # fmt: skip
    columns = ["year", *CELL, "bound", "limit_t", "amount_t", "reason"]
    return at.made.table("bounds", columns, cells, (5, 6))


def _reserves(at: Setting) -> Table:
    def show(key: str, each: Row) -> object:
        return at.made.word("reserve", each[key]) if key == "kind" else each[key]

    return at.made.by_year("reserves", ("name", "kind"), rows(at.material.reserves), at.years, show=show)


def _enterprises(at: Setting) -> Table:
    """The largest by the first year, the rest in one line, so that the sum is that of all."""
    lines = sorted(
        rows(at.material.enterprises),
        key=lambda each: (-(kilograms(each.get(at.years[0])) or 0), str(each["enterprise"])),
    )
    shown, rest = list(lines[:TOP]), lines[TOP:]
    if rest:
        sums = {year: sum(kilograms(each.get(year)) or 0 for each in rest) / 1000 for year in at.years}
        shown.append({"enterprise": "", "name": at.words["others"].format(count=len(rest)), **sums})

    def show(key: str, each: Row) -> object:
        if key == "enterprise":
            return f"{each['name']} {each['enterprise']}"
        return " · ".join(at.name(each[part]) for part in CELL if there(each, part))

    return at.made.by_year("enterprises", ("enterprise", "where"), shown, at.years, show=show,
                           count=min(TOP, len(lines)))  # fmt: skip


def _requests(at: Setting) -> Table:
    cells = [
        [each["name"] if there(each, "name") else at.name(each["unit"]),
         f"{each['year']:.0f}" if there(each, "year") else "",
         *(tonnes(each[key]) for key in ("requested_t", "control_t", "difference_t")),
         text(each, "reason")]
        for each in rows(at.material.requests)
    ]  # fmt: skip
    columns = ["object", "year", "requested_t", "control_t", "difference_t", "reason"]
    return at.made.table("requests", columns, cells, (2, 3, 4))
