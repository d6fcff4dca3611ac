"""Links and checks as synthetic cascades come in: ``python -m benchmarks.cascade [--documents 20000]``.

Each cascade is a city's plan, three of districts and sixteen of schools, with lists and deadlines; one citation
in ten tells another day or number, one in twenty is of a document that never comes. Documents arrive in no
order within runs of a thousand. Printed are the links found, what a document costs to keep, and of that the
cascade's part; then how long the questions of the page take.
"""

import argparse
import datetime
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from extract.record import Deadline, Header, Pairing, Record, Reference, Source, UnitMention
from extract.record import Responsibility as Duty
from store.archive import archive as kept
from store.archive.archive import Archive
from store.database.tables import Citation
from store.documents.originals import content_hash

DISTRICTS = ("Hải Châu", "Sơn Trà", "Thanh Khê")
SCHOOLS = 16
RUN = 1000  # documents that arrive in no order
ASKED = 200  # documents that are asked for


class Maker:
    """Makes the records of cascades; ``links`` counts the citations whose document comes."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.links = 0

    def cascade(self, number: int) -> Iterator[Record]:
        """The records of one cascade, from above to below."""
        day = datetime.date(2010, 1, 4) + datetime.timedelta(days=number % 4000)
        title = f"Tổ chức phong trào “Trường bạn số {number}” giai đoạn {day.year}-{day.year + 3}"
        city = self._plan(
            f"{number % 900 + 100}/KH-SGDĐT", day, "Sở Giáo dục và Đào tạo Đà Nẵng",
            "Ủy ban nhân dân thành phố Đà Nẵng", title, (), number,
        )  # fmt: skip
        yield city
        plans = list[Record]()
        for place in DISTRICTS:
            office = f"Phòng Giáo dục và Đào tạo quận {place}"
            plans.append(
                self._plan(
                    f"{number % 300 + len(plans) + 10}/KH-PGDĐT", day + datetime.timedelta(days=20), office,
                    f"Ủy ban nhân dân quận {place}", f"{title} trên địa bàn quận {place}", (city,), number,
                )
            )  # fmt: skip
        yield from plans
        for n in range(SCHOOLS):
            above = plans[n % len(plans)]
            yield self._plan(
                f"{n + 1}/KH-TH", day + datetime.timedelta(days=40), f"Trường Tiểu học Số {n} Bến {number}",
                above.header.parent_issuer or "", title, (above, city) if n % 4 == 0 else (above,), number,
            )  # fmt: skip

    def _plan(
        self, number: str, day: datetime.date, issuer: str, parent: str, title: str,
        above: tuple[Record, ...], cascade: int,
    ) -> Record:  # fmt: skip
        header = Header(
            issuer=[issuer], parent_issuer=parent, number=number, issued_on=day.isoformat(), kind="kế hoạch",
            title=title, period=f"{day.year}/{day.year + 3}",
        )  # fmt: skip
        identity = content_hash(f"{cascade} {number} {issuer}".encode())
        units = [UnitMention(name=f"Trường Tiểu học Số {n} Bến {cascade}") for n in range(6)]
        return Record(
            source=Source(sha256=identity, media_type="text/plain"),
            header=header,
            references=[self._cited(one) for one in above],
            pairings=[
                Pairing(units=units[n : n + 2], origin="table", table=1, row=n) for n in (0, 2, 4)
            ],
            deadlines=[
                Deadline(
                    text=f"trước ngày 31/5/{day.year + 1}", edtf=f"{day.year + 1}-05-31",
                    relation="before", task="Báo cáo kết quả", actors=[issuer],
                )
            ],
            responsibilities=[
                Duty(actor="Các trường tiểu học trên địa bàn", task=f"Việc thứ {n} của phong trào")
                for n in range(8)
            ],
        )  # fmt: skip

    def _cited(self, one: Record) -> Reference:
        header, chance = one.header, self._random.random()
        told: dict[str, Any] = {"number": header.number, "issued_on": header.issued_on}
        if chance < 0.05:
            told = {"number": f"9{header.number}", "issued_on": "2009-01-01"}
        else:
            self.links += 1
        if 0.05 <= chance < 0.15:
            told["issued_on"] = f"{header.issued_on or '':.8}28"
        title = f"về việc {header.title}"
        return Reference(kind="kế hoạch", issuer=header.issuer[0], title=title, **told)


def records(documents: int, maker: Maker) -> Iterator[Record]:
    """The records in the order in which they come."""
    shuffled, waiting, number = random.Random(1), list[Record](), 0
    made = 0
    while made < documents:
        waiting += maker.cascade(number)
        number += 1
        if len(waiting) >= RUN or made + len(waiting) >= documents:
            shuffled.shuffle(waiting)
            yield from waiting
            made += len(waiting)
            waiting = []


class Watch:
    """How long a function of the archive takes, by the clock and by the processor, in milliseconds."""

    def __init__(self, name: str) -> None:
        self.clock: list[float] = []
        self.processor: list[float] = []
        self._timed = getattr(kept, name)
        setattr(kept, name, self)

    def __call__(self, *given: Any) -> Any:
        clock, processor = time.perf_counter(), time.process_time()
        answer = self._timed(*given)
        self.clock.append(1000 * (time.perf_counter() - clock))
        self.processor.append(1000 * (time.process_time() - processor))
        return answer


def fill(archive: Archive, documents: int, maker: Maker) -> float:
    """Keep the documents; how many milliseconds of the processor each took in all."""
    begun, count = time.process_time(), 0
    for record in records(documents, maker):
        name = f"{record.header.number} {record.header.issuer[0]}"
        data = record.source.sha256.encode()
        sha256 = archive.accept(data, name)[0].sha256
        archive.save_reading(sha256, record, [f"Thực hiện {record.header.title}"])
        count += 1
    return 1000 * (time.process_time() - begun) / count


def asked(archive: Archive) -> dict[str, list[float]]:
    """How long the questions of the page take, in milliseconds of the processor."""
    tops = [paper.document for paper, _ in archive.cascades.tops(ASKED)]
    found: dict[str, list[float]] = {"around": [], "coverage": [], "findings": []}
    for document in tops:
        for name, times in found.items():
            begun = time.process_time()
            getattr(archive.cascades, name)(document)
            times.append(1000 * (time.process_time() - begun))
    return found


def _at(times: list[float], share: float) -> float:
    """The time that a share of them stays below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--store", help="a database URL; a new SQLite file where left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.store or f"sqlite:///{folder}/store.db"
        archive = Archive(url, Path(folder) / "originals")
        woven, maker = Watch("weave"), Maker(1)
        each = fill(archive, given.documents, maker)
        with archive.reading() as session:
            linked = session.scalar(select(func.count(Citation.cited))) or 0
        print(f"{len(woven.clock)} documents, {linked} of {maker.links} citations linked")
        print(f"kept: {each:.1f} ms of the processor each")
        for name, times in (("clock", woven.clock), ("processor", woven.processor)):
            mean = sum(times) / len(times)
            tenth = times[-len(times) // 10 :]
            print(
                f"cascade, {name}: mean {mean:.1f} ms, last tenth {sum(tenth) / len(tenth):.1f}, "
                f"p95 {_at(times, 0.95):.1f}"
            )
        for name, times in asked(archive).items():
            print(
                f"{name}: median {_at(times, 0.5):.1f}, p95 {_at(times, 0.95):.1f} ms of the processor"
            )


if __name__ == "__main__":
    main()
