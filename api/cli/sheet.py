"""A record as a page for people in a terminal: head, what is due when, who does what, what is doubtful."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from api.texts.words import Words
from extract.learned.confidence import DEFAULT, field_of
from extract.record import Record
from ingest import clock
from store.questions.calendar import due_times
from store.words import visible

# Entries of each part that are shown: with them a page has at most 36 lines.
_MOST = {"deadlines": 6, "responsibilities": 6, "pairings": 3, "doubtful": 3, "problems": 2}
WIDTH = 100  # letters of a line where the terminal does not say how wide it is
_NARROWEST = 40

# key: (Vietnamese, English)
_WORDS = {
    "document": ("Văn bản", "Document"),
    "of": ("ngày", "of"),
    "issuer": ("Cơ quan", "Issuer"),
    "title": ("Trích yếu", "Subject"),
    "signers": ("Người ký", "Signed by"),
    "recipients": ("Nơi nhận", "Recipients"),
    "deadlines": ("Thời hạn", "Deadlines"),
    "no day": ("không rõ ngày", "no day"),
    "responsibilities": ("Ai làm gì", "Who does what"),
    "pairings": ("Kết nghĩa", "Pairings"),
    "doubtful": ("Chưa chắc", "Doubtful"),
    "problems": ("Không đọc được", "Not read"),
    "page": ("trang", "page"),
    "more": ("… và {} mục nữa", "… and {} more"),
    "all": (
        "Tất cả, kèm chỗ đứng và độ tin cậy của từng giá trị: vanban extract --json TỆP",
        "Everything, with the place and confidence of each value: vanban extract --json FILE",
    ),
}


def is_vietnamese(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal speaks Vietnamese, by the variables of POSIX in their order."""
    said = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((one for one in said if one), "").lower().startswith("vi")


def sheet(record: Record, vietnamese: bool, width: int = WIDTH) -> str:
    """The page, its lines cut at a width in letters."""
    said, words = _in(_WORDS, vietnamese), Words("vi" if vietnamese else "en")
    parts = {
        "head": _head(record, said, words),
        "deadlines": _deadlines(record, said),
        "responsibilities": _duties(record),
        "pairings": (" – ".join(unit.name for unit in one.units) for one in record.pairings),
        "doubtful": _doubtful(record, said, words),
        "problems": _problems(record, said),
    }
    lines = [line for key, found in parts.items() for line in _part(key, list(found), said)]
    return "".join(f"{_cut(line, width)}\n" for line in [*lines, said["all"]])


def _in(words: Mapping[str, tuple[str, str]], vietnamese: bool) -> dict[str, str]:
    return {key: both[not vietnamese] for key, both in words.items()}


def _part(key: str, found: list[str], said: Mapping[str, str]) -> Iterator[str]:
    """The first entries of a part below its heading, and how many more there are."""
    if key == "head":
        yield from found
    elif found:
        yield f"{said[key]} ({len(found)})"
        most = _MOST[key] if len(found) > _MOST[key] + 1 else len(found)
        yield from (f"  {one}" for one in found[:most])
        if most < len(found):
            yield f"  {said['more'].format(len(found) - most)}"


def _head(record: Record, said: Mapping[str, str], words: Words) -> Iterator[str]:
    head = record.header
    named = [(head.kind or "").capitalize(), head.number or ""]
    day = words.time(head.issued_on)
    named += [f"{said['of']} {day}"] if day else []
    rows = (
        ("document", " ".join(filter(None, named))),
        ("issuer", ", ".join(filter(None, [*head.issuer, head.parent_issuer]))),
        ("title", head.title),
        ("signers", ", ".join(one.name for one in record.signers)),
        ("recipients", ", ".join(one.name for one in record.recipients)),
    )
    for key, value in rows:
        if value:
            yield f"{said[key]:<12}{value}"


def _deadlines(record: Record, said: Mapping[str, str]) -> Iterator[str]:
    """The dated ones by day, then those that recur, then those without a day."""
    dues = due_times(record, clock.today())
    for one, due in sorted(
        dues, key=lambda pair: (pair[1].rule is not None, pair[1].day or date.max)
    ):
        when = f"{due.day:%-d/%-m/%Y}" if due.day else ""
        yield _row(when, one.actors, one.task, one.text)
    dated = {id(one) for one, _ in dues}
    for one in record.deadlines:
        if id(one) not in dated:
            yield _row("" if one.recurrence else said["no day"], one.actors, one.task, one.text)


def _row(when: str, actors: list[str], task: str, text: str) -> str:
    """When, who and what; the words of the time themselves where a day stands for them."""
    who = f"{', '.join(actors)}: " if actors else ""
    told = f"{who}{_without(task, actors)}".strip()
    return f"{when or text:<12}  {told}{f' ({text})' if when else ''}"


def _without(task: str, actors: list[str]) -> str:
    """A task without the name of its actor in front, which stands there already."""
    for actor in actors:
        if task.lower().startswith(f"{actor.lower()} "):
            return task[len(actor) + 1 :]
    return task


def _duties(record: Record) -> Iterator[str]:
    for actor, found in groupby(record.responsibilities, key=lambda one: one.actor):
        for number, one in enumerate(found):
            task = _without(one.task, [actor])
            yield f"{actor}: {task}" if number == 0 else f"  – {task}"


def _doubtful(record: Record, said: Mapping[str, str], words: Words) -> Iterator[str]:
    """The findings that a person should look at, the least sure first, each with its values."""
    bars = record.review.threshold if record.review else {}
    found: dict[int, tuple[float, str, list[str]]] = {}
    for pointer, value, finding in record.review_values():
        field = field_of(pointer)
        if finding.confidence < bars.get(field, bars.get(DEFAULT, 0.0)):
            page = f"{said['page']} {finding.evidence[0].page}, " if finding.evidence else ""
            label = f"{page}{words[field].lower()} ({finding.confidence:.0%})"
            _, _, values = found.setdefault(id(finding), (finding.confidence, label, []))
            values += [] if pointer.endswith("/edtf") else [value]
    yield from (f"{label}: {' – '.join(values)}" for _, label, values in sorted(found.values()))


def _problems(record: Record, said: Mapping[str, str]) -> Iterator[str]:
    for one in record.problems:
        place = f"{said['page']} {one.page}: " if one.page else ""
        yield f"{place}{one.component}: {one.message}"


def _cut(line: str, width: int) -> str:
    line, width = visible(line), max(width, _NARROWEST)
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"
