"""A page of ours, read by our own importer, is the verdict that it shows."""

from hypothesis import given
from hypothesis import strategies as st

from bot.site import json_ld
from claims.site import Site
from claims.verdict import Revision, Ruling, Verdict, VerdictId
from feeds.candidate import Given
from feeds.page import parse_page
from feeds.records import Parsed
from handlers.i18n import Catalogues
from handlers.pages.frame import Frame
from handlers.pages.verdicts import verdict_page
from tests.support.builders import NOON
from tests.unit.feeds.test_exporter import rulings

SITE = Site("https://news.example/checks")
TEXTS = Catalogues.load()
HARD_TO_QUOTE = st.sampled_from(
    ["", "</script>", "<!--", "&lt;b&gt;", '"quoted"', "\\u003c", "\u2028", "{{}}"]
)


@given(rulings(), st.sampled_from(TEXTS.languages()), HARD_TO_QUOTE)
def test_what_a_page_says_is_read_back_as_the_same_verdict(ruling: Ruling, language: str, tail: str) -> None:
    verdict = Verdict(id=VerdictId(7), revision=1, ruling=_with_summary(ruling, tail))
    frame = Frame(SITE, "Lindhaven Post", "", TEXTS.for_language(language), {})
    page = verdict_page(frame, [Revision(verdict, NOON)], json_ld(SITE.published(verdict)), NOON.date())
    [read] = parse_page(page, "page", Given(url=verdict.ruling.url))

    assert isinstance(read, Parsed)
    assert {name: value for name, value in _fields(read.ruling).items() if name not in _CLEANED} == {
        name: value for name, value in _fields(verdict.ruling).items() if name not in _CLEANED
    }
    assert read.ruling.summary.startswith(ruling.summary)
    assert set(read.ruling.wordings) == set(ruling.wordings) - {ruling.claim}


_CLEANED = {"summary", "wordings"}  # markup in a text is taken out by whoever reads it


def _with_summary(ruling: Ruling, tail: str) -> Ruling:
    return Ruling(**_fields(ruling) | {"summary": f"{ruling.summary} {tail}"})


def _fields(ruling: Ruling) -> dict[str, object]:
    return {name: getattr(ruling, name) for name in Ruling.__dataclass_fields__}
