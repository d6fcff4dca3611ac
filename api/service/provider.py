"""A sign-on provider by OpenID Connect: where a browser is sent, and what its answer proves.

The extra ``oidc`` brings the libraries; they are imported where they are used.
"""

import time
from typing import Any, NamedTuple

import requests

from ingest.errors import EngineFailed, EngineMissing
from settings import SignOnSettings

_DISCOVERY = "/.well-known/openid-configuration"
_NEEDED = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
_SECONDS = 10  # of silence of the provider, while somebody waits to be let in
_KEPT_SECONDS = 3600.0  # its description and keys; both change seldom
_SCOPE = "openid profile email"
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


class Errand(NamedTuple):
    """What ties an answer to the browser that was sent: it is kept there, signed, until it comes back."""

    state: str
    nonce: str
    verifier: str


class Person(NamedTuple):
    """Whom the provider vouches for."""

    subject: str
    name: str


class Provider:
    """The provider that the settings name."""

    def __init__(self, settings: SignOnSettings) -> None:
        self._settings = settings
        self._kept: dict[str, tuple[float, Any]] = {}

    def begin(self, back: str) -> tuple[str, Errand]:
        """Where to send a browser that is to come back to an address, and what it has to keep."""
        from authlib.common.security import generate_token

        errand = Errand(generate_token(), generate_token(), generate_token(48))
        url, _ = self._session(back).create_authorization_url(
            self._described()["authorization_endpoint"],
            state=errand.state, nonce=errand.nonce, code_verifier=errand.verifier,
        )  # fmt: skip
        return str(url), errand

    def finish(self, back: str, answer: str, errand: Errand) -> Person:
        """Whom the answer, the address at which a browser came back, proves.

        Raises EngineFailed where it proves nobody or the provider does not answer.
        """
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError

        try:
            token = self._session(back).fetch_token(
                self._described()["token_endpoint"], authorization_response=answer,
                state=errand.state, code_verifier=errand.verifier, timeout=_SECONDS,
            )  # fmt: skip
            claims = self._proved(str(token.get("id_token", "")), errand.nonce)
        except (AuthlibBaseError, JoseError, requests.RequestException, ValueError) as error:
            self._kept.clear()  # its keys may be new ones
            raise _failed(error) from error
        name = claims.get(self._settings.claim) or claims.get("email") or claims["sub"]
        return Person(str(claims["sub"]), str(name))

    def _session(self, back: str) -> Any:
        try:
            from authlib.integrations.requests_client import OAuth2Session
        except ImportError as error:
            raise EngineMissing(
                f"The package {error.name} is not installed.",
                "Install it: pip install 'vanban[oidc]'",
            ) from error
        own = self._settings
        return OAuth2Session(
            own.client, own.secret.get_secret_value(), scope=_SCOPE, redirect_uri=back,
            code_challenge_method="S256",
        )  # fmt: skip

    def _proved(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token that the provider signed for this service and errand."""
        from joserfc import jwt
        from joserfc.jwk import KeySet

        described = self._described()
        keys = KeySet.import_key_set(self._fetched(described["jwks_uri"]))
        token = jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.client},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            sub={"essential": True},
        ).validate(token.claims)
        return dict(token.claims)

    def _described(self) -> dict[str, Any]:
        described = self._fetched(self._settings.issuer.rstrip("/") + _DISCOVERY)
        lacking = _NEEDED - set(described if isinstance(described, dict) else ())
        if lacking:
            raise _failed(ValueError(f"the provider does not tell its {', '.join(lacking)}"))
        return dict(described)

    def _fetched(self, url: str) -> Any:
        kept = self._kept.get(url)
        if kept is None or time.monotonic() - kept[0] > _KEPT_SECONDS:
            try:
                answer = requests.get(url, timeout=_SECONDS)
                answer.raise_for_status()
                kept = self._kept[url] = (time.monotonic(), answer.json())
            except (requests.RequestException, ValueError) as error:
                raise _failed(error) from error
        return kept[1]


def _failed(error: Exception) -> EngineFailed:
    return EngineFailed(f"The sign-on failed: {error}.", "Try again; `vanban serve` logs why.")
