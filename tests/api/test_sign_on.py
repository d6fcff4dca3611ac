"""Logging in by a sign-on provider, beside accounts with passwords."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from fastapi.testclient import TestClient
from httpx import Response
from joserfc.jwk import RSAKey

from api.app import create_app
from settings import Settings, SignOnSettings
from store.archive.archive import Archive
from store.rights import Rights
from tests.readings import Readers
from tests.sign_on_provider import CLIENT, SECRET, Fake, provider


@pytest.fixture
def fake() -> Iterator[Fake]:
    with provider() as running:
        yield running


@pytest.fixture
def rights() -> str:
    return "reviewer"


@pytest.fixture
def browser(archive: Archive, readers: Readers, fake: Fake, rights: str) -> Iterator[TestClient]:
    own = {"issuer": fake.issuer, "client": CLIENT, "secret": SECRET, "rights": rights}
    settings = Settings(sign_on=SignOnSettings.model_validate(own))
    with ThreadPoolExecutor(1) as painters:
        app = create_app(archive, settings, readers, painters)
        yield TestClient(app, "http://localhost", follow_redirects=False)


def sign_on(browser: TestClient) -> Response:
    """Go to the provider, say yes, come back."""
    away = browser.get("/login/sign-on?lang=en")
    assert away.status_code == 303
    back = requests.get(away.headers["Location"], allow_redirects=False).headers["Location"]
    return browser.get(back)


def account(archive: Archive, name: str) -> tuple[str, bool]:
    found = next(one for one in archive.accounts.all() if one.name == name)
    return found.rights, found.password is None


def test_who_comes_for_the_first_time_gets_an_account(
    browser: TestClient, archive: Archive
) -> None:
    assert browser.get("/account").status_code == 401
    answer = sign_on(browser)
    assert answer.status_code == 200 and 'url=/?lang=en"' in answer.text
    assert "Lan" in browser.get("/account").text
    assert account(archive, "Lan") == ("reviewer", True)


def test_a_person_is_known_by_the_subject_and_keeps_the_rights_given_here(
    browser: TestClient, archive: Archive, fake: Fake
) -> None:
    sign_on(browser)
    archive.accounts.set_rights("Lan", Rights.READER)
    fake.claims["preferred_username"] = "Lan Nguyễn"
    assert sign_on(browser).status_code == 200
    assert [one.name for one in archive.accounts.all()] == ["Lan"]
    assert account(archive, "Lan") == ("reader", True)


def test_a_name_takes_no_account_over(browser: TestClient, archive: Archive, fake: Fake) -> None:
    archive.accounts.first()
    for name in ("admin", "", "a\nb"):
        fake.claims["preferred_username"] = name
        fake.claims["sub"] = name or "x\ny"
        assert sign_on(browser).status_code == 403
    assert browser.get("/account").status_code == 401


def test_a_closed_account_stays_closed(browser: TestClient, archive: Archive) -> None:
    sign_on(browser)
    archive.accounts.close("Lan")
    assert sign_on(browser).status_code == 403
    assert browser.get("/account").status_code == 401


@pytest.mark.parametrize("rights", ["none"])
def test_nobody_new_where_none_are_let_in(browser: TestClient, archive: Archive) -> None:
    assert sign_on(browser).status_code == 403
    assert archive.accounts.all() == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"iss": "http://127.0.0.1:1"}, {"aud": "another"}, {"nonce": "another"},
        {"exp": int(time.time()) - 3600}, {"sub": None},
    ],
)  # fmt: skip
def test_what_proves_nothing_lets_nobody_in(
    browser: TestClient, fake: Fake, spoil: dict[str, object]
) -> None:
    fake.spoil = spoil
    answer = sign_on(browser)
    assert answer.status_code == 401 and "did not succeed" in answer.text
    assert browser.get("/account").status_code == 401


def test_another_key_proves_nothing_until_the_provider_has_it(
    browser: TestClient, fake: Fake
) -> None:
    assert sign_on(browser).status_code == 200
    fake.key = RSAKey.generate_key(2048, {"kid": "k1"})
    assert sign_on(browser).status_code == 401
    fake.published = fake.key
    assert sign_on(browser).status_code == 200


def test_an_answer_counts_only_in_the_browser_that_was_sent(browser: TestClient) -> None:
    away = browser.get("/login/sign-on")
    back = requests.get(away.headers["Location"], allow_redirects=False).headers["Location"]
    browser.cookies.clear()
    assert browser.get(back).status_code == 401
    browser.get("/login/sign-on")  # another errand of another browser
    assert browser.get(back).status_code == 401
    assert browser.get("/account").status_code == 401


def test_a_provider_that_is_down_is_told(browser: TestClient, fake: Fake) -> None:
    fake.described = lambda: {}  # type: ignore[method-assign]
    answer = browser.get("/login/sign-on")
    assert answer.status_code == 502


def test_without_a_provider_there_is_no_way_to_it(client: TestClient) -> None:
    assert client.get("/login/sign-on").json()["code"] == "not-stored"
    assert "/login/sign-on" not in client.get("/login").text


def test_behind_a_proxy_with_https_the_way_back_is_that_of_the_proxy(
    browser: TestClient,
) -> None:
    away = browser.get("https://localhost/login/sign-on")
    assert (
        "redirect_uri=https%3A%2F%2Flocalhost%2Flogin%2Fsign-on%2Fback" in away.headers["Location"]
    )
    assert "; Secure" in away.headers["Set-Cookie"]
