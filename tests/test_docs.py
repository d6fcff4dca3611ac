"""The documentation says what the program does: settings, commands, routes, errors, links."""

import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import annotated_types
import pytest
import typer
from fastapi import FastAPI
from pydantic.fields import FieldInfo

from api.app import FOR_PEOPLE, create_app
from api.cli import app
from api.http import accounts
from api.http.body import BODY_BYTES
from api.service.access import NEEDED
from api.service.hashing import MOST_WAITING
from api.service.intake import MOST_FILES
from extract.record import Record, Source
from gazetteer.authority.overlay import MOST_BASIS, MOST_NAME
from ingest.errors import VanbanError
from ingest.limits import Limits
from ingest.ocr.settings import OcrSettings
from settings import Settings, SignOnSettings
from store.accounts import LOGIN_LASTS
from store.archive.archive import Archive
from store.review.corrections import LONGEST
from store.words import LONGEST_NAME
from tests.readings import Readers

ROOT = Path(__file__).parents[1]
TODAY = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CHANGES = ROOT / "CHANGELOG.md"
PAGES = [*TODAY, CHANGES]
PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")}
ERRORS = VanbanError.__subclasses__()
COMMANDS = typer.main.get_command(app.app).commands  # type: ignore[attr-defined]


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    assert f"\n{heading}\n" in text, f"no heading {heading}"
    level = heading.split(" ", maxsplit=1)[0]
    after = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{2,{len(level)}}} ", after)[0]


def span(field: FieldInfo) -> str:
    """The range of a setting in words."""
    bounds = {type(one): one for one in field.metadata}
    least, most = bounds.get(annotated_types.Ge), bounds.get(annotated_types.Le)
    if annotated_types.MinLen in bounds:
        least, most = bounds[annotated_types.MinLen], bounds[annotated_types.MaxLen]
        return f"{least.min_length} to {most.max_length} characters"
    if annotated_types.Gt in bounds:
        return f"more than {bounds[annotated_types.Gt].gt}"
    if least and most:
        return f"{least.ge} to {most.le}"
    return f"{least.ge} or more" if least else "any"


def settings_rows() -> Iterator[str]:
    models = (
        ("VANBAN_", Settings),
        ("VANBAN_OCR__", OcrSettings),
        ("VANBAN_LIMITS__", Limits),
        ("VANBAN_SIGN_ON__", SignOnSettings),
    )
    for prefix, model in models:
        for name, field in model.model_fields.items():
            if field.annotation not in (Limits, OcrSettings, SignOnSettings):
                variable = f"`{prefix}{name.upper()}`"
                yield f"| {variable} | {field.description} | {span(field)} | `{field.default}` |"


