"""A store of synthetic records, as large as wanted: ``python -m benchmarks.store.synthetic STORE``.

Records name real units of the gazetteer and say invented things of them. ``KINDS`` different
records are derived as the program does it; each is repeated with other numbers, days and words,
so that 200,000 documents are written in minutes.
"""

import argparse
import datetime
import hashlib
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from benchmarks.store.variety import SAMPLES
from extract.record import (
    Deadline,
    Header,
    Pairing,
    Recipient,
    Record,
    Reference,
    Relation,
    Responsibility,
    Source,
    UnitMention,
)
from gazetteer.authority.tables import read_rows
from normalize.folding import fold
from store.archive.archive import Archive
from store.database.tables import ActorName, Base, Document, DueTime, PageText, StoredRecord
from store.questions.derived import DERIVED_VERSION, rows_of
from store.words import search_words

KINDS = 4000
PAGE_WORDS = 180
BATCH = 2000
_TYPES = ("kế hoạch", "công văn", "thông báo", "quyết định", "hướng dẫn", "báo cáo")
_CODES = ("KH", "CV", "TB", "QĐ", "HD", "BC")
_CLASSES = (
    "Các trường tiểu học", "Các trường THCS", "Các trường mầm non", "Hiệu trưởng các trường",
    "Giáo viên chủ nhiệm", "Tổ Văn phòng", "Các đơn vị kết nghĩa", "Các phòng, ban",
)  # fmt: skip
_RULES = (
    ("XXXX-06-15", "yearly"), ("XXXX-XX-25", "monthly"), (None, "quarterly"), (None, "weekly"),
    (None, "monthly"), ("XXXX-05-31", "yearly"),
)  # fmt: skip
_FIRST_DAY, _DAYS = datetime.date(2005, 1, 1), 7600


