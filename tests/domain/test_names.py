"""Names are the same word in whatever width, spacing, brackets or case they are written."""

from hypothesis import given
from hypothesis import strategies as st

from ghginv.domain import names


def test_width_blanks_brackets_and_case_do_not_matter():
    assert names.plain("汽　油（车用）") == names.plain("汽油 车用") == names.plain("[汽油]车用")
    assert names.plain("ＬＰＧ") == names.plain("lpg")


@given(st.text())
def test_a_plain_name_stays_as_it_is(text):
    plain = names.plain(text)
    assert names.plain(names.plain(plain)) == names.plain(plain)


def test_a_name_of_several_codes_keeps_them_in_order():
    known = names.index([("K", ("房地产业", "")), ("70", ("房地产业", "Real estate"))])
    assert known == {"房地产业": ("K", "70"), "realestate": ("70",)}
    assert names.nearest("房地产", known) == ["K", "70"]
