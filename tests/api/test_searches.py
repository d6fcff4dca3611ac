"""Saved searches over HTTP."""

from urllib.parse import parse_qs

from fastapi.testclient import TestClient


def test_a_search_is_kept_listed_and_forgotten(client: TestClient) -> None:
    wish = {"name": "Kết nghĩa 2023", "q": " kết nghĩa ", "since": "1/1/2023", "kind": " "}
    answer = client.post("/searches", json=wish)
    assert answer.status_code == 201
    (kept,) = client.get("/searches").json()
    assert kept == answer.json() and kept["slug"] == "ket-nghia-2023"
    assert parse_qs(kept["query"]) == {"q": ["kết nghĩa"], "since": ["1/1/2023"]}
    assert client.delete("/searches/ket-nghia-2023").status_code == 204
    assert client.get("/searches").json() == []
    assert client.delete("/searches/ket-nghia-2023").json()["code"] == "not-stored"


def test_a_search_for_nothing_is_not_kept(client: TestClient) -> None:
    answer = client.post("/searches", json={"name": "trống", "q": "  "})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert client.post("/searches", json={"name": "x", "cites": "1"}).status_code == 422
