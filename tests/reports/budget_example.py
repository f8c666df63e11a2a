"""A made-up budget of ten districts and nine industries over five years, as the documents take it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ghginv.reports.budget_documents import ApprovalMaterial, ControlMaterial, Letter, NoticeMaterial
from ghginv.reports.budget_proposal import Compared, ProposalMaterial

YEARS = (2026, 2027, 2028, 2029, 2030)
DISTRICTS = {
    "D01": "东湖区", "D02": "南屏区", "D03": "西丘区", "D04": "北关区", "D05": "中洲新区", "D06": "临港区",
    "D07": "云台区", "D08": "清溪区", "D09": "石桥高新技术产业开发区", "CITY": "市级直管（港口、机场、电厂）",
}  # fmt: skip
INDUSTRIES = {
    "C39": "电子设备制造", "C26": "化学原料和化学制品", "C33": "金属制品", "D44": "电力热力", "E": "建筑业",
    "G": "交通运输", "H": "住宿餐饮", "R": "居民生活", "DC": "数据中心",
}  # fmt: skip
METHODS = {
    "grandfather": ("历史排放法", "Grandfathering"), "per_capita": ("人均法", "Per capita"),
    "per_gdp": ("单位生产总值法", "Per GDP"), "intensity": ("历史强度法", "Historical intensity"),
    "composite": ("综合指标法（熵权）", "Composite index (entropy)"), "equal_rate": ("等比例削减", "Equal rate"),
}  # fmt: skip
ENTERPRISES = {f"9144030000000{at:04d}X": f"第{at}电子有限公司" for at in range(1, 41)}
LETTER = Letter(
    "东碳〔2026〕1 号", "东州市发展和改革委员会", "2026-03-01", "东湖区人民政府", "王工 0755-0000000", "东湖区"
)
FACTS = {
    "budget": "B1", "name": "东州市 2026–2030 年碳预算", "region": "东州市", "version": 3, "state": "submitted",
    "base_year": 2025, "base_t": 106_234_567.0, "years": YEARS, "basis": "dual-control", "rules": "缺省规则集",
    "rules_status": "own", "price_base": "2020", "data_date": "2026-02-15", "previous": "2", "gwp": "AR5",

    "layers": {"KEY": ("重点企业", "key emitters"), "DIF": ("分散源", "diffuse sources")},
    "prepared_by": "能源处", "at": "2026-02-20 09:30", "warning": "演示：东州市是虚构的，所有数据均为编造，不得引用",
}  # fmt: skip


def lines() -> pd.DataFrame:
    """The lines of the version: every cell, budgets of enterprises in D01 and D02, reserves of all districts."""
    made = []
    for year in YEARS:
        for row, region in enumerate(DISTRICTS):
            for column, industry in enumerate(INDUSTRIES):
                base = (((row * 7 + column * 5) % 11) + 1) * 97_000_000 * (1 + row % 3) * (2030 + 60 - year) // 60
                base = base // 1000 * 1000
                if region in ("D01", "D02") and industry == "C39":
                    for at, enterprise in enumerate(ENTERPRISES):
                        if (at % 2 == 0) == (region == "D01"):
                            made.append((year, "available", region, industry, "KEY", enterprise, 1_000_000 * (at + 3)))
                made.append((year, "available", region, industry, "DIF", "", base))
            made.append((year, "reserve.new", region, "", "", "", 55_000_000 + 1000 * row))
        made.append((year, "reserve.general", "440000", "", "", "", 900_001_000 + year * 1000))
    columns = ["year", "kind", "region", "industry", "layer", "enterprise", "amount_kg"]
    return pd.DataFrame(made, columns=columns)


def by_year(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Tonnes by year of what the keys tell apart."""
    return (
        frame.pivot_table(index=keys, columns="year", values="amount_kg", aggfunc="sum", sort=False) / 1000
    ).reset_index()


def nodes(side: str, names: dict[str, str]) -> pd.DataFrame:
    """Regions or industries with their amounts by year."""
    found = by_year(lines().query("kind == 'available'" if side == "industry" else "region != '440000'"), [side])
    found = found.rename(columns={side: "code"})
    found.insert(1, "name", [names[code] for code in found["code"]])
    found.insert(2, "base_t", [round(value * 1.06, 3) for value in found[2026]])
    return found


def totals() -> pd.DataFrame:
    sums = lines().groupby("year")["amount_kg"].sum()
    gdp = pd.Series({year: 36_000 * 1.05 ** (year - 2025) for year in YEARS})
    return pd.DataFrame({
        "year": YEARS, "total_kg": [int(sums[year]) for year in YEARS], "gdp": gdp.to_numpy(), "growth": 5.0,
        "gdp_version": "快报", "intensity": [sums[year] / 1000 / gdp[year] / 1e4 for year in YEARS],
        "intensity_cut": [3.66 * (year - 2025) for year in YEARS], "energy": [float("nan")] * 5,
    })  # fmt: skip


