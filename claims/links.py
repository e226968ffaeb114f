"""Owns links: which addresses are acceptable, one spelling to keep, and one key to compare them by."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

MAX_URL_LENGTH = 4000
MAX_OPENED_LENGTH = 2_000
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
        *(
            f"pk_{name}"
            for name in ("campaign", "kwd", "keyword", "source", "medium", "content", "cid", "cpn")
        ),
        *(
            f"itm_{name}"
            for name in ("source", "medium", "campaign", "content", "term", "channel", "audience")
        ),
    }
)
_SHARED_HOSTS = frozenset(
    {
        *(
            "wordpress.com",
            "github.io",
            "gitlab.io",
            "substack.com",
            "medium.com",
            "tumblr.com",
            "weebly.com",
        ),
        *("wixsite.com", "webflow.io", "netlify.app", "vercel.app", "pages.dev", "web.app", "ghost.io"),
        *("livejournal.com", "over-blog.com", "altervista.org", "neocities.org", "notion.site"),
    }
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NOT_IN_A_LINK = re.compile(r'[\s<>"]')
_WRITTEN_AS_LINK = re.compile(r"https?://\S*", re.IGNORECASE)
_UNSEEN = re.compile(r"web[akz]?\.telegram\.org")  # addresses that say after the "#" alone what they show
_COMMENT = re.compile(r"(?:issue)?(?:comment|post|msg|message|reply)[-_=]?\d{1,20}", re.IGNORECASE)
_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){1,10}\.?")
_BARE = re.compile(r"(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}/\S")
_IP6 = re.compile(r"[0-9a-f:.]{2,45}")


_REDIRECTORS: Mapping[str, tuple[str, str]] = {  # where a link names the page that it leads to, in the open
    "l.facebook.com": ("/l.php", "u"),
    "lm.facebook.com": ("/l.php", "u"),
    "l.instagram.com": ("", "u"),
    "out.reddit.com": ("", "url"),
    "vk.com": ("/away.php", "to"),
    "google.com": ("/url", "q"),
    "youtube.com": ("/redirect", "q"),
    "t.me": ("/iv", "url"),
}
_MOST_UNWRAPPED = 3
_CACHED = re.compile(r"/(?:[a-z]{1,2}/)?(s/)?([\w.-]{4,253})(/.*)?", re.ASCII | re.DOTALL)
_CACHES = {"google.com": "/amp", "bing.com": "/amp"}
_CACHE_HOSTS = (".cdn.ampproject.org", ".bing-amp.com")
_HOST_PREFIX = re.compile(r"(?:www\d?\.|m\.|mobile\.|amp\.)+(?=[^.]+\.[^.])")
_WIKI = re.compile(r"(.{2,20})\.m\.(wiki[a-z]{1,10}\.org)")
_SAME_HOST = {
    "twitter.com": "x.com",
    "nitter.net": "x.com",
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "fixupx.com": "x.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "fb.com": "facebook.com",
    "music.youtube.com": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
}
_SHORTENERS = frozenset({"t.co", "bit.ly", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "buff.ly"})
_TRACKERS_OF = {  # what says elsewhere which page is meant
    "theguardian.com": frozenset({"cmp"}),
    "nytimes.com": frozenset({"smid", "smtyp"}),
    "msn.com": frozenset({"ocid", "cvid"}),
    "bbc.com": frozenset({"at_medium", "at_campaign", "at_custom1", "ns_mchannel", "ns_source"}),
    "bbc.co.uk": frozenset({"at_medium", "at_campaign", "at_custom1", "ns_mchannel", "ns_source"}),
    "reddit.com": frozenset({"share_id", "ref", "ref_source", "rdt"}),
    "medium.com": frozenset({"source"}),
}
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_TWEET = re.compile(r"/(?:[^/]{1,30}|i/web)/status(?:es)?/(\d{2,25})(?:/.*)?", re.ASCII)
_TELEGRAM = re.compile(r"/(?:s/)?(c/\d{1,20}|[a-z]\w{2,40})(?:/\d{1,15})?/(\d{1,15})", re.ASCII)
_YOUTUBE = re.compile(r"/(?:shorts|live|embed|v)/([\w-]{11})", re.ASCII)
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_INSTAGRAM = re.compile(r"(?:/[\w.]{1,40})?/(?:p|reels?|tv)/([\w-]{5,40})", re.ASCII)
_TIKTOK = re.compile(r"/@[^/]{1,40}/(?:video|photo)/(\d{5,25})", re.ASCII)
_FB_POST = re.compile(r"/([^/]{1,80})/posts/(?:[^/]{1,200}/)?(\d{3,25}|pfbid\w{5,120})", re.ASCII)
_FB_GROUP = re.compile(r"/groups/([^/]{1,80})/(?:posts|permalink)/(\d{3,25}|pfbid\w{5,120})", re.ASCII)
_FB_VIDEO = re.compile(r"(?:/[^/]{1,80}/videos(?:/[^/]{1,200})?|/reel)/(\d{3,25})", re.ASCII)
_FB_PHOTO = re.compile(r"/[^/]{1,80}/photos/(?:[^/]{1,80}/)?(\d{3,25})", re.ASCII)


class BadLink(ValueError):  # noqa: N818 - says what is wrong with the link, as a noun
    """The address is not one that may stand beside a verdict; the message says why."""


def canonical_url(link: str, base: str = "") -> str:
    """Return the one spelling of a page's address.

    Trackers, default ports, the last slash and a fragment that does not say which page is shown are dropped,
    the host is lower-cased, other parameters keep their order. A link without a host is completed from
    `base`; `host.tld/path` gets https.

    Raises:
        BadLink: not http or https, no host, a user name or password in it, or not an address at all.
    """
    return _joined(_split(_complete(link.strip(), base)))


def is_web_link(link: str) -> bool:
    """Tell whether this is, as it stands, an http(s) address that everybody can open: of a host with a dot or
    an IP number, no user name, no white space. A message with a button to any other one Telegram refuses
    whole."""
    if len(link) > MAX_OPENED_LENGTH or _NOT_IN_A_LINK.search(link):
        return False
    try:
        _split(link)
    except BadLink:
        return False
    return True


def is_broken_link(word: str) -> bool:
    """Tell whether a word is written as a web link and is none."""
    return bool(_WRITTEN_AS_LINK.fullmatch(word)) and not is_web_link(word)


def link_key(link: str) -> str:
    """Return a key that is equal for the addresses of one page, "" for what names no page of its own.

    Scheme, `www.`, mobile and AMP hosts, AMP caches, redirectors that name where they lead, trackers, the
    order of parameters and the last slash do not count; a post or video of the large platforms is one page
    under each of its addresses, a comment beneath it another. Home pages, profiles, shortened links and what
    says only after a "#" which page or comment is meant have no key. Never raises.
    """
    try:
        parts = _unwrapped(_tolerant(link))
        return _key(parts) if parts is not None else ""
    except (BadLink, ValueError):
        return ""


@lru_cache(maxsize=4096)
def page_key(url: str) -> str:
    """Return the key of a fact-check's page: under it, what came by several feeds is one."""
    return link_key(url) or url


