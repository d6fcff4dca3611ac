"""What a newcomer's first commands install: system packages, locked Python packages."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCKS = ("requirements.lock", "requirements-dev.lock")

# A machine in a folder: `apt-get install` brings tesseract, each of its calls leaves a line.
APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$LOG"
case $1 in install) printf '#!/bin/sh\\necho vie\\n' >"$BIN/tesseract" && chmod +x "$BIN/tesseract" ;; esac
"""
BREW = APT_GET.replace("apt-get", "brew")
SUDO = """#!/bin/sh
echo "sudo" >>"$LOG"
exec "$@"
"""
TESSERACT = "#!/bin/sh\necho List of languages; echo eng; echo vie\n"


class Machine:
    """A PATH with nothing on it but a few tools and what is put there."""

    def __init__(self, folder: Path, user: int) -> None:
        self.bin, self._log = folder / "bin", folder / "log"
        self.bin.mkdir()
        for tool in ("sh", "grep", "chmod"):
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        self.put("id", f"#!/bin/sh\necho {user}\n")

    def put(self, name: str, script: str) -> None:
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def needs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "scripts" / "system-packages", *arguments],
            env={"PATH": str(self.bin), "BIN": str(self.bin), "LOG": str(self._log)},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def log(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []


@pytest.fixture
def user() -> int:
    return 1000


@pytest.fixture
def machine(tmp_path: Path, user: int) -> Machine:
    return Machine(tmp_path, user)


OCR = ("required", "tesseract-ocr", "tesseract-ocr-vie")


def test_what_is_there_is_not_installed(machine: Machine) -> None:
    machine.put("tesseract", TESSERACT)
    machine.put("apt-get", APT_GET)
    done = machine.needs(*OCR)
    assert (done.returncode, done.stderr, machine.log) == (0, "", [])


def test_a_missing_language_counts(machine: Machine) -> None:
    machine.put("tesseract", TESSERACT.replace("vie", "osd"))
    done = machine.needs(*OCR)
    assert done.returncode == 1
    assert done.stderr.startswith("tesseract-ocr-vie is missing")


@pytest.mark.parametrize("user", [0])
def test_root_installs_with_apt(machine: Machine) -> None:
    machine.put("apt-get", APT_GET)
    assert machine.needs(*OCR).returncode == 0
    update, install = machine.log
    assert update.startswith("apt-get update")
    assert install.startswith("apt-get install -y") and install.endswith(" tesseract-ocr")


def test_sudo_is_used_and_named(machine: Machine) -> None:
    machine.put("apt-get", APT_GET)
    machine.put("sudo", SUDO)
    done = machine.needs(*OCR)
    assert done.returncode == 0
    assert "sudo may ask for your password" in done.stderr
    assert [line.split()[0] for line in machine.log] == ["sudo", "apt-get"] * 2


def test_without_sudo_the_command_is_named(machine: Machine) -> None:
    machine.put("apt-get", APT_GET)
    done = machine.needs(*OCR)
    assert (done.returncode, machine.log) == (1, [])
    assert "    sudo apt-get install -y --no-install-recommends tesseract-ocr\n" in done.stderr


def test_macos_installs_with_brew(machine: Machine) -> None:
    machine.put("brew", BREW)
    assert machine.needs(*OCR).returncode == 0
    assert machine.log == ["brew install tesseract"]


def test_elsewhere_both_commands_are_named(machine: Machine) -> None:
    done = machine.needs(*OCR)
    assert done.returncode == 1
    assert "apt-get install tesseract-ocr" in done.stderr
    assert "brew install tesseract" in done.stderr


def test_an_installation_that_brings_nothing_is_a_failure(machine: Machine) -> None:
    machine.put("brew", "#!/bin/sh\nexit 0\n")
    assert machine.needs(*OCR).returncode == 1


def test_a_python_without_venv_is_told(machine: Machine) -> None:
    machine.put("python3.12", "#!/bin/sh\nexit 1\n")
    done = machine.needs("required", "python3.12-venv")
    assert done.returncode == 1
    assert "apt-get install python3.12-venv" in done.stderr
    machine.put("python3.12", "#!/bin/sh\nexit 0\n")
    assert machine.needs("required", "python3.12-venv").returncode == 0


def test_optional_packages_stop_nothing(machine: Machine) -> None:
    machine.put("tesseract", TESSERACT.replace("eng", "osd"))
    done = machine.needs("optional", "tesseract-ocr-eng")
    assert done.returncode == 0
    assert "tesseract-ocr-eng is missing: the tests that need it are skipped" in done.stderr


def test_make_knows_its_packages(machine: Machine) -> None:
    """Every package that the Makefile asks for is one that the script can look for."""
    named = re.findall(r"system-packages (?:required|optional) (.+)", MAKEFILE)
    packages = {name for line in named for name in line.split() if name.islower()}
    assert {"tesseract-ocr", "tesseract-ocr-vie", "chromium"} <= packages
    assert machine.needs("optional", *packages).returncode == 0
    assert machine.needs("optional", "nonsense").returncode == 2


def test_help_lists_the_targets() -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    shown = subprocess.run(
        ["make", "-C", ROOT, "--no-print-directory"], capture_output=True, text=True, check=True
    ).stdout
    targets = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert targets is not None
    for target in set(targets[1].split()) - {"ocr"}:
        assert f"make {target}\t" in shown


def test_the_demo_reads_samples_that_exist() -> None:
    samples = set(re.findall(r"\$\(SAMPLES\)/([\w.-]+\.\w+)", MAKEFILE))
    assert len(samples) == 2
    for name in samples:
        assert (ROOT / "samples" / "documents" / name).exists()


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec make test"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hash_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)
    assert "://" not in lock and "--index" not in lock and "--find-links" not in lock


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    assert _names(asked) <= _locked("requirements.lock").keys()
    assert (
        _names([*asked, *extras["dev"], *extras["bench"]])
        <= _locked("requirements-dev.lock").keys()
    )
    assert _locked("requirements.lock").items() <= _locked("requirements-dev.lock").items()


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", one)[0].lower().replace(".", "-") for one in requirements}


def _locked(name: str) -> dict[str, str]:
    lock = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))


