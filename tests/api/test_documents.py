"""The service: upload, record, pictures, search and decisions, and the shape of its errors."""

import io
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from api.service.pictures import STRIP_HEIGHT, STRIP_WIDTH, strip_around
from extract.record import Record
from ingest.errors import EncryptedFile
from ingest.page import Box
from store.archive.archive import Archive
from tests.api.conftest import MAX_BYTES
from tests.readings import NUMBER, PLACE, Readers


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a problem of the one shape, and return it."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"urn:vanban:problem:{code}"
    assert problem["title"] and problem["detail"]
    return problem


def test_an_upload_answers_with_the_record(client: TestClient, pdf: bytes) -> None:
    answer = client.post("/documents?wait=true", files={"file": ("scan.pdf", pdf)})
    assert answer.status_code == 201
    record = Record.model_validate(answer.json())
    assert record.header.number == "l25/KH-UBND"
    assert answer.headers["Location"] == f"/documents/{record.source.sha256}"
    assert client.get(answer.headers["Location"]).json() == answer.json()


def test_the_same_bytes_answer_with_the_same_record(
    client: TestClient, pdf: bytes, stored: str, readers: Readers
) -> None:
    again = client.post("/documents?wait=true", files={"file": ("copy.pdf", pdf)})
    assert (again.status_code, again.headers["Location"], readers.count) == (200, stored, 1)
    (only,) = client.get("/documents").json()["documents"]
    assert (only["name"], only["state"], only["pages"]) == ("scan.pdf", "review", 1)


def test_a_document_that_failed_is_listed_and_read_again(
    client: TestClient, pdf: bytes, readers: Readers
) -> None:
    working = readers.read

    def locked(data: bytes) -> None:
        raise EncryptedFile("A password is needed.", "Remove it.")

    readers.read = locked  # type: ignore[assignment]
    answer = client.post("/documents?wait=true", files={"file": ("scan.pdf", pdf)})
    assert refused(answer, 422, "encrypted-file")["advice"] == "Remove it."
    (row,) = client.get("/documents").json()["documents"]
    assert (row["state"], row["reason"]) == ("failed", "A password is needed. Remove it.")
    refused(client.get(f"/documents/{row['id']}"), 404, "not-stored")
    readers.read = working
    assert client.post("/documents?wait=true", files={"file": ("scan.pdf", pdf)}).status_code == 201


def test_an_unexpected_error_is_a_problem_too(
    client: TestClient, pdf: bytes, readers: Readers
) -> None:
    def faulty(data: bytes) -> None:
        raise ZeroDivisionError

    readers.read = faulty  # type: ignore[assignment]
    refused(client.post("/documents?wait=true", files={"file": ("scan.pdf", pdf)}), 500, "internal")
    assert client.get("/documents").json()["documents"][0]["state"] == "failed"


def test_files_of_unknown_kind_are_not_kept(client: TestClient) -> None:
    answer = client.post("/documents?wait=true", files={"file": ("a.ogg", b"OggS\x00\x02\x00\x01")})
    refused(answer, 415, "unknown-kind")
    assert client.get("/documents").json()["documents"] == []


def test_an_upload_without_a_file_is_refused(client: TestClient) -> None:
    refused(client.post("/documents", data={"file": "text"}), 400, "bad-request")
    refused(client.post("/documents", content=b"x"), 400, "bad-request")


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 3 * MAX_BYTES])
def test_a_file_over_the_limit_is_refused(client: TestClient, size: int) -> None:
    answer = client.post("/documents?wait=true", files={"file": ("a.txt", b"a" * size)})
    refused(answer, 413, "limit-exceeded")


def test_pages_and_strips_are_pictures(client: TestClient, stored: str) -> None:
    page = client.get(f"{stored}/pages/1.png")
    assert page.headers["content-type"] == "image/png"
    strip = client.get(f"{stored}/strip", params={"pointer": NUMBER})
    assert strip.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(strip.content)).convert("RGB")
    colours = {colour for _, colour in image.getcolors(2**16) or []}
    assert len(colours) == 2  # the page and the frame around the value
    assert image.width > 3 * image.height


def test_a_photograph_is_shown_no_larger_than_a_page(client: TestClient) -> None:
    photograph = io.BytesIO()
    Image.new("L", (3000, 4000), 200).save(photograph, "JPEG")
    answer = client.post("/documents?wait=true", files={"file": ("a.jpg", photograph.getvalue())})
    page = client.get(f"{answer.headers['Location']}/pages/1.png")
    assert Image.open(io.BytesIO(page.content)).size == (975, 1300)


