"""The syllables of people's names by their place, counted in running text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.text_layer.syllables import is_syllable
from normalize.folding import canonical

# A name is taken where one of these begins it: nine of ten people bear one.
FAMILIES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh trương đào đoàn lương mai
    tô lâm tạ phùng hứa thái chu nông tống đàm quách tăng la lã kiều khuất nghiêm thạch triệu viên trà""".split()
)
LEAST_USES = 3
_WORD = re.compile(r"[^\W\d_]+|[^\w\s]")


def names(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The names of three or four syllables in lines of text, in lower case."""
    for line in lines:
        run: list[str] = []
        for word in (*_WORD.findall(canonical(line)), "."):
            if word[0].isupper() and (word[1:].islower() or len(word) == 1) and is_syllable(word):
                run.append(word.lower())
                continue
            if len(run) in (3, 4) and run[0] in FAMILIES:
                yield tuple(run)
            run = []


def write_people(texts: Iterable[str], target: Path) -> int:
    """Count the syllables of names by place and write them; returns how many names there were."""
    places: dict[str, Counter[str]] = {"family": Counter(), "middle": Counter(), "given": Counter()}
    for name in names(texts):
        places["family"][name[0]] += 1
        places["middle"].update(name[1:-1])
        places["given"][name[-1]] += 1
    with target.open("w", encoding="utf-8") as stream:
        for place, counts in places.items():
            for syllable, count in counts.most_common():
                if count >= LEAST_USES:
                    stream.write(f"{place}\t{syllable}\t{count}\n")
    return places["family"].total()