# Packages by the names under which they are imported, where these differ from their own.
IMPORTED = {
    "argon2-cffi": "argon2", "opencv-python-headless": "cv2",
    "pillow": "PIL", "python-crfsuite": "pycrfsuite", "python-dateutil": "dateutil",
    "python-docx": "docx", "python-oxmsg": "oxmsg", "fonttools": "fontTools",
}  # fmt: skip
# Used without an import of ours, and where.
NOT_IMPORTED = {
    "asterocr": ("ingest/handwriting/line_model.py", '"asterocr"'),
    "fastapi-swagger": ("api/pages/described.py", 'find_spec("fastapi_swagger")'),
    "jinja2": ("api/rendering/page.py", "Jinja2Templates"),
    "pdfminer-six": ("ingest/tables/born_digital.py", "pdfplumber"),  # which stands on it: held to a mended version
    "psycopg": ("store/database/engine.py", "postgresql+psycopg"),
    "python-multipart": ("api/service/intake.py", "request.form"),
}  # fmt: skip


def test_every_package_that_is_asked_for_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    of_extras = [extras[name] for name in extras if name not in ("dev", "bench")]
    asked = [one for several in (project["dependencies"], *of_extras) for one in several]
    rooms = ("api", "batch", "extract", "gazetteer", "ingest", "normalize", "store")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")] + [*ROOT.glob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in files)
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", written, re.MULTILINE))
    unused = {
        name for name in _names(asked) if IMPORTED.get(name, name.replace("-", "_")) not in imported
    }
    assert unused == set(NOT_IMPORTED)
    for path, words in NOT_IMPORTED.values():
        assert words in (ROOT / path).read_text(encoding="utf-8"), path
