"""Where the choices come from of whom an item charges. All names are invented."""

import math

import numpy as np

from extract.duties.charges import (
    ABOVE,
    ADDRESSEE,
    BEFORE,
    ISSUER,
    OWN,
    RULES,
    Choice,
    Scene,
    choices,
    rows,
)
from extract.duties.doers import Stretch
from extract.record import Header
from extract.zones.items import Item

HEADING, LEAD, TASK = range(3)
ITEMS = [
    Item(HEADING, "Thư viện huyện", "number1", "body", children=[LEAD]),
    Item(LEAD, "Các trường làm như sau:", "dash", "body", parent=HEADING, depth=1, children=[TASK]),
    Item(TASK, "Giáo viên chọn sách.", "plus", "body", parent=LEAD, depth=2),
]
NAMES = [["Thư viện huyện"], ["Các trường", "Các trường làm", "trường"], ["Giáo viên", "viên"]]
SCORES = [[0.8], [0.7, 0.1, 0.2], [0.3, 0.9]]


def scene(
    *, addressees: tuple[str, ...] = (), issuer: tuple[str, ...] = (), answer: str = ""
) -> Scene:
    return Scene(
        ITEMS,
        [[Stretch(name, []) for name in names] for names in NAMES],
        [np.array(scores) for scores in SCORES],
        Header(addressees=list(addressees), issuer=list(issuer)),
        {TASK: answer} if answer else {},
    )


def drawn(found: list[Choice], source: int) -> list[str]:
    return [one.name for one in found if one.source == source]


def test_own_stretches_come_surest_first() -> None:
    assert drawn(choices(scene(), ITEMS[TASK], None), OWN) == ["viên", "Giáo viên"]


def test_the_surest_two_of_each_item_above_are_choices_nearest_first() -> None:
    found = choices(scene(), ITEMS[TASK], None)
    assert drawn(found, ABOVE) == ["Các trường", "trường", "Thư viện huyện"]
    assert [one.numbers[1] for one in found if one.source == ABOVE] == [1, 1, 2]


def test_nothing_but_its_own_words_charges_an_item_without_head_or_parent() -> None:
    assert {one.source for one in choices(scene(), ITEMS[HEADING], None)} == {OWN}


def test_one_addressee_is_a_choice_and_several_are_also_one_together() -> None:
    one = choices(scene(addressees=("Trạm Y tế",)), ITEMS[TASK], None)
    two = choices(scene(addressees=("Trạm Y tế", "Các hội")), ITEMS[TASK], None)
    assert drawn(one, ADDRESSEE) == ["Trạm Y tế"]
    assert drawn(two, ADDRESSEE) == ["Trạm Y tế, Các hội", "Trạm Y tế"]


def test_issuer_rules_and_the_duty_before_are_choices_where_there_are_any() -> None:
    found = choices(scene(issuer=("Phòng Nội vụ",), answer="Các thôn"), ITEMS[TASK], "Các tổ")
    assert drawn(found, ISSUER) == ["Phòng Nội vụ"]
    assert drawn(found, RULES) == ["Các thôn"]
    assert drawn(found, BEFORE) == ["Các tổ"]
    bare = choices(scene(), ITEMS[TASK], None)
    assert {one.source for one in bare} == {OWN, ABOVE}


def test_a_choice_knows_whether_rules_or_another_choice_name_the_same() -> None:
    same, other = ("Các trường", "Các thôn")
    agreed = choices(scene(answer=same.upper()), ITEMS[TASK], same)
    alone = choices(scene(answer=other), ITEMS[TASK], other)
    named, unlike = (
        next(one.numbers for one in found if one.name == same) for found in (agreed, alone)
    )
    charged_before, by_rules = 8, 11
    assert (named[charged_before], named[by_rules]) == (True, True)
    assert (unlike[charged_before], unlike[by_rules]) == (False, False)


def test_choices_are_rows_of_equal_length_without_gaps() -> None:
    found = choices(scene(addressees=("Trạm Y tế",), issuer=("Phòng Nội vụ",)), ITEMS[TASK], None)
    made = rows(found)
    assert made.shape == (len(found), len(found[0].numbers))
    assert all(math.isfinite(number) for number in made.ravel())
