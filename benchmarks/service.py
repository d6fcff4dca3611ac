"""How soon the pages answer while a batch runs: ``python -m benchmarks.service``.

Makes a store of synthetic documents with open values, decisions and words (``benchmarks.store.synthetic``)
and reads the samples into it; starts the service as ``vanban serve`` does; asks for every page again and
again, first alone, then while a batch writes into the same store, with a reader that takes milliseconds
or (``--real``) with the whole pipeline. Prints the median and the 95th percentile of each page in
milliseconds, by the clock of the client and of the service's processor (from Linux's ``/proc``).
"""

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import httpx
from sqlalchemy import insert, select, update

from batch import ingest_paths
from benchmarks.store.synthetic import Maker, fill
from extract.record import Evidence, Record
from settings import Settings
from store.archive.archive import Archive
from store.database.tables import (
    Base,
    Decision,
    Document,
    OpenValue,
    PageText,
    State,
    StoredRecord,
    ValueOptions,
    Verdict,
)
from store.documents.layout import ReadLine, ReadWord, pack
from store.rights import Rights

BOUND_MS = 150.0
SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
PROGRAMS = Path(sys.executable).parent
LINE_WORDS = 10
SURE = 0.9  # the share of values that are sure, as in the records of the samples
DECIDED = 10_000  # decisions in the store: a reviewer's work of two days
START_SECONDS = 60.0

Asked = Mapping[str, Callable[[], str]]


class Times(NamedTuple):
    """What a page took, in milliseconds by the clock and of the processor, and its bytes."""

    median: float
    p95: float
    longest: float
    p95_worked: float
    size: int


def make_store(archive: Archive, documents: int, seed: int = 3) -> None:
    """Fill a store: synthetic documents, with what a reviewer finds there."""
    fill(archive, documents)
    rng = random.Random(seed)
    values = lru_cache(maxsize=None)(_review_values)  # a record stands for several documents
    with archive.writing() as session:
        ids = session.scalars(select(Document.sha256).order_by(Document.sha256)).all()
        session.execute(update(Document).values(state=State.REVIEW))
        for first in range(0, len(ids), 500):
            rows: dict[type[Base], list[dict[str, object]]] = {OpenValue: [], ValueOptions: []}
            some_ids = ids[first : first + 500]
            kept = select(StoredRecord).where(StoredRecord.document.in_(some_ids))
            for record in session.scalars(kept):
                for table, row in _values(record.document, values(record.json), rng):
                    rows[table].append(row)
            for table, some in rows.items():
                session.execute(insert(table), some)
        session.execute(insert(Decision), [_decision(sha256) for sha256 in ids[:DECIDED]])
        layouts = [_layout(text, rng) for text in session.scalars(select(PageText.text).limit(50))]
        for number, sha256 in enumerate(ids):
            chosen = layouts[number % len(layouts)]
            session.execute(
                update(PageText).where(PageText.document == sha256).values(layout=chosen)
            )


def _review_values(record: str) -> list[tuple[str, str]]:
    return [(one.pointer, one.value) for one in Record.model_validate_json(record).review_values()]


def _values(
    sha256: str, values: list[tuple[str, str]], rng: random.Random
) -> Iterator[tuple[type[Base], dict[str, object]]]:
    for pointer, value in values:
        sure = rng.random() < SURE
        confidence = rng.uniform(0.97, 1.0) if sure else rng.uniform(0.1, 0.97)
        evidence = Evidence(
            page=1, boxes=[(0.12, 0.2, 0.51, 0.22)], raw=value, text=value, rule="benchmark"
        )
        yield OpenValue, {
            "document": sha256, "pointer": pointer, "value": value,
            "confidence": confidence, "turn": confidence,
            "evidence": f"[{evidence.model_dump_json()}]",
        }  # fmt: skip
        if not sure:
            options = json.dumps([[f"{value} x", 0.1], [f"{value} y", 0.05]])
            yield ValueOptions, {"document": sha256, "pointer": pointer, "options": options}


def _decision(sha256: str) -> dict[str, object]:
    return {
        "document": sha256, "pointer": "/header/number", "before": "1/KH", "after": "1/KH",
        "verdict": Verdict.ACCEPT, "reviewer": "Lan", "decided_at": datetime.now(UTC),
    }  # fmt: skip


