"""Owns the bodies of HTTP requests: read up to a limit, as JSON, form or multipart."""

import json
from collections.abc import Mapping
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from simulator.params import Upload
from simulator.refusals import Refused, bad_request

MAX_BODY_BYTES = 60 * 1024 * 1024


async def read_params(request: Request) -> dict[str, Any]:
    """Return the parameters of a Bot API request, those of the address included.

    Raises:
        Refused: 400 for a body that is too large or cannot be read.
    """
    params: dict[str, Any] = dict(request.query_params)
    body = await read_body(request)
    kind = request.headers.get("content-type", "")
    if not body:
        return params
    if kind.startswith("application/json"):
        return params | read_object(body)
    if kind.startswith("multipart/form-data"):
        return params | _multipart(kind, body)
    return params | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


async def read_body(request: Request) -> bytes:
    """Return the whole body.

    Raises:
        Refused: 400 when it is too large, or whoever sent it went away in the middle of it.
    """
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > MAX_BODY_BYTES:
                raise bad_request("request entity too large")
            pieces.append(piece)
    except ClientDisconnect as gone:  # a bot that was killed while it sent
        raise bad_request("the request was broken off") from gone
    return b"".join(pieces)


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises:
        Refused: 400 when it holds none.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad_request("can't parse JSON") from error
    if not isinstance(value, Mapping):
        raise bad_request("a JSON object is expected")
    return dict(value)


def _multipart(kind: str, body: bytes) -> dict[str, Any]:
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise Refused(400, "can't parse multipart form")
    params: dict[str, Any] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        filename = part.get_filename()
        params[name] = raw.decode(errors="replace") if filename is None else Upload(filename, raw)
    return params
