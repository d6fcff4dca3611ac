"""The same batch on a real Dask cluster, of whose workers one is killed."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from batch.cluster import cluster
from batch.run import ingest_paths
from benchmarks.store.killing import result_of
from benchmarks.store.quick import Quick
from benchmarks.store.variety import make_documents
from ingest.errors import EngineFailed
from settings import Settings
from store.archive.archive import Archive

distributed = pytest.importorskip("distributed", reason="pip install 'vanban[cluster]'")
FILES = 60


@pytest.fixture(scope="module")
def dask() -> Iterator[object]:
    """A scheduler and three workers, each a process under a nanny."""
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def workers_of(address: str) -> dict[str, int]:
    with distributed.Client(address, set_as_default=False) as client:
        return dict(client.run(os.getpid))


def test_a_killed_worker_costs_nothing(dask: object, tmp_path: Path) -> None:
    address = str(dask.scheduler_address)  # type: ignore[attr-defined]
    make_documents(tmp_path / "in", FILES)
    expected = Archive(f"sqlite:///{tmp_path}/alone/store.db", tmp_path / "alone" / "originals")
    with ThreadPoolExecutor(1) as alone:
        ingest_paths([tmp_path / "in"], expected, Settings(), Quick(alone))

    victim = sorted(workers_of(address).values())[0]
    found = Archive(f"sqlite:///{tmp_path}/struck/store.db", tmp_path / "struck" / "originals")
    seen: list[int] = []

    def kill_one(account: object, total: int) -> None:
        seen.append(total)
        if len(seen) == FILES // 3:
            os.kill(victim, signal.SIGKILL)

    with cluster(address) as executor:
        ingest_paths([tmp_path / "in"], found, Settings(), Quick(executor), kill_one)
    assert victim not in workers_of(address).values()
    assert result_of(tmp_path / "struck") == result_of(tmp_path / "alone")


def test_a_document_is_read_on_the_cluster(dask: object, tmp_path: Path) -> None:
    """The whole house, on the smallest of documents."""
    (tmp_path / "a.txt").write_text("Ke hoach nam hoc")
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    with cluster(str(dask.scheduler_address)) as executor:  # type: ignore[attr-defined]
        account = ingest_paths([tmp_path / "a.txt"], archive, Settings(), executor)
    assert (account.total, account.failures) == (1, [])
    assert [hit.name for hit in archive.search("kế hoạch")] == ["a.txt"]


def test_a_scheduler_that_does_not_answer_is_a_typed_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("batch.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(EngineFailed, match="scheduler"), cluster("tcp://127.0.0.1:1"):
        pass