def test_pictures_that_do_not_exist(client: TestClient, stored: str) -> None:
    refused(client.get(f"{stored}/pages/2.png"), 404, "not-stored")
    refused(client.get(f"{stored}/pages/0.png"), 422, "invalid-request")
    refused(client.get(f"{stored}/strip", params={"pointer": PLACE}), 404, "not-stored")
    refused(client.get(f"{stored}/strip", params={"pointer": "/x"}), 400, "bad-request")
    text = client.post("/documents?wait=true", files={"file": ("a.txt", "chữ".encode())})
    refused(client.get(f"{text.headers['Location']}/pages/1.png"), 404, "not-stored")


@pytest.mark.parametrize(
    "boxes",
    [
        [Box(0, 0, 0.01, 0.01)],
        [Box(0.97, 0.98, 1, 1)],
        [Box(0.1, 0.1, 0.9, 0.12), Box(0.05, 0.12, 0.3, 0.14)],
        [Box(0, 0, 1, 1)],
    ],
)
def test_a_strip_holds_its_boxes_and_stays_on_the_page(boxes: list[Box]) -> None:
    strip = strip_around(boxes)
    assert 0 <= strip.left < strip.right <= 1 + 1e-9
    assert 0 <= strip.top < strip.bottom <= 1
    assert strip.right - strip.left >= STRIP_WIDTH - 1e-9
    assert strip.bottom - strip.top <= STRIP_HEIGHT + 1e-9
    assert strip.left <= min(box.left for box in boxes)
    assert strip.top <= min(box.top for box in boxes)


def test_a_correction_is_in_the_record_and_in_the_trail(client: TestClient, stored: str) -> None:
    wish = {"pointer": NUMBER, "before": "l25/KH-UBND", "after": "125/KH-UBND"}
    kept = client.post(f"{stored}/decisions", json=wish)
    assert kept.status_code == 201
    assert (kept.json()["verdict"], kept.json()["reviewer"]) == ("correct", "Lan")
    assert client.get(stored).json()["header"]["number"] == "125/KH-UBND"
    assert client.get(f"{stored}/decisions").json() == {"decisions": [kept.json()]}
    refused(client.post(f"{stored}/decisions", json=wish), 409, "conflict")


def test_accepting_needs_no_new_value(client: TestClient, stored: str) -> None:
    wish = {"pointer": NUMBER, "before": "l25/KH-UBND", "reviewer": "Minh"}
    kept = client.post(f"{stored}/decisions", json=wish).json()
    assert (kept["verdict"], kept["after"], kept["reviewer"]) == ("accept", "l25/KH-UBND", "Minh")


def test_decisions_that_do_not_fit(client: TestClient, stored: str) -> None:
    url = f"{stored}/decisions"
    refused(client.post(url, json={"pointer": "/x", "before": "a"}), 400, "bad-request")
    refused(client.post(url, json={"pointer": NUMBER}), 422, "invalid-request")
    refused(
        client.post(url, json={"pointer": NUMBER, "before": "a", "x": 1}), 422, "invalid-request"
    )
    refused(client.post(url, json={"pointer": NUMBER, "before": "a"}), 409, "conflict")


def test_search_answers_with_marked_snippets(client: TestClient, stored: str) -> None:
    (hit,) = client.get("/search", params={"q": "dong da"}).json()["hits"]
    assert stored.endswith(hit["document"])
    assert [part["text"] for part in hit["snippet"] if part["hit"]] == ["Đống Đa"]
    assert client.get("/search", params={"q": "đông đa"}).json()["hits"] == []
    refused(client.get("/search", params={"q": "--"}), 400, "bad-request")


def test_documents_come_in_pages(client: TestClient, archive: Archive) -> None:
    for number in range(5):
        archive.accept(bytes([65 + number]), f"{number}.txt")
    first = client.get("/documents", params={"limit": 3}).json()["documents"]
    rest = client.get("/documents", params={"limit": 3, "offset": 3}).json()["documents"]
    assert [row["name"] for row in first + rest] == ["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("DELETE", "/documents", 405, "method-not-allowed"),
        ("GET", "/documents/0000", 404, "not-stored"),
        ("GET", "/documents/..%2Fetc", 404, "not-found"),
        ("GET", "/documents/zzzz", 422, "invalid-request"),
        ("GET", "/static/..%2Fapp.py", 404, "not-found"),
        ("GET", "/documents?limit=0", 422, "invalid-request"),
    ],
)
def test_every_error_has_the_one_shape(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    refused(client.request(method, path), status, code)


@pytest.mark.usefixtures("one_bar")
def test_the_service_says_what_it_offers(client: TestClient, stored: str) -> None:
    assert client.get("/health").json() == {"status": "ok", "waiting_values": 3}
    described = client.get("/openapi.json").json()
    upload = described["paths"]["/documents"]["post"]
    assert "multipart/form-data" in upload["requestBody"]["content"]
    assert {"200", "201", "413", "415"} <= upload["responses"].keys()
    assert list(upload["responses"]["413"]["content"]) == ["application/problem+json"]
    assert described["components"]["schemas"]["Problem"]["properties"].keys() >= {"code", "advice"}
    assert "/review" not in described["paths"]
