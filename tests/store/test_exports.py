"""Every export opens in a reader of its kind and says what the records say."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from typer.testing import CliRunner

from api.cli.app import app
from ingest.errors import NotStored
from ingest.limits import Limits
from store.archive.archive import Archive
from store.documents.layout import PlacedWord
from store.exports.forms import Form, _Names, export_parts
from store.exports.searchable import searchable_pdf
from tests.readings import scanned_pdf
from tests.store.papers import fill, plan


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    fill(any_archive)
    return any_archive


def exported(archive: Archive, form: Form) -> bytes:
    return b"".join(export_parts(archive.exports(), form))


def test_json_lines_hold_the_whole_records(archive: Archive) -> None:
    rows = [json.loads(line) for line in exported(archive, Form.JSONL).splitlines()]
    assert {row["record"]["header"]["number"] for row in rows} == {"125/KH-PGDĐT", "11/KH-SGDĐT"}
    assert plan(b"the plan").model_dump(mode="json") in [row["record"] for row in rows]


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_cells_are_no_formulas(archive: Archive) -> None:
    rows = {row["number"]: row for row in read_csv(exported(archive, Form.CSV))}
    assert rows["125/KH-PGDĐT"]["title"] == "'=Kế hoạch kết nghĩa"
    assert rows["11/KH-SGDĐT"]["issuer"] == "Sở Giáo dục và Đào tạo Hà Nội"


def test_xlsx_cells_are_no_formulas_and_every_kind_has_its_sheet(archive: Archive) -> None:
    book = load_workbook(io.BytesIO(exported(archive, Form.XLSX)))
    assert [len(list(sheet.rows)) - 1 for sheet in book] == [2, 2, 2, 4, 2, 1]
    cells = [cell for row in book["documents"].rows for cell in row]
    (title,) = [cell for cell in cells if str(cell.value).startswith("=")]
    assert (title.value, title.data_type, title.quotePrefix) == ("=Kế hoạch kết nghĩa", "s", True)
    assert not [
        cell for sheet in book for row in sheet.rows for cell in row if cell.data_type == "f"
    ]


def test_the_calendar_has_every_due_time(archive: Archive) -> None:
    calendar = Calendar.from_ical(exported(archive, Form.ICS))
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"nộp", "báo cáo", "họp"}
    assert events["nộp"].decoded("dtstart") == date(2023, 10, 30)
    yearly = events["báo cáo"]
    assert yearly.decoded("dtstart") == date(2024, 6, 15)
    assert yearly["rrule"].to_ical().decode() == (
        "FREQ=YEARLY;UNTIL=20251231;BYMONTHDAY=15;BYMONTH=6"
    )
    assert len({str(event["uid"]) for event in events.values()}) == 3


@pytest.mark.parametrize(
    ("form", "number", "symbol", "day"),
    [
        (Form.TT02, "CodeNumber", "CodeNotation", "IssuedDate"),
        (Form.TT05, "So", "KyHieu", "NgayThangNam"),
    ],
)
def test_metadata_rows_name_their_scheme(
    archive: Archive, form: Form, number: str, symbol: str, day: str
) -> None:
    rows = {row[number]: row for row in read_csv(exported(archive, form))}
    assert (rows["125"][symbol], rows["125"][day]) == ("KH-PGDĐT", "18/09/2023")
    assert rows["125"]["SchemeVersion"].startswith(form.value)


WORDS = [PlacedWord("Đống", 0.1, 0.1, 0.2, 0.12), PlacedWord("Đa,", 0.21, 0.1, 0.25, 0.12)]


def check_pdfa(data: bytes, folder: Path) -> str:
    """What a PDF/A must have (ISO 19005-2), as far as qpdf and the metadata tell; its text."""
    path = folder / "a.pdf"
    path.write_bytes(data)
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not pdf.is_encrypted and "/ID" in pdf.trailer
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.N == 3
        for page in pdf.pages:
            for font in page.resources.Font.values():
                (descendant,) = font.DescendantFonts
                assert "/FontFile2" in descendant.FontDescriptor and "/ToUnicode" in font
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_a_searchable_pdf_has_the_restored_words_where_they_stand(tmp_path: Path) -> None:
    data = scanned_pdf(tmp_path / "scan.pdf")
    made = searchable_pdf(data, [("", WORDS)], "Kế hoạch", Limits())
    assert check_pdfa(made, tmp_path).split() == ["Đống", "Đa,"]
    import pdfplumber

    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        word = pdf.pages[0].extract_words()[0]
        assert word["x0"] == pytest.approx(0.1 * float(pdf.pages[0].width), abs=1)
        assert word["bottom"] == pytest.approx(0.12 * float(pdf.pages[0].height), abs=2)


def test_a_page_whose_words_have_no_places_is_searchable_too(tmp_path: Path) -> None:
    data = scanned_pdf(tmp_path / "scan.pdf")
    made = searchable_pdf(data, [("Kế hoạch\nnăm học", ())], "a", Limits())
    assert check_pdfa(made, tmp_path).split() == ["Kế", "hoạch", "năm", "học"]


def test_a_text_has_no_searchable_pdf_and_is_none_the_worse(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotStored):
        searchable_pdf(b"a text", [("a", ())], "a", Limits())
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    document = archive.documents()[0]
    result = CliRunner().invoke(app, ["pdf", document.sha256, str(tmp_path / "out.pdf")])
    assert result.exit_code == NotStored.exit_code
    assert not (tmp_path / "out.pdf").exists()
    assert archive.find(document.sha256).state == document.state


class Counted(set[str]):
    """Names that count how often they are looked through."""

    asked = 0

    def __contains__(self, name: object) -> bool:
        self.asked += 1
        return super().__contains__(name)


def test_files_of_one_name_are_numbered_without_trying_all_numbers_again() -> None:
    names = _Names()
    names._taken = taken = Counted()
    given = [names.unused(name) for name in ("a (3).txt", *["a.txt", "A.txt"] * 500)]
    assert given[:5] == ["a (3).txt", "a.txt", "A (2).txt", "a (4).txt", "A (5).txt"]
    assert len({name.lower() for name in given}) == len(given) == 1001
    assert taken.asked < 3 * len(given)
