"""Many logins at once take the memory of one, and leave the service to answer others."""

import asyncio
import threading
import time

import pytest

from api.service import hashing
from api.service.hashing import Hashing
from api.service.intake import Busy


def test_one_password_is_hashed_at_a_time_and_others_wait_outside_the_threads() -> None:
    at_once, most = 0, 0
    counting = threading.Lock()

    def hashed(number: int) -> int:
        nonlocal at_once, most
        with counting:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.002)
        with counting:
            at_once -= 1
        return number

    async def eighty() -> list[int]:
        place = Hashing()
        waiting = [asyncio.create_task(place.run(hashed, number)) for number in range(80)]
        await asyncio.sleep(0)
        assert await asyncio.to_thread(threading.active_count) < 20
        return await asyncio.gather(*waiting)

    assert asyncio.run(eighty()) == list(range(80))
    assert most == 1


def test_more_than_may_wait_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "MOST_WAITING", 2)

    async def four() -> list[object]:
        place = Hashing()
        works = (place.run(time.sleep, 0.01) for _ in range(4))
        return await asyncio.gather(*works, return_exceptions=True)

    answers = asyncio.run(four())
    assert [isinstance(answer, Busy) for answer in answers] == [False, False, False, True]


def test_every_route_that_hashes_is_bounded() -> None:
    """A function that FastAPI ran in its own threads would hash forty at a time."""
    from api.http import accounts

    routes = [*accounts.router.routes, *accounts.pages.routes]
    asked = {"login", "password", "new_account", "change_account"}
    bounded = {
        route.name  # type: ignore[attr-defined]
        for route in routes
        if asyncio.iscoroutinefunction(route.endpoint)  # type: ignore[attr-defined]
    }
    assert bounded == asked