def _layout(text: str, rng: random.Random) -> bytes:
    """The words of a text as if a printed page had been read."""
    words = text.split()
    lines = []
    for top in range(0, len(words), LINE_WORDS):
        read = [
            ReadWord(
                word, word, rng.choice((1.0, 0.995, 0.7)), ((f"{word}x", 0.1),),
                (0.1 * at, 0.01, 0.1 * at + 0.08, 0.02), " " if at else "",
            )
            for at, word in enumerate(words[top : top + LINE_WORDS])
        ]  # fmt: skip
        lines.append(ReadLine(" ".join(words[top : top + LINE_WORDS]), tuple(read)))
    return pack(lines)


def pages(archive: Archive, seed: int = 5) -> Asked:
    """The pages and what they fetch, asked for something else each time."""
    rng, maker = random.Random(seed), Maker(1)
    with archive.reading() as session:
        ids = session.scalars(select(Document.sha256).where(Document.name.like("%.pdf"))).all()
        read = session.scalars(
            select(Document.sha256).join(StoredRecord).where(~Document.accepted_at.is_(None))
            .where(Document.name.in_([path.name for path in SAMPLES.iterdir()]))
        ).all()  # fmt: skip
        some = session.execute(
            select(OpenValue.document, OpenValue.pointer, OpenValue.value).limit(5000)
        ).all()

    def same() -> str:
        one = rng.choice(some)
        query = {"document": one.document, "pointer": one.pointer, "value": one.value}
        return str(httpx.URL("/queue/same", params=query))

    def asking(path: str, **query: Callable[[], str]) -> Callable[[], str]:
        return lambda: str(httpx.URL(path, params={key: of() for key, of in query.items()}))

    def words() -> str:
        start = rng.randrange(len(maker.words) - 2)
        return " ".join(maker.words[start : start + 2])

    def school() -> str:
        return str(rng.choice(maker.schools)[3])

    def month() -> str:
        return f"{rng.randrange(2006, 2025)}-{rng.randrange(1, 13):02}"

    return {
        "inbox": lambda: "/",
        "inbox, one state": lambda: "/?state=review",
        "inbox, further back": lambda: f"/?offset={50 * rng.randrange(len(ids) // 50)}",
        "queue: page": lambda: "/review",
        "queue: values": lambda: "/queue?limit=30",
        "queue: progress": lambda: "/queue/progress",
        "queue: same case": same,
        "queue of one document": lambda: f"/queue?document={rng.choice(ids)}",
        "document": lambda: f"/view/{rng.choice(ids)}",
        "document, a sample": lambda: f"/view/{rng.choice(read)}",
        "document: text": lambda: f"/documents/{rng.choice(ids)}/text?page=1",
        "document: decisions": lambda: f"/documents/{rng.choice(ids)}/decisions",
        "units: a name": asking("/pages/units", name=school),
        "units: a unit": asking("/pages/units", unit=lambda: str(rng.choice(maker.schools)[0])),
        "deadlines": asking("/pages/deadlines", month=month),
        "pairings": lambda: "/pages/pairings",
        "pairings of a unit": asking("/pages/pairings", unit=school),
        "search": asking("/pages/search", q=words),
        "search, with a filter": asking("/pages/search", q=words, kind=lambda: "kế hoạch"),
        "account": lambda: "/account",
        "health": lambda: "/health",
    }


class Asker:
    """Asks the service, and tells what it took by the clock and of the service's processor."""

    def __init__(self, client: httpx.Client, process: int) -> None:
        self._client, self._process = client, process

    def __call__(self, method: str, path: str, body: object = None) -> tuple[float, float, int]:
        """Milliseconds by the clock and of the processor, and the bytes of the answer."""
        worked, begun = self._worked(), time.perf_counter()
        answer = self._client.request(method, path, json=body)
        taken = time.perf_counter() - begun
        answer.raise_for_status()
        return 1000 * taken, 1000 * (self._worked() - worked), len(answer.content)

    def _worked(self) -> float:
        """Seconds that the threads of the service have worked, without its workers."""
        threads = Path(f"/proc/{self._process}/task").glob("*/schedstat")
        return sum(int(one.read_text().split()[0]) for one in threads) / 1e9


def ask(asker: Asker, asked: Asked, times: int) -> dict[str, Times]:
    """Every page that often, in turns, so that all of them meet the same moments."""
    taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in asked}
    for _ in range(times):
        for name, url in asked.items():
            taken[name].append(asker("GET", url()))
    return {name: _times(some) for name, some in taken.items()}


