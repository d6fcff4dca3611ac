"""Answers that a client need not fetch twice: an ETag, and 304 where it has not changed."""

import hashlib
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "Not changed since"}}


def tagged(request: Request, answer: BaseModel) -> Response:
    """A JSON answer with the tag of its bytes."""
    return tagged_bytes(request, answer.model_dump_json().encode(), "application/json")


def tagged_bytes(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with the tag of its bytes; empty with 304 where the client has them."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kept = {"Cache-Control": "private, no-cache", **(headers or {}), "ETag": tag}
    known = [
        one.strip().removeprefix("W/")
        for one in request.headers.get("If-None-Match", "").split(",")
    ]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=kept)
    return Response(body, media_type=media_type, headers=kept)
