"""Mails as people save them: their text, and what is attached to them or lies in them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from typing import Any, NoReturn

from ingest.errors import BrokenFile, UnknownKind, VanbanError
from ingest.files.kinds import EXTRA

_MAIL = "message/rfc822"
# The property by which Outlook hides the pictures that stand in the text (PidTagAttachmentHidden).
_HIDDEN = 0x7FFE

Read = Callable[[], bytes]


def files_of_mail(data: bytes) -> list[tuple[str, Read]]:
    """The names of the text and the attachments of a mail (EML), and what gives their bytes.

    Mails in the mail are mails, and are not taken apart. Raises BrokenFile, and so do those readers.
    """
    with told_as("It is a damaged mail", "Save its attachments."):
        mail = message_from_bytes(data, policy=default)
        assert isinstance(mail, EmailMessage)
        return list(_files_of(mail))


def files_of_outlook(data: bytes) -> list[tuple[str, Read]]:
    """The same of a mail of Outlook (MSG). Raises UnknownKind where what reads them is not installed."""
    try:
        from oxmsg import Message
    except ImportError as error:
        raise UnknownKind(
            "It is a mail of Outlook (MSG); what reads it is not installed.",
            f"Install it ({EXTRA}), or save its attachments.",
        ) from error
    with told_as("It is a damaged mail of Outlook", "Save its attachments."):
        mail = Message.load(data)
        return [*_outlook_text(mail), *_outlook_attachments(mail)]


def _outlook_text(mail: Any) -> Iterator[tuple[str, Read]]:
    for ending, text in (("txt", mail.body), ("html", mail.html_body)):
        if text and text.strip():
            yield f"body.{ending}", str(text).encode
            return


def _outlook_attachments(mail: Any) -> Iterator[tuple[str, Read]]:
    for number, attachment in enumerate(mail.attachments, start=1):
        content = attachment.file_bytes
        hidden = attachment.properties.int_prop_value(_HIDDEN)
        if content is None:
            yield attachment.file_name or f"mail {number}", _within_outlook
        elif not hidden:
            yield attachment.file_name or f"attachment {number}", partial(bytes, content)


def _within_outlook() -> NoReturn:
    raise UnknownKind(
        "A mail or an object lies inside a mail of Outlook and is not read with it.",
        "Open it and save it as a file of its own.",
    )


@contextmanager
def told_as(message: str, advice: str) -> Iterator[None]:
    """Whatever a library raises on what is packed is the failure of that file alone."""
    try:
        yield
    except VanbanError:
        raise
    except Exception as error:
        raise BrokenFile(f"{message}: {error}.", advice) from error


def _files_of(mail: EmailMessage) -> Iterator[tuple[str, Read]]:
    """The text, and all that is no form of it and no picture in it, however deep it lies."""
    body = mail.get_body(("plain", "html"))
    if body is not None and (text := _text_of(body)).strip():
        yield f"body.{'txt' if body.get_content_subtype() == 'plain' else 'html'}", lambda: text
    parts = (part for part in _leaves(mail) if part is not body)
    for number, part in enumerate(parts, start=1):
        name = part.get_filename()
        if part.get_content_type() == _MAIL:
            name = _ending(name or f"mail {number}", ".eml")
        yield name or f"attachment {number}", partial(_content_of, part)


def _text_of(body: Any) -> bytes:
    """The text of a mail in UTF-8, as it was sent where the mail names an unknown encoding."""
    try:
        return str(body.get_content()).encode()
    except (LookupError, ValueError):
        return _content_of(body)


def _content_of(part: Any) -> bytes:
    with told_as("A part of the mail is damaged", "Save the attachments of the mail."):
        if part.is_multipart():  # a mail, or the report of one
            return b"".join(inner.as_bytes() for inner in part.get_payload())
        return bytes(part.get_payload(decode=True) or b"")


def _leaves(part: Any, around: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The parts that hold no further ones; ``around`` are the types of those they lie in.

    Mails in a mail are not taken apart.
    """
    if part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _leaves(inner, around | {part.get_content_type()})
    elif part.is_attachment() or not _is_of_text(part, around):
        yield part


def _is_of_text(part: Any, around: frozenset[str]) -> bool:
    """Whether a part is one more form of the text, or a picture that stands in it."""
    if part.get_content_maintype() == "text":
        return "multipart/alternative" in around and not part.get_filename()
    return "multipart/related" in around and "content-id" in part


def _ending(name: str, suffix: str) -> str:
    return name if name.lower().endswith(suffix) else f"{name}{suffix}"
