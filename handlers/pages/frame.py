"""Owns what every public page has around its content: the head, the newsroom's name, the languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.site import Site
from claims.verdict import VerdictId
from handlers.i18n import Texts
from handlers.pages.direction import direction_of
from handlers.pages.markup import NOTHING, Markup, joined, tag
from handlers.render import cut, one_line

STYLE_PATH = Path(__file__).parent / "style.css"
NAME_UNITS = 80
TITLE_UNITS = 200
DESCRIPTION_UNITS = 300
FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of a newsroom share, for one reader. `languages` are those to choose from, each with its
    own name; `chosen` is the one that the address asks for, "" when it asks for none."""

    site: Site
    newsroom: str
    style: str
    texts: Texts
    languages: Mapping[str, str]
    chosen: str = ""

    @property
    def name(self) -> str:
        """The newsroom's name as it is drawn."""
        return cut(one_line(self.newsroom), NAME_UNITS)

    def home(self, before: VerdictId | None = None) -> str:
        """Return the link to the list, or to the part of it that is older than a verdict."""
        older = "" if before is None else f"before={before}"
        return f"{self.site.path}/{self._asking(older)}"

    def verdict(self, verdict_id: VerdictId) -> str:
        """Return the link to a verdict's page."""
        return f"{self.site.path}/verdict/{verdict_id}{self._asking()}"

    def feed(self) -> str:
        """Return the link to the RSS feed."""
        return f"{self.site.path}/{FEED}{self._asking()}"

    def _asking(self, *more: str) -> str:
        asked = [*filter(None, more), *([f"lang={self.chosen}"] if self.chosen else [])]
        return f"?{'&'.join(asked)}" if asked else ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself: `address` is where it belongs, `structured` its JSON-LD, escaped for a
    page; a page that is not `listed` asks search engines to leave it out."""

    title: str
    description: str = ""
    address: str = ""
    structured: str = ""
    listed: bool = True


def page(frame: Frame, head: Head, content: Sequence[Markup], direction: str = "") -> str:
    """Return a whole page; `direction` is that of its content where it differs from the reader's."""
    language = frame.texts.locale.language
    body = [_header(frame), tag("main", *content), _footer(frame)]
    document = tag(
        "html",
        tag("head", *_head(frame, head)),
        tag("body", *body),
        lang=language,
        dir=direction or direction_of(language),
    )
    return f"<!doctype html>\n{document.html}\n"


def _head(frame: Frame, head: Head) -> Sequence[Markup]:
    title, description = cut(head.title, TITLE_UNITS), cut(head.description, DESCRIPTION_UNITS)
    return [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title} – {frame.name}"),
        tag("meta", name="description", content=description) if description else NOTHING,
        *([_linked(head.address), *_preview(frame, title, description)] if head.listed else [_UNLISTED]),
        tag("link", rel="alternate", type="application/rss+xml", title=frame.name, href=frame.feed()),
        tag("style", Markup(frame.style)),
        tag("script", Markup(head.structured), type="application/ld+json") if head.structured else NOTHING,
    ]


_UNLISTED = tag("meta", name="robots", content="noindex")


def _linked(address: str) -> Markup:
    return tag("link", rel="canonical", href=address) if address else NOTHING


def _preview(frame: Frame, title: str, description: str) -> Sequence[Markup]:
    """Return what messengers show of a link to the page."""
    return [
        tag("meta", property="og:title", content=title),
        tag("meta", property="og:description", content=description) if description else NOTHING,
        tag("meta", property="og:site_name", content=frame.name),
        tag("meta", property="og:type", content="article"),
    ]


def _header(frame: Frame) -> Markup:
    return tag("header", tag("a", tag("bdi", frame.name), href=frame.home()))


def _footer(frame: Frame) -> Markup:
    _ = frame.texts.gettext
    own = tag(
        "p",
        tag("a", tag("bdi", _("Newest fact-checks")), href=frame.home()),
        " · ",
        tag("a", "RSS", href=frame.feed()),
    )
    return tag("footer", own, _languages(frame))


def _languages(frame: Frame) -> Markup:
    """Return the choice of a language; the one in use is no link."""
    used = frame.texts.locale.language
    choices = [
        tag("li", tag("span", name, lang=code, aria_current="true"))
        if code == used
        else tag("li", tag("a", name, lang=code, hreflang=code, href=f"?lang={code}", rel="nofollow"))
        for code, name in frame.languages.items()
    ]
    label = frame.texts.gettext("Language")
    return tag("nav", tag("ul", joined(choices)), aria_label=label)
