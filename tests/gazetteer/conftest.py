"""A folder of facts for a small country, in the form that the builder reads."""

from pathlib import Path

import pytest

from gazetteer.authority.tables import DATA
from gazetteer.building.__main__ import build
from gazetteer.load import Gazetteer

UNIT = (
    "code,level,name,full_name,type,parent_code,province_code,valid_from,valid_to,name_key,basis,"
    "alt_names,source,note"
)
BEFORE = [
    "01,province,Sông Lớn,Tỉnh Sông Lớn,Tỉnh,,01,2004-08-31,2025-07-01,song lon,,,a,",
    "02,province,Núi Nhỏ,Tỉnh Núi Nhỏ,Tỉnh,,02,2004-08-31,2025-07-01,nui nho,,,a,",
    "001,district,Bến Đò,Huyện Bến Đò,Huyện,01,01,2004-08-31,2020-01-01,ben do,,,a,",
    "001,district,Bến Đò,Thị xã Bến Đò,Thị xã,01,01,2020-01-01,2025-07-01,ben do,1/NQ,,a,",
    "002,district,Chợ Mới,Huyện Chợ Mới,Huyện,02,02,2004-08-31,2008-08-01,cho moi,,,a,",
    "002,district,Chợ Mới,Huyện Chợ Mới,Huyện,01,01,2008-08-01,2025-07-01,cho moi,2/NQ,,a,",
    "00001,commune,An Hòa,Xã An Hoà,Xã,001,01,2004-08-31,2025-07-01,an hoa,,,a,",
    "00002,commune,Cũ,Xã Cũ,Xã,001,01,2004-08-31,2015-03-01,cu,,,a,",
    "00002,commune,Tân Mỹ,Xã Tân Mỹ,Xã,001,01,2015-03-01,2025-07-01,tan my,3/NQ,,a,",
    "00003,commune,Bình Yên,Xã Bình Yên,Xã,002,01,2004-08-31,2025-07-01,binh yen,,,a,",
    "00004,commune,Mất,Xã Mất,Xã,002,01,2004-08-31,2020-02-01,mat,,,a,",
]
SINCE = [
    "01,province,Sông Lớn,Tỉnh Sông Lớn,Tỉnh,,01,2025-07-01,,song lon,202/2025/QH15 (tỉnh),,b,",
    "00001,commune,Bến Đò,Phường Bến Đò,Phường,01,01,2025-07-01,,ben do,202/2025/QH15,,b,",
    "00003,commune,Bình Yên,Xã Bình Yên,Xã,01,01,2025-07-01,,binh yen,202/2025/QH15,,b,",
]
SUCCESSORS = [
    "level,old_code,new_code,relation,valid_from,basis,source",
    "province,01,01,full,2025-07-01,202/2025/QH15,m",
    "province,02,01,full,2025-07-01,202/2025/QH15,m",
    "commune,00001,00001,full,2025-07-01,9/NQ,m",
    "commune,00002,00001,partial,2025-07-01,9/NQ,m",
    "commune,00003,00003,full,2025-07-01,9/NQ,m",
]
PREDECESSORS = ["old_code,ended,new_code,source", "00004,2020-02-01,00003,https://press.example"]
EDUCATION = [
    "name,name_canonical,level,district_code,province_code,exam_code,source,status",
    "THPT Bến Đò,THPT Bến Đò,THPT,001,01,01-001,hyquoccuong/list,listed",
    "THPT Bến Đò,Trường THPT Bến Đò,THPT,001,01,,GitHub file id 38199785870,listed",
    "THPT Bến Đò,THPT Bến Đò,THPT,002,01,01-002,hyquoccuong/list,listed",
    "MN Hoa Mơ,Trường Mầm non Hoa Mơ,MN,001,01,,a page,single mention",
    "PGD,Phòng GD&ĐT thị xã Bến Đò,Phòng GDĐT,001,01,,hyquoccuong/list,listed",
]
ABBREVIATIONS = [
    "abbr,expansion,kind,ambiguous,source",
    "UBND,Uỷ ban nhân dân,organisation,,general usage",
    ",Công văn,doc_type,,general usage",
]
NAMES = ["position,syllable,count,share_pct,male,female", "family,Nguyễn,5,26.8,,"]
FILES = {
    "admin_units_before_2025-07.csv": [UNIT, *BEFORE],
    "admin_units_history_2004-2025.csv": [UNIT, *BEFORE],
    "admin_units_since_2025-07.csv": [UNIT, *SINCE],
    "admin_successors.csv": SUCCESSORS,
    "admin_predecessors_2018-2025.csv": PREDECESSORS,
    "education_units.csv": EDUCATION,
    "abbreviations.csv": ABBREVIATIONS,
    "person_names.csv": NAMES,
}


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    for name, lines in FILES.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def small(facts: Path, tmp_path: Path) -> Path:
    """The tables built from the small facts, with the project's own lists kept by hand and weights."""
    build(facts, tmp_path)
    for name in ("bodies.csv", "programmes.csv", "weights.csv"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    return tmp_path


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The project's own authority file."""
    return Gazetteer.load()
