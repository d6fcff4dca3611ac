"""Settings come from variables and ``vanban.toml``; what is misspelt, taken or missing is told."""

import os
import socket
from pathlib import Path

import platformdirs
import pytest
from typer.testing import CliRunner, Result

from api.cli.app import app
from api.cli.doctor import CHECKS, examined
from ingest.files import libreoffice
from ingest.ocr.settings import OcrSettings
from settings import Settings, current


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of a machine of their own, in a folder without anything."""
    for name in [name for name in os.environ if name.startswith("VANBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_the_settings_in_force_follow_variables_folder_and_file(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = current()
    assert first == Settings() and current() is first
    (own_folder / "vanban.toml").write_text("accepted_error = 0.02\n")
    assert current().accepted_error == 0.02
    monkeypatch.setenv("VANBAN_ACCEPTED_ERROR", "0.03")
    assert current().accepted_error == 0.03
    monkeypatch.delenv("VANBAN_ACCEPTED_ERROR")
    (own_folder / "vanban.toml").write_text("accepted_error = 0.04\n")
    assert current().accepted_error == 0.04
    monkeypatch.chdir(tmp_path)
    assert current() == first


def test_the_store_lies_in_the_users_folder() -> None:
    folder = platformdirs.user_data_path("vanban")
    assert Settings().store == f"sqlite:///{folder}/vanban.db"
    assert Settings().originals == str(folder / "originals")


def test_a_file_says_what_variables_leave_open(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_folder / "vanban.toml").write_text(
        'store = "sqlite:///kho.db"\nport = 9001\n[ocr]\nprocesses = 3\n[limits]\npages = 7\n'
    )
    monkeypatch.setenv("VANBAN_PORT", "9002")
    settings = Settings()
    assert (settings.store, settings.port, settings.limits.pages) == ("sqlite:///kho.db", 9002, 7)
    assert settings.ocr.processes == OcrSettings().processes == 3


def test_the_users_own_file_counts_where_the_folder_has_none() -> None:
    folder = platformdirs.user_config_path("vanban")
    folder.mkdir(parents=True)
    (folder / "vanban.toml").write_text("port = 9003\n")
    assert Settings().port == 9003


@pytest.mark.parametrize("line", ["prot = 3", "port = ", "port = 0"])
def test_a_line_that_does_not_fit_ends_the_command(own_folder: Path, line: str) -> None:
    (own_folder / "vanban.toml").write_text(line)
    result = run("list")
    assert result.exit_code == 12 and "vanban.toml" in result.stderr


def test_a_misspelt_variable_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_STOER", "sqlite:///kho.db")
    monkeypatch.setenv("VANBAN_LIMITS__PAGE", "3")
    told = run("list").stderr
    assert "VANBAN_STOER is no setting and counts for nothing; was VANBAN_STORE meant?" in told
    assert "VANBAN_LIMITS__PAGE is no setting" in told


def test_a_store_that_is_not_there_is_told_and_not_made() -> None:
    result = run("list")
    assert result.exit_code == 10 and "There is no store at sqlite:///" in result.stderr
    assert not platformdirs.user_data_path("vanban").exists()


def test_a_taken_port_is_told_before_a_link_is_promised() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run("serve", "--port", str(other.getsockname()[1]))
    assert result.exit_code == 12 and "cannot be listened on" in result.stderr
    assert "Open this link" not in result.stderr


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("vanban ")


def test_the_doctor_tells_what_is_amiss_and_what_to_do(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = own_folder / "kho.db"
    blocked.mkdir()
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{blocked}")
    monkeypatch.setenv("VANBAN_STOER", "x")
    settings = Settings()
    found = {what: examined(what, CHECKS[what], settings) for what in ("settings", "store", "disk")}
    assert "VANBAN_STOER" in found["settings"].found and found["settings"].advice
    assert "did not answer" in found["store"].found and found["store"].advice
    assert "GB free" in found["disk"].found and not found["disk"].advice


def test_the_doctor_tells_which_kinds_of_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    found = examined("kinds of files", CHECKS["kinds of files"], Settings())
    read, refused = found.found.split("; not ")
    assert "DOCX" in read.split(", ")
    assert "DOC" in refused.split(", ")
    assert not found.advice
