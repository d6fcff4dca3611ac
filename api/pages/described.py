"""The page of the HTTP interface: Swagger UI over its description, from files of this machine alone.

The files are those that the package ``fastapi-swagger`` carries; its code, which writes a script into
the page, is not used.
"""

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.rendering.page import Visitor
from api.service.access import CheckedRoute

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)


def files() -> Path:
    """The folder of Swagger UI's script and style sheet; the package is found, not imported."""
    found = find_spec("fastapi_swagger")
    assert found is not None and found.origin is not None, "a dependency of this package"
    return Path(found.origin).parent / "resources"


@router.get("/docs")
def described(visit: Visitor) -> HTMLResponse:
    """Every route with its bodies and answers, to be tried with the rights of whoever looks."""
    return visit.page("described.html")
