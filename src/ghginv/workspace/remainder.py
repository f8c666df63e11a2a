"""From enterprises to the district: a region's filings fed by its enterprises, and what remains unexplained.

Verified and locked submissions of enterprises feed the inventory of the region in which their facilities stand (see
``calculation.enterprise_feed``). The remainders are kept as a derived submission with the record of the feed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.domain import regions
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from ghginv.calculation.enterprise_feed import Feed, Names
    from ghginv.calculation.trace import Origins
    from ghginv.factors.guidelines import Guideline
    from ghginv.store.database import Database
    from ghginv.store.submissions import Filing
    from ghginv.workspace.runs import Run

FEEDING = ("verified", "locked")
TABLE = "remainder"
CAPTION = {"table": TABLE, "zh": "统计、企业与余额", "en": "Statistics, enterprises and remainder"}


@dataclass(frozen=True)
class Derived:
    """A remainder about to be stored: filing, rows of activity data, findings."""

    filing: Filing
    rows: Sequence[Mapping[str, Any]]
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Taken:
    """What a run is compiled from: activity data, the submissions they come from, and a remainder if there is one."""

    activity: pa.Table
    submissions: list[dict[str, str]]
    derived: Derived | None = None


def fed(workspace: Workspace, year: int, region: str, guideline: Guideline) -> Taken:
    """A region's filings of a year, with the enterprises that feed them. InputError where data would count twice."""
    from ghginv.calculation import enterprise_feed
    from ghginv.calculation.overlaps import overlaps
    from ghginv.store import submissions

    database = workspace.database
    own = submissions.active(database, region, year)
    statistics = activity_of(database, own)
    filed = submissions.enterprise_active(database, year, FEEDING)
    enterprises = activity_of(database, filed).to_pandas()
    relevant = enterprise_feed.within(enterprises, region)
    if faults := [*overlaps(statistics.to_pandas()), *overlaps(relevant)]:
        raise InputError(*faults)
    feeding = set(relevant["submission"])
    used = [each for each in filed if each["submission"] in feeding]
    if not used:
        return Taken(statistics, named(own))
    lacking = _lacking(database, relevant, used, guideline)
    feed = enterprise_feed.feed(statistics.to_pandas(), relevant, guideline, _called(database, used), lacking)
    given = enterprises[enterprises["submission"].isin({each["submission"] for each in used})]
    record = _record(feed, relevant, given, own, used, region, year)
    derived = _derived(record, feed, statistics.to_pandas(), relevant)
    activity = _joined(statistics, activity_of(database, used), derived.rows, record)
    about = [*named(own), *named(used), {"submission": derived.filing.submission, "sha256": derived.filing.sha256}]
    return Taken(activity, about, derived)