def host_of(link: str) -> str:
    """Return the host of an address without a leading `www.`, or "" when it has none."""
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses belong to one site: hosts that differ in what stands before its name only.

    Under country codes with short names of their own (`example.co.uk`), and on hosts where anybody may have a
    site (`example.github.io`), three parts make the name, else two.
    """
    return _site(host_of(one)) == _site(host_of(other))


def _site(host: str) -> list[str]:
    parts = host.rstrip(".").split(".")
    deep = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3
    size = 3 if deep else 2
    named = parts[-size:]
    is_shared = ".".join(named) in _SHARED_HOSTS or named[0] == "blogspot"
    return parts[-size - 1 :] if is_shared else named


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
    if any("\ud800" <= letter <= "\udfff" for letter in link):  # a program cut a text within an emoji
        raise BadLink("the link to the fact-check holds half a character")
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
    route = quote(parts.fragment, safe="/%:@!$&'()*+,;=~-._?") if _is_routed(parts) else ""
    return urlunsplit((parts.scheme, netloc, path, _query(parts.query), route))


def _query(query: str) -> str:
    try:
        pairs = _pairs(query)
    except ValueError as error:
        raise BadLink("the link to the fact-check has too many parameters") from error
    kept = [pair for pair in pairs if not _is_tracker(pair[0])]
    return _as_written(query) if kept == pairs else _written(kept)


def _pairs(query: str) -> list[tuple[str, str]]:
    """Return the parameters, each byte of which `_written` writes as it was, in whatever encoding."""
    return parse_qsl(query, keep_blank_values=True, max_num_fields=200, errors="surrogateescape")


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(pairs), errors="surrogateescape")


def _as_written(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~-._?")


def _is_tracker(name: str) -> bool:
    lowered = name.casefold()
    return lowered in _TRACKERS or lowered.startswith(("utm_", "mtm_", "hsa_"))


def _is_routed(parts: SplitResult) -> bool:
    """Return whether what follows the "#" says which page is shown; "#/schema/..." names a part of one."""
    route = unquote(parts.fragment)
    if _UNSEEN.fullmatch((parts.hostname or "").lower()):
        return bool(route)
    return route.startswith(("/", "!")) and bool(route.strip("/!")) and not route.startswith("/schema/")


def _tolerant(link: str) -> SplitResult:
    """Split a link as people write it, also without its scheme."""
    link = link.strip()
    with_scheme = link if re.match(r"[a-z][a-z0-9+.-]*://", link, re.IGNORECASE) else f"https://{link}"
    return _split(with_scheme)


def _unwrapped(parts: SplitResult) -> SplitResult | None:
    """Return the page behind AMP caches and redirectors; None when that goes on and on, or where a "#" leads
    on, for no page is known by what follows it."""
    for _again in range(_MOST_UNWRAPPED):
        if _is_routed(parts) or _COMMENT.fullmatch(parts.fragment):
            return None
        inner = _cached(parts) or _redirected(parts)
        if not inner:
            return parts
        parts = _tolerant(inner)
    return None


def _cached(parts: SplitResult) -> str:
    """Return the address of a page of which this is a copy in an AMP cache."""
    host = _plain_host(parts)
    prefix = _CACHES.get(host)
    if prefix is None and not host.endswith(_CACHE_HOSTS):
        return ""
    path = parts.path if prefix is None else parts.path.removeprefix(prefix)
    found = _CACHED.fullmatch(path) if prefix is None or path != parts.path else None
    if found is None or "." not in found.group(2):
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{'https' if found.group(1) else 'http'}://{found.group(2)}{found.group(3) or ''}{query}"


def _redirected(parts: SplitResult) -> str:
    path, name = _REDIRECTORS.get(_plain_host(parts), ("-", ""))
    if parts.path.rstrip("/") != path:
        return ""
    target = _parameter(parts, name) or (_parameter(parts, "url") if name == "q" else "")
    return target if target.startswith(("http://", "https://")) else ""


def _plain_host(parts: SplitResult) -> str:
    """Return the host as it is compared: in ASCII, without what stands for a device before its name."""
    host = (parts.hostname or "").rstrip(".").lower()
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    wiki = _WIKI.fullmatch(host)
    host = f"{wiki.group(1)}.{wiki.group(2)}" if wiki else _HOST_PREFIX.sub("", host, count=1)
    if host.endswith(".facebook.com") and not host.startswith(("l.", "lm.")):
        host = "facebook.com"
    return _SAME_HOST.get(host, host)


def _key(parts: SplitResult) -> str:
    host = _plain_host(parts)
    path = re.sub(r"/{2,}", "/", _escaped(parts.path)).rstrip("/")
    if host.endswith(".t.me"):  # a channel's own name before the host
        host, path = "t.me", f"/{host.removesuffix('.t.me')}{path}"
    if host in _SHORTENERS or "." not in host or _UNSEEN.fullmatch(host):
        return ""
    of_platform = _PLATFORMS.get(host)
    if of_platform is not None:
        return of_platform(path, parts)
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme] else ""
    path, query = path.removesuffix("/amp"), _compared_query(host, parts.query)
    return f"{host}{port}{path}{query}" if path or query else ""


def _compared_query(host: str, query: str) -> str:
    known = _TRACKERS_OF.get(host, frozenset())
    kept = [
        (name, value)
        for name, value in _pairs(query)
        if not (_is_tracker(name) or name.casefold() in known or _asks_for_amp(name, value))
    ]
    return f"?{_written(sorted(kept))}" if kept else ""


def _asks_for_amp(name: str, value: str) -> bool:
    lowered = (name.casefold(), value.casefold())
    return lowered in {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")}


def _escaped(path: str) -> str:
    """Return a path in which each letter is written in one way."""

    def plain(found: re.Match[str]) -> str:
        letter = chr(int(found.group(1), 16))
        return letter if letter in _PLAIN else f"%{found.group(1).upper()}"

    return quote(_ESCAPE.sub(plain, path), safe="/%:@!$&'()*+,;=~-._")


def _parameter(parts: SplitResult, name: str) -> str:
    """Return the value of a parameter, "" where there is none that can be read."""
    value = dict(reversed(parse_qsl(parts.query, max_num_fields=200))).get(name, "")
    return "" if "\ufffd" in value else value


def _commented(key: str, parts: SplitResult, *names: str) -> str:
    """Return the key of a post or, where one of these parameters names a comment under it, of that."""
    comment = [(name, value) for name, value in _pairs(parts.query) if name in names and value]
    if not key or not comment:
        return key
    return f"{key}{'&' if '?' in key else '?'}{_written(sorted(comment))}"


def _of_x(path: str, _parts: SplitResult) -> str:
    tweet = _TWEET.fullmatch(path)
    if tweet:
        return f"x.com/status/{tweet.group(1)}"
    return f"x.com{path}" if path.startswith(("/i/spaces/", "/i/broadcasts/")) else ""


def _of_telegram(path: str, parts: SplitResult) -> str:
    post = _TELEGRAM.fullmatch(path.lower())
    if post is None:
        return ""
    comment = _parameter(parts, "comment")  # under a post, a message of its own
    return f"t.me/{post.group(1)}/{post.group(2)}{f'?comment={comment}' if comment else ''}"


def _of_youtube(path: str, parts: SplitResult) -> str:
    found = _YOUTUBE.fullmatch(path)
    video = found.group(1) if found else _parameter(parts, "v") if path == "/watch" else ""
    if _YOUTUBE_ID.fullmatch(video):
        return _youtube_video(video, parts)
    return _commented(f"youtube.com{path}", parts, "lc") if path.startswith("/post/") else ""


def _of_short_youtube(path: str, parts: SplitResult) -> str:
    video = path.removeprefix("/")
    return _youtube_video(video, parts) if _YOUTUBE_ID.fullmatch(video) else ""


def _youtube_video(video: str, parts: SplitResult) -> str:
    return _commented(f"youtube.com/watch?v={video}", parts, "lc")


def _of_instagram(path: str, parts: SplitResult) -> str:
    post = _INSTAGRAM.fullmatch(path)
    return _commented(f"instagram.com/p/{post.group(1)}", parts, "comment_id") if post else ""


def _of_tiktok(path: str, parts: SplitResult) -> str:
    post = _TIKTOK.fullmatch(path)
    return _commented(f"tiktok.com/video/{post.group(1)}", parts, "share_comment_id") if post else ""


def _of_facebook(path: str, parts: SplitResult) -> str:
    return _commented(_facebook_page(path, parts), parts, "comment_id", "reply_comment_id")


def _facebook_page(path: str, parts: SplitResult) -> str:
    for kind, pattern in (("video", _FB_VIDEO), ("photo", _FB_PHOTO)):
        if found := pattern.fullmatch(path):
            return f"facebook.com/{kind}/{found.group(1)}"
    if group := _FB_GROUP.fullmatch(path):
        return f"facebook.com/groups/{group.group(1).lower()}/posts/{group.group(2)}"
    if post := _FB_POST.fullmatch(path):
        return _facebook_post(post.group(1), post.group(2))
    if path in {"/story.php", "/permalink.php"}:
        return _facebook_post(_parameter(parts, "id"), _parameter(parts, "story_fbid"))
    if path in {"/watch", "/video.php"} and (video := _parameter(parts, "v")):
        return f"facebook.com/video/{video}"
    if path in {"/photo.php", "/photo"} and (photo := _parameter(parts, "fbid")):
        return f"facebook.com/photo/{photo}"
    return f"facebook.com{path}" if path.startswith("/share/") else ""


def _facebook_post(owner: str, post: str) -> str:
    """A post's long number is its own; a short one counts beside whose it is."""
    if post.startswith("pfbid"):
        return f"facebook.com/posts/{post}"
    return f"facebook.com/{owner.lower()}/posts/{post}" if owner and post else ""


_PLATFORMS: Mapping[str, Callable[[str, SplitResult], str]] = {
    "x.com": _of_x,
    "t.me": _of_telegram,
    "youtube.com": _of_youtube,
    "youtu.be": _of_short_youtube,
    "instagram.com": _of_instagram,
    "tiktok.com": _of_tiktok,
    "facebook.com": _of_facebook,
}