def reserves() -> pd.DataFrame:
    found = by_year(lines().query("kind != 'available'"), ["region", "kind"]).rename(columns={"region": "code"})
    found["kind"] = found["kind"].str.removeprefix("reserve.")
    found.insert(1, "name", [DISTRICTS.get(code, "东州市") for code in found["code"]])
    return found


def matrix(year: int) -> pd.DataFrame:
    some = lines().query(f"kind == 'available' and year == {year}")
    found = some.pivot_table(index="region", columns="industry", values="amount_kg", aggfunc="sum") / 1000
    return found.loc[list(DISTRICTS), list(INDUSTRIES)]


def compared(side: str = "region") -> Compared:
    names = DISTRICTS if side == "region" else INDUSTRIES
    picked = nodes(side, names).set_index("code")[2030]
    some = list(METHODS)[:-1]
    amounts = pd.DataFrame(
        {method: [value * (0.75 + 0.11 * ((at * 3 + place * 5) % 7)) for place, value in enumerate(picked)]
         for at, method in enumerate(some)}, index=picked.index,
    )  # fmt: skip
    spread = pd.DataFrame({"min": amounts.min(axis=1), "max": amounts.max(axis=1), "median": amounts.median(axis=1),
                           "mean": amounts.mean(axis=1)})  # fmt: skip
    methods = pd.DataFrame({
        "method": some, "gini_population": [0.31, 0.02, 0.2, 0.25, 0.12345], "gini_gdp": [0.4, 0.3, 0.01, 0.2, 0.15],
        "gini_emissions": [0.0, 0.33, 0.41, 0.1, 0.2], "distance_to_requests": [0.11, 0.2, 0.3, float("nan"), 0.09],
        "cost": [1.2e9, float("nan"), 2e9, 1.1e9, 1.3e9], "note": ["", "", "", "", "熵权"],
    })  # fmt: skip
    correlation = amounts.corr(method="spearman") if side == "region" else pd.DataFrame()
    refused = {"equal_rate": "缺少 2025 年石桥区排放量", "zsg_dea": "单元少于投入产出之和的两倍"}
    return Compared(2030, amounts, spread, methods, correlation, refused, picked.to_dict(), METHODS)


def enterprises() -> pd.DataFrame:
    found = by_year(lines().query("enterprise != ''"), ["enterprise", "region", "industry", "layer"])
    found.insert(1, "name", [ENTERPRISES[code] for code in found["enterprise"]])
    return found


def proposal(**changes: object) -> ProposalMaterial:
    """The proposal; ``changes`` replace its parts."""
    dual = pd.DataFrame([
        (year, name, base, base * (1 - cut / 500 * (year - 2025)), base * (1 - cut / 480 * (year - 2025)), cut,
         cut * 1.04, name != "co2_total")
        for year in YEARS
        for name, base, cut in (("energy_intensity", 4567.0, 13.5), ("energy_total", 16_440_000.0, -3.0),
                                ("co2_intensity", 29509.0, 17.0), ("co2_total", 106_234_567.0, 4.5))
    ], columns=["year", "indicator", "base", "target", "outcome", "cut_target", "cut_outcome", "met"])  # fmt: skip
    variations = pd.DataFrame([
        (growth, cut, int(106_234_567_000 * (1 + (growth or 5.0) / 100) ** 5 * (1 - (cut or 17.0) / 100)), "")
        for growth in (4.0, None, 6.0) for cut in (15.0, None, 19.0)
    ], columns=["gdp_growth", "intensity_cut", "last_kg", "refused"])  # fmt: skip
    variations.loc[8, ["last_kg", "refused"]] = [0, "budget-total-cap"]
    parameters = pd.DataFrame([
        ("intensity_cut", 17.0, "%", "国发〔2026〕22号", "found", "", 0, ""),
        ("gdp_growth", 5.0, "%", "市统计局", "derived", "快报后修订", 2026, "快报"),
        ("reserve_share", 2.0, "%", "本系统", "own", "", 0, ""),
        ("seasonality", 0.25, "", "老文件", "recalled", "", 0, ""),
    ], columns=["parameter", "value", "unit", "source", "evidence", "note", "year", "version"])  # fmt: skip
    weights = pd.DataFrame({"criterion": ["K1", "K2", "K3"], "name": ["人均排放", "人均生产总值", "研发强度"],
                            "direction": ["duty", "duty", "need"], "entropy": [0.5, 0.3, 0.2],
                            "ahp": [0.54, 0.297, 0.163]})  # fmt: skip
    blend = pd.DataFrame([
        ("region", "grandfather", 0.6, "历史排放法", "常规做法", "recalled"),
        ("region", "composite", 0.4, "综合指标法（熵权）", "Shannon 1948", "found"),
        ("industry", "intensity", 1.0, "历史强度法", "深环〔2024〕1号", "value_found"),
    ], columns=["side", "method", "weight", "name", "citation", "status"])  # fmt: skip
    blend["name_en"] = [METHODS[method][1] for method in blend["method"]]
    bounds = pd.DataFrame([(2030, "D01", "C39", "", "upper", 123_456.5, 123_456.5, "工业园区上限", "东府函 9 号"),
                           (2030, "CITY", "", "", "fixed", 2_000_000.0, 2_000_000.0, "市级直管", "")],
                          columns=["year", "region", "industry", "layer", "kind", "limit_t", "amount_t", "reason",
                                   "document"])  # fmt: skip
    asked = nodes("region", DISTRICTS)
    requests = pd.DataFrame({"unit": asked["code"], "year": 2030, "requested_t": (asked[2030] * 1.1).round(3),
                             "control_t": asked[2030], "difference_t": (asked[2030] * 1.1).round(3) - asked[2030],
                             "reason": "新增项目"})  # fmt: skip
    sources = pd.DataFrame([("国发〔2026〕22号", "碳强度目标", "found", "2026-07-05"),
                            ("市统计局", "生产总值", "value_found", "")],
                           columns=["source", "used_for", "evidence", "note"])  # fmt: skip
    differences = pd.DataFrame([(2030, "available", "D01", "C39", "KEY", "91440300000000001X", 3000.0, 3500.5, "补报"),
                                (2030, "reserve.general", "440000", "", "", "", 900_000.0, 899_499.5, "补报")],
                               columns=["year", "kind", "region", "industry", "layer", "enterprise", "before_t",
                                        "after_t", "reason"])  # fmt: skip
    made = ProposalMaterial(
        facts=FACTS, totals=totals(), regions=nodes("region", DISTRICTS), industries=nodes("industry", INDUSTRIES),
        matrix={2030: matrix(2030), 2026: matrix(2026)}, reserves=reserves(), parameters=parameters, blend=blend,
        sources=sources, comparison=compared(), industry_comparison=compared("industry"), dual_control=dual,
        what_if=variations, weights=weights, path=("强度目标 × 生产总值", "intensity target × GDP"),
        bounds=bounds, enterprises=enterprises(), requests=requests, differences=differences,
        remarks=["生产总值为快报数，修订后总额随之变化", "石桥区 2025 年排放量缺失，以 2024 年代替"],
    )  # fmt: skip
    return replace(made, **changes)


