"""Word files as Word prints them: nothing lost, nothing deleted or hidden, labels as Word counts."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import BrokenFile
from ingest.files.kinds import kind_of
from ingest.limits import Limits
from ingest.page import Kind
from ingest.word.document import read_docx
from tests.ingest.conftest import docx_bytes

NAMES = (
    nsdecls("w", "r")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

WHITE = '<w:color w:val="ffffff"/>'


def element(xml: str) -> object:
    return parse_xml(re.sub(r"(<[\w:]+)", rf"\1 {NAMES}", xml, count=1))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(run(text))}</w:tc>"


def word(*blocks: str, more: Callable[[WordDocument], None] = lambda document: None) -> bytes:
    def fill(document: WordDocument) -> None:
        for block in blocks:
            document.element.body.insert_element_before(element(block), "w:sectPr")
        more(document)

    return docx_bytes(fill)


def texts(data: bytes) -> list[str]:
    (page,) = read_docx(data, Limits())
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    "inside",
    [
        f"<w:ins>{run('20/10/2023')}</w:ins>",
        f"<w:moveTo>{run('20/10/2023')}</w:moveTo>",
        f"<w:ins>{run('20/10/')}<w:del>{run('2022')}</w:del>{run('2023')}</w:ins>",
        f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run('20/10/2023')}</w:sdtContent></w:sdt>",
        f"<w:smartTag><w:smartTagPr/><w:smartTag>{run('20/10/2023')}</w:smartTag></w:smartTag>",
        f"<w:customXml>{run('20/10/2023')}</w:customXml>",
        f'<w:fldSimple w:instr="DATE">{run("20/10/2023")}</w:fldSimple>',
        f"<w:hyperlink><w:ins>{run('20/10/2023')}</w:ins></w:hyperlink>",
        f'<w:bdo w:val="ltr">{run("20/10/2023")}</w:bdo>',
        f"<mc:AlternateContent><mc:Choice>{run('20/10/2023')}</mc:Choice><mc:Fallback>"
        f"{run('19/10/2023')}</mc:Fallback></mc:AlternateContent>",
        f"<mc:AlternateContent><mc:Fallback>{run('20/10/2023')}</mc:Fallback></mc:AlternateContent>",
        "<m:oMathPara><m:oMath><m:r><m:t>20/10</m:t></m:r><m:f><m:num><m:r><m:t></m:t></m:r>"
        "</m:num><m:den/></m:f><m:r><m:t>/2023</m:t></m:r></m:oMath></m:oMathPara>",
        "<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>20/10/2023</w:t>"
        "</w:r></w:rubyBase></w:ruby></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText>"
        f"<w:fldChar w:fldCharType='separate'/></w:r>{run('20/10/2023')}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        f"{run('20/10/2023')}<w:del><w:r><w:delText>21/10/2023</w:delText></w:r></w:del>",
        f"{run('20/10/2023')}<w:moveFrom>{run('21/10/2023')}</w:moveFrom>",
        run("20/10/2023", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
        run("20/10/2023", '<w:vanish w:val="0"/>'),
        f"{run('20/10/2023')}{run(' hoặc 01/01/2029', '<w:vanish/>')}",
        run("20/10/2023") + run(" hoặc 01/01/2029", WHITE),
    ],
)
def test_what_stands_around_a_date(inside: str) -> None:
    assert texts(word(paragraph(run("trước ngày "), inside))) == ["trước ngày 20/10/2023"]


def test_blocks_in_controls_and_custom_xml() -> None:
    blocks = f"<w:sdtContent>{paragraph(run('một'))}<w:customXml>{paragraph(run('hai'))}</w:customXml></w:sdtContent>"
    second = f"<w:sdt><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt>"
    inner = f"<w:sdt><w:sdtContent>{row(cell('a'), second)}</w:sdtContent></w:sdt>"
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    table = f'<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>{grid}{inner}</w:tbl>'
    assert texts(word(f"<w:sdt>{blocks}</w:sdt>", table)) == ["một", "hai", "a\tb"]


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_stay() -> None:
    gone = "<w:trPr><w:del/></w:trPr>"
    new = "<w:trPr><w:ins/></w:trPr>"
    hidden = "<w:trPr><w:hidden/></w:trPr>"
    rows = row(cell("cũ"), properties=gone) + row(cell("mới"), properties=new)
    rows += row(cell("ẩn"), properties=hidden)
    lost = cell("bỏ").replace("<w:tc>", "<w:tc><w:tcPr><w:cellDel/></w:tcPr>")
    start = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
    tables = (
        f"{start}{rows}{row(cell('giữ'), lost)}</w:tbl>",
        f"{start}{row(lost, properties=gone)}</w:tbl>",
    )
    assert texts(word(*tables, paragraph(run("hết")))) == ["mới", "giữ", "hết"]


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() -> None:
    def marked(text: str, mark: str) -> str:
        return paragraph(text, properties=f"<w:rPr>{mark}</w:rPr>")

    blocks = (
        marked(run("Trước ngày "), "<w:del/>"),
        paragraph(run("20/10/2023")),
        marked(f"<w:del>{run('bỏ')}</w:del>", "<w:del/>"),
        marked(f"<w:moveFrom>{run('dời')}</w:moveFrom>", "<w:moveFrom/>"),
        marked(run("ẩn", "<w:vanish/>"), "<w:vanish/>"),
        marked(run("thêm"), "<w:ins/>"),
        paragraph(run("hết")),
    )
    assert texts(word(*blocks)) == ["Trước ngày 20/10/2023", "thêm", "hết"]


def test_text_hidden_by_its_style() -> None:
    def more(document: WordDocument) -> None:
        for kind in ("paragraph", "character"):
            for name, base, properties in (("Ẩn", "", "<w:vanish/>"), ("Con", "Ẩn", "")):
                based = f'<w:basedOn w:val="{base}{kind}"/>' if base else ""
                document.styles.element.append(
                    element(
                        f'<w:style w:type="{kind}" w:styleId="{name}{kind}"><w:name w:val="{name}{kind}"/>'
                        f"{based}<w:rPr>{properties}</w:rPr></w:style>"
                    )
                )

    blocks = (
        paragraph(run("một"), properties='<w:pStyle w:val="Conparagraph"/>'),
        paragraph(run("hai "), run("ba", '<w:rStyle w:val="Concharacter"/>')),
        paragraph(
            run("bốn", '<w:vanish w:val="0"/>'),
            properties='<w:pStyle w:val="Ẩnparagraph"/><w:rPr><w:vanish w:val="off"/></w:rPr>',
        ),
    )
    assert texts(word(*blocks, more=more)) == ["hai ", "bốn"]


def test_white_letters_on_a_ground_are_text() -> None:
    shaded = '<w:shd w:val="clear" w:fill="1F4E79"/><w:color w:val="FFFFFF"/>'
    in_cell = f"<w:tc>{paragraph(run('đầu bảng', WHITE))}</w:tc>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{row(in_cell)}</w:tbl>"
    assert texts(word(paragraph(run("nền", shaded)), table)) == ["nền", "đầu bảng"]


def test_hyphens_tabs_and_breaks() -> None:
    inside = (
        "<w:r><w:t>45/KH</w:t><w:noBreakHyphen/><w:t>SGDĐT</w:t><w:tab/><w:t>kế</w:t>"
        "<w:softHyphen/><w:t>t</w:t><w:cr/><w:t>dòng hai</w:t></w:r>"
    )
    assert texts(word(paragraph(inside))) == ["45/KH-SGDĐT   kết", "dòng hai"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('Số: 12/KH-TH'))}<w:p/></w:txbxContent>"
    inside = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}"
        f"</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    alone = f"<w:r><w:pict>{box}</w:pict></w:r>"
    assert texts(word(paragraph(run("trên"), inside), paragraph(alone))) == [
        "trên", "Số: 12/KH-TH", "", "", "Số: 12/KH-TH", "",
    ]  # fmt: skip


def with_parts(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_notes_come_after_the_body_behind_their_numbers() -> None:
    body = (
        paragraph(run("một"), '<w:r><w:footnoteReference w:id="7"/></w:r>'),
        paragraph(run("hai"), '<w:r><w:footnoteReference w:id="3"/></w:r>'),
        paragraph(f"<w:del>{run('cũ')}<w:r><w:footnoteReference w:id='9'/></w:r></w:del>"),
    )
    notes = "".join(
        f'<w:footnote w:id="{name}">{paragraph(f"<w:ins>{run(text)}</w:ins>")}{also}</w:footnote>'
        for name, text, also in (
            (-1, "----", ""),
            (3, " ghi chú hai", ""),
            (7, "ghi chú một", paragraph(run("tiếp"))),
            (9, "ghi chú cũ", ""),
        )
    )

    def change(parts: dict[str, bytes]) -> None:
        parts["word/footnotes.xml"] = f"<w:footnotes {NAMES}>{notes}</w:footnotes>".encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats'
            b'-officedocument.wordprocessingml.footnotes+xml"/></Types>',
        )
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/footnotes" Target="footnotes.xml"/></Relationships>',
        )

    read = texts(with_parts(word(*body), change))
    assert read == ["một", "hai", "", "¹ ghi chú một", "tiếp", "² ghi chú hai"]


def test_the_letterhead_in_the_header_of_the_first_page() -> None:
    number = (
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> PAGE </w:instrText>"
        f"<w:fldChar w:fldCharType='separate'/></w:r>{run('2')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )

    def running(document: WordDocument) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "UBND HUYỆN THANH AN"
        section.footer._element.append(element(paragraph(run("Trang "), number)))

    def first(document: WordDocument) -> None:
        running(document)
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "Số: 5/KH-TH"
        section.first_page_footer._element.append(
            element(
                paragraph(f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>', run("Lưu: VT"))
            )
        )

    body = paragraph(run("KẾ HOẠCH"))
    assert texts(word(body, more=running)) == ["UBND HUYỆN THANH AN", "KẾ HOẠCH"]
    assert texts(word(body, more=first)) == ["Số: 5/KH-TH", "KẾ HOẠCH", "", "Lưu: VT"]


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_macro_documents_and_templates(kind: bytes) -> None:
    def change(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(MAIN, kind)

    data = with_parts(word(paragraph(run("Kế hoạch"))), change)
    assert kind_of(data) is Kind.DOCX
    assert texts(data) == ["Kế hoạch"]


def test_strict_documents() -> None:
    def change(parts: dict[str, bytes]) -> None:
        for name, content in parts.items():
            parts[name] = re.sub(
                rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/(?!relationships/metadata)",
                rb"http://purl.oclc.org/ooxml/\1/",
                content,
            )

    data = with_parts(word(paragraph(f"<w:ins>{run('Kế hoạch')}</w:ins>")), change)
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert texts(data) == ["Kế hoạch"]


def test_a_main_part_of_another_name() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/document2.xml"] = parts.pop("word/document.xml")
        parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
        for name in ("[Content_Types].xml", "_rels/.rels"):
            parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")

    data = with_parts(word(paragraph(run("Kế hoạch"))), change)
    assert kind_of(data) is Kind.DOCX
    assert texts(data) == ["Kế hoạch"]


@pytest.mark.parametrize(
    "lost",
    ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/header1.xml", "docProps/core.xml"],
)  # fmt: skip
def test_parts_that_are_missing(lost: str) -> None:
    def more(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "UBND"

    def change(parts: dict[str, bytes]) -> None:
        del parts[lost]

    data = with_parts(word(paragraph(run("Kế hoạch")), more=more), change)
    assert texts(data)[-1] == "Kế hoạch"


@pytest.mark.parametrize(
    "target", ["NULL", "../NULL", "media/none.png", "#_Toc1", "media%2Fnone.png"]
)
def test_relations_that_lead_nowhere(target: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/image" Target="{target}"/></Relationships>'.encode(),
        )

    assert texts(with_parts(word(paragraph(run("Kế hoạch"))), change)) == ["Kế hoạch"]


def test_a_document_without_its_body_is_damaged() -> None:
    def change(parts: dict[str, bytes]) -> None:
        del parts["word/document.xml"]

    with pytest.raises(BrokenFile):
        read_docx(with_parts(word(paragraph(run("Kế hoạch"))), change), Limits())


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def labels(
    abstracts: str, lists: str, places: list[tuple[int, int]], styles: str = ""
) -> list[str]:
    """The labels of paragraphs at places (list, level)."""

    def change(parts: dict[str, bytes]) -> None:
        parts["word/numbering.xml"] = (
            f"<w:numbering {NAMES}>{abstracts}{lists}</w:numbering>".encode()
        )
        if styles:
            parts["word/styles.xml"] = parts["word/styles.xml"].replace(
                b"</w:styles>", styles.encode() + b"</w:styles>"
            )

    blocks = (
        paragraph(
            run("x"),
            properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>',
        )
        for number, depth in places
    )
    return [text.removesuffix("x").strip() for text in texts(with_parts(word(*blocks), change))]


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def numbered(number: int, name: int, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{name}"/>{override}</w:num>'


def test_lists_that_share_a_count_and_lists_that_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbered(1, 0) + numbered(2, 0, anew) + numbered(3, 0)
    places = [(1, 0), (1, 0), (3, 0), (2, 0), (2, 0), (1, 0)]
    assert labels(abstract(0, level(0, "decimal", "%1.")), lists, places) == [
        "1.", "2.", "3.", "1.", "2.", "3.",
    ]  # fmt: skip


def test_a_level_overridden_for_one_list() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)", start=5)}</w:lvlOverride>'
    lists = numbered(1, 0) + numbered(2, 0, other)
    found = labels(abstract(0, level(0, "decimal", "%1.")), lists, [(1, 0), (2, 0), (2, 0)])
    assert found == ["1.", "e)", "f)"]


def test_deeper_levels_start_again_unless_they_say_otherwise() -> None:
    levels = (
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "decimal", "Điều %3.", '<w:lvlRestart w:val="0"/>'),
        level(3, "lowerLetter", "%4)", '<w:lvlRestart w:val="1"/>'),
    )
    places = [
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
    ]
    assert labels(abstract(0, *levels), numbered(1, 0), places) == [
        "I.", "1.", "Điều 1.", "a)", "2.", "Điều 2.", "b)", "II.", "1.", "Điều 3.", "a)",
    ]  # fmt: skip


def test_legal_numbering_writes_all_levels_in_figures() -> None:
    levels = (level(0, "upperRoman", "%1."), level(1, "lowerLetter", "%1.%2.", "<w:isLgl/>"))
    found = labels(abstract(0, *levels), numbered(1, 0), [(1, 0), (1, 0), (1, 1), (1, 1)])
    assert found == ["I.", "II.", "2.1.", "2.2."]


@pytest.mark.parametrize(
    ("form", "start", "label"),
    [
        ("decimalZero", 7, "07"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 3, "C"),
        ("lowerRoman", 4, "iv"),
        ("ordinal", 22, "22nd"),
        ("ordinal", 12, "12th"),
        ("vietnameseCounting", 21, "hai mươi mốt"),
        ("vietnameseCounting", 15, "mười lăm"),
        ("vietnameseCounting", 4, "bốn"),
        ("numberInDash", 3, "- 3 -"),
        ("none", 3, ""),
        ("unheardOf", 3, "3"),
        ("lowerLetter", 2_000_000_000, "2000000000"),
    ],
)
def test_the_forms_of_numbers(form: str, start: int, label: str) -> None:
    assert labels(abstract(0, level(0, form, "%1", start=start)), numbered(1, 0), [(1, 0)]) == [
        label
    ]


def test_bullets_and_hidden_numbers() -> None:
    levels = (level(0, "bullet", "+"), level(1, "bullet", "\uf0b7"), level(2, "decimal", "%3.", "<w:rPr><w:vanish/></w:rPr>"))  # fmt: skip
    found = labels(abstract(0, *levels), numbered(1, 0), [(1, 0), (1, 1), (1, 2), (9, 0), (1, 8)])
    assert found == ["+", "-", "", "", ""]


def test_lists_by_way_of_styles() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Kiểu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khoản"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:styleLink w:val="Kiểu"/>'
    levels = level(0, "decimal", "%1.") + level(
        1, "lowerLetter", "%2)", '<w:pStyle w:val="Khoản"/>'
    )
    abstracts = abstract(0, linked, levels) + abstract(1, '<w:numStyleLink w:val="Kiểu"/>')
    lists = numbered(1, 0) + numbered(2, 1)
    assert labels(abstracts, lists, [(1, 0), (2, 0)], styles) == ["1.", "2."]

    def change(parts: dict[str, bytes]) -> None:
        parts["word/numbering.xml"] = (
            f"<w:numbering {NAMES}>{abstracts}{lists}</w:numbering>".encode()
        )
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(
            b"</w:styles>", styles.encode() + b"</w:styles>"
        )

    block = paragraph(run("x"), properties='<w:pStyle w:val="Khoản"/>')
    assert texts(with_parts(word(block, block), change)) == ["a) x", "b) x"]


def test_styles_in_a_circle() -> None:
    def more(document: WordDocument) -> None:
        for name, base in (("A", "B"), ("B", "A")):
            document.styles.element.append(
                element(
                    f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{base}"/></w:style>'
                )
            )

    assert texts(word(paragraph(run("x"), properties='<w:pStyle w:val="A"/>'), more=more)) == ["x"]
