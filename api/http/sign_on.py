"""Logging in by the sign-on provider of an organisation, beside names and passwords."""

import json
import logging

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadSignature, TimestampSigner

from api.rendering.page import Visit, Visitor
from api.service.access import CheckedRoute, set_cookie
from api.service.provider import Errand, Provider
from ingest.errors import BadRequest, EngineFailed, NotStored
from store.rights import Rights

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)
_COOKIE = "vanban-sign-on"
_LASTS = 600  # seconds that somebody may take at the provider
_BACK = "/login/sign-on/back"
_log = logging.getLogger(__name__)


@router.get("/login/sign-on")
def leave(visit: Visitor) -> Response:
    """Send a browser to the provider."""
    url, errand = _provider(visit).begin(_back(visit))
    onward = RedirectResponse(url, 303)
    kept = _signer(visit).sign(json.dumps([*errand, visit.lang]).encode("utf-8")).decode()
    # Lax: it has to come back with the browser from the site of the provider.
    onward.set_cookie(
        _COOKIE, kept, max_age=_LASTS, path="/login", httponly=True, samesite="lax",
        secure=visit.request.url.scheme == "https",
    )  # fmt: skip
    return onward


@router.get(_BACK)
def come_back(visit: Visitor) -> Response:
    """Let a browser in for which the provider vouches."""
    provider = _provider(visit)
    try:
        kept = _signer(visit).unsign(visit.request.cookies.get(_COOKIE, ""), max_age=_LASTS)
        state, nonce, verifier, lang = json.loads(kept)
        visit.lang = "en" if lang == "en" else "vi"
        person = provider.finish(
            _back(visit), str(visit.request.url), Errand(state, nonce, verifier)
        )
    except (BadSignature, EngineFailed) as error:
        _log.warning("a sign-on failed: %s", error)
        return visit.page("login.html", 401, once="", failed="sign-on-failed")
    own = visit.shared.settings.sign_on
    rights = None if own.rights == "none" else Rights(own.rights)
    try:
        holder = visit.archive.sign_ons.holder(own.issuer, person.subject, person.name, rights)
    except BadRequest:
        holder = None
    if holder is None:
        return visit.page("login.html", 403, once="", failed="sign-on-refused")
    # A page, no redirect: the cookie of a login is not sent where another site began the way.
    onward = visit.page("signed_on.html")
    set_cookie(visit.shared, visit.request, onward, visit.archive.accounts.log_in(holder.account))
    onward.delete_cookie(_COOKIE, path="/login")
    return onward


def _provider(visit: Visit) -> Provider:
    provider = visit.request.app.state.provider
    if provider is None:
        raise NotStored("There is no sign-on provider.", "Set VANBAN_SIGN_ON__ISSUER.")
    assert isinstance(provider, Provider)
    return provider


def _back(visit: Visit) -> str:
    return str(visit.request.base_url).rstrip("/") + _BACK


def _signer(visit: Visit) -> TimestampSigner:
    return TimestampSigner(visit.shared.signing_key, salt="sign-on")
