"""Trees by date: what is below and above on a day, what is refused; merged and split nodes keep every kilogram."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.mappings import Share, mapped, unbalanced
from ghginv.budget.trees import Node, day_before, faults, next_day, tree
from ghginv.errors import InputError

CITY = (
    Node("440300", "", "市", "city"),
    Node("440305", "440300", "甲区", "district"),
    Node("440306", "440300", "乙区", "district"),
    Node("440306-P", "440306", "乙园", "park", valid_to="2026-06-30"),
    Node("440306-P", "440305", "甲园", "park", valid_from="2026-07-01"),
    Node("440307", "440300", "丙区", "district", valid_from="2027-01-01"),
)


def refused(*nodes):
    with pytest.raises(InputError) as refusal:
        tree(nodes, "region")
    return [finding.code for finding in refusal.value.findings]


def test_a_tree_knows_what_is_above_and_below():
    city = tree(CITY, "region")
    assert city.root == "440300"
    assert city.children("440300") == ("440305", "440306", "440307")
    assert city.subtree("440300", "2026-01-01") == ("440300", "440305", "440306", "440306-P")
    assert city.ancestors("440306-P", "2026-01-01") == ("440306", "440300")
    assert city.leaves("2026-01-01") == ("440305", "440306-P")
    assert (city.depth("440300"), city.depth("440306-P")) == (0, 2)


def test_a_node_that_moved_is_below_its_new_parent_from_that_day():
    city = tree(CITY, "region")
    assert city.children("440306", "2026-06-30") == ("440306-P",)
    assert city.children("440306", "2026-07-01") == ()
    assert city.ancestors("440306-P") == ("440305", "440300")
    assert (city.name("440306-P", "2026-06-30"), city.name("440306-P")) == ("乙园", "甲园")
    assert city.subtree("440300").count("440306-P") == 1


def test_a_node_is_there_on_its_days():
    city = tree(CITY, "region")
    assert not city.has("440307", "2026-12-31")
    assert city.has("440307", "2027-01-01")
    assert city.has_within("440307", "2026-01-01", "2027-12-31")
    assert not city.has_within("440307", "2026-01-01", "2026-12-31")
    assert city.children("440300", "2026-12-31") == ("440305", "440306")
    assert not city.has("nowhere")
    assert city.name("nowhere") == "nowhere"
    with pytest.raises(KeyError):
        city.ancestors("440307", "2026-12-31")


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        ((Node("A"), Node("B", "C"), Node("C", "B")), "budget-tree-cycle"),
        ((Node("A"), Node("B", "B")), "budget-tree-cycle"),
        ((Node("B", "C"), Node("C", "B")), "budget-tree-root-missing"),
        ((Node("A"), Node("B", "X")), "budget-tree-parent-missing"),
        ((Node("A"), Node("B")), "budget-tree-two-roots"),
        ((Node("A"), Node("B", "A"), Node("B", "A")), "budget-tree-code-twice"),
        ((Node("A"), Node("B", "A", valid_from="2027-01-01", valid_to="2026-01-01")), "budget-tree-days"),
        ((Node("A", valid_to="2026-12-31"), Node("B", "A")), "budget-tree-validity"),
        ((Node("A", valid_from="2026-01-01"), Node("B", "A", valid_from="2025-12-31")), "budget-tree-validity"),
    ],
)
def test_what_is_no_tree_is_refused(nodes, code):
    assert code in refused(*nodes)


def test_all_faults_are_told_at_once():
    assert refused(Node("A"), Node("B"), Node("C", "X")) == ["budget-tree-two-roots", "budget-tree-parent-missing"]


def test_a_cycle_names_its_nodes():
    _, finding = faults([Node("A"), Node("B", "D"), Node("C", "B"), Node("D", "C"), Node("E", "B")], "industry")[0]
    assert finding.found == "B → D → C → B"
    assert "行业" in finding.text("zh")


def test_rows_of_a_parent_that_follow_each_other_cover_a_child():
    parts = Node("B", "A", valid_to="2026-06-30"), Node("B", "A", "renamed", valid_from="2026-07-01")
    assert tree((Node("A"), *parts, Node("C", "B")), "region").has("C")
    hole = replace(parts[1], valid_from="2026-07-02")
    [(_, finding)] = faults((Node("A"), parts[0], hole, Node("C", "B")), "region")
    assert (finding.code, finding.details["day"]) == ("budget-tree-validity", "2026-07-01")


def test_a_node_without_first_day_is_as_old_as_its_parent():
    assert tree((Node("A"), Node("B", "A", valid_from="2020-01-01"), Node("C", "B")), "region").has("C", "2026-01-01")


def test_days_follow_the_calendar():
    assert (next_day("2028-02-28"), next_day("2028-12-31")) == ("2028-02-29", "2029-01-01")
    assert (day_before("2028-03-01"), day_before("2027-03-01")) == ("2028-02-29", "2027-02-28")


@st.composite
def random_trees(draw):
    """Nodes whose parent is one made before, in any order."""
    count = draw(st.integers(1, 25))
    nodes = [Node("N00")]
    for number in range(1, count):
        parent = draw(st.integers(0, number - 1))
        nodes.append(Node(f"N{number:02d}", f"N{parent:02d}"))
    return nodes, draw(st.permutations(nodes))


@settings(deadline=None, max_examples=80)
@given(random_trees())
def test_subtree_and_ancestors_say_the_same(made):
    nodes, shuffled = made
    grown = tree(shuffled, "region")
    assert grown == tree(nodes, "region")
    whole = grown.subtree(grown.root)
    assert sorted(whole) == sorted(node.code for node in nodes)
    for code in whole:
        below = grown.subtree(code)
        assert below[0] == code
        assert {each for each in whole if code in (each, *grown.ancestors(each))} == set(below)
        assert len(below) == 1 + sum(len(grown.subtree(child)) for child in grown.children(code))
    assert all(not grown.children(leaf) for leaf in grown.leaves())


@settings(deadline=None, max_examples=60)
@given(random_trees(), st.data())
def test_any_ring_is_found(made, data):
    nodes, shuffled = made
    inner = [node for node in nodes if node.parent]
    if not inner:
        return
    grown = tree(nodes, "region")
    top = data.draw(st.sampled_from(inner))
    bottom = data.draw(st.sampled_from(grown.subtree(top.code)))
    ring = [replace(node, parent=bottom) if node == top else node for node in shuffled]
    assert "budget-tree-cycle" in refused(*ring)


# Merged and split regions


# Hangzhou 2021, 浙江省人民政府 notice of 2021-03-11, made public on 2021-04-09, text as copied at
# hg3970.com/baike/48683.html: 江干 goes to 上城 but for 下沙 and 白杨, which make 钱塘 with five streets of 萧山;
# 下城 goes to 拱墅; twelve of 余杭 stay, eight make 临平.
DAY = "2021-04-09"
STAY = "余杭 仓前 闲林 五常 中泰 仁和 良渚 瓶窑 径山 黄湖 鸬鸟 百丈".split()
LINPING = "临平 东湖 南苑 星桥 运河 乔司 崇贤 塘栖".split()
QIANTANG = {"江干区": ["下沙", "白杨"], "萧山区": ["河庄", "义蓬", "新湾", "临江", "前进"]}


def hangzhou():
    """The districts and the streets that the notice names, before and after."""
    before = day_before(DAY)
    nodes = [Node("杭州市"), *(Node(name, "杭州市") for name in ("上城区", "拱墅区", "余杭区", "萧山区"))]
    nodes += [Node(name, "杭州市", valid_to=before) for name in ("江干区", "下城区")]
    nodes += [Node(name, "杭州市", valid_from=DAY) for name in ("临平区", "钱塘区")]
    moved = [(street, "余杭区", "临平区") for street in LINPING]
    moved += [(street, old, "钱塘区") for old, streets in QIANTANG.items() for street in streets]
    for street, old, new in moved:
        nodes += [Node(f"{street}街道", old, valid_to=before), Node(f"{street}街道", new, valid_from=DAY)]
    return [*nodes, *(Node(f"{street}街道", "余杭区") for street in STAY)]


def test_a_published_redrawing_of_districts():
    city = tree(hangzhou(), "region")
    assert len(city.children("余杭区", day_before(DAY))) == 20
    assert (len(city.children("余杭区", DAY)), len(city.children("临平区", DAY))) == (12, 8)
    assert city.children("钱塘区", DAY) == tuple(sorted(f"{name}街道" for same in QIANTANG.values() for name in same))
    assert city.ancestors("下沙街道", day_before(DAY)) == ("江干区", "杭州市")
    assert city.ancestors("下沙街道", DAY) == ("钱塘区", "杭州市")
    assert set(city.children("杭州市", DAY)) == {"上城区", "拱墅区", "余杭区", "临平区", "钱塘区", "萧山区"}
    assert set(city.leaves(DAY)) >= {"上城区", "拱墅区", "萧山区"}


def redrawn():
    """The same for districts, with shares of our own."""
    shares = [("江干区", "上城区", 60), ("江干区", "钱塘区", 40), ("下城区", "拱墅区", 100), ("余杭区", "余杭区", 55),
              ("余杭区", "临平区", 45), ("萧山区", "萧山区", 90), ("萧山区", "钱塘区", 10)]  # fmt: skip
    return [Share("region", old, new, DAY, float(share)) for old, new, share in shares]


def test_merged_and_split_districts_keep_every_kilogram():
    before = {"上城区": 11, "江干区": 7, "下城区": 5, "拱墅区": 3, "余杭区": 101, "萧山区": 19, "西湖区": 13}
    after = mapped(before, redrawn(), "2021-12-31")
    assert after == {
        "上城区": 15, "拱墅区": 8, "余杭区": 56, "临平区": 45, "萧山区": 17, "钱塘区": 5, "西湖区": 13,
    }  # fmt: skip
    assert sum(after.values()) == sum(before.values())
    assert mapped(before, redrawn(), day_before(DAY)) == before


def test_mappings_follow_each_other_by_day_and_stand_together_on_one():
    later = Share("region", "B", "C", "2027-01-01", 100.0)
    assert mapped({"A": 5, "B": 1}, [later, Share("region", "A", "B", "2026-07-01", 100.0)]) == {"C": 6}
    swap = [Share("region", "A", "B", "2026-07-01", 100.0), Share("region", "B", "A", "2026-07-01", 100.0)]
    assert mapped({"A": 5, "B": 1}, swap) == {"A": 1, "B": 5}


def test_thirds_are_a_whole_and_debts_are_split_too():
    thirds = [Share("region", "A", new, "2026-01-01", 33.333333) for new in "XYZ"]
    assert mapped({"A": 100}, thirds) == {"X": 34, "Y": 33, "Z": 33}
    assert mapped({"A": -100}, thirds) == {"X": -34, "Y": -33, "Z": -33}


@pytest.mark.parametrize("shares", [(60.0, 39.9), (100.0, 100.0), (120.0, -20.0), (100.0, 0.0)])
def test_shares_that_are_no_whole_are_refused(shares):
    rows = [Share("region", "A", new, "2026-01-01", share) for new, share in zip("XY", shares, strict=True)]
    assert len(unbalanced(rows)) == 1
    with pytest.raises(InputError) as refusal:
        mapped({"A": 1}, rows)
    assert refusal.value.findings[0].code == "budget-mapping-shares"


@settings(deadline=None, max_examples=80)
@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(-(10**15), 10**15)),
    st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDEFG"), st.integers(1, 99)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_mapping_keeps_the_sum_whatever_the_order(values, drawn, random):
    rows = []
    for old, new, share in {old: (old, new, share) for old, new, share in drawn}.values():
        rows += [Share("region", old, new, "2026-01-01", float(share)),
                 Share("region", old, "Z", "2026-01-01", float(100 - share))]  # fmt: skip
    shuffled = random.sample(rows, len(rows))
    after = mapped(values, rows)
    assert sum(after.values()) == sum(values.values())
    assert mapped(values, shuffled) == after
