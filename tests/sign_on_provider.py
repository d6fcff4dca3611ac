"""A provider of OpenID Connect on this machine that vouches for whom it is told to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "vanban", "s3cret-of-the-service"


class Fake:
    """Vouches for ``claims``; ``key`` signs, ``spoil`` changes what is signed."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {"sub": "u1", "preferred_username": "Lan"}
        self.spoil: dict[str, Any] = {}
        self.published = self.key = RSAKey.generate_key(2048, {"kid": "k1"})
        self._asked: dict[str, dict[str, str]] = {}

    def described(self) -> dict[str, str]:
        ends = {"authorization": "authorize", "token": "token"}
        told = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in ends.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **told}

    def authorized(self, asked: dict[str, str]) -> str:
        """Where a browser goes back to: the person has said yes."""
        assert asked["client_id"] == CLIENT and "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self._asked)}"
        self._asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, str]:
        asked = self._asked.pop(form["code"])
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert given == f"{CLIENT}:{SECRET}" and challenge == asked["code_challenge"]
        assert form["redirect_uri"] == asked["redirect_uri"]
        claims = {
            "iss": self.issuer, "aud": CLIENT, "exp": int(time.time()) + 300,
            "nonce": asked["nonce"], **self.claims, **self.spoil,
        }  # fmt: skip
        id_token = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)
        return {"access_token": "a", "token_type": "Bearer", "id_token": id_token}


@contextmanager
def provider() -> Iterator[Fake]:
    """A provider that runs."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: said[0] for name, said in parse_qs(parts.query).items()}
                self.send_response(303)
                self.send_header("Location", fake.authorized(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/keys":
                self._json({"keys": [fake.published.as_dict(private=False)]})
            else:
                self._json(fake.described())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: said[0] for name, said in parse_qs(body).items()}
            self._json(fake.token(form, self.headers["Authorization"]))

        def _json(self, told: object) -> None:
            data = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
