"""The command line: answers on standard output alone, failures as message and exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import pipeline
from api.cli.app import app
from extract.record import Record, RecordProblem
from ingest.limits import Limits
from ingest.page import Document, Kind
from normalize.text import Text, TextLine
from store.archive.archive import Archive
from store.database.tables import State
from tests.readings import NUMBER, TEXT, Readers, record_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))


@pytest.fixture
def hand_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings made by hand, by a pipeline that prints what it should not."""

    def read(data: bytes, limits: Limits) -> pipeline.Reading:
        print("a library talks")
        record = record_of(data)
        record.problems.append(RecordProblem(component="ocr", message="no words", page=2))
        lines = tuple(TextLine(page, TEXT, f"{TEXT} {page}", ()) for page in (1, 1, 2))
        document = Document(record.source.sha256, Kind.TEXT, ())
        return pipeline.Reading(document, Text(lines, ()), record)

    def restore_lines(
        lines: Sequence[str],
        context: Sequence[str] = (),
        names: object = None,
        lexicon: object = None,
    ) -> list[str]:
        return [f"{line.upper()}{len(context) or ''}" for line in lines]

    def restore(data: bytes, limits: Limits) -> tuple[Document, Text]:
        reading = read(data, limits)
        return reading.document, reading.text

    monkeypatch.setattr(pipeline, "read", read)
    monkeypatch.setattr(pipeline, "restore", restore)
    monkeypatch.setattr("normalize.document.restore_plain", restore_lines)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("Ke hoach nam hoc")
    return file


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


@pytest.mark.usefixtures("hand_made")
def test_extract_prints_the_record_and_nothing_else(file: Path) -> None:
    result = run("extract", file)
    assert result.exit_code == 0
    assert Record.model_validate_json(result.stdout).header.number == "l25/KH-UBND"
    assert "a.txt: page 2: ocr: no words" in result.stderr
    assert "a library talks" in result.stderr


@pytest.mark.usefixtures("hand_made")
def test_a_terminal_shows_a_page_unless_json_is_asked_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("extract", "--sheet", file).stdout.startswith("Document ")
    monkeypatch.setattr("api.cli.app.is_terminal", lambda: True)
    assert run("extract", file).stdout.startswith("Document ")
    for option in ("--json", "--brief"):
        assert Record.model_validate_json(run("extract", option, file).stdout).header.number


@pytest.mark.usefixtures("hand_made")
def test_brief_leaves_out_evidence_and_nothing_else(file: Path) -> None:
    whole = Record.model_validate_json(run("extract", file).stdout)
    result = run("extract", "--brief", file)
    brief = Record.model_validate_json(result.stdout)
    assert "evidence" in whole.model_dump_json()
    assert "evidence" not in result.stdout and "confidence" not in result.stdout
    assert brief.header.number == whole.header.number
    assert [signer.name for signer in brief.signers] == [signer.name for signer in whole.signers]
    assert brief.source == whole.source and brief.problems == whole.problems


@pytest.mark.usefixtures("hand_made")
def test_text_separates_pages_by_a_form_feed(file: Path) -> None:
    result = run("text", file)
    assert result.stdout == f"{TEXT} 1\n{TEXT} 1\n\f{TEXT} 2\n"


@pytest.mark.usefixtures("hand_made")
@pytest.mark.parametrize("written", ["", "\n", "a", "a\n", "a\n\nb", "a\n\n\n", "\n\na\n"])
def test_restore_keeps_lines_and_the_last_line_break(written: str) -> None:
    result = run("restore", stdin=written.encode())
    assert (result.exit_code, result.stdout) == (0, written.upper())


@pytest.mark.usefixtures("hand_made")
def test_restore_takes_a_file_and_contexts(file: Path, tmp_path: Path) -> None:
    context = tmp_path / "names.txt"
    context.write_text("một\nhai\n")
    result = run("restore", file, "--context", context, "--context", context)
    assert result.stdout == "KE HOACH NAM HOC4"


def test_restore_refuses_what_is_no_text() -> None:
    assert run("restore", stdin=bytes(range(256))).exit_code == 4


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [(None, 2, ""), (b"", 3, ""), (b"OggS\x00\x02\x00\x01", 4, "PDF"), (b"%PDF-1.4\n", 5, "")],
)
def test_failures_have_exit_codes_and_advice(
    tmp_path: Path, content: bytes | None, code: int, says: str
) -> None:
    file = tmp_path / "a.pdf"
    if content is not None:
        file.write_bytes(content)
    result = run("extract", file)
    assert (result.exit_code, result.stdout) == (code, "")
    message, advice = result.stderr.strip().splitlines()
    assert message.startswith("vanban: ")
    assert says in advice


