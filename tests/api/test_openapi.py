"""The service answers what its description says: no fault, nothing undocumented."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from settings import Settings
from store.archive.archive import Archive
from tests.readings import Readers, record_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 6  # for each route: all routes take about 15 s


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> BaseSchema:
    folder = tmp_path_factory.mktemp("store")
    archive = Archive(f"sqlite:///{folder}/store.db", folder / "originals")
    data = Path(__file__).read_bytes()
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["chữ"])
    service = Settings(login=False, store=f"sqlite:///{folder}/store.db")
    app = create_app(archive, service, Readers(), Readers())
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "localhost"})


def test_every_answer_is_a_documented_one(described: BaseSchema) -> None:
    routes = [found.ok() for found in described.get_all_operations()]
    assert len(routes) > 30
    for route in routes:
        _try(route)


def _try(route: APIOperation) -> None:
    """Ask one route with whatever fits its description."""

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(case=route.as_strategy())
    def ask(case: Case) -> None:
        answer = case.call(base_url="http://localhost")
        case.validate_response(answer, checks=CHECKS)

    ask()
