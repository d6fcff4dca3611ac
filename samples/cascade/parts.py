"""What the documents of the cascade share: the movement, its city, and how a plan is put together."""

from samples.document import (
    Block,
    Closing,
    Document,
    Letterhead,
    PageBreak,
    Table,
    basis,
    body,
    centred,
    heading,
    note,
)

MOVEMENT = "phong trào “Trường bạn đồng hành”"
CITY_PLAN = (
    "Kế hoạch số 512/KH-SGDĐT ngày 10/10/2023 của Sở Giáo dục và Đào tạo thành phố Đà Nẵng "
    f"về việc tổ chức {MOVEMENT} giai đoạn 2023-2026"
)


def plan(
    head: Letterhead,
    title: tuple[str, ...],
    grounds: tuple[str, ...],
    sections: tuple[tuple[str, tuple[str, ...]], ...],
    closing: Closing,
    annex: tuple[Block, ...] = (),
    kind: str = "KẾ HOẠCH",
) -> Document:
    """A document of grounds and headed sections; a section is its heading and its paragraphs."""
    blocks: list[Block] = [basis(ground) for ground in grounds]
    for name, texts in sections:
        blocks += [heading(name), *body(*texts)]
    return Document(head, (kind, *title), tuple(blocks), closing, annex)


def pairs_list(
    title: str, whose: str, rows: tuple[tuple[str, ...], ...], total: int
) -> tuple[Block, ...]:
    """An annex with a table of twinned units and the total below it."""
    return (
        PageBreak(),
        centred(title),
        note(f"(Kèm theo {whose})"),
        Table(
            head=("TT", "Đơn vị thứ nhất", "Đơn vị thứ hai"),
            rows=tuple((str(n), *row) for n, row in enumerate(rows, start=1)),
            widths=(0.1, 0.45, 0.45),
        ),
        *body(f"(Danh sách gồm {total} đơn vị)"),
    )
