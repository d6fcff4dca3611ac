"""The routes of saved searches: everybody has their own."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import documented
from api.service.access import CheckedRoute, Person
from api.service.parts import Service, service
from ingest.errors import BadRequest
from store.ascii import LONGEST_SLUG
from store.database.desk_tables import SavedSearch

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
_TERMS = ("q", "issuer", "kind", "number", "unit", "since", "until")


class NewSearch(BaseModel):
    """A search to be kept: what the page of search asks for, under a name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80, examples=["Kết nghĩa 2023"])
    q: str = Field("", max_length=500)
    issuer: str = Field("", max_length=300)
    kind: str = Field("", max_length=300)
    number: str = Field("", max_length=300)
    unit: str = Field("", max_length=300)
    since: str = Field("", max_length=20, description="day of issue, as 15/4/2020")
    until: str = Field("", max_length=20, description="day of issue, as 15/4/2020")

    def query(self) -> str:
        """As in the address of the page of search."""
        terms = {term: getattr(self, term).strip() for term in _TERMS}
        return urlencode({term: said for term, said in terms.items() if said})


class SearchInfo(BaseModel):
    """A saved search; ``query`` is that of ``/pages/search``, ``slug`` its name in an address."""

    slug: str = Field(examples=["ket-nghia-2023"])
    name: str
    query: str = Field(examples=["q=k%E1%BA%BFt+ngh%C4%A9a&since=1%2F1%2F2023"])
    made_at: datetime

    @classmethod
    def of(cls, row: SavedSearch) -> "SearchInfo":
        """A row of the store."""
        return cls.model_validate(row, from_attributes=True)


@router.get("/searches", responses=documented(422))
def searches(shared: Shared, person: Person) -> list[SearchInfo]:
    """One's own saved searches, by name."""
    return [SearchInfo.of(row) for row in shared.archive.searches.of(person.holder.name)]


@router.post("/searches", status_code=201, responses=documented(422))
def keep(shared: Shared, wish: NewSearch, person: Person) -> SearchInfo:
    """Keep a search under a name; one of the same name is replaced."""
    query = wish.query()
    if not query:
        raise BadRequest("The search asks for nothing.", "Give words or a filter.")
    return SearchInfo.of(shared.archive.searches.keep(person.holder.name, wish.name, query))


@router.delete("/searches/{slug}", status_code=204, responses=documented(404, 422))
def remove(
    shared: Shared, slug: Annotated[str, Path(max_length=LONGEST_SLUG)], person: Person
) -> None:
    """Forget one of one's own searches."""
    shared.archive.searches.remove(person.holder.name, slug)