def activity_of(database: Database, filings: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The activity data of some submissions."""
    from ghginv.store import submissions

    ids = json.dumps([each["submission"] for each in filings])
    return submissions.activity_table(database, "submission IN (SELECT value FROM json_each(?))", [ids])


def named(filings: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Submissions by id and hash, as a run names its inputs."""
    return [{name: each[name] for name in ("submission", "sha256")} for each in filings]


def _lacking(
    database: Database, relevant: pd.DataFrame, used: Sequence[Mapping[str, Any]], guideline: Guideline
) -> dict[str, Finding]:
    from ghginv.calculation import enterprise_feed
    from ghginv.factors import library
    from ghginv.store import submissions

    measured = submissions.measured(database, [each["submission"] for each in used])
    kept = json.dumps(list(relevant["activity_id"]))
    rows = submissions.activity_table(database, "activity_id IN (SELECT value FROM json_each(?))", [kept])
    return enterprise_feed.lacking(rows, guideline, library.load().with_local(measured))


def _called(database: Database, used: Sequence[Mapping[str, Any]]) -> Names:
    """The names of enterprises and facilities, by which statistics may name a plant."""
    from ghginv.store import enterprises

    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in used:
        names[each["enterprise"], ""].add(each["name"])
    for row in enterprises.facilities(database, [each["submission"] for each in used]).to_dict("records"):
        names[row["enterprise"], row["facility"]].add(row["name"])
    return {key: frozenset(called - {""}) for key, called in names.items()}


def _record(
    feed: Feed,
    relevant: pd.DataFrame,
    given: pd.DataFrame,
    own: Sequence[Mapping[str, Any]],
    used: Sequence[Mapping[str, Any]],
    region: str,
    year: int,
) -> dict[str, Any]:
    """What was done, from which submissions, and which of their rows are no part of the inventory."""
    from ghginv.calculation import enterprise_feed

    counted = {*feed.alone, *(each for group in feed.groups for each in group.parts)}
    return {
        "region": region,
        "year": year,
        "statistics": named(own),
        "enterprises": [{**entry, "name": each["name"]} for entry, each in zip(named(used), used, strict=True)],
        **enterprise_feed.record(feed, relevant),
        "names": {each["enterprise"]: each["name"] for each in used},
        "replaced": list(feed.replaced),
        "beside": sorted(set(given["activity_id"]) - counted),
    }


def _derived(record: Mapping[str, Any], feed: Feed, statistics: pd.DataFrame, relevant: pd.DataFrame) -> Derived:
    from ghginv.calculation import enterprise_feed, feed_remarks
    from ghginv.store.remainders import REMAINDER
    from ghginv.store.submissions import Filing

    content = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(content).hexdigest()
    region, year = record["region"], record["year"]
    filing = Filing(
        submission=f"R{digest[:10]}",
        file=f"余额-{region}-{year}.json",
        sha256=digest,
        kind=REMAINDER,
        template_version=str(record["format"]),
        region=region,
        year=year,
        enterprise="",
        content=content,
    )
    rows = enterprise_feed.remainders(feed, statistics, relevant, filing.submission)
    return Derived(filing, rows, feed_remarks.findings(record, region, record["names"]))


def _joined(
    statistics: pa.Table, enterprises: pa.Table, rows: Sequence[Mapping[str, Any]], record: Mapping[str, Any]
) -> pa.Table:
    """The activity data of the inventory, as they will be read again: without rows set aside, sorted by id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    aside = pa.array([*record["replaced"], *record["beside"]], pa.string())
    file = f"余额-{record['region']}-{record['year']}.json"
    made = [{**row, "file": file, "uncertainty": _missing(row["uncertainty"])} for row in rows]
    columns = {name: pa.array([row[name] for row in made], kind) for name, kind in _types(statistics)}
    whole = pa.concat_tables([statistics, enterprises, pa.table(columns)])
    return whole.filter(pc.invert(pc.is_in(whole["activity_id"], aside))).sort_by("activity_id")


def _types(table: pa.Table) -> list[tuple[str, Any]]:
    return list(zip(table.column_names, table.schema.types, strict=True))


def _missing(value: float | None) -> float | None:
    return None if value is None or value != value else value


def record_of(run: Run) -> dict[str, Any] | None:
    """The record of the feed of a run; None where no enterprise fed it."""
    from ghginv.store import remainders

    return remainders.record(run.workspace.database, [each["submission"] for each in run.about["submissions"]])


def remarks(run: Run) -> list[Finding]:
    """What to know of the feed of a run, and how many enterprises wait to be verified."""
    from ghginv.calculation import feed_remarks
    from ghginv.factors import guidelines
    from ghginv.store import life_cycle, submissions

    about = run.about
    with run.workspace.overlaid():
        if "merged" in about or guidelines.load(str(about["guideline"])).basis == "enterprise":
            return []
        record, region = record_of(run), str(about["region"])
        found = feed_remarks.findings(record, region, record["names"]) if record else []
        waiting = {
            each["enterprise"]
            for each in submissions.enterprise_active(run.workspace.database, about["year"], life_cycle.HANDED_IN)
            if regions.known(each["region"]) and region in regions.chain(each["region"])
        }
    return [*found, Finding("feed-unverified", found=str(len(waiting)))] if waiting else found


def table(run: Run, lang: str = "zh") -> pd.DataFrame:
    """Statistics, enterprises and remainder of a run by industry and item; see ``calculation.explained``."""
    from ghginv.calculation import explained

    record = record_of(run)
    with run.workspace.overlaid():
        return explained.explained(run.inventory, record or {"groups": [], "alone": []}, lang)


def origins(run: Run) -> Origins:
    """For each remainder of a run the row of the statistics and the rows of enterprises it was made from."""
    record = record_of(run)
    if not record:
        return {}
    database = run.workspace.database
    used = [*record["statistics"], *record["enterprises"]]
    rows = {row["activity_id"]: row for row in activity_of(database, used).to_pylist()}
    names = record["names"]
    return {
        f"{record['submission']}:{place}": {
            "statistics": rows[place],
            "quantity": group["statistics"][place][0],
            "enterprises": [
                {**rows[each], "name": names.get(rows[each]["enterprise"], ""), "part": part}
                for each, part in group["parts"].items()
            ],
        }
        for group in record["groups"]
        for place in group["statistics"]
    }


def remainder(
    workspace: Workspace, year: int, *, region: str | None = None, guideline: str | None = None, lang: str = "zh"
) -> tuple[list[Run], pd.DataFrame]:
    """Compile a region's year and that of each region in it with filings of its own; their tables, one below the other.

    With ``region`` it is that region alone.
    """
    import pandas as pd

    from ghginv.workspace.compile_year import region_code

    with workspace.overlaid():
        code = region_code(region, workspace.settings.region)
        codes = [code] if region else _filing(workspace, year, code)
    runs = [workspace.compile(year, region=each, guideline=guideline) for each in codes]
    return runs, pd.concat([table(run, lang) for run in runs], ignore_index=True)


def _filing(workspace: Workspace, year: int, region: str) -> list[str]:
    """The regions within a region that have filings of their own, the widest first; the region itself if none has."""
    from ghginv.store import submissions

    states = submissions.states(workspace.database)
    inside = {each["region"] for each in states if each["year"] == year and regions.known(each["region"])}
    filing = (code for code in inside if region in regions.chain(code))
    inside = {code for code in filing if submissions.active(workspace.database, code, year)}
    return sorted(inside, key=lambda code: (len(regions.chain(code)), code)) or [region]
