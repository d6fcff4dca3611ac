"""Every text of the pages in both languages, and one for every error there is."""

from typing import get_args

import pytest

from api import texts
from api.texts import Lang, Words
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


def test_no_key_has_two_texts() -> None:
    keys = [key for module in texts._MODULES for key in module.TEXTS]
    assert len(keys) == len(set(keys)) == len(texts._TEXTS)