def test_a_setting_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_PORT", "0")
    result = run("list")
    assert (result.exit_code, "port" in result.stderr) == (12, True)


def test_the_service_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("0.0.0.0", "192.168.1.4", "example.org"):
        monkeypatch.setenv("VANBAN_HOST", host)
        result = run("serve")
        assert (result.exit_code, "Without accounts" in result.stderr) == (12, True)


def test_a_folder_is_ingested_listed_shown_and_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.run.Processes", lambda *_: Readers())
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "a.txt").write_text("Kế hoạch")
    result = run("ingest", folder)
    assert result.stdout == "1 files: 0 done, 1 to review, 0 failed, 0 known\n"
    (folder / "b.pdf").write_bytes(b"")
    result = run("ingest", folder)
    assert result.stdout == "2 files: 0 done, 0 to review, 1 failed, 1 known\n"
    assert (result.exit_code, "b.pdf: " in result.stderr) == (1, True)

    identity, state, number, name = run("list").stdout.split()
    assert (state, number, name) == (State.REVIEW, "l25/KH-UBND", "a.txt")
    archive = Archive(os.environ["VANBAN_STORE"], tmp_path / "originals")
    archive.decide(identity, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    assert json.loads(run("show", identity[:6]).stdout)["header"]["number"] == "125/KH-UBND"
    assert f"{identity}  a.txt, page 1: Kế hoạch năm học" in run("search", "nam hoc").stdout
    assert run("search", "đông").stdout == ""
    assert run("show", "0000").exit_code == 10


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from api.cli.app import main; main()", *arguments]


def output_of(arguments: list[str]) -> str:
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_help_loads_no_models() -> None:
    heavy = "print(sorted({'spacy', 'numba', 'fastapi', 'sqlalchemy'} & sys.modules.keys()))"
    program = f"import sys, api.cli.app; {heavy}"
    assert output_of([sys.executable, "-c", program]) == "[]\n"
    shown = output_of(command("--help"))
    for name in ("extract", "text", "restore", "ingest", "list", "show", "search", "serve"):
        assert name in shown


# What PDF and pictures need, the store, the service, training, and what other libraries take along.
NOT_FOR_A_TEXT = (
    "cv2 PIL pypdfium2 pdfminer pdfplumber pikepdf tesserocr docx openpyxl fontTools "
    "sqlalchemy alembic fastapi starlette uvicorn jinja2 requests httpx rich "
    "sklearn scipy.linalg spacy.cli yaml cffi"
)


@pytest.mark.parametrize("name", ["thong-bao-tcvn3.txt", "ke-hoach-mat-dau.txt"])
def test_a_text_is_read_without_what_it_does_not_need(name: str) -> None:
    told = f"print(*[n for n in {NOT_FOR_A_TEXT.split()} if n in sys.modules], file=sys.stderr)"
    program = f"import atexit, sys; atexit.register(lambda: {told}); {command()[2]}"
    read = subprocess.run(
        [sys.executable, "-c", program, "extract", "--json", f"samples/documents/{name}"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert read.stdout.startswith("{") and read.stderr == "\n"


def test_the_store_is_opened_without_what_reads() -> None:
    """Workers and commands that only look into the store waited for the search of names to load."""
    heavy = "print(sorted({'spacy', 'numba', 'pycrfsuite', 'cv2'} & sys.modules.keys()))"
    assert output_of([sys.executable, "-c", f"import sys, batch; {heavy}"]) == "[]\n"


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    archive = Archive(os.environ["VANBAN_STORE"], tmp_path / "originals")
    for number in range(400):  # more than a pipe holds
        archive.accept(str(number).encode(), "a" * 250)
    with subprocess.Popen(
        command("list", "--limit", "400"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_watch_ends_with_its_account(tmp_path: Path) -> None:
    """The whole house, on the smallest of documents."""
    folder = tmp_path / "vào"
    folder.mkdir()
    (folder / "a.txt").write_text("Ke hoach nam hoc")
    archive = Archive(os.environ["VANBAN_STORE"], tmp_path / "originals")
    environment = os.environ | {"VANBAN_WORKERS": "1"}
    with subprocess.Popen(
        command("watch", "--every", "0.2", str(folder)),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        ends = time.monotonic() + 60
        while not any(row.finished_at for row in archive.documents()):
            assert process.poll() is None and time.monotonic() < ends
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        assert process.stdout.read().startswith(b"1 files: ")
        assert process.wait() == 0
