"""Sentences that name units, for the accuracy of the scan.

The frames were written for this project, in the phrases that offices use; half of the words in them
are chosen to mislead: people, subjects, months, common nouns that are names of communes, too. The
names are the mentions of the test set. A sentence names one unit, with its places where the mention
has them; whatever else is found is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.gazetteer.mention_set import SEED, Mention
from gazetteer.authority.index import Authority
from gazetteer.load import Gazetteer
from normalize.folding import strip_diacritics

FRAMES = (
    "Căn cứ Kế hoạch số 15/KH-UBND ngày 12 tháng 3 của {}, nhà trường xây dựng kế hoạch như sau:",
    "Thực hiện chỉ đạo của {} về việc tăng cường an toàn giao thông cho học sinh;",
    "- Phối hợp với {} tổ chức tập huấn cho cán bộ quản lý và giáo viên trước ngày 30 tháng 9.",
    "Địa điểm: tại {}. Thời gian: 7 giờ 30 phút, thứ Bảy.",
    "3. Giao {} chủ trì, báo cáo kết quả bằng văn bản trước ngày 15/11.",
    "Đoàn kiểm tra làm việc với {} từ ngày 02/10 đến ngày 06/10; thành phần do Ban tổ chức mời.",
    "Kính gửi: {};",
    "{} có trách nhiệm công khai kế hoạch đến phụ huynh học sinh và nhân dân.",
    "Theo đề nghị của {} tại Tờ trình số 45/TTr ngày 8 tháng 4 về việc khen thưởng;",
    "Cô Nguyễn Thị Hòa Bình, tổ trưởng tổ Toán, thay mặt {} nhận cờ thi đua.",
    "Ông Trần Văn Tân (đại diện {}) phát biểu; Em Lê Minh Châu đạt giải nhất môn Tin học.",
    "Kinh phí do {} chi trả, phần còn lại từ nguồn xã hội hóa theo quy định.",
    "Hội thi An toàn giao thông năm nay do {} đăng cai, dự kiến 20 đội tham gia.",
    "Học sinh lớp 9A và lớp 12 Văn cùng thầy cô đến thăm {} nhân Ngày Nhà giáo Việt Nam.",
)
KINDS = ("clean", "bare", "spoiled")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the unit it names, from ``start`` to ``stop``."""

    text: str
    start: int
    stop: int
    mention: Mention


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scan found: units in sentences, those named that it found, and how many are right."""

    sentences: int
    named: int
    found: int
    right: int


def sentences(mentions: Sequence[Mention], kind: str) -> Iterator[Sentence]:
    """A sentence for each mention of a kind that stands for one unit, with places around."""
    chance = random.Random(SEED)
    for one in mentions:
        if one.kind == kind and one.context and len(one.truth) == 1:
            before, _, after = chance.choice(FRAMES).partition("{}")
            if kind == "bare":
                before, after = strip_diacritics(before), strip_diacritics(after)
            stop = len(before) + len(one.mention)
            yield Sentence(before + one.mention + after, len(before), stop, one)


def scanned(gazetteer: Gazetteer, authority: Authority, held: Sequence[Sentence]) -> Scanned:
    """Scan sentences; a place above the unit, named with it, is right, too."""
    named = found = right = 0
    for one in held:
        (truth,) = one.mention.truth
        met = False
        for hit in gazetteer.scan(one.text, on=one.mention.on, near=one.mention.near):
            found += 1
            within = hit.start < one.stop and one.start < hit.stop
            if within and hit.match.unit.id == truth:
                met = True
                right += 1
            elif within and hit.match.unit.id in _above(authority, truth):
                right += 1
        named += met
    return Scanned(len(held), named, found, right)


def _above(authority: Authority, unit_id: str) -> set[str]:
    """The identifiers of all that a unit ever belonged to, and of a body's own place."""
    place = unit_id.rpartition("@")[2]
    found = {place} if place != unit_id else set()
    for state in authority.states(place):
        if state.parent_id:
            found |= {state.parent_id} | _above(authority, state.parent_id)
    return found