class Maker:
    """Makes records out of the gazetteer and the words of the samples."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        rows = [row for row in read_rows("education.csv") if row[3]]
        self.offices = [row for row in rows if "-pgd-" in row[0] or "-sgd-" in row[0]]
        self.schools = self.rng.sample(rows, 3000)
        texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("truth/*.txt"))]
        self.words = " ".join(texts).split()
        self.names = [row[1] for row in read_rows("names.csv")]

    def record(self, number: int) -> tuple[Record, dict[str, str | None], str]:
        """A record, the identities of its units, and its text."""
        rng = self.rng
        office = rng.choice(self.offices)
        schools = rng.sample(self.schools, 4)
        links: dict[str, str | None] = {row[3]: row[0] for row in (office, *schools)}
        kind = rng.randrange(len(_TYPES))
        actors = [schools[0][3], office[3], *rng.sample(_CLASSES, 2)]
        record = Record(
            source=Source(sha256=f"{number:064x}", media_type="application/pdf"),
            header=Header(
                issuer=[office[3]],
                number=f"{number}/{_CODES[kind]}-PGDĐT",
                issued_on="2020-01-01",
                kind=_TYPES[kind],
                title=" ".join(self._words(12)),
                period="2020/2022" if rng.random() < 0.5 else None,
            ),
            references=[
                Reference(
                    kind="kế hoạch", number=f"{rng.randrange(KINDS)}/KH-PGDĐT", issuer=office[3]
                )
                for _ in range(2)
            ],
            pairings=[
                Pairing(
                    units=[UnitMention(name=row[3], unit_id=row[0]) for row in schools[:3]],
                    origin="table",
                )
            ],
            deadlines=[self._deadline() for _ in range(3)],
            responsibilities=[
                Responsibility(actor=actor, task=" ".join(self._words(15)), report_to=[office[3]])
                for actor in actors
            ],
            recipients=[Recipient(name=row[3]) for row in schools[2:]],
        )
        return record, links, " ".join([*self._words(PAGE_WORDS), *(row[3] for row in schools)])

    def _words(self, count: int) -> list[str]:
        start = self.rng.randrange(len(self.words) - count)
        return [*self.words[start : start + count - 2], *self.rng.choices(self.names, k=2)]

    def _deadline(self) -> Deadline:
        task = " ".join(self._words(10))
        if self.rng.random() < 0.2:
            edtf, recurrence = self.rng.choice(_RULES)
            return Deadline(text="định kỳ", edtf=edtf, recurrence=recurrence, task=task)
        relation: Relation = self.rng.choice(("before", "on"))
        return Deadline(text="trước ngày", edtf="2020-01-31", relation=relation, task=task)


def fill(archive: Archive, count: int, seed: int = 1) -> None:
    """Write that many documents into an empty store."""
    maker = Maker(seed)
    templates = [_template(*maker.record(number)) for number in range(min(KINDS, count))]
    actors = sorted({key for template in templates for key in template["actors"]})
    with archive._database.write() as session:
        session.execute(insert(ActorName), [{"key": key} for key in actors if key])
    for first in range(0, count, BATCH):
        with archive._database.write() as session:
            _write(session, templates, range(first, min(first + BATCH, count)), maker.rng)
    if archive._database.engine.dialect.name == "sqlite":
        with archive._database.write() as session:
            session.execute(text("ANALYZE"))


def _template(record: Record, links: dict[str, str | None], page: str) -> dict[str, Any]:
    rows, marks = rows_of(record.source.sha256, record, links, _FIRST_DAY)
    return {
        "record": record,
        "json": record.model_dump_json(),
        "page": page,
        "exact": " ".join(search_words(page, False)),
        "folded": " ".join(search_words(page, True)),
        "facets": marks.facets,
        "head": "",
        "rows": [(type(row), _values(row)) for row in rows],
        "actors": {fold(duty.actor) for duty in record.responsibilities},
    }


def _values(row: Base) -> dict[str, Any]:
    return {
        column.key: getattr(row, column.key)
        for column in row.__table__.columns
        if column.key != "id"
    }


def _write(
    session: Session, templates: list[dict[str, Any]], numbers: range, rng: random.Random
) -> None:
    tables: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
    search: list[dict[str, Any]] = []
    for number in numbers:
        template = templates[number % len(templates)]
        day = _FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS))
        for table, row in _rows(template, number, day, rng):
            tables[table].append(row)
        search.append(_search_row(template, number, day))
    for table in sorted(tables, key=lambda one: one is not Document):
        session.execute(insert(table), tables[table])
    columns = "rowid, exact, folded, facets, head"
    session.execute(
        text(
            f"INSERT INTO search_rows({columns}) VALUES (:rowid, :exact, :folded, :facets, :head)"
        ),
        search,
    )


def _rows(
    template: dict[str, Any], number: int, day: datetime.date, rng: random.Random
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    record: Record = template["record"]
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=number)
    kind = (record.header.number or "").partition("/")[2]
    written = f"{number}/{kind}"
    yield Document, {
        "sha256": sha256, "name": f"{number}.pdf", "kind": "application/pdf", "state": "done",
        "number": written, "number_key": fold(written), "title": record.header.title,
        "issuer": record.header.issuer[0], "issued_on": day.isoformat(),
        "type_name": record.header.kind, "pages": 1, "accepted_at": moment,
        "derived": DERIVED_VERSION,
    }  # fmt: skip
    yield StoredRecord, {
        "document": sha256, "version": 1, "made_at": moment, "json": template["json"],
    }  # fmt: skip
    yield PageText, {"id": number + 1, "document": sha256, "page": 1, "text": template["page"]}
    for table, row in template["rows"]:
        changed = {**row, "document": sha256}
        if table is DueTime and row["due"]:
            changed["due"] = (day + datetime.timedelta(days=rng.randrange(400))).isoformat()
        if table is DueTime and row["rule"]:
            changed["since"] = day.isoformat()
        yield table, changed


def _search_row(template: dict[str, Any], number: int, day: datetime.date) -> dict[str, Any]:
    issued = f"year{day:%Y} month{day:%Y%m} day{day:%Y%m%d}"
    facets = template["facets"].replace("year2020 month202001 day20200101", issued)
    return {
        "rowid": number + 1,
        "exact": f"{template['exact']} s{number}",
        "folded": f"{template['folded']} s{number}",
        "facets": f"firstpage {facets} cut number{number}",
    }


def main() -> None:
    """Fill a store and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path, help="SQLite file to make")
    parser.add_argument("--documents", type=int, default=200_000)
    given = parser.parse_args()
    began = time.monotonic()
    fill(Archive(f"sqlite:///{given.store}", given.store.parent / "originals"), given.documents)
    size = given.store.stat().st_size
    print(json.dumps({"seconds": round(time.monotonic() - began), "bytes": size}))


if __name__ == "__main__":
    main()
