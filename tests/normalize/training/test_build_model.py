"""A language model built from a toy corpus, written and read again."""

import lzma
import math

import numpy as np
import pytest

from normalize.language_model import LanguageModel, extend
from normalize.tokens import NUMBER, PAUSE, SENTENCE, SPECIAL, UNKNOWN
from normalize.training.language_model import build, repeated, tokenise

SENTENCES = 4000
WORDS = (
    "thư viện huyện mở cửa cho học sinh mượn sách vào buổi chiều trong tuần lễ đầu tháng các em đọc "
    "truyện rồi kể lại bạn nghe thầy cô chọn bài hay đăng lên bảng tin nhà trường mời cha mẹ đến dự "
    "giờ chơi trò vẽ tranh hát múa trồng cây chăm vườn rau quét sân lau bàn ghế xếp giá kệ"
).split()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[LanguageModel, dict[str, int]]:
    """Sentences in which most words call for the word that stands behind them in ``WORDS``."""
    folder = tmp_path_factory.mktemp("corpus")
    chance = np.random.default_rng(5)
    with lzma.open(folder / "toy.txt.xz", "wt", encoding="utf-8") as stream:
        for _ in range(SENTENCES):
            at = int(chance.integers(len(WORDS)))
            words = []
            for _ in range(int(chance.integers(3, 12))):
                words.append(WORDS[at])
                step = 1 if chance.random() < 0.8 else int(chance.zipf(1.5))
                at = (at + step) % len(WORDS)
            stream.write(" ".join(words) + f", ngày {int(chance.integers(1, 29))}.\n")
    target = folder / "model.npz"
    sizes = build(folder, [("Tạ Bích Loan", 30.0)], target)
    return LanguageModel.load(target), sizes


def after(model: LanguageModel, *words: str) -> tuple[int, int, int]:
    state = (model.sentence, -1, -1)
    for word in words:
        number = model.number_of(word)
        _, two, three = extend(model.trie, *state, number)
        state = (number, two, three)
    return state


@pytest.mark.parametrize(
    "context", ["", "thư", "thư viện", "thư viện huyện", "lau thầy", "tạ bích"]
)
def test_probabilities_after_a_context_sum_to_one(
    built: tuple[LanguageModel, dict[str, int]], context: str
) -> None:
    model, _ = built
    state = after(model, *context.split())
    total = sum(math.exp(extend(model.trie, *state, w)[0]) for w in range(len(model.vocabulary)))
    assert total == pytest.approx(1.0, abs=0.05)


def test_the_word_that_mostly_follows_is_the_likeliest(
    built: tuple[LanguageModel, dict[str, int]],
) -> None:
    model, _ = built
    state = after(model, "thư", "viện")
    scores = [extend(model.trie, *state, w)[0] for w in range(len(model.vocabulary))]
    assert model.vocabulary[int(np.argmax(scores))] == "huyện"


def test_what_the_model_holds(built: tuple[LanguageModel, dict[str, int]]) -> None:
    model, sizes = built
    assert model.vocabulary[: len(SPECIAL)] == SPECIAL
    assert set(WORDS) <= set(model.vocabulary)
    assert sizes["vocabulary"] == len(model.vocabulary)
    assert sizes["2-grams"] == len(model.trie.words2) > len(WORDS)
    assert model.capital[model.index["loan"]] > 0.5 > model.capital[model.index["sách"]]
    assert model.syllable[model.index["sách"]] and not model.syllable[model.index[UNKNOWN]]


def test_text_as_numbers_with_uses() -> None:
    made = tokenise(["Nhà Loan, 12 em.", "nhà"])
    uses = made.uses()
    assert uses == {"nhà": 2, "loan": 1, PAUSE: 1, NUMBER: 1, "em": 1, SENTENCE: 1}
    assert made.capital == {"loan": 1}
    assert made.stream[0] == 0 and made.stream.count(0) == 2


def test_phrases_are_repeated_by_weight() -> None:
    assert list(repeated([("a", 2.4), ("b", 0.1)])) == ["a", "a", "b"]
