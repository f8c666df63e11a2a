"""One change to the small plan, one finding: trees, codes, facilities, mappings, keys, bounds, reserves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget import rules
from tests.budget.plans import CODES, codes, judged, tables

NAMES = [f"虚构企业{code[-2:]}" for code in CODES]
SAID = {"source": "编造", "evidence": "own"}


def add(table, **values):
    return lambda of: of[table].append(values)


def put(table, row, **values):
    return lambda of: of[table][row].update(values)


def both(*changes):
    return lambda of: [change(of) for change in changes]


CASES = [
    # trees
    ("cycle", both(put("regions", 1, parent="440306"), put("regions", 2, parent="440305")),
     "budget-tree-cycle", "区域", "A3"),
    ("missing parent", put("regions", 3, parent="440399"), "budget-tree-parent-missing", "区域", "B5"),
    ("two roots", put("regions", 4, parent=None), "budget-tree-two-roots", "区域", "B6"),
    ("code twice", add("regions", code="440305", parent="440300", name="又", kind="district"),
     "budget-tree-code-twice", "区域", "A3"),
    ("row twice", lambda of: of["regions"].append(dict(of["regions"][1])), "budget-tree-code-twice", "区域", "A7"),
    ("days reversed", put("regions", 3, valid_from="2027-01-01", valid_to="2026-01-01"),
     "budget-tree-days", "区域", "A5"),
    ("outlives its parent", put("regions", 2, valid_to="2026-06-30"), "budget-tree-validity", "区域", "A5"),
    ("two roots of industries", put("industries", 4, parent=None), "budget-tree-two-roots", "行业", "B6"),
    ("not the root", put("facts", 1, value="440305"), "budget-fact-region", "基本情况", "B3"),
    # codes
    ("unknown region", put("baseline", 0, region="440399"), "budget-plan-code-unknown", "基线", "A2"),
    ("unknown industry", put("baseline", 0, industry="C99"), "budget-plan-code-unknown", "基线", "B2"),
    ("unknown layer", put("baseline", 0, layer="RES"), "budget-plan-layer", "基线", "C2"),
    ("a bound on a memo", add("bounds", region="440305", layer="SINK", upper_t=1.0, reason="r"),
     "budget-plan-layer", "约束", "C4"),
    ("not yet valid", both(put("regions", 3, valid_from="2027-01-01"),
                           add("bounds", region="440306-P", year=2026.0, upper_t=1.0, reason="r")),
     "budget-plan-code-invalid", "约束", "A4"),
    ("unknown enterprise", put("enterprise_data", 0, enterprise="91440305FAKE09999X"),
     "budget-plan-enterprise-unknown", "企业数据", "A2"),
    ("unknown facility", put("enterprise_data", 0, facility="F9"), "budget-plan-enterprise-unknown", "企业数据", "B2"),
    ("GB/T 4754", put("industries", 2, gbt4754="39 99"), "budget-plan-gbt4754", "行业", "E4"),
    ("GB/T 4754 of another section", put("industries", 2, gbt4754="D39"), "budget-plan-gbt4754", "行业", "E4"),
    ("GB/T 4754 twice", put("industries", 3, gbt4754="26 39"), "budget-plan-gbt4754-twice", "行业", "E4"),
    ("evidence", put("baseline", 0, evidence="sure"), "budget-plan-evidence", "基线", "G2"),
    # merged and split
    ("merged without mapping", put("regions", 3, valid_to="2026-06-30"), "budget-mapping-missing", "区域", "G5"),
    ("industry ends without mapping", put("industries", 3, valid_to="2026-12-31"),
     "budget-mapping-missing", "行业", "H5"),
    ("shares", both(put("regions", 3, valid_to="2026-06-30"),
                    add("mappings", tree="region", old="440306-P", new="440306", date="2026-07-01", share=60.0)),
     "budget-mapping-shares", "调整对照", "E2"),
    ("shares as fractions", both(put("regions", 3, valid_to="2026-06-30"),
                                 add("mappings", tree="region", old="440306-P", new="440306", date="2026-07-01",
                                     share=1.0)),
     "budget-mapping-shares", "调整对照", "E2"),
    ("mapped to nowhere", add("mappings", tree="region", old="440306-P", new="X", date="2026-07-01", share=100.0),
     "budget-plan-code-unknown", "调整对照", "C2"),
    ("mapped before it is there", both(
        add("regions", code="440308", parent="440300", name="新区", kind="district", valid_from="2027-01-01"),
        add("mappings", tree="region", old="440306-P", new="440308", date="2026-07-01", share=100.0)),
     "budget-mapping-day", "调整对照", "D2"),
    # facilities
    ("no region", put("facilities", 0, region=None), "budget-facility-no-region", "设施", "D2"),
    ("no industry", put("facilities", 0, industry=None), "budget-facility-no-industry", "设施", "E2"),
    ("no layer", put("facilities", 0, layer=None), "budget-plan-required", "设施", "F2"),
    ("two places", add("facilities", enterprise=CODES[0], name=NAMES[0], facility="F1", region="440306",
                       industry="C39", layer="KEY", valid_from="2026-07-01"), "budget-facility-twice", "设施", "G5"),
    ("check sign", put("facilities", 1, enterprise="91440305FAKE00003A"), "credit-code-check", "设施", "A3"),
    ("one code, two names", put("facilities", 1, enterprise=CODES[0], facility="F2"),
     "budget-facility-two-names", "设施", "B3"),
    ("not a leaf", put("facilities", 0, industry="GX"), "budget-facility-leaf", "设施", "E2"),
    ("two markets", both(put("facilities", 1, valid_to="2026-06-30"), add(
        "facilities", enterprise=CODES[1], name=NAMES[1], facility="F1", region="440306", industry="C26",
        layer="ETSN", valid_from="2026-07-01")), "budget-facility-two-markets", "设施", "F5"),
    # keys
    ("layer by name", put("baseline", 3, layer="净调入电力"), "budget-plan-layer", "基线", "C5"),
    ("fact twice", add("facts", fact="name", value="又"), "budget-plan-key-twice", "基本情况", "A9"),
    ("indicator twice", lambda of: of["indicators"].append(dict(of["indicators"][0])),
     "budget-plan-key-twice", "指标", "A15"),
    ("cell twice", lambda of: of["baseline"].append(dict(of["baseline"][0])), "budget-plan-key-twice", "基线", "A7"),
    ("criterion twice", lambda of: of["criteria"].append(dict(of["criteria"][0])),
     "budget-plan-key-twice", "综合指标", "A4"),
    # bounds
    ("empty bound", add("bounds", region="440306", reason="r"), "budget-plan-bounds-empty", "约束", "E4"),
    ("crossed", add("bounds", region="440306", lower_t=2.0, upper_t=1.0, reason="r"),
     "budget-plan-bounds-crossed", "约束", "E4"),
    ("fixed outside", add("bounds", region="440306", upper_t=1.0, fixed_t=2.0, reason="r"),
     "budget-plan-bounds-crossed", "约束", "E4"),
    ("crossed by another row", add("bounds", region="440305", lower_t=901.0, year=2027.0, reason="r"),
     "budget-plan-bounds-crossed", "约束", "F2"),
    ("child above parent", put("bounds", 1, lower_t=901.0), "budget-plan-child-above-parent", "约束", "F2"),
    ("children above the city", both(add("bounds", region="440300", year=2026.0, upper_t=500.0, reason="r"),
                                     add("bounds", region="440306-P", fixed_t=201.0, reason="r")),
     "budget-plan-child-above-parent", "约束", "F4"),
    ("regions of an industry above it", both(add("bounds", industry="C39", upper_t=500.0, reason="r"),
                                             add("bounds", region="440306", industry="C39", lower_t=201.0, reason="r")),
     "budget-plan-child-above-parent", "约束", "F4"),
    ("layers above a cell", both(add("bounds", region="440306", industry="C26", fixed_t=100.0, reason="r"),
                                 add("bounds", region="440306", industry="C26", layer="ETSL", lower_t=60.0, reason="r"),
                                 add("bounds", region="440306", industry="C26", layer="KEY", lower_t=41.0, reason="r")),
     "budget-plan-child-above-parent", "约束", "G4"),
    ("above the total", add("bounds", region="440306", year=2027.0, lower_t=701.0, reason="r"),
     "budget-plan-above-total", "总额参数", "C6"),
    ("share of reserve and minima above the total",
     add("bounds", region="440306", year=2026.0, lower_t=681.0, reason="r"),
     "budget-plan-above-total", "总额参数", "C5"),
    ("reserve and minima above the total", both(add("bounds", region="440306", lower_t=651.0, reason="r"),
                                                put("reserves", 0, share=None, amount_t=50.0, year=2026.0)),
     "budget-plan-above-total", "总额参数", "C5"),
    ("below the process minimum", add("bounds", region="440306", industry="C26", lower_t=151.0, reason="工艺"),
     "budget-plan-below-minimum", "约束", "E4"),
    ("fixed above the base year", both(*(add("bounds", region="440306", industry="C26", year=year, fixed_t=151.0,
                                             reason="r") for year in (2026.0, 2027.0))),
     "budget-plan-below-fixed", "约束", "G4"),
    # reserves
    ("share and amount", put("reserves", 0, amount_t=1.0), "budget-plan-reserve-one", "预备", "D2"),
    ("neither", put("reserves", 0, share=None), "budget-plan-reserve-one", "预备", "D2"),
    ("above the rules", put("reserves", 0, share=20.0), "budget-plan-reserve-share", "预备", "D2"),
    ("amount above the rules", put("reserves", 0, share=None, amount_t=51.0, year=2026.0),
     "budget-plan-reserve-share", "预备", "E2"),
    ("unknown kind", put("reserves", 0, kind="rainy"), "budget-plan-choice", "预备", "B2"),
    # the composite index
    ("unknown indicator", put("criteria", 0, numerator="happiness"),
     "budget-plan-criterion-indicator", "综合指标", "C2"),
    ("indicator not given", put("criteria", 0, numerator="energy"), "budget-plan-criterion-missing", "综合指标", "C2"),
    ("denominator not given", put("criteria", 1, denominator="energy"), "budget-plan-denominator", "综合指标", "D3"),
    ("pair twice", add("pairwise", criterion_a="INT", criterion_b="POP", value=0.5),
     "budget-plan-pair-twice", "两两比较", "A3"),
    ("unknown criterion", put("pairwise", 0, criterion_b="X"), "budget-plan-pair-unknown", "两两比较", "B2"),
    ("pair missing", add("criteria", criterion="NEW", name="新", numerator="gdp", direction="need"),
     "budget-plan-pair-missing", "两两比较", "A2"),
    ("with itself", add("pairwise", criterion_a="POP", criterion_b="POP", value=2.0),
     "budget-plan-pair-self", "两两比较", "C3"),
    ("above nine", put("pairwise", 0, value=10.0), "budget-plan-pair-value", "两两比较", "C2"),
    ("below a ninth", put("pairwise", 0, value=0.1), "budget-plan-pair-value", "两两比较", "C2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "sheet", "cell"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_one_change_is_one_finding(change, code, sheet, cell):
    found, remarks = judged(change)
    those = [finding for finding in remarks if finding.code == code]
    assert [(finding.file, finding.sheet, finding.cell) for finding in those] == [("计划.xlsx", sheet, cell)]
    assert found is None or {finding.severity for finding in remarks} <= {"warning", "note"}
    assert all(finding.message(lang) for finding in remarks for lang in ("zh", "en"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put("industries", 2, gbt4754="3911，C381; 3999"), id="classes of known groups"),
        pytest.param(put("pairwise", 0, value="1/3"), id="an inverse as people write it"),
        pytest.param(put("pairwise", 0, value=0.111), id="a ninth, rounded"),
        pytest.param(put("facilities", 0, enterprise=CODES[0].lower()), id="a code in small letters"),
        pytest.param(
            both(
                put("regions", 3, valid_to="2026-06-30"),
                add("mappings", tree="region", old="440306-P", new="440306", date="2026-07-01", share=100.0),
            ),
            id="merged with a mapping",
        ),
        pytest.param(put("regions", 3, valid_from="2026-01-01"), id="the base year stated for a later park"),
        pytest.param(
            add("baseline", region="440305", industry="ALL", layer="SINK", year=2025.0, emissions_t=-9.0, **SAID),
            id="a sink",
        ),
        pytest.param(
            both(
                put("industries", 3, valid_to="2024-12-31"),
                add("industries", code="C26A", parent="GX", name="化工", kind="industry", gbt4754="26",
                    valid_from="2025-01-01"),
                put("baseline", 2, industry="C26A"),
                put("facilities", 1, industry="C26A"),
            ),
            id="a code that passed to another industry",
        ),
        pytest.param(add("bounds", region="440306", layer="NEW", year=2026.0, lower_t=680.0, reason="r"), id="minima"),
        pytest.param(add("bounds", region="440306", layer="NEW", lower_t=300.0, reason="r"), id="minimum of projects"),
        pytest.param(
            both(
                put("reserves", 0, share=1.0),
                add("reserves", region="440300", kind="general", year=2027.0, share=2.0),
            ),
            id="a reserve of one year",
        ),
    ],
)  # fmt: skip
def test_what_is_right_is_not_remarked_upon(change):
    found, remarks = judged(change)
    assert codes(remarks) == []
    assert found is not None


def test_moves_and_notes_do_not_stop_a_plan():
    held, remarks = judged(put("facilities", 2, region="440305"))
    assert codes(remarks) == ["budget-facility-central"]
    assert held is not None
    root, remarks = judged(put("facilities", 0, region="440300"))
    assert codes(remarks) == ["budget-facility-root"]
    assert root is not None


def test_a_reserve_that_the_rules_do_not_know():
    shipped = rules.load()
    fewer = replace(shipped, reserves=tuple(kind for kind in shipped.reserves if kind.id != "general"))
    _, [finding] = judged(rules=fewer)
    assert (finding.code, finding.cell) == ("budget-plan-reserve-kind", "B2")


def test_a_child_above_its_parent_says_by_how_much():
    [finding] = judged(put("bounds", 1, lower_t=901.0))[1][:1]
    assert "901" in finding.message("zh")
    assert "多 1 t" in finding.message("zh")


def test_bounds_that_fit_exactly_are_no_finding():
    assert judged(put("bounds", 1, lower_t=600.0))[1] == []
    exact = both(add("bounds", industry="C39", upper_t=500.0, reason="r"),
                 add("bounds", region="440306", industry="C39", fixed_t=150.0, reason="r"))  # fmt: skip
    assert "budget-plan-child-above-parent" not in codes(judged(exact)[1])


def test_the_small_plan_itself_is_clean():
    assert set(tables()) >= {"facts", "regions", "bounds"}
    assert judged()[1] == []
