"""How truths are laid beside the expressions of a text, and the fit of the model; wording is invented."""

from typing import Any

from extract.draft import Draft
from extract.duties.due import candidates
from extract.training.times import Sample, fit, labels
from tests.extract.papers import CLOSING, HEAD, OPENING, draft_of

ITEMS = (
    "1. Các trường gửi danh sách về Phòng trước ngày 15/10/2023.",
    "2. Thư viện trả sách cho Phòng trước ngày 15/10/2023.",
    "3. Phòng họp trong tháng 3/2024.",
)


def drafted() -> Draft:
    return draft_of(*HEAD, OPENING, *ITEMS, *CLOSING)


def due(text: str, edtf: str | None, task: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "edtf": edtf, "task": task, **more}


def test_a_truth_is_the_expression_beside_which_its_task_stands() -> None:
    truth = [due("trước ngày 15/10/2023", "2023-10-15", "Thư viện trả sách cho Phòng")]
    assert labels(truth, candidates(drafted())) == [False, True, False]


def test_an_optional_truth_teaches_nothing() -> None:
    truth = [
        due("trước ngày 15/10/2023", "2023-10-15", "gửi danh sách về Phòng"),
        due("trong tháng 3/2024", "2024-03", "họp", optional=True),
    ]
    assert labels(truth, candidates(drafted())) == [True, False, None]


def test_the_same_words_with_another_date_are_another_time_unless_the_task_is_beside_them() -> None:
    elsewhere = [due("trước ngày 15/10/2023", "2023-10-16", "mua tủ kính")]
    beside = [due("trước ngày 15/10/2023", "2023-10-16", "trả sách cho Phòng")]
    assert labels(elsewhere, candidates(drafted())) == [False, False, False]
    assert labels(beside, candidates(drafted())) == [False, True, False]


def test_the_fit_is_repeatable_and_tells_what_it_was_taught() -> None:
    found = candidates(drafted())
    samples = [Sample("invented", found, [True, True, False])] * 3
    fitted = fit(samples)
    assert fitted == fit(samples)
    sure = [fitted.probability(one.cues) for one in found]
    assert min(sure[:2]) > sure[2]
