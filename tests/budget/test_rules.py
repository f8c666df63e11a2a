"""Rule sets: the shipped one says that it is ours, a workspace's own stands beside it, broken files are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghginv import folders
from ghginv.budget import rules
from ghginv.domain import policy
from ghginv.errors import InputError, UsageError

SHIPPED = (folders.built_in() / "emission_factors/budget_rules/default.toml").read_text("utf-8")


@pytest.fixture
def own(tmp_path):
    """A function that writes a rule set of one's own into a workspace and loads it."""
    folder = tmp_path / "emission_factors" / "budget_rules"
    folder.mkdir(parents=True)

    def load(text: str = SHIPPED, name: str = "ours", year: int | None = None) -> rules.Rules:
        text = text.replace('id = "default"', f'id = "{name}"', 1)
        (folder / f"{name}.toml").write_text(text, "utf-8")
        with folders.overlaid(tmp_path):
            return rules.load(name, year)

    return load


def test_the_shipped_rules_are_our_own_and_say_so():
    shipped = rules.load()
    assert shipped.status == "own"
    assert {row.status for row in shipped.parameters} == {"own"}
    assert all("本系统缺省" in row.citation for row in shipped.parameters)
    assert "本系统缺省" in shipped.zh


def test_what_was_decided_is_the_default():
    shipped = rules.load("default", 2026)
    assert (shipped.borrowing, shipped.carry_over) == (False, False)
    assert (shipped.basis, shipped.power_factor) == ("dual-control", "provincial")
    assert (shipped.unit_kg, shipped.approvals, shipped.cutoff) == (1000, 2, "11-30")
    assert shipped.levels == (("city",), ("district", "held"), ("street", "park"))
    assert shipped.virement == {"region", "industry"}


def test_layers_and_reserves():
    shipped = rules.load()
    assert [layer.id for layer in shipped.layers if layer.budgeted] == ["ETSN", "ETSL", "KEY", "NEW", "DIF", "PWR"]
    assert [layer.id for layer in shipped.layers if layer.memo] == ["SINK"]
    assert [layer.id for layer in shipped.layers if layer.enterprises] == ["ETSN", "ETSL", "KEY", "NEW"]
    assert shipped.layer("净调入电力") == shipped.layer("PWR") != shipped.layer("RES")
    assert [kind.id for kind in shipped.reserves] == ["general", "new", "price"]
    price = shipped.reserve("price")
    assert price
    assert (price.min_share, price.max_share) == (0, 5)
    assert shipped.reserve("other") is None


def test_published_figures_stand_beside_and_are_dated():
    shenzhen = {row.parameter: row.value for row in rules.load(year=2026).related if row.jurisdiction == "Shenzhen ETS"}
    assert shenzhen == {"sz_cap_share_new_project_reserve": "2", "sz_cap_share_price_reserve": "2"}
    names = [row.parameter for row in rules.load(year=2025).related]
    assert "two_high_project_carbon_replacement_ratio_min" not in names  # in force from 2026-07-05
    assert {"carry_back_limit", "carry_forward", "borrow_limit"} <= set(names)
    shipped = rules.load(year=2026)
    assert not set(shipped.parameters) & set(shipped.related)


def test_names_and_years():
    assert "default" in rules.names()
    with pytest.raises(UsageError) as unknown:
        rules.load("defualt")
    assert unknown.value.findings[0].code == "budget-rules-unknown"
    assert "default" in unknown.value.findings[0].details["near"]
    with pytest.raises(UsageError) as early:
        rules.load("default", 2015)
    assert early.value.findings[0].code == "budget-rules-year"


