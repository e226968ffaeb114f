"""Owns links in texts: finding them, taking them out, and one canonical form to compare them by."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}"
    r"|(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,10}/[^\s<>\"]{1,2000}",
    re.IGNORECASE,
)
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|igshid|igsh|mc_[ce]id|ref|ref_src|ref_url|s|t|si|feature|share|shared|cmp|cmpid"
    r"|ocid|smid|spm|from|source|partner|amp|__twitter_impression|_ga|yclid|mibextid|sfnsn|single"
)
_HOST_PREFIX = re.compile(r"(?:www\.|m\.|mobile\.|amp\.)+(?=[^.]+\.[^.])")
_SAME_HOST = {"twitter.com": "x.com", "nitter.net": "x.com", "telegram.me": "t.me", "fxtwitter.com": "x.com"}
_VIDEO = re.compile(r"/(?:shorts|live|embed|v)/([\w-]{11})", re.ASCII)
_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)
_SHORTENED = frozenset({"t.co", "bit.ly", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "buff.ly"})


def find_links(text: str) -> tuple[str, ...]:
    """Return the links in the text, as written, each once."""
    return tuple(dict.fromkeys(found.group().rstrip(".,;:!?)]}'*…") for found in _LINK.finditer(text)))


def without_links(text: str) -> str:
    """Return the text with each link replaced by a space."""
    return _LINK.sub(" ", text)


def canonical(url: str) -> str:
    """Return a form that is equal for links to the same page, "" for links that name no page of their own.

    Scheme, `www.`, mobile hosts, fragment, tracking parameters and a trailing slash do not count; a YouTube
    video is one page under each of its addresses.
    """
    parts = _split(url.strip())
    if parts is None:
        return ""
    try:
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    host = _HOST_PREFIX.sub("", host)
    host = _SAME_HOST.get(host, host)
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/").removesuffix("/amp")
    query = _meaningful(parts.query)
    video = _video(host, path, parts.query)
    if video:
        return f"youtube.com/watch?v={video}"
    if "." not in host or not (path or query):
        return ""
    if host == "t.me" and path.startswith("/s/"):
        path = path[2:]
    if host in {"x.com", "t.me", "facebook.com", "instagram.com"}:
        path = path.lower() if host != "instagram.com" else path
        if host in {"x.com", "t.me"} and not any(part.isdigit() for part in path.split("/")):
            return ""  # a profile or channel is no post
    return f"{host}{path}{'?' + query if query else ''}"


def is_shortened(url: str) -> bool:
    """Say whether the link only stands for another one."""
    parts = _split(url)
    return parts is not None and (parts.netloc or "").lower() in _SHORTENED


def _split(url: str) -> SplitResult | None:
    if len(url) > 2100:
        return None
    with_scheme = url if re.match(r"https?://", url, re.IGNORECASE) else f"https://{url}"
    try:
        return urlsplit(with_scheme)
    except ValueError:
        return None


def _video(host: str, path: str, query: str) -> str:
    """Return the id of the YouTube video that an address names, "" when it names none."""
    if host == "youtu.be":
        named = path.removeprefix("/")
    elif host in {"youtube.com", "music.youtube.com", "youtube-nocookie.com"}:
        short = _VIDEO.fullmatch(path)
        watched = re.search(r"(?:^|&)v=([^&]*)", query) if path == "/watch" else None
        found = short or watched
        named = found.group(1) if found else ""
    else:
        return ""
    return named if _VIDEO_ID.fullmatch(named) else ""


def _meaningful(query: str) -> str:
    try:
        pairs = parse_qsl(query, max_num_fields=50)
    except ValueError:
        return query
    return urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower())))
