"""Every text of the pages in both languages, and one for every error there is."""

import re
from pathlib import Path
from typing import get_args

import pytest

from api import rendering
from api.texts import words as texts
from api.texts.words import Lang, Words
from ingest.errors import VanbanError


def every_error() -> list[type[VanbanError]]:
    return [VanbanError, *VanbanError.__subclasses__()]


@pytest.mark.parametrize("lang", get_args(Lang))
def test_every_error_has_a_text(lang: Lang) -> None:
    texts = Words(lang).problems()
    assert [e.code for e in every_error() if not texts.get(e.code)] == []


def test_the_languages_differ() -> None:
    vietnamese, english = Words("vi").problems(), Words("en").problems()
    assert vietnamese.keys() == english.keys()
    assert all(vietnamese[code] != english[code] for code in vietnamese)


def test_the_tables_of_quality_have_the_heads_that_the_page_asks_for() -> None:
    """The hint above them was one of the heads."""
    script = Path(rendering.__file__).with_name("static") / "queue.js"
    asked = re.findall(r"heads\.(\w+)", script.read_text(encoding="utf-8"))
    assert Words("en").quality().keys() == set(asked)


def test_no_key_has_two_texts() -> None:
    keys = [key for module in texts._MODULES for key in module.TEXTS]
    assert len(keys) == len(set(keys)) == len(texts._TEXTS)
