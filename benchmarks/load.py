"""``python -m benchmarks.load [--minutes 5]``: many people at once before one service.

Forty send documents and ten review, without pause. Printed: what was accepted and what of it is lost,
answers of 5xx (503 with ``Retry-After`` is an honest no and counts apart), times of pages, memory of the
service with all its processes. Ends with 1 where something was lost or a 5xx was no honest one.
"""

import argparse
import asyncio
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
import psutil

from store.archive.archive import Archive

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "/", "/review", "/queue?limit=30", "/queue/progress", "/pages/deadlines", "/documents?limit=50",
    "/pages/search?q=kế hoạch", "/search?q=long bien", "/pages/pairings",
)  # fmt: skip
_LOOK_SECONDS = 0.5
_DRAIN_SECONDS = 1800  # until what was accepted must have been read


class Load:
    """The people, what they were answered, and what the service took."""

    def __init__(self, client: httpx.AsyncClient, process: psutil.Process, ends: float) -> None:
        self.client, self.process, self.ends = client, process, ends
        self.accepted: set[str] = set()
        self.statuses: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.memory = 0
        self._texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("samples/truth/*.txt"))]

    @property
    def goes_on(self) -> bool:
        """Whether the time is not over."""
        return time.monotonic() < self.ends

    async def upload(self, who: int) -> None:
        """Send one document after the other; wait where told to."""
        rng = random.Random(who)
        number = 0
        while self.goes_on:
            number += 1
            text = f"{rng.choice(self._texts)}\nSố: {who}{number}/KH-UBND"
            files = {"file": (f"{who}-{number}.txt", text.encode())}
            answer = await self._asked("POST", "/documents", files=files)
            if answer is not None and answer.status_code in (200, 202):
                self.accepted.add(hashlib.sha256(text.encode()).hexdigest())
            elif answer is not None and "retry-after" in answer.headers:
                await asyncio.sleep(min(2.0, max(0.0, self.ends - time.monotonic())))

    async def review(self, who: int) -> None:
        """Look at pages, and accept the least sure value."""
        rng = random.Random(1000 + who)
        while self.goes_on:
            begun = time.monotonic()
            if await self._asked("GET", rng.choice(PAGES)) is not None:
                self.seconds.append(time.monotonic() - begun)
            queue = await self._asked("GET", "/queue?limit=30")
            values = queue.json()["values"] if queue is not None and queue.is_success else []
            if values:
                value = rng.choice(values)
                wish = {"pointer": value["pointer"], "before": value["value"]}
                await self._asked("POST", f"/documents/{value['document']}/decisions", json=wish)

    async def watch(self) -> None:
        """Look at the memory of all processes of the service."""
        while self.goes_on:
            self.memory = max(self.memory, _memory(self.process))
            await asyncio.sleep(_LOOK_SECONDS)

    async def _asked(self, method: str, path: str, **more: object) -> httpx.Response | None:
        try:
            answer = await self.client.request(method, path, **more)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            self.faults[type(error).__name__] += 1
            return None
        self.statuses[answer.status_code] += 1
        honest = answer.status_code == 503 and "retry-after" in answer.headers
        if answer.status_code >= 500 and not honest:
            self.faults[f"{answer.status_code} {method} {path.partition('?')[0]}"] += 1
        return answer


def main() -> None:
    """Start a service, let people at it, tell how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--uploaders", type=int, default=40)
    parser.add_argument("--reviewers", type=int, default=10)
    parser.add_argument("--port", type=int, default=8933)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/store.db", f"{folder}/originals"
        archive = Archive(*store)
        token = archive.accounts.make_token(archive.accounts.first().id, "load")
        environment = os.environ | {
            "VANBAN_STORE": store[0], "VANBAN_ORIGINALS": store[1], "VANBAN_PORT": str(given.port),
        }  # fmt: skip
        words = [sys.executable, "-c", "from api.cli.app import main; main()", "serve"]
        service = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        try:
            load = asyncio.run(_run(given, token, psutil.Process(service.pid)))
            lost = _lost(archive, load.accepted)
        finally:
            service.terminate()
            service.wait()
    _tell(load, lost)
    sys.exit(bool(lost or load.faults))


async def _run(given: argparse.Namespace, token: str, process: psutil.Process) -> Load:
    limits = httpx.Limits(max_connections=given.uploaders + given.reviewers)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{given.port}", timeout=60, limits=limits,
        headers={"Authorization": f"Bearer {token}"},
    ) as client:  # fmt: skip
        await _ready(client)
        load = Load(client, process, time.monotonic() + 60 * given.minutes)
        await asyncio.gather(
            load.watch(),
            *(load.upload(number) for number in range(given.uploaders)),
            *(load.review(number) for number in range(given.reviewers)),
        )
        return load


async def _ready(client: httpx.AsyncClient) -> None:
    for _ in range(600):
        try:
            if (await client.get("/health")).is_success:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(_LOOK_SECONDS)
    raise TimeoutError("The service does not answer.")


def _lost(archive: Archive, accepted: set[str]) -> set[str]:
    """What was accepted and is not read to an end, or whose bytes are not there."""
    ends = time.monotonic() + _DRAIN_SECONDS
    waiting = set(accepted)
    while waiting and time.monotonic() < ends:
        waiting = {one for one in waiting if archive.find(one).finished_at is None}
        time.sleep(_LOOK_SECONDS)
    whole = (one for one in accepted if hashlib.sha256(archive.data(one)).hexdigest() == one)
    return waiting | (accepted - set(whole))


def _tell(load: Load, lost: set[str]) -> None:
    ranked = sorted(load.seconds) or [0.0]
    half, most = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
    print(f"accepted {len(load.accepted)}, lost {len(lost)}")
    print("answers " + ", ".join(f"{status}: {n}" for status, n in sorted(load.statuses.items())))
    print(f"5xx and broken lines besides honest 503: {dict(load.faults) or 'none'}")
    print(f"pages {len(ranked)}: median {half * 1000:.0f} ms, p95 {most * 1000:.0f} ms")
    print(f"memory of the service and its processes at most {load.memory / 1e6:.0f} MB")


def _memory(process: psutil.Process) -> int:
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


if __name__ == "__main__":
    main()
