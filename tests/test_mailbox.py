"""A mail box is read from where the last look ended, and never changed."""

import email
from collections.abc import Iterator

import pytest

from batch.mailbox import FeedFailed, FeedFault, Mail, Place, new_mails
from ingest.errors import BadRequest
from tests.imap_server import ASCII, PASSWORD, USER, Box, mail_server


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server() as running:
        yield running


def place(box: Box, folder: str = "INBOX") -> Place:
    return Place("127.0.0.1", box.port, USER, folder, tls=False)


def mails(box: Box, position: str = "", most: int = 100_000) -> list[Mail]:
    return list(new_mails(place(box), PASSWORD, position, most, private=True))


def test_new_mails_come_once_in_their_order(box: Box) -> None:
    assert mails(box) == []
    box.put(a=b"mot")
    box.put(b=b"hai")
    first, second = mails(box)
    assert (first.position, second.position) == ("7:1", "7:2")
    assert first.data is not None
    assert email.message_from_bytes(first.data)["From"] == "lan@phong.vn"
    assert mails(box, first.position) == [second]
    assert mails(box, second.position) == []


def test_a_server_that_counts_anew_is_read_anew(box: Box) -> None:
    box.put(a=b"mot")
    box.validity = 8
    assert [mail.position for mail in mails(box, "7:5")] == ["8:1"]


def test_a_mail_that_is_too_large_is_not_fetched(box: Box) -> None:
    box.put(a=b"x" * 10_000)
    assert mails(box, most=1000) == [Mail("7:1", None)]
    assert not any("BODY" in said for said in box.said)


def test_names_and_passwords_of_any_letters_are_taken(box: Box) -> None:
    box.put(a=b"mot")
    where = place(box, "~peter/mail/台北/日本語")
    for password in (PASSWORD, ASCII):
        assert len(list(new_mails(where, password, "", 100_000, private=True))) == 1


def test_nothing_in_the_box_is_changed(box: Box) -> None:
    box.put(a=b"mot")
    mails(box)
    words = {said.split()[0] for said in box.said}
    assert words == {"CAPABILITY", "AUTHENTICATE", "EXAMINE", "STATUS", "UID", "LOGOUT"}
    assert all("PEEK" in said for said in box.said if "BODY" in said)


@pytest.mark.parametrize(
    ("folder", "password", "port", "private", "fault"),
    [
        ("INBOX", "wrong", None, True, FeedFault.REFUSED),
        ("Archive", PASSWORD, None, True, FeedFault.REFUSED),
        ("INBOX", PASSWORD, 1, True, FeedFault.UNREACHABLE),
        ("INBOX", PASSWORD, None, False, FeedFault.PRIVATE),
    ],
)
def test_what_stands_in_the_way_is_told(
    box: Box, folder: str, password: str, port: int | None, private: bool, fault: FeedFault
) -> None:
    where = place(box, folder)._replace(port=port or box.port)
    with pytest.raises(FeedFailed) as told:
        list(new_mails(where, password, "", 1000, private))
    assert told.value.fault == fault
    assert private or box.said == []


def test_a_server_in_the_own_network_gets_no_password_over_tls_either(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "imaplib.IMAP4_SSL", lambda host, port, **_: __import__("imaplib").IMAP4(host, port)
    )
    with pytest.raises(FeedFailed) as told:
        list(new_mails(place(box)._replace(tls=True), PASSWORD, "", 1000, private=False))
    assert told.value.fault == FeedFault.PRIVATE
    assert {said.split()[0] for said in box.said} == {"CAPABILITY"}


def test_a_place_is_written_and_read_again() -> None:
    for one in (
        Place("mail.vn", 993, "lan@phong.vn", "INBOX", True),
        Place("::1", 1143, "văn thư/1", "Hộp thư/đến", False),
    ):
        assert Place.of(str(one)) == one
    assert Place.of("imaps://lan@mail.vn") == Place("mail.vn", 993, "lan", "INBOX", True)


@pytest.mark.parametrize(
    "url", ["imaps://mail.vn", "imaps://a:secret@mail.vn", "http://a@b", "imaps://a@b:x", "imaps://%0a@b"]
)  # fmt: skip
def test_what_is_no_mail_box_is_refused(url: str) -> None:
    with pytest.raises(BadRequest):
        Place.of(url)
