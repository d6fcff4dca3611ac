"""The service loads at its start what the first question would wait for."""

import gc

import pipeline
from api.service.warm import warm_up
from store.archive.archive import Archive


def test_the_authority_file_is_loaded_before_anybody_asks(archive: Archive) -> None:
    pipeline._gazetteer.cache_clear()
    try:
        warm_up(archive).join()
        assert pipeline._gazetteer.cache_info().currsize == 1
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
