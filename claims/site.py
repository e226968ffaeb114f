"""Owns the addresses of the public pages, and what of a verdict stands there."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from claims.links import BadLink, canonical_url, link_key
from claims.verdict import Verdict, VerdictId

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Site:
    """The public pages; `address` is where they begin, without a slash at its end, "" when there are none."""

    address: str = ""

    @property
    def is_on(self) -> bool:
        """Whether there are public pages."""
        return bool(self.address)

    @property
    def path(self) -> str:
        """The path before each page's own, without a slash at its end."""
        return urlsplit(self.address).path

    def page_of(self, verdict_id: VerdictId) -> str:
        """Return the address of a verdict's page, "" when there are none."""
        return f"{self.address}/verdict/{verdict_id}" if self.is_on else ""

    def number_of(self, link: str) -> VerdictId | None:
        """Return whose page a link leads to; None where it is none of ours."""
        if not self.is_on:
            return None
        try:
            page, _, _ = canonical_url(link).partition("?")
        except BadLink:
            return None
        number = _bare(page).removeprefix(f"{_bare(self.address)}/verdict/")
        return VerdictId(int(number)) if _NUMBER.fullmatch(number) else None

    def published(self, verdict: Verdict) -> Verdict:
        """Return a verdict as everybody may read it.

        One without a page of its publisher gets ours. It is a ruling of this newsroom: the wordings it was
        ruled on are what askers wrote, and posts of closed channels are their members' own; they stay in.
        """
        if verdict.ruling.url or verdict.retracted_at is not None or not self.is_on:
            return verdict
        seen = tuple(link for link in verdict.ruling.appearances if not _is_closed(link))
        url = self.page_of(verdict.id)
        return replace(verdict, ruling=replace(verdict.ruling, url=url, wordings=(), appearances=seen))


def _is_closed(link: str) -> bool:
    """Return whether a link leads to a post of a closed channel, however it is written."""
    return link_key(link).startswith("t.me/c/")


def _bare(address: str) -> str:
    return address.partition("://")[2]


NO_SITE = Site()
