"""Every route by every role; logins, tokens, cross-site requests, the first administrator."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.app import FOR_PEOPLE, FOR_PROGRAMS, create_app
from api.http import accounts as people
from api.service.access import COOKIE, CSRF_HEADER, NEEDED
from ingest.errors import BadRequest, Conflict
from settings import Settings
from store.accounts import Accounts
from store.archive.archive import Archive
from store.rights import Rights
from tests.readings import Readers

PASSWORD = "một mật khẩu dài"
ID = "0" * 64
FILL = {
    "finding": "1",
    "identity": ID, "form": "csv", "page": "1", "decision": "1", "token": "1", "name": "nobody",
    "unit_id": "vn-99", "pair": "1", "number": "1", "slug": "x",
}  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("store")
    archive = Archive(f"sqlite:///{folder}/store.db", folder / "originals")
    for rights in Rights:
        archive.accounts.add(rights.value, rights, PASSWORD)
    return create_app(archive, Settings(), Readers(), Readers())


@pytest.fixture(scope="module")
def accounts(app: FastAPI) -> Accounts:
    kept = app.state.service.archive.accounts
    assert isinstance(kept, Accounts)
    return kept


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    app.state.throttle = people.Throttle()
    with TestClient(app, "http://localhost", follow_redirects=False) as client:
        yield client


def routes() -> list[str]:
    """All routes of the service, as the table of rights names them."""
    return [
        f"{method} {route.path}"
        for router in (*(router for _, router in FOR_PROGRAMS), *FOR_PEOPLE)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods)
    ]


def token(accounts: Accounts, rights: Rights) -> dict[str, str]:
    account = next(one for one in accounts.all() if one.name == rights)
    return {"Authorization": f"Bearer {accounts.make_token(account.id, 'test')}"}


def log_in(client: TestClient, name: str) -> str:
    """Log a browser in; what its pages prove themselves by."""
    answer = client.post("/login", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 303
    found = re.search(r'data-csrf="(\w+)"', client.get("/account").text)
    assert found is not None
    return found[1]


def test_the_table_names_every_route_and_no_other() -> None:
    assert sorted(routes()) == sorted(NEEDED)


@pytest.mark.parametrize("route", sorted(NEEDED))
def test_every_route_by_every_role(client: TestClient, accounts: Accounts, route: str) -> None:
    method, path = route.split(" ")
    url = re.sub(r"{(\w+)}", lambda found: FILL[found[1]], path)
    needed = NEEDED[route]
    answer = client.request(method, url)
    if needed is None:
        without = ("POST /login", "GET /login/sign-on", "GET /login/sign-on/back")  # nor a provider
        assert answer.status_code not in (403, 404) or route in without
        return
    assert (answer.status_code, answer.json()["code"]) == (401, "not-logged-in")
    for rights in Rights:
        answer = client.request(method, url, headers=token(accounts, rights))
        refused = answer.status_code == 403 and answer.json()["code"] == "not-allowed"
        assert refused == (not rights.covers(needed)), rights
        assert answer.status_code not in (401, 500)


def test_a_browser_is_led_to_the_login(client: TestClient) -> None:
    answer = client.get("/review", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?lang=vi")


def test_a_login_lets_in_until_it_is_ended(client: TestClient) -> None:
    csrf = log_in(client, "reader")
    cookie = client.cookies[COOKIE]
    assert client.get("/documents").status_code == 200
    assert client.post("/logout", headers={CSRF_HEADER: csrf}).status_code == 204
    client.cookies.set(COOKIE, cookie)
    assert client.get("/documents").status_code == 401


def test_the_cookie_is_signed_and_hidden_from_scripts_and_other_sites(client: TestClient) -> None:
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD})
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=strict" in said
    secret = client.cookies[COOKIE].split(".")[0]
    for forged in (secret, client.cookies[COOKIE][:-2] + "xx", "", "é"):
        answer = client.get("/documents", headers={"Cookie": f"{COOKIE}={forged}".encode()})
        assert answer.status_code == 401
        client.cookies.clear()


def test_a_change_without_the_proof_of_a_page_is_refused(client: TestClient) -> None:
    csrf = log_in(client, "reviewer")
    files = {"file": ("a.txt", "chữ".encode())}
    for headers in ({}, {CSRF_HEADER: "0" * 64}):
        assert client.post("/documents", files=files, headers=headers).status_code == 403
    assert client.post("/documents", files=files, headers={CSRF_HEADER: csrf}).status_code == 202


def test_decisions_bear_the_name_of_the_account(
    client: TestClient, accounts: Accounts, app: FastAPI
) -> None:
    headers = token(accounts, Rights.REVIEWER)
    files = {"file": ("b.txt", "chữ nghĩa".encode())}
    where = client.post("/documents?wait=true", files=files, headers=headers).headers["Location"]
    wish = {"pointer": "/signers/0/name", "before": "Nguyễn Văn An", "reviewer": "someone else"}
    assert client.post(f"{where}/decisions", json=wish, headers=headers).json()["reviewer"] == (
        "reviewer"
    )


def test_wrong_passwords_are_slowed_down(client: TestClient) -> None:
    wrong = {"name": "administrator", "password": "sai hoàn toàn"}
    for _ in range(people.FREE_TRIES):
        assert client.post("/login", data=wrong).status_code == 401
    answer = client.post("/login", data={"name": "administrator", "password": PASSWORD})
    assert (answer.status_code, int(answer.headers["Retry-After"])) == (429, people.WAIT_SECONDS)
    assert client.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303


def from_elsewhere(app: FastAPI, address: str) -> TestClient:
    return TestClient(app, "http://localhost", follow_redirects=False, client=(address, 1))


def test_a_name_guessed_at_elsewhere_still_gets_in(app: FastAPI, client: TestClient) -> None:
    guesser, owner = from_elsewhere(app, "10.0.0.9"), from_elsewhere(app, "10.0.0.2")
    wrong = {"name": "reader", "password": "sai hoàn toàn"}
    for _ in range(people.FREE_TRIES):
        assert guesser.post("/login", data=wrong).status_code == 401
    assert guesser.post("/login", data=wrong).status_code == 429
    assert owner.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303


def test_a_name_guessed_at_from_many_addresses_waits_a_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(people.time, "monotonic", lambda: now)
    throttle = people.Throttle()
    throttle.right("lan", "10.0.0.2")
    for guess in range(people.FREE_FOR_NAME):
        throttle.check("lan", f"10.1.0.{guess}")
        throttle.wrong("lan", f"10.1.0.{guess}")
    with pytest.raises(people.TooManyTries) as refused:
        throttle.check("lan", "10.9.9.9")
    assert refused.value.retry_after == people.NAME_WAIT_SECONDS
    throttle.check("lan", "10.0.0.2")  # where the owner was let in before
    throttle.check("minh", "10.9.9.9")
    now += people.NAME_WAIT_SECONDS
    throttle.check("lan", "10.9.9.9")
    throttle.wrong("lan", "10.9.9.9")
    with pytest.raises(people.TooManyTries):
        throttle.check("lan", "10.9.9.8")
    now += people.FORGET_SECONDS
    throttle.wrong("lan", "10.9.9.7")
    throttle.check("lan", "10.9.9.8")


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    throttle = people.Throttle()
    for number in range(people._KEPT):
        throttle.wrong(f"name {number}", "10.0.0.9")
    assert len(throttle._wrong) == people._KEPT


def test_the_first_administrator_gets_in_by_a_link_that_works_once(
    client: TestClient, app: FastAPI
) -> None:
    once = app.state.service.once.make()
    assert once in client.get("/login", params={"once": once}).text
    assert client.get("/documents").status_code == 401
    answer = client.post("/login", data={"once": once})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?lang=vi")
    assert client.get("/accounts").status_code == 200
    client.cookies.clear()
    assert client.post("/login", data={"once": once}).status_code == 401


def test_tokens_are_told_once_and_can_be_taken_back(client: TestClient, accounts: Accounts) -> None:
    mine = token(accounts, Rights.READER)
    made = client.post("/tokens", json={"label": "lịch"}, headers=mine).json()
    other = {"Authorization": f"Bearer {made['secret']}"}
    assert client.get("/documents", headers=other).status_code == 200
    listed = client.get("/tokens", headers=mine).json()
    assert made["id"] in [one["id"] for one in listed]
    assert all(one["secret"] is None for one in listed)
    assert client.delete(f"/tokens/{made['id']}", headers=mine).status_code == 204
    assert client.get("/documents", headers=other).status_code == 401
    assert (
        client.delete(f"/tokens/{made['id']}", headers=token(accounts, Rights.REVIEWER)).status_code
        == 404
    )


def test_nothing_secret_stands_in_the_store(archive: Archive) -> None:
    account = archive.accounts.add("lan", Rights.READER, PASSWORD)
    secrets = [archive.accounts.log_in(account.id), archive.accounts.make_token(account.id, "x")]
    with archive.reading() as session:
        dump = "\n".join(session.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert all(secret not in dump for secret in (*secrets, PASSWORD))
    assert "$argon2id$" in dump


def test_a_closed_account_is_out_at_once(archive: Archive) -> None:
    kept = archive.accounts
    account = kept.add("lan", Rights.READER, PASSWORD)
    secret = kept.make_token(account.id, "x")
    assert kept.holder(secret, token=True) is not None
    kept.close("lan")
    assert kept.holder(secret, token=True) is None
    assert kept.check("lan", PASSWORD) is None


def test_one_administrator_stays(archive: Archive) -> None:
    archive.accounts.first()
    with pytest.raises(Conflict):
        archive.accounts.close("admin")
    with pytest.raises(Conflict):
        archive.accounts.set_rights("admin", Rights.READER)
    with pytest.raises(BadRequest):
        archive.accounts.set_password("admin", "ngắn")


def test_a_login_is_no_token_and_a_token_no_login(archive: Archive) -> None:
    account = archive.accounts.first()
    login = archive.accounts.log_in(account.id)
    made = archive.accounts.make_token(account.id, "x")
    assert archive.accounts.holder(login, token=True) is None
    assert archive.accounts.holder(made, token=False) is None
