"""A plan from rows: typed tables, both trees, indicators, a digest of what is said; what is wrong stops it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv import findings, folders
from ghginv.budget import plan, plan_folder, rules
from ghginv.domain import plan_tables
from ghginv.errors import InputError
from tests.budget.plans import codes, judged, tables, written


def small():
    found, remarks = judged()
    assert remarks == []
    assert found is not None
    return found


def test_a_plan_has_all_tables_of_the_layout_with_places():
    found = small()
    for table in plan_tables.load().tables:
        frame = found.tables[table.id]
        assert list(frame.columns) == [*(column.id for column in table.columns), "place"]
        kinds = {column.id: column.kind for column in table.columns}
        for name, kind in kinds.items():
            wanted = {"number": "float64", "percent": "float64", "year": "int64"}.get(kind, "str")
            assert str(frame[name].dtype) == wanted
    assert set(found.tables["baseline"].place) == {f"计划.xlsx: 基线!{row}" for row in range(2, 7)}


def test_facts_and_years():
    found = small()
    assert (found.name, found.region, found.base_year, found.first_year, found.last_year, found.years) == (
        "测试市碳预算", "440300", 2025, 2026, 2027, (2026, 2027),
    )  # fmt: skip
    assert tuple(found.facts) == plan.FACTS
    assert found.facts["rules"] == ""


def test_trees():
    found = small()
    assert found.regions.root == "440300"
    assert found.regions.node("H-PORT").kind == "held"
    assert found.industries.children("GX") == ("C26", "C39")


def test_indicators_by_region_year_and_version():
    def with_versions(of):
        said = {"unit": "亿元", "price_base": "2025", "source": "s", "evidence": "own", "indicator": "gdp"}
        of["indicators"].append({"region": "440306", "year": 2025.0, "value": 42.0, "version": "修订", **said})
        of["indicators"].append({"region": "440305", "industry": "C39", "year": 2025.0, "value": 9.0, **said})

    found, _ = judged(with_versions)
    assert found is not None
    assert found.indicator("gdp").to_dict() == {"440300": 100.0, "440305": 60.0, "440306": 40.0}
    assert found.indicator("gdp", version="修订").to_dict() == {"440300": 100.0, "440305": 60.0, "440306": 42.0}
    assert found.indicator("gdp", industry="C39").to_dict() == {"440305": 9.0}
    assert found.indicator("population", 2024).to_dict() == {"440300": 50.0, "440305": 30.0, "440306": 20.0}
    assert found.indicator("income").empty


def test_units_are_those_of_the_layout():
    def in_other_units(of):
        for row in of["indicators"]:
            if row["indicator"] == "emissions":
                row.update(value=0.1, unit="万吨CO2")
            if row["indicator"] == "gdp":
                row.update(value=row["value"] * 10000, unit="万元")
            if row["indicator"] == "population":
                row.update(unit="10^4 persons")

    found, remarks = judged(in_other_units)
    assert remarks == []
    assert found.indicator("emissions")["440300"] == 1000.0
    assert set(found.tables["indicators"].unit) == {"t", "10^8 CNY", "10^4 person"}
    assert found.sha256 == small().sha256


def test_a_benchmark_keeps_the_unit_of_its_output():
    def benchmark(of):
        said = {"source": "s", "evidence": "own", "region": "440305", "industry": "C39", "year": 2025.0}
        of["indicators"].append({"indicator": "benchmark", "value": 400.0, "unit": "千克CO2/兆瓦时", **said})

    found, _ = judged(benchmark)
    row = found.tables["indicators"].query("indicator == 'benchmark'").iloc[0]
    assert (row.value, row.unit) == (0.4, "t/MWh")


def test_choices_are_kept_by_id_and_layers_and_codes_plainly():
    def chinese(of):
        of["regions"][1]["kind"] = "区"
        of["path"][0]["parameter"] = "碳强度下降率（整个时期）"
        of["regions"][1]["code"] = "４４０３０５"
        of["facts"][2]["value"] = 2025.0

    found, remarks = judged(chinese)
    assert remarks == []
    assert found.sha256 == small().sha256


def test_the_digest_depends_on_what_is_said():
    other, _ = judged(lambda of: of["path"][0].update(value=18.0))
    assert other.sha256 != small().sha256
    assert judged(lambda of: of["bounds"].pop())[0].sha256 != small().sha256


@settings(deadline=None, max_examples=8)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_is_indifferent(random):
    rows = {table: random.sample(list(same), len(list(same))) for table, same in written(tables()).items()}
    found, remarks = plan.judge(rows)
    ordered = small()
    assert remarks == []
    assert found.sha256 == ordered.sha256
    for name, table in found.tables.items():
        assert table.drop(columns="place").equals(ordered.tables[name].drop(columns="place"))
        if name != "facts":
            assert table.equals(ordered.tables[name])


def test_findings_do_not_depend_on_the_order_of_rows():
    def many(of):
        of["baseline"][0]["emissions_t"] = -1.0
        of["regions"].append({"code": "X", "parent": "Y", "name": "x", "kind": "district"})
        of["facilities"].append(dict(of["facilities"][0]))
        of["bounds"].append({"reason": "r", "region": "440306"})

    _, forwards = judged(many)
    of = tables()
    many(of)
    rows = {table: list(reversed(same)) for table, same in written(of).items()}
    _, reverse = plan.judge(rows)
    assert [finding.message() for finding in forwards] == [finding.message() for finding in reverse]
    assert codes(forwards)
    assert [finding.severity for finding in forwards] == sorted(
        (finding.severity for finding in forwards), key=findings.SEVERITIES.index
    )


NASTY = st.one_of(
    st.none(),
    st.floats(),
    st.sampled_from(["", " ", "—", "１２", "1e999", "-0", "1.5万吨", "440300", "ALL", "C39", "X", "2026-02-30",
                     "9999-12-31", "0001-01-01", "2025", "own", "KEY", "region", "city", "gdp",
                     "100%", "=1+1", "\x00", "a" * 300]),
    st.text(max_size=8),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_is_written_is_judged(data):
    of = tables()
    for _ in range(data.draw(st.integers(1, 6))):
        table = data.draw(st.sampled_from(plan_tables.load().tables))
        column = data.draw(st.sampled_from(table.columns))
        rows = of.setdefault(table.id, [])
        if not rows or data.draw(st.booleans()):
            rows.append(dict(data.draw(st.sampled_from(rows))) if rows else {})
        data.draw(st.sampled_from(rows))[column.id] = data.draw(NASTY)
    found, remarks = plan.judge(written(of))
    assert (found is None) == bool(findings.errors(remarks))
    assert all(finding.message(lang) for finding in remarks for lang in ("zh", "en"))


def test_empty_rows_say_nothing():
    found, remarks = judged(
        lambda of: of["bounds"].append(dict.fromkeys(("region", "reason"), None) | {"document": " "})
    )
    assert remarks == []
    assert found.sha256 == small().sha256


def test_an_error_leaves_no_plan_and_a_warning_does():
    assert judged(lambda of: of["baseline"][0].update(emissions_t=-1.0))[0] is None
    warned, remarks = judged(lambda of: of["indicators"][0].update(value=101.0))
    assert warned is not None
    assert codes(remarks) == ["budget-plan-sum"]


def test_an_empty_plan_is_told_all_it_lacks():
    found, remarks = plan.judge({})
    assert found is None
    assert {"budget-fact-missing", "budget-tree-empty", "budget-plan-base-missing"} <= set(codes(remarks))


def test_rules_of_the_plan_or_of_the_caller():
    _, remarks = judged(lambda of: of["facts"].append({"fact": "rules", "value": "unheard"}))
    assert codes(remarks) == ["budget-rules-unknown"]
    assert remarks[0].cell == "B9"
    _, remarks = judged(
        lambda of: of["facts"].append({"fact": "rules", "value": "unheard"}), rules=rules.load("default", 2026)
    )
    assert remarks == []
    _, remarks = judged(lambda of: of["facts"][3].update(value="2019") or of["facts"][2].update(value="2018"))
    assert "budget-rules-year" in codes(remarks)


# Requests by themselves


def asked(*rows):
    return written({"requests": list(rows)})["requests"]


def test_requests_are_judged_against_their_plan():
    frame, remarks = plan.judge_requests(
        asked(
            {"region": "440306", "industry": "C26", "year": 2027.0, "requested_t": 160.0, "reason": "增产"},
            {"region": "440306", "year": 2027.0, "requested_t": 300.0, "reason": "增产"},
        ),
        small(),
    )
    assert codes(remarks) == ["budget-plan-sum"]
    assert list(frame.columns) == list(small().tables["requests"].columns)
    assert frame.requested_t.tolist() == [300.0, 160.0]
    assert frame.place.tolist() == ["计划.xlsx: 申请!3", "计划.xlsx: 申请!2"]


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"region": "440399"}, "budget-plan-code-unknown", "A2"),
        ({"year": 2030.0}, "budget-plan-year-outside", "C2"),
        ({"requested_t": -1.0}, "budget-plan-negative", "D2"),
        ({"requested_t": "0.016万吨"}, "text-number-unit", "D2"),
        ({"requested_t": 1_600_000.0}, "budget-plan-jump", "D2"),
        ({"reason": None}, "budget-plan-required", "E2"),
    ],
)
def test_wrong_requests_are_found_in_their_cells(changes, code, cell):
    row = {"region": "440306", "industry": "C26", "year": 2027.0, "requested_t": 160.0, "reason": "增产", **changes}
    _, [finding] = plan.judge_requests({"requests": asked(row)}, small())
    assert (finding.code, finding.sheet, finding.cell) == (code, "申请", cell)


def test_the_same_request_twice():
    row = {"region": "440306", "year": 2027.0, "requested_t": 400.0, "reason": "增产"}
    _, remarks = plan.judge_requests(asked(row, row), small())
    assert [(finding.code, finding.cell) for finding in remarks] == [("budget-plan-key-twice", "A3")]


def test_no_requests_are_no_finding():
    frame, remarks = plan.judge_requests([], small())
    assert frame.empty
    assert remarks == []


# The folder of CSV files


def as_folder(folder: Path) -> Path:
    """The small plan as CSV files."""
    for table in plan_tables.load().tables:
        rows = tables()[table.id]
        if rows:
            columns = [column.id for column in table.columns if any(column.id in row for row in rows)]
            with (folder / f"{table.id}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
                writer = csv.DictWriter(stream, columns, extrasaction="raise")
                writer.writeheader()
                writer.writerows(rows)
    return folder


def refused(folder):
    with pytest.raises(InputError) as refusal:
        plan_folder.read_folder(folder)
    return refusal.value.findings


def test_both_doors_give_the_same_plan(tmp_path):
    found, remarks = plan.judge(plan_folder.read_folder(as_folder(tmp_path)))
    assert remarks == []
    assert found.sha256 == small().sha256
    assert found.tables["facts"].place[0] == f"{tmp_path.name}: facts.csv!line {2 + 2}"


def test_a_finding_of_a_folder_names_file_and_line(tmp_path):
    as_folder(tmp_path)
    with (tmp_path / "baseline.csv").open("a", encoding="utf-8") as stream:
        stream.write("440305,C39,ETSL,2025,12万吨,s,own\n\n440305,C39,NEW,2025,１２,s,own\n")
    _, remarks = plan.judge(plan_folder.read_folder(tmp_path))
    places = [(finding.code, finding.place) for finding in findings.errors(remarks)]
    assert places == [
        ("text-number-unit", f"{tmp_path.name}: baseline.csv!line 7"),
        ("text-number", f"{tmp_path.name}: baseline.csv!line 9"),
    ]


@pytest.mark.parametrize(
    ("file", "text", "code", "cell"),
    [
        ("wages.csv", "a,b\n", "budget-file-unknown", ""),
        ("path.csv", "parameter,value,colour,source,evidence\n", "budget-column-unknown", "line 1"),
        ("path.csv", "parameter,value,value,source,evidence\n", "budget-column-twice", "line 1"),
        ("path.csv", "parameter,value,数值,source,evidence\n", "budget-column-twice", "line 1"),
        ("path.csv", "parameter,value\n", "budget-column-missing", "line 1"),
        ("path.csv", "parameter,value,source,evidence\n\ntotal,1,2\n", "budget-file-row", "line 3"),
        ("path.csv", b"\xff\xfe\x00", "budget-file-unreadable", ""),
    ],
)
def test_files_that_are_no_table_of_a_plan(tmp_path, file, text, code, cell):
    as_folder(tmp_path)
    (tmp_path / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    [finding] = refused(tmp_path)
    assert (finding.code, finding.file, finding.cell) == (code, f"{tmp_path.name}/{file}", cell)


def test_a_folder_without_facts_is_none(tmp_path):
    assert refused(tmp_path)[0].code == "budget-folder-missing"
    assert refused(tmp_path / "nowhere")[0].code == "budget-folder-missing"


def test_chinese_headers_marks_of_required_columns_and_quoted_text_are_read(tmp_path):
    as_folder(tmp_path)
    (tmp_path / "requests.csv").write_text(
        '*区域代码,*年份,*申请量,*理由\n440305,2026,1e2,"增产,\n两班"\n', encoding="utf-8"
    )
    [row] = plan_folder.read_folder(tmp_path)["requests"]
    assert row.values == {"region": "440305", "year": "2026", "requested_t": 100.0, "reason": "增产,\n两班"}
    assert row.cells["region"] == "line 3"


def test_the_shipped_examples_are_plans():
    for path in sorted((folders.built_in() / "budgets").glob("*/regions.csv")):  # scenarios have none
        found, remarks = plan.judge(plan_folder.read_folder(path.parent))
        assert found is not None, findings.listing(remarks)