def approved(**changes: object) -> ApprovalMaterial:
    approvers = pd.DataFrame([("李主任", "发展改革委", "同意", "2026-02-27 10:00"),
                              ("赵市长", "市人民政府", "同意", "2026-02-28 16:20")],
                             columns=["name", "unit", "decision", "at"])  # fmt: skip
    made = ApprovalMaterial(
        facts={**FACTS, "state": "approved"}, letter=replace(LETTER, addressee="东州市发展和改革委员会", subject="",
        issuer="东州市人民政府"), document="编制说明第三稿", sha256="ab" * 32, totals=totals(), lines=lines(),
        regions=nodes("region", DISTRICTS), industries=nodes("industry", INDUSTRIES), reserves=reserves(),
        approvers=approvers, decisions=["各区应于 30 日内分解到单位", "总预备由市发展改革委掌握"],
    )  # fmt: skip
    return replace(made, **changes)


def notice(kind: str = "region", codes: tuple[str, ...] = ("D01",), **changes: object) -> NoticeMaterial:
    names = {**DISTRICTS, **INDUSTRIES, **ENTERPRISES, "440000": "东州市"}
    addressee = {"D01": "东湖区人民政府", "C39": "市工业和信息化局"}.get(codes[0], ENTERPRISES.get(codes[0], ""))
    rules = {"borrowing": False, "borrowing_rate": 0.0, "carry_over": True, "carry_over_rate": 5.0,
             "virement": {"region"}, "cutoff": "11-30",
    "layers": {"KEY": ("重点企业", "key emitters"),
                                                                  "DIF": ("分散源", "diffuse sources")}}  # fmt: skip
    letter = replace(LETTER, addressee=addressee, subject=names.get(codes[0], ""))
    made = NoticeMaterial({**FACTS, "state": "issued"}, letter, kind, frozenset(codes), lines(), names, rules,
                          ["请于 2026-04-30 前报送分解方案"], ["本通知替代版本 2"])  # fmt: skip
    return replace(made, **changes)


def control(**changes: object) -> ControlMaterial:
    base = nodes("region", DISTRICTS).set_index("code").loc["D01"]
    given = pd.DataFrame({"year": YEARS, "base_t": base["base_t"], "control_t": [base[year] for year in YEARS],
                          "lower_t": [base[year] - 1000.5 for year in YEARS]})  # fmt: skip
    parts = by_year(lines().query("region == 'D01' and kind == 'available'"), ["industry"])
    parts = parts.rename(columns={"industry": "code"})
    parts.insert(1, "name", [INDUSTRIES[code] for code in parts["code"]])
    blend = proposal().blend.query("side == 'region'")
    made = ControlMaterial({**FACTS, "state": "draft"}, LETTER, "region", "D01", given, blend, "2026-03-20", parts,
                           ["请填报申请表"])  # fmt: skip
    return replace(made, **changes)