def _times(some: list[tuple[float, float, int]]) -> Times:
    taken, worked, sizes = (list(column) for column in zip(*some, strict=True))
    return Times(statistics.median(taken), _p95(taken), max(taken), _p95(worked), int(max(sizes)))


def _p95(some: list[float]) -> float:
    return statistics.quantiles(some, n=20, method="inclusive")[-1]


def decide(client: httpx.Client, asker: Asker, times: int) -> Times:
    """Accept the least sure values one after the other, as the keys of the queue do."""
    values = client.get("/queue", params={"limit": times}).json()["values"]
    return _times(
        [
            asker(
                "POST",
                f"/documents/{value['document']}/decisions",
                {"pointer": value["pointer"], "before": value["value"]},
            )
            for value in values
        ]
    )


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The address of ``vanban serve`` while it runs, and the number of its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(PROGRAMS / "vanban"), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address)
            yield address, server.pid
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        try:
            httpx.get(f"{address}/health").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"the service did not answer within {START_SECONDS:g} s")


@contextmanager
def batch(environment: Mapping[str, str], folder: Path, real: bool) -> Iterator[None]:
    """A batch over new files beside what is done meanwhile; it must outlast that."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if real:
        scan = (SAMPLES / "ke-hoach-quet.pdf").read_bytes()
        for number in range(200):
            (folder / f"{number}.pdf").write_bytes(scan + b"\n%% " + str(number).encode())
    else:
        words = Maker(2).words
        for number in range(20_000):
            text = f"Văn bản {number}\n{' '.join(words[number % 500 :][:180])}"
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [
        sys.executable, "-m", "benchmarks.store.quick", str(folder), environment["VANBAN_STORE"],
        environment["VANBAN_ORIGINALS"], "--workers", "1", *(["--real"] if real else []),
    ]  # fmt: skip
    with subprocess.Popen(command, env=environment) as running:
        try:
            time.sleep(10)  # workers start, models are loaded
            yield
            if running.poll() is not None:
                raise RuntimeError("the batch ended before the pages were measured")
        finally:
            running.terminate()


def show(title: str, found: Mapping[str, Times]) -> None:
    """A table, and whether each page keeps the bound."""
    load = os.getloadavg()[0]
    print(f"\n{title} (load {load:.1f})")
    print(f"{'':28}{'median':>8}{'p95':>8}{'longest':>9}{'p95 worked':>12}{'bytes':>9}")
    for name, one in found.items():
        late = "" if one.p95 <= BOUND_MS else "  above the bound"
        times = f"{one.median:8.1f}{one.p95:8.1f}{one.longest:9.1f}{one.p95_worked:12.1f}"
        print(f"{name:28}{times}{one.size:9}{late}")
    sys.stdout.flush()


def main() -> None:
    """Make the store where there is none, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=60, help="requests for each page")
    parser.add_argument("--folder", type=Path, help="where the store is kept; made where missing")
    parser.add_argument("--real", action="store_true", help="the batch reads with OCR")
    parser.add_argument("--idle", action="store_true", help="without a batch only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "VANBAN_STORE": f"sqlite:///{folder}/vanban.db",
            "VANBAN_ORIGINALS": str(folder / "originals"),
        }
        os.environ.update(environment)
        archive = Archive(environment["VANBAN_STORE"], environment["VANBAN_ORIGINALS"])
        if not archive.documents(1):
            make_store(archive, given.documents)
            ingest_paths([SAMPLES], archive, Settings(workers=1))
        account = archive.accounts.first()
        assert account.rights == Rights.ADMINISTRATOR
        token = archive.accounts.make_token(account.id, "benchmark")
        asked = pages(archive)
        with (
            serving(environment) as (address, process),
            httpx.Client(base_url=address, timeout=60) as client,
        ):
            client.headers["Authorization"] = f"Bearer {token}"
            asker = Asker(client, process)
            ask(asker, asked, 2)  # what is loaded once is loaded now
            if not given.real:
                show(
                    "alone",
                    {
                        **ask(asker, asked, given.times),
                        "a decision": decide(client, asker, given.times),
                    },
                )
            if not given.idle:
                with batch(environment, folder / "new", given.real):
                    title = f"beside a batch, {'OCR' if given.real else 'quick reader'}"
                    found = ask(asker, asked, given.times)
                    show(title, {**found, "a decision": decide(client, asker, given.times)})


if __name__ == "__main__":
    main()
