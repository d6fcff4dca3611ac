"""What an account may do; light, for the command line names it in its help."""

from __future__ import annotations

from enum import StrEnum

FIRST = "admin"
"""The name of the account that is made at the first start."""


class Rights(StrEnum):
    """What an account may do; each may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def covers(self, needed: Rights) -> bool:
        """Whether this is enough where ``needed`` is asked for."""
        order = list(Rights)
        return order.index(self) >= order.index(needed)
