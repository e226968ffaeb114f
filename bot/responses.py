"""Owns how a public page leaves: validators, caching, and headers by which a browser only shows it."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

HTML = "text/html; charset=utf-8"
FRESH_SECONDS = 60
# How long a reader should wait before trying again.
RETRY_SECONDS = 30
_TAG_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Content:
    """What is answered; `changed_at` is when it last became different, None when that is not known."""

    text: str
    kind: str = HTML
    status: int = 200
    language: str = ""
    changed_at: datetime | None = None


def policy(style: str) -> str:
    """Return the Content-Security-Policy under which nothing but this style sheet, inside a page, counts."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


def respond(request: Request, content: Content, policy: str) -> Response:
    """Return the response: 304 without a body when the asker has it already, no body either for HEAD."""
    body = content.text.encode("utf-8", "replace")
    headers = _headers(content, policy)
    if content.status == 200:
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:_TAG_LENGTH]}"'
        if _is_known(request.headers, headers["ETag"], content.changed_at):
            return Response(status_code=304, headers=headers)
    headers |= {"Content-Type": content.kind, "Content-Length": str(len(body))}
    return Response(b"" if request.method == "HEAD" else body, content.status, headers)


def _headers(content: Content, policy: str) -> dict[str, str]:
    headers = {
        "Cache-Control": f"public, max-age={FRESH_SECONDS}",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if content.status == 503:
        headers |= {"Cache-Control": "no-store", "Retry-After": str(RETRY_SECONDS)}
    if content.language:
        headers |= {"Content-Language": content.language, "Vary": "Accept-Language"}
    if content.changed_at is not None:
        headers["Last-Modified"] = format_datetime(content.changed_at.astimezone(UTC), usegmt=True)
    return headers


def _is_known(asked: Headers, tag: str, changed_at: datetime | None) -> bool:
    """Say whether the asker holds this very content (RFC 9110, 13.2.2: a tag counts before a date)."""
    tags = asked.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in tags.split(",")}
    since = _moment(asked.get("if-modified-since", ""))
    return since is not None and changed_at is not None and changed_at.replace(microsecond=0) <= since


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
