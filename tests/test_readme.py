"""The examples of the README run as they are printed, and show what it says they show."""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.app import create_app
from api.cli.app import app
from batch import Outcome
from extract.record import HeaderEvidence, Record
from settings import Settings
from store.archive.archive import Archive
from store.rights import Rights
from tests.browser.conftest import running
from tests.readings import Readers, record_of

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_COMPARED = {"boxes", "confidence"}  # another version of Tesseract reads a little otherwise


@pytest.fixture(scope="module")
def plan() -> Record:
    """The scanned plan of the examples, read in earnest."""
    done = CliRunner().invoke(
        app, ["extract", "--json", str(ROOT / "samples/documents/ke-hoach-quet.pdf")]
    )
    return Record.model_validate_json(done.stdout)


def lacking(shown: Any, there: Any, at: str = "") -> list[str]:
    """Where what is shown is not there; lists and objects may have more."""
    if isinstance(shown, dict):
        return [
            fault
            for name, said in shown.items()
            if name not in NOT_COMPARED
            for fault in lacking(said, there.get(name), f"{at}/{name}")
        ]
    if isinstance(shown, list):
        return [f"{at}: {said}" for said in shown if all(lacking(said, one, at) for one in there)]
    return [] if shown == there else [f"{at}: {shown!r} is {there!r}"]


def test_the_page_for_people_is_the_one_shown(
    plan: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.cli import sheet

    shown = re.search(r"shows on a terminal \(shortened\):\n\n```\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    printed = [" ".join(line.split()) for line in sheet.sheet(plan, True, 200).splitlines()]
    for line in shown[1].splitlines():
        wanted = " ".join(line.split())
        if wanted.endswith("…"):
            assert any(one.startswith(wanted.rstrip("…")) for one in printed), wanted
        else:
            assert wanted in printed
    assert len(shown[1].splitlines()) > 6


def test_the_record_is_the_one_shown(plan: Record) -> None:
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert lacking(json.loads(shown[1]), plan.model_dump(mode="json")) == []


def curls() -> str:
    """The lines that ask a service, as they are printed."""
    shown = re.search(r"with a token of an account:\n\n(.*?)\n\n(?=\S)", README, re.DOTALL)
    assert shown is not None and shown[1].count("curl") == 5
    return re.sub("^    ", "", shown[1], flags=re.MULTILINE)


def read_plan(data: bytes) -> Outcome:
    record = record_of(data)
    record.header.period = "2023/2025"
    record.header.support["period"] = HeaderEvidence(confidence=0.3, evidence=[])
    return Outcome(record.model_dump_json(), ("Kế hoạch kết nghĩa giữa các trường",))


def test_the_requests_are_answered(tmp_path: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    store = f"sqlite:///{tmp_path}/store.db"
    archive = Archive(store, tmp_path / "originals")
    archive.accounts.first()
    archive.accounts.set_rights("admin", Rights.ADMINISTRATOR)
    program = tmp_path / "vanban"
    program.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from api.cli.app import main; main()" "$@"\n'
    )
    program.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "VANBAN_STORE": store,
        "HOME": str(tmp_path), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as painters:
        service = create_app(archive, Settings(), Readers(read_plan), painters)
        with running(service) as address:
            asked = curls().replace("http://127.0.0.1:8765", address)
            asked = asked.replace("curl ", "curl -sS -w '\\n%{http_code}\\n' ")
            done = subprocess.run(
                ["bash", "-euc", asked], cwd=ROOT, env=environment, capture_output=True, text=True,
                check=False, timeout=120,
            )  # fmt: skip
    assert done.returncode == 0, done.stderr
    statuses = [line for line in done.stdout.splitlines() if re.fullmatch(r"\d{3}", line)]
    assert statuses == ["202", "200", "200", "200", "201"], done.stdout
    assert "event: idle" in done.stdout and "<mark>" not in done.stderr
    (decision,) = archive.decisions("0adc0361")
    assert (decision.pointer, decision.after) == ("/header/period", "2023/2025")
