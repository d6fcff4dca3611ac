"""The link by which the first administrator gets in."""

import hmac
import secrets


class OneTimeLink:
    """Lets the first administrator in once, while no administrator has a password."""

    def __init__(self) -> None:
        self._secret: str | None = None

    def make(self) -> str:
        """A new secret; one made before no longer counts."""
        self._secret = secrets.token_urlsafe(24)
        return self._secret

    def use(self, secret: str) -> bool:
        """Whether the secret is the one made last; it counts once."""
        known, given = (self._secret or "").encode(), secret.encode()
        if not known or not hmac.compare_digest(known, given):
            return False
        self._secret = None
        return True
