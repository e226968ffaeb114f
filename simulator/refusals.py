"""Owns the ways a Bot API call can end badly, in Telegram's own words."""

from typing import Any

DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Refused(Exception):  # noqa: N818 - named for what happened
    """Telegram's answer is an error: `code` is the HTTP status, `reason` what follows its usual word."""

    def __init__(self, code: int, reason: str = "", parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{DESCRIPTIONS[code]}: {reason}" if reason else DESCRIPTIONS[code])
        self.code = code
        self.parameters = parameters or {}

    def to_json(self) -> dict[str, Any]:
        """Return the body of the response."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": str(self)}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ConnectionCut(Exception):  # noqa: N818 - named for what happened
    """The connection broke; `executed` tells whether the call had taken effect by then."""

    def __init__(self, *, executed: bool) -> None:
        super().__init__("cut after executing" if executed else "cut before executing")
        self.executed = executed


def bad_request(reason: str) -> Refused:
    """Return a 400 with Telegram's prefix."""
    return Refused(400, reason)
