"""Work on text is stopped inside its process."""

import re
import signal
import threading
import time

import pytest

import pipeline
from extract import nlp
from ingest.errors import EngineFailed
from ingest.limits import Limits
from ingest.within import within


def test_a_regular_expression_without_end_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(EngineFailed, match="TEXT_SECONDS"), within(0.2, "TEXT_SECONDS"):
        re.match(r"(a+)+$", "a" * 40 + "b")
    assert time.monotonic() - began < 20
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_ends_in_time_is_left_alone() -> None:
    with within(0.05, "TEXT_SECONDS"):
        done = True
    time.sleep(0.1)
    assert done


def test_another_thread_runs_without_it() -> None:
    ended = []

    def work() -> None:
        with within(0.01, "TEXT_SECONDS"):
            time.sleep(0.05)
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]


def test_extraction_that_does_not_end_is_a_typed_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, **__: object) -> None:
        while True:
            time.sleep(0.01)

    monkeypatch.setattr(nlp, "read_draft", endless)
    with pytest.raises(EngineFailed, match=r"longer than 0\.3 seconds"):
        pipeline.read("Số: 12/KH-UBND".encode(), Limits(text_seconds=0.3))
