"""The curves of confidence are made of judged values, out of fold."""

import re
from pathlib import Path

from benchmarks.confidence import LEAST, aurocs, risks
from benchmarks.drawing import draw_dots, draw_risk
from extract.training.confidence import Case

JUDGED = [
    (0.5 + 0.005 * n, Case(f"d{n % 20}", 0, "number", {"field number": 1.0}, n % 4 != 0 or n > 80))
    for n in range(100)
]
FORMS = {f"d{n}": "scan" if n % 2 else "text" for n in range(20)}


def test_the_risk_falls_where_less_is_accepted_and_stays_below_its_bound() -> None:
    curve = risks(JUDGED)
    assert [share for share, *_ in curve] == sorted(share for share, *_ in curve)
    assert all(wrong <= most for _, wrong, most in curve)
    assert curve[0][1] < curve[-1][1] and curve[-1][0] == 1


def test_auroc_is_told_where_there_is_enough_to_tell() -> None:
    table = aurocs(JUDGED, FORMS)
    assert set(table) == {"all", "number"} and 0.5 < table["number"]["all"] < 1
    few = [one for one in JUDGED if one[1].right][:50] + JUDGED[: 4 * LEAST - 4 : 4]
    assert aurocs(few, FORMS) == {}


def test_pictures_hold_what_they_are_given(tmp_path: Path) -> None:
    draw_risk([(0.2, 0.01, 0.02), (0.9, 0.04, 0.2)], 0.1, "risk", tmp_path / "risk.svg")
    lines = re.findall(r'points="([^"]*)"', (tmp_path / "risk.svg").read_text(encoding="utf-8"))
    assert [len(line.split()) for line in lines] == [
        2,
        1,
    ]  # what lies above the picture is left out
    draw_dots({"số": {"all": 0.75}}, 0.5, "AUROC", tmp_path / "dots.svg")
    assert "<title>all 0.75</title>" in (tmp_path / "dots.svg").read_text(encoding="utf-8")
