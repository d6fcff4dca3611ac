"""Training of the models that ship with the project: ``python -m normalize.training --help``."""

import argparse
import csv
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from normalize.channel import MISREAD_MODEL, SPOILED_MODEL
from normalize.folding import canonical
from normalize.language_model import MODEL_FILE, LanguageModel
from normalize.people import TABLE as PEOPLE
from normalize.rescorer import MODEL_FILE as RESCORER_FILE
from normalize.training.channels import real_pairs, rendered_pairs, write_channel
from normalize.training.corpus import corpus_files, lines
from normalize.training.laid_out import FONTS
from normalize.training.language_model import build, corpus_stream
from normalize.training.open_words import find_open, forms_of
from normalize.training.pairs import make_pairs, save_pairs
from normalize.training.people import write_people
from normalize.training.prints import DPI, spoil_all, word_pairs
from normalize.training.rescorer import Trainer

# Official and educational text, and news for names; the law alone would do for neither.
PAIR_SOURCES = ("vbpl", "vju_edu", "teacher2_edu", "hust_edu", "uts_news")
# News and encyclopedias name people.
NAME_SOURCES = ("uts_news", "vmds_news", "viwik19", "viwiki_uts")
BATCH_PAGES = 20


def main() -> None:
    """Read the command line and run one step of the training."""
    parser = argparse.ArgumentParser(prog="python -m normalize.training", description=__doc__)
    steps = parser.add_subparsers(required=True)
    model = steps.add_parser("language-model", help="estimate the n-gram model")
    model.add_argument("corpus", type=Path, help="folder of *.txt.xz")
    model.add_argument("--names", type=Path, help="TSV of names and weights")
    model.set_defaults(run=_language_model)
    network = steps.add_parser("rescorer", help="train the network on what n-grams leave open")
    network.add_argument("corpus", type=Path)
    network.add_argument("--names", type=Path, help="the same as for the n-gram model")
    network.set_defaults(run=_rescorer)
    people = steps.add_parser("people", help="count the syllables of people's names")
    people.add_argument("corpus", type=Path)
    people.set_defaults(run=_people)
    pairs = steps.add_parser("pairs", help="render text, read it with tesseract, keep the pairs")
    pairs.add_argument("corpus", type=Path)
    pairs.add_argument("target", type=Path, help="JSON lines to write")
    pairs.add_argument("--language", choices=("eng", "vie"), default="eng")
    pairs.add_argument("--pages", type=int, default=280)
    pairs.set_defaults(run=_pairs)
    prints = steps.add_parser("prints", help="print documents, read the pages in English, keep all")
    prints.add_argument("shared", type=Path, help="folder of reference documents")
    prints.add_argument("target", type=Path)
    prints.add_argument("--dpi", type=int, default=DPI)
    prints.add_argument("--font", choices=FONTS, default="liberation", help="of texts and DOCX")
    prints.add_argument("--pairs", type=Path, help="JSON lines to write, of half A")
    prints.set_defaults(run=_prints)
    channel = steps.add_parser("channel", help="learn a channel from pairs")
    channel.add_argument("which", choices=("spoiled", "misread"))
    channel.add_argument("pairs", type=Path, nargs="+")
    channel.add_argument("--confusions", type=Path, help="TSV of confusions noted by hand")
    channel.set_defaults(run=_channel)
    arguments = parser.parse_args()
    arguments.run(arguments)


def _language_model(arguments: argparse.Namespace) -> None:
    print(build(arguments.corpus, _names(arguments.names), MODEL_FILE))


def _names(path: Path | None) -> list[tuple[str, float]]:
    if path is None:
        return []
    with path.open(encoding="utf-8") as stream:
        return [(row[0], float(row[1])) for row in csv.reader(stream, delimiter="\t")]


def _rescorer(arguments: argparse.Namespace) -> None:
    vocabulary = LanguageModel.load().vocabulary
    stream = corpus_stream(arguments.corpus, _names(arguments.names), vocabulary)
    forms = forms_of(vocabulary)
    words = find_open(stream, forms)
    print(f"{len(words.place)} words of {len(stream)} are open", flush=True)
    trainer = Trainer(stream, words, forms)
    trainer.learn()
    trainer.write(RESCORER_FILE)


def _people(arguments: argparse.Namespace) -> None:
    files = [f for f in corpus_files(arguments.corpus) if f.name.split(".")[0] in NAME_SOURCES]
    print(write_people((line for file in files for line in lines(file)), PEOPLE), "names")


def _texts(corpus: Path, seed: int) -> Iterator[str]:
    """Lines taken here and there from the sources, without end."""
    chance = random.Random(seed)
    files = [f for f in corpus_files(corpus) if f.name.split(".")[0] in PAIR_SOURCES]
    streams = [lines(file) for file in files or corpus_files(corpus)]
    while streams:
        stream = chance.choice(streams)
        line = next(itertools.islice(stream, chance.randrange(40, 200), None), None)
        if line is None:
            streams.remove(stream)
        else:
            yield canonical(line)


def _pairs(arguments: argparse.Namespace) -> None:
    total: Counter[tuple[str, str]] = Counter()
    for batch in range(0, arguments.pages, BATCH_PAGES):
        texts = _texts(arguments.corpus, batch)
        total += make_pairs(texts, BATCH_PAGES, arguments.language, 100 + batch)
        save_pairs(total, arguments.target)
        print(f"{batch + BATCH_PAGES} pages, {total.total()} words", flush=True)


def _prints(arguments: argparse.Namespace) -> None:
    for name in spoil_all(arguments.shared, arguments.target, arguments.dpi, arguments.font):
        print(name, flush=True)
    if arguments.pairs:
        save_pairs(word_pairs(arguments.shared, arguments.target, "A"), arguments.pairs)


def _channel(arguments: argparse.Namespace) -> None:
    spoiled = arguments.which == "spoiled"
    pairs = [one for file in arguments.pairs for one in rendered_pairs(file, stripped=spoiled)]
    if arguments.confusions:
        pairs += real_pairs(arguments.confusions)
    print(write_channel(pairs, SPOILED_MODEL if spoiled else MISREAD_MODEL, not spoiled), "chunks")


if __name__ == "__main__":
    main()
