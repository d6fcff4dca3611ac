"""spaCy as it is loaded here: without its own command line, which takes a third of the time."""

from types import ModuleType

from normalize.spared import spared

_COMMANDS = ModuleType("spacy.cli.info")
vars(_COMMANDS).update(info=None)
with spared({_COMMANDS.__name__: _COMMANDS}):
    from spacy.lang.xx import MultiLanguage
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["Doc", "Language", "MultiLanguage", "Vocab"]
