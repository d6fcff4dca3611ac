"""What leaves the archive by HTTP: one document, what a search finds, a choice, everything."""

import io
import json
import zipfile

import pikepdf
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from store.archive.archive import Archive
from tests.store.papers import PLAN_TEXT, fill, plan


def lines(client: TestClient, query: str) -> set[str]:
    answer = client.get(f"/exports/jsonl?{query}")
    assert answer.status_code == 200, answer.text
    return {json.loads(line)["id"] for line in answer.text.splitlines()}


def test_the_file_comes_as_it_was_sent(client: TestClient, stored: str, pdf: bytes) -> None:
    answer = client.get(f"{stored}/original")
    assert answer.content == pdf
    assert answer.headers["Content-Disposition"] == 'attachment; filename="scan.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_scan_comes_as_a_searchable_pdf(client: TestClient, stored: str) -> None:
    answer = client.get(f"{stored}/searchable.pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1


def test_a_text_has_no_pages_to_draw(client: TestClient, archive: Archive) -> None:
    sha256, _ = fill(archive)
    assert client.get(f"/documents/{sha256}/searchable.pdf").status_code == 404


def test_a_choice_a_search_and_everything_are_exported(
    client: TestClient, archive: Archive
) -> None:
    plan, cited = fill(archive)
    assert lines(client, "") == {plan, cited}
    assert lines(client, f"id={plan[:12]}") == {plan}
    assert lines(client, f"id={plan[:12]}&id={cited}&id={plan}") == {plan, cited}
    assert lines(client, "q=ket+nghia&since=2023-09-10") == {plan}
    assert lines(client, "q=khong+co") == set()


def test_as_many_documents_are_exported_as_may_be_however_many_pages_answer(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.exports.MOST_EXPORTED", 2)
    both = set(fill(archive))
    archive.save_reading(min(both), plan(b"the plan"), [PLAN_TEXT] * 3)
    assert lines(client, "q=ket+nghia") == both


def test_every_route_that_searches_takes_the_same_filters(
    client: TestClient, archive: Archive
) -> None:
    citing, _ = fill(archive)
    for query in ("since=10/9/2023", "since=2023-09-10", "cites=11/KH-SGDĐT", "unit=xã+Quang+Lãng"):
        assert lines(client, query) == {citing}, query
        assert client.get(f"/search?{query}").json()["documents"] == 1, query
        assert client.get(f"/pages/search?{query}").text.count('class="hit result"') == 1, query
    for path in ("/search", "/exports/jsonl"):
        assert client.get(f"{path}?since=2023-02-30").status_code == 400


def test_every_form_opens(client: TestClient, archive: Archive) -> None:
    plan, _ = fill(archive)
    book = client.get(f"/exports/xlsx?id={plan}")
    assert load_workbook(io.BytesIO(book.content))["documents"].max_row == 2
    assert "BEGIN:VEVENT" in client.get(f"/exports/ics?id={plan}").text
    for form in ("csv", "tt02-2019", "tt05-2025"):
        answer = client.get(f"/exports/{form}?id={plan}")
        assert answer.headers["Content-Disposition"].endswith('.csv"')
        assert len(answer.content.decode("utf-8-sig").splitlines()) == 2


def test_originals_come_in_one_file_each_under_its_name(
    client: TestClient, archive: Archive
) -> None:
    plan, cited = fill(archive)
    twin = archive.accept(b"another plan", "Plan.txt")[0].sha256
    answer = client.get(f"/exports/originals.zip?id={plan}&id={cited}&id={twin}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    assert held == {
        "plan.txt": b"the plan", "cited.txt": b"the cited plan", "Plan (2).txt": b"another plan",
    }  # fmt: skip


def test_not_all_originals_at_once(client: TestClient) -> None:
    assert client.get("/exports/originals.zip").status_code == 400


def test_files_have_names_for_every_program(client: TestClient, archive: Archive) -> None:
    sha256 = archive.accept(b"van ban", 'Kế hoạch "số" 2.txt')[0].sha256
    told = client.get(f"/documents/{sha256}/original").headers["Content-Disposition"]
    assert told == (
        'attachment; filename="Ke hoach -so- 2.txt"; '
        "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20%22s%E1%BB%91%22%202.txt"
    )
    fill(archive)
    told = client.get("/exports/csv?q=kết+nghĩa").headers["Content-Disposition"]
    assert told == ('attachment; filename="van-ban-ket-nghia.csv"')
    told = client.get("/exports/tt02-2019?q=kết+nghĩa").headers["Content-Disposition"]
    assert told == 'attachment; filename="van-ban-ket-nghia-tt02-2019.csv"'
