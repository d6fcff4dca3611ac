"""The names that a text is likely to use: communes and schools of its district, groups of a school."""

from collections import defaultdict
from collections.abc import Iterator

from gazetteer.authority.index import Authority
from gazetteer.authority.tables import UNIT_COLUMNS
from normalize.folding import fold

# Type words before the name of a district, folded; "thi xa" and "thanh pho" end in these.
_TYPE_WORDS = frozenset({"quan", "huyen", "xa", "pho", "tp", "tx"})
LONGEST_NAME = 4
_ID, _PARENT = UNIT_COLUMNS.index("id"), UNIT_COLUMNS.index("parent_id")
# A text that names more districts than this is about a province or the country: the names of
# all of them would say nothing.
MOST_DISTRICTS = 6
# Usual names of the groups of a school's staff, mostly by school subject; a list from general knowledge,
# not from a register.
GROUPS = (
    "tổ chuyên môn", "tổ Văn phòng", "tổ Toán", "tổ Ngữ văn", "tổ Tiếng Việt", "tổ Ngoại ngữ",
    "tổ Tiếng Anh", "tổ Khoa học tự nhiên", "tổ Khoa học xã hội", "tổ Lịch sử và Địa lí", "tổ Vật lí",
    "tổ Hóa học", "tổ Sinh học", "tổ Tin học", "tổ Công nghệ", "tổ Giáo dục công dân",
    "tổ Giáo dục thể chất", "tổ Thể dục", "tổ Giáo dục quốc phòng và an ninh", "tổ Âm nhạc",
    "tổ Mĩ thuật", "tổ Nghệ thuật", "tổ Năng khiếu", "tổ Mẫu giáo", "tổ Nhà trẻ", "tổ Nuôi dưỡng",
)  # fmt: skip
_FOLDED_GROUPS = {f" {fold(name)} ": name for name in GROUPS}


class Nearby:
    """Finds the districts that a text names, and the names that belong to them."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._inside: dict[str, list[int]] = defaultdict(list)
        for state, row in enumerate(authority.rows):
            self._inside[row[_PARENT]].append(state)

    def phrases(self, text: str) -> list[str]:
        """Names of the communes and schools of the districts that a text names, without repeats.

        Districts are left out where there are too many. Groups of a school are named where the text
        has their letters, with or without marks.
        """
        words = f" {' '.join(fold(text).split())} "
        groups = [name for folded, name in _FOLDED_GROUPS.items() if folded in words]
        return [*self._places(text), *groups]

    def _places(self, text: str) -> list[str]:
        districts = set(self._districts(text))
        if not 0 < len({name for name, _ in districts}) <= MOST_DISTRICTS:
            return []
        found: dict[str, None] = {}
        for _, district in sorted(districts):
            for state in self._inside[district]:
                unit = self._authority.unit(state)
                found[unit.full_name] = None
        return list(found)

    def _districts(self, text: str) -> Iterator[tuple[str, str]]:
        """(folded name, identifier) of every district with its type word before it."""
        words = fold(text).split()
        districts = self._authority.keys["district"]
        for at, word in enumerate(words):
            if word not in _TYPE_WORDS:
                continue
            for size in range(LONGEST_NAME, 0, -1):
                name = " ".join(words[at + 1 : at + 1 + size])
                if name in districts:
                    for state in districts[name]:
                        yield name, self._authority.rows[state][_ID]
                    break
