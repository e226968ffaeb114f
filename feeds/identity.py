"""Owns the identity of a page: one spelling for each address, and which addresses are acceptable."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

MAX_URL_LENGTH = 4000
_TRACKERS = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "ref_src",
        "ref_url",
        "cmpid",
        "mibextid",
        "__twitter_impression",
        "s_kwcid",
        "vero_id",
        "wickedid",
    }
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){1,10}\.?")
_BARE = re.compile(r"(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}/\S")
_IP6 = re.compile(r"[0-9a-f:.]{2,45}")


class BadLink(ValueError):  # noqa: N818 - says what is wrong with the link, as a noun
    """The address is not one that may stand beside a verdict; the message says why."""


def canonical_url(link: str, base: str = "") -> str:
    """Return the one spelling of a page's address.

    Trackers, fragments, default ports and the last slash are dropped, the host is lower-cased, other
    parameters keep their order. A link without a host is completed from `base`; `host.tld/path` gets https.

    Raises:
        BadLink: not http or https, no host, a user name or password in it, or not an address at all.
    """
    return _joined(_split(_complete(link.strip(), base)))


def host_of(link: str) -> str:
    """Return the host of an address without a leading `www.`, or "" when it has none."""
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses belong to one site: hosts that differ in what stands before its name only.

    Under country codes with short names of their own (`example.co.uk`) three parts make the name, else two.
    """
    return _site(host_of(one)) == _site(host_of(other))


def _site(host: str) -> list[str]:
    parts = host.rstrip(".").split(".")
    deep = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3
    return parts[-3:] if deep else parts[-2:]


def is_home_page(link: str) -> bool:
    """Tell whether an address names a site rather than one page of it."""
    parts = urlsplit(link)
    return parts.path in {"", "/"} and not parts.query


def _complete(link: str, base: str) -> str:
    if _BARE.match(link):
        return f"https://{link}"
    if base and not re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        try:
            return urljoin(base, link)
        except ValueError as error:
            raise BadLink("the link to the fact-check is malformed") from error
    return link


def _split(link: str) -> SplitResult:
    if len(link) > MAX_URL_LENGTH:
        raise BadLink(f"the link to the fact-check is longer than {MAX_URL_LENGTH} characters")
    if any(ord(letter) <= 32 or ord(letter) == 127 or letter == "\\" for letter in link):
        raise BadLink("the link to the fact-check holds spaces, backslashes or control characters")
    try:
        parts = urlsplit(link)
        usable_host = _is_host(parts.hostname or "") and parts.port != 0
    except ValueError as error:
        raise BadLink("the link to the fact-check is malformed") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadLink("the link to the fact-check is not an http or https address with a host")
    if "@" in parts.netloc:
        raise BadLink("the link to the fact-check carries a user name or password")
    if not usable_host:
        raise BadLink("the link to the fact-check has no usable host name")
    return parts


def _is_host(host: str) -> bool:
    return bool(_HOST.fullmatch(host) or (":" in host and _IP6.fullmatch(host)))


def _joined(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    netloc = f"[{host}]" if ":" in host else host
    if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{parts.port}"
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, netloc, path, _query(parts.query), ""))


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError as error:
        raise BadLink("the link to the fact-check has too many parameters") from error
    kept = [pair for pair in pairs if not _is_tracker(pair[0])]
    return _as_written(query) if kept == pairs else urlencode(kept)


def _as_written(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~-._?")


def _is_tracker(name: str) -> bool:
    lowered = name.casefold()
    return lowered in _TRACKERS or lowered.startswith(("utm_", "itm_", "pk_", "mtm_", "hsa_"))
