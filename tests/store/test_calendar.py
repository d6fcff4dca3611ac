"""The calendar says the same everywhere, and on the samples what a clerk would enter by hand."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from icalendar import Calendar

from extract.grammar.recurring import rrule
from extract.grammar.time_values import Found
from extract.record import Deadline, Header, Record, Source
from store.archive.archive import Archive
from store.documents.originals import content_hash
from store.exports.deadlines import calendar_file
from store.questions.calendar import due_times, occurrences, rule_of
from tests.shared_folder import SHARED

SAMPLES = Path(__file__).parents[2] / "samples" / "truth"
ARRIVED = date(2026, 1, 5)
FRIDAY = 4


def deadline(text: str, **said: Any) -> Deadline:
    """A deadline as the extraction makes it, with its recurrence as a rule."""
    made = Deadline(text=text, **said)
    meaning = Found(made.edtf, made.relation, made.recurrence, step=said.get("rrule"))
    made.rrule = rrule(meaning, text)
    return made


def paper(*deadlines: Deadline, **head: Any) -> Record:
    return Record(
        source=Source(sha256="0" * 64, media_type="text/plain"),
        header=Header(**head),
        deadlines=list(deadlines),
    )


def days(record: Record, first: str, last: str) -> list[str]:
    span = date.fromisoformat(first), date.fromisoformat(last)
    found = (day for _, due in due_times(record, ARRIVED) for day in due.days(*span))
    return [day.isoformat() for day in sorted(found)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (deadline("trước 15/6 hằng năm", edtf="XXXX-06-15"), ["2023-06-15", "2024-06-15"]),
        (deadline("trong tháng 6 hằng năm", edtf="XXXX-06"), ["2023-06-30", "2024-06-30"]),
        (deadline("trong tháng 2 hằng năm", edtf="XXXX-02"), ["2023-02-28", "2024-02-29"]),
        (deadline("trước 31/2 hằng năm", edtf="XXXX-02-31"), ["2023-02-28", "2024-02-29"]),
        (deadline("từ tháng 6 hằng năm", edtf="XXXX-06", relation="from"), ["2023-06-01", "2024-06-01"]),
        (deadline("quý II hằng năm", edtf="XXXX-04/XXXX-06"), ["2023-06-30", "2024-06-30"]),
        (deadline("hằng năm", recurrence="yearly"), ["2023-12-31", "2024-12-31"]),
        (deadline("cuối năm học", recurrence="school-yearly"), ["2023-05-31", "2024-05-31"]),
        (deadline("sáu tháng một lần", recurrence="periodic", rrule="FREQ=MONTHLY;INTERVAL=6"),
         ["2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31"]),
        (deadline("hằng ngày", recurrence="daily"), []),
        (deadline("định kỳ", recurrence="periodic"), []),
    ],
)  # fmt: skip
def test_a_recurring_deadline_falls_due(written: Deadline, expected: list[str]) -> None:
    assert days(paper(written, issued_on="2023-01-01"), "2023-01-01", "2024-12-31") == expected


def test_a_week_ends_on_friday_unless_a_day_is_named() -> None:
    plain = paper(deadline("hằng tuần", recurrence="weekly"), issued_on="2023-09-18")
    monday = paper(deadline("vào thứ Hai hằng tuần", recurrence="weekly"), issued_on="2023-09-18")
    assert days(plain, "2023-09-01", "2023-10-01") == ["2023-09-22", "2023-09-29"]
    assert days(monday, "2023-09-01", "2023-10-01") == ["2023-09-18", "2023-09-25"]


def test_steps_are_counted_from_the_day_of_the_document() -> None:
    every = deadline("hai tuần một lần", recurrence="periodic", rrule="FREQ=WEEKLY;INTERVAL=2")
    record = paper(every, issued_on="2025-09-08", period="2025/2026", title="năm học 2025-2026")
    expected = ["2025-10-10", "2025-10-24", "2025-11-07", "2025-11-21"]
    assert days(record, "2025-10-01", "2025-11-30") == expected
    assert days(record, "2025-11-01", "2025-11-30") == expected[2:]


def test_the_span_of_the_sentence_goes_before_that_of_the_document() -> None:
    """Issue 18: "Từ tháng 11/2023 đến hết tháng 5/2024" recurred from September 2023 to December 2025."""
    span = deadline(
        "Từ tháng 11/2023 đến hết tháng 5/2024", edtf="2023-11/2024-05", relation="during",
        task="một tiết đọc hằng tuần",
    )  # fmt: skip
    weekly = deadline(
        "hằng tuần", recurrence="weekly", task="Từ tháng 11/2023 đến hết tháng 5/2024, một tiết đọc"
    )
    other = deadline("hằng tháng", recurrence="monthly", task="họp")
    record = paper(span, weekly, other, issued_on="2023-09-18", period="2023/2025")
    found = {due.rule: (due.since, due.until) for _, due in due_times(record, ARRIVED) if due.rule}
    assert found == {
        "FREQ=WEEKLY;BYDAY=FR": (date(2023, 11, 1), date(2024, 5, 31)),
        "FREQ=MONTHLY;BYMONTHDAY=-1": (date(2023, 9, 18), date(2025, 12, 31)),
    }


@pytest.mark.parametrize(
    ("title", "last"),
    [("Kế hoạch năm học 2023-2024", "2024-05-31"), ("Kế hoạch giai đoạn 2023-2024", "2024-11-30")],
)
def test_a_school_year_ends_in_may(title: str, last: str) -> None:
    monthly = deadline("hằng tháng", recurrence="monthly")
    record = paper(monthly, issued_on="2023-09-01", period="2023/2024", title=title)
    assert days(record, "2023-01-01", "2024-12-15")[-1] == last
    once = paper(deadline("trong năm học 2023 - 2024", edtf="2023/2024", relation="during"))
    assert days(once, "2023-01-01", "2025-01-01") == ["2024-05-31"]


# What a clerk enters who reads the samples: of each rule its first days and its last.
BY_HAND = {
    "ke-hoach-quet": {
        "hằng tuần": ("2023-11-03", "2023-11-10", "2024-05-31"),
        "trước 15/6 hằng năm": ("2024-06-15", "2025-06-15", "2025-06-15"),
        "Hằng tháng": ("2023-09-30", "2023-10-31", "2025-12-31"),
        "trước ngày 25/5 hằng năm": ("2024-05-25", "2025-05-25", "2025-05-25"),
    },
    "huong-dan-chup": {
        "vào thứ Hai hằng tuần": ("2024-08-26", "2024-09-02", "2025-05-26"),
        "trước ngày 25 hằng tháng": ("2024-08-25", "2024-09-25", "2025-05-25"),
    },
    "ke-hoach-mat-dau": {"vào thứ Sáu hằng tuần": ("2022-05-06", "2022-05-13", "2022-12-30")},
    "ke-hoach-nam-hoc": {
        "trước ngày 05 hằng tháng": ("2025-10-05", "2025-11-05", "2026-05-05"),
        "hai tuần một lần": ("2025-09-12", "2025-09-26", "2026-05-22"),
    },
    "cong-van-mat-dau": {"Hằng quý": ("2022-03-31", "2022-03-31", "2022-03-31")},
    "ket-nghia-bang": {}, "thong-bao-tcvn3": {}, "thong-bao-vni": {},
}  # fmt: skip
# The samples' truths name steps of their own and cut the span of the sentence out of its task.
STEPS = {"biweekly": "FREQ=WEEKLY;INTERVAL=2"}
TASKS = {
    "hằng tuần": "Từ tháng 11/2023 đến hết tháng 5/2024, bố trí một tiết đọc",
    "Từ tháng 11/2023 đến hết tháng 5/2024": "bố trí một tiết đọc hằng tuần",
}


def of_truth(truth: dict[str, Any]) -> Record:
    keys = ("edtf", "relation", "recurrence")
    found = [
        deadline(
            one["text"], task=TASKS.get(one["text"], one.get("task", "")),
            **({"rrule": STEPS[one["recurrence"]]} if one["recurrence"] in STEPS else {}),
            **{key: one[key] for key in keys if one.get(key)},
        )
        for one in truth.get("deadlines", [])
    ]  # fmt: skip
    head = truth.get("header") or {}
    return paper(*found, **{key: head.get(key) for key in ("issued_on", "period", "title")})


@pytest.mark.parametrize("name", BY_HAND)
def test_the_samples_recur_as_entered_by_hand(name: str) -> None:
    record = of_truth(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))
    found = {}
    for one, due in due_times(record, ARRIVED):
        if due.rule:
            every = [*due.days(date(2000, 1, 1), date(2030, 1, 1))]
            shown = every[0], every[min(1, len(every) - 1)], every[-1]
            found[one.text] = tuple(day.isoformat() for day in shown)
    assert found == BY_HAND[name]


def truths() -> list[Record]:
    """The records of all truths at hand that have a recurring deadline."""
    files = [*sorted(SAMPLES.glob("*.json")), *sorted((SHARED / "truth").rglob("*.json"))]
    read = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return [
        of_truth(one)
        for one in read
        if isinstance(one, dict) and any(d.get("recurrence") for d in one.get("deadlines") or [])
    ]


def expanded(file: bytes, first: date, last: date) -> Iterator[date]:
    """The days of a calendar file between two days, as a calendar program finds them."""
    for event in Calendar.from_ical(file).walk("VEVENT"):
        start = event.decoded("dtstart")
        if "rrule" not in event:
            yield from [start] if first <= start <= last else []
            continue
        rule = event["rrule"].to_ical().decode()
        moments = rrulestr(rule, dtstart=datetime.combine(start, datetime.min.time()))
        assert moments[0].date() == start, "DTSTART is the first instance (RFC 5545, 3.8.5.3)"
        midnight = datetime.min.time()
        between = datetime.combine(first, midnight), datetime.combine(last, midnight)
        yield from (one.date() for one in moments.between(*between, inc=True))


def test_question_and_calendar_file_agree_on_all_truths(any_archive: Archive) -> None:
    records = truths()
    for number, record in enumerate(records):
        data = str(number).encode()
        record.source.sha256 = content_hash(data)
        any_archive.accept(data, f"{number}.txt")
        any_archive.save_reading(record.source.sha256, record, [""])
    file = calendar_file(any_archive.exports())
    assert records
    whole = sorted(expanded(file, date(2010, 1, 1), date(2030, 12, 31)))
    for year in range(2010, 2031):
        span = date(year, 1, 1), date(year, 12, 31)
        asked = [one.day for one in any_archive.questions.deadlines(*span, 100_000)]
        assert asked == [day for day in whole if day.year == year]


@given(
    st.sampled_from([one for record in truths() for one in record.deadlines if one.recurrence]),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.integers(0, 800),
)
@examples(deadline=None, max_examples=200)
def test_a_rule_gives_the_same_days_by_whatever_span_it_is_asked(
    written: Deadline, first: date, length: int
) -> None:
    rule = rule_of(written, date(2009, 12, 1))
    if rule is None:
        return
    middle, last = first + timedelta(days=length // 2), first + timedelta(days=length)
    whole = [*occurrences(rule, first, last)]
    assert whole == sorted(set(whole))
    assert all(first <= day <= last for day in whole)
    parts = [
        *occurrences(rule, first, middle),
        *occurrences(rule, middle + timedelta(days=1), last),
    ]
    assert whole == parts
    if written.recurrence == "weekly" and "thứ" not in written.text.lower():
        assert {day.weekday() for day in whole} <= {FRIDAY}