def option_rows(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            default = "" if parameter.default in (None, False) else f"`{parameter.default}`"
            yield f"| `{parameter.opts[0]}` | {parameter.help} | {default} |"


def meaning(error: type[VanbanError]) -> str:
    return (inspect.getdoc(error) or "").split("\n")[0]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("store")
    archive = Archive(f"sqlite:///{folder}/store.db", folder / "originals")
    return create_app(archive, Settings(), Readers(), Readers())


@pytest.mark.parametrize("row", settings_rows())
def test_every_setting_is_documented(row: str) -> None:
    assert row in doc("settings.md").splitlines()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    rows = [line for line in doc("settings.md").splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted(settings_rows())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    written = section(doc("commands.md"), f"## `vanban {name}`")
    assert " ".join(COMMANDS[name].help.split()) in " ".join(written.split())
    rows = [line for line in written.splitlines() if line.startswith("| `")]
    assert rows == list(option_rows(COMMANDS[name]))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_shows_every_command(name: str) -> None:
    assert f"`vanban {name}" in PAGES[0].read_text(encoding="utf-8")


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^## `vanban (\w+)`", doc("commands.md"), re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_documented(error: type[VanbanError]) -> None:
    code = f"`{error.code}` | {meaning(error)} |"
    assert f"| {error.exit_code} | {code}" in doc("commands.md").splitlines()
    assert f"| {error.http_status} | {code}" in doc("http.md").splitlines()


def test_every_route_is_documented(service: FastAPI) -> None:
    for path, methods in service.openapi()["paths"].items():
        for method, operation in methods.items():
            written = section(doc("http.md"), f"### `{method.upper()} {path}`")
            for status in operation["responses"]:
                assert status in written or status == "200", f"{method} {path}: {status}"
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    assert f"`{parameter['name']}`" in written
            for name in body_fields(service, operation):
                assert f"`{name}`" in written


def body_fields(service: FastAPI, operation: dict[str, Any]) -> list[str]:
    """The names in the body of a request."""
    for kind in operation.get("requestBody", {}).get("content", {}).values():
        found = kind["schema"].get("oneOf", [kind["schema"]])
        known = service.openapi()["components"]["schemas"]
        schemas = [known[one["$ref"].split("/")[-1]] if "$ref" in one else one for one in found]
        return [name for schema in schemas for name in schema["properties"]]
    return []


def test_the_table_of_rights_is_the_one_that_decides() -> None:
    written = section(doc("security.md"), "## Who may do what").splitlines()
    rows = {f"| `{route}` | {needed or 'anyone'} |" for route, needed in NEEDED.items()}
    assert sorted(row for row in written if row.startswith("| `")) == sorted(rows)


def test_limits_told_of_in_words_are_those_of_the_code() -> None:
    written = section(doc("security.md"), "## Limits")
    for said in (
        f"{BODY_BYTES:,} bytes of a body", f"{MOST_FILES} files of one upload",
        f"one password hashed at a time, {MOST_WAITING} waiting",
        f"{accounts.FREE_TRIES} wrong passwords", f"{accounts.FREE_FOR_NAME} from everywhere",
        f"{MOST_NAME} characters of a unit's name, {MOST_BASIS} of its basis, {LONGEST_NAME} of a",
        f"{LONGEST:,} of a value", f"{LOGIN_LASTS.total_seconds() / 3600:.0f} hours of a login",
    ):  # fmt: skip
        assert said in written


def test_every_page_for_people_is_documented(service: FastAPI) -> None:
    shown = [route for router in FOR_PEOPLE for route in router.routes]
    paths = {route.path for route in shown if "GET" in getattr(route, "methods", ())}
    assert "/review" in paths
    for path in paths | {"/static", "/openapi.json"}:
        assert f"| `GET {path}` |" in doc("http.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def is_there(name: str) -> bool:
    """Whether a path, or a module with or without one of its names, is in the project; True for other words."""
    inside = re.split(r"[./]", name, maxsplit=1)[0] in PACKAGES
    if name.endswith(".py") or ("/" in name and inside):
        return any(ROOT.glob(name.rstrip("/")))
    if "." not in name or not inside:
        return True
    *above, last = name.split(".")
    room = ROOT.joinpath(*above)
    if (room / last).is_dir() or (room / f"{last}.py").exists():
        return True
    module = next((p for p in (room.with_suffix(".py"), room / "__init__.py") if p.exists()), None)
    return module is not None and bool(re.search(rf"\b{last}\b", module.read_text("utf-8")))


@pytest.mark.parametrize("page", TODAY, ids=lambda page: page.name)
def test_paths_and_modules_that_pages_name_exist(page: Path) -> None:
    """Also bare names of files, which say nothing without their folder."""
    spans = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    named = {name for span in spans for name in re.findall(r"[\w./*-]+", span)}
    assert sorted(name for name in named if not is_there(name)) == []


def test_the_architecture_names_every_room() -> None:
    written = doc("architecture.md")
    for top in ("ingest", "gazetteer", "extract", "store", "api"):
        rows = re.findall(r"^\| `(\w+)/` \|", section(written, f"### {top}"), re.MULTILINE)
        assert sorted(rows) == sorted(
            path.parent.name for path in ROOT.glob(f"{top}/*/__init__.py")
        )


def test_the_newest_version_stands_in_the_change_log() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = re.findall(
        r"^## \[(\d[\d.]*)\] - \d{4}-\d\d-\d\d$", CHANGES.read_text("utf-8"), re.M
    )
    assert versions[0] == project["version"]


def test_the_record_of_the_readme_is_a_record() -> None:
    shown = re.search(r"```json\n(.*?)```", PAGES[0].read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    source = Source(sha256="0" * 64, media_type="application/pdf")
    record = Record.model_validate(json.loads(shown[1]) | {"source": source})
    assert record.header.title and record.deadlines[0].evidence and record.signers


@pytest.mark.parametrize(
    ("page", "needed"), [(0, {"demo", "test", "serve"}), (1, {"demo", "test"})]
)
def test_make_targets_that_are_named_exist(page: int, needed: set[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"(?:^ {4}|`)make ([a-z]+)", PAGES[page].read_text(encoding="utf-8"), re.M)
    assert needed <= set(named)
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