def test_a_workspace_keeps_rules_of_its_own(own, tmp_path):
    (tmp_path / "emission_factors/policy").mkdir()
    header = ",".join(policy.COLUMNS)
    rows = [f"our_borrowing,{value},1 = yes,carbon budget,局发〔2026〕1号,{first},{last},found,"
            for value, first, last in (("0", "2021-01-01", "2027-12-31"), ("1", "2028-01-01", ""))]  # fmt: skip
    (tmp_path / "emission_factors/policy/ours.csv").write_text("\n".join([header, *rows]), "utf-8")
    text = SHIPPED.replace('borrowing = "budget_borrowing"', 'borrowing = "our_borrowing"')
    assert [own(text, year=year).borrowing for year in (2027, 2028)] == [False, True]
    assert own(text, year=2027).digest != own(text, year=2028).digest
    assert own(text, year=2028).digest == own(text, year=2030).digest
    with folders.overlaid(tmp_path):
        assert rules.names() == ("default", "ours")
    assert rules.names() == ("default",)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ('status = "own"', 'status = "law"', "status = law"),
        ('basis = "dual-control"', 'basis = "all"', "basis = all"),
        ('virement = ["region", "industry"]', 'virement = ["anywhere"]', "anywhere"),
        ('jump = "budget_jump"', "", "parameters.jump = ?"),
        ('jump = "budget_jump"', 'jump = "budget_jump"\nluck = "budget_jump"', "parameters.luck?"),
        ('id = "ETSL"', 'id = "ETSN"', "layers: ETSN"),
        ('levels = [["city"], ["district", "held"], ["street", "park"]]', "", "levels = ?"),
        ('unit = "budget_unit"', 'unit = "budget_borrowing"', "unit = 0 kg"),
        ('approvals = "budget_approvals"', 'approvals = "budget_borrowing"', "approvals = 0"),
        ('jump = "budget_jump"', 'jump = "budget_unit"', "jump = 1"),
        ('cutoff = "budget_cutoff"', 'cutoff = "budget_unit"', "cutoff = 1"),
        ('min = "budget_reserve_new_min"', 'min = "budget_jump"', "new: 100.0–5.0"),
        ('carry_over_rate = "budget_carry_over_rate"', 'carry_over_rate = "nz_eb1_2022_2025"', ""),
        ('zh = "总预备"\n', "", "zh"),
        ("[parameters]", "[parameters", ""),
        ('power_factor = "provincial"', 'luck = "good"', "luck?"),
    ],
)
def test_a_broken_file_is_refused_by_name(own, old, new, shown):
    assert old in SHIPPED
    with pytest.raises((InputError, UsageError)) as refusal:
        own(SHIPPED.replace(old, new, 1))
    finding = refusal.value.findings[0]
    assert finding.code in ("budget-rules-broken", "policy-jurisdiction")
    assert shown in finding.found


def test_the_name_of_a_file_is_its_id(tmp_path):
    folder = tmp_path / "emission_factors" / "budget_rules"
    folder.mkdir(parents=True)
    Path(folder / "other.toml").write_text(SHIPPED, "utf-8")
    with folders.overlaid(tmp_path), pytest.raises(InputError) as refusal:
        rules.load("other")
    assert refusal.value.findings[0].found == "id = default"


def test_a_rule_set_from_before_the_mechanisms_stays_valid_with_the_shipped_ones(own):
    lines = [line for line in SHIPPED.splitlines() if not line.startswith(("trade", "closure"))]
    older, shipped = own("\n".join(lines)), rules.load()
    assert (older.trade, older.trade_buyer_cap, older.trade_seller_buffer) == (True, 10.0, 5.0)
    assert older.closure_clawback == shipped.closure_clawback == 100.0
    assert set(older.parameters) == set(shipped.parameters)


def test_a_rule_set_may_switch_trade_off(own):
    off = own(SHIPPED.replace('trade = "budget_trade"', 'trade = "budget_borrowing"'))
    assert (off.trade, rules.load().trade) == (False, True)
    with pytest.raises(InputError, match="closure_clawback"):
        own(SHIPPED.replace("budget_closure_clawback", "budget_trade_price_high"))
