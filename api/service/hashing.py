"""Passwords are hashed one at a time: a hash takes 64 MB and up to four processors, by design."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from api.service.intake import Busy

MOST_WAITING = 200  # about ten seconds of hashing on two processors that have nothing else to do

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Hashing:
    """Runs what hashes passwords, beside the threads in which all else is answered."""

    def __init__(self) -> None:
        self._one_at_a_time = CapacityLimiter(1)
        self._under_way = 0

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """The answer of a function that hashes a password; Busy where too many wait for theirs."""
        if self._under_way > MOST_WAITING:
            raise Busy("Too many logins are checked just now.", "Try again in a minute.")
        self._under_way += 1
        try:
            hashed = partial(work, *args, **kwargs)
            return await to_thread.run_sync(hashed, limiter=self._one_at_a_time)
        finally:
            self._under_way -= 1
