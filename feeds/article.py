"""Owns fact-check articles as running text: claim, quoted posts, verdict line, explanation."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from claims.verdict import Rating, Source
from feeds.candidate import Candidate, Given, settle
from feeds.dates import date_in_address, find_date, parse_date
from feeds.phrases import (
    CLAIM_LABELS,
    CLAIM_SENTENCES,
    CLAIM_SENTENCES_BELOW,
    DENIAL,
    HEADLINE_LABELS,
    NEGATION,
    SECTION_LABELS,
    VERDICT_LABELS,
)
from feeds.prose import clean, clean_post, opening, sentences
from feeds.ratings import key, rate, stands_alone
from feeds.records import Record, Unusable

MAX_VERDICT_WORDS = 6
MAX_ARTICLE_CHARS = 500_000  # a long one has 50,000
MAX_SENTENCES = 200  # in which a claim is looked for
MIN_QUOTE_WORDS = 5
MAX_LABEL = 60
_LABELLED = re.compile(r"\s*([^:：–—\n]{2,40}?)\s*(?:[:：]|\s[|–—-]\s)\s*(\S.*)?$", re.DOTALL)
_TAIL = re.compile(r"[—–―-]{1,2}\s*[^\n—–()]{1,80}\(@\w{1,30}\)\s*(?P<date>[^\n]{0,40})$")
_QUOTE = re.compile(r"[“«„\"]([^“”«»„\"]{10,1000})[”»“\"]")
_LINK = re.compile(r"https?://[^\s<>\"'()\[\]{}]{3,2000}")
_PRONOUN = re.compile(
    r"(?:he|she|they|it|this|that|these|those|his|her|their|its|él|ella|ele|ela|il|elle|er|sie|es|он|она)\b",
    re.IGNORECASE,
)
_NO_SOURCES = (  # buttons and shortened links
    "//t.co/",
    "pic.twitter.com",
    "/sharer",
    "/intent/",
    "/share?",
    "wa.me/",
    "t.me/share",
    "api.whatsapp.com",
    "/share/url",
    "/dialog/",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A saved article: its lines in order, and what its page says about it where it was a web page."""

    text: str
    title: str = ""
    url: str = ""
    publisher: str = ""
    published_at: date | None = None
    language: str = ""
    links: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Post:
    """A quoted social post; `start` and `end` are its first line and the line after its tail."""

    text: str
    posted_at: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _VerdictLine:
    """The rating's words, the explanation on the same line, and the lines both take up."""

    words: str
    start: int
    end: int
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    """The sentence that states the claim, its line (-1 for the headline), and what it quotes."""

    text: str
    line: int
    quotes: tuple[str, ...] = ()


def parse_article(article: Article, where: str, given: Given) -> Record:
    """Return the ruling of a fact-check article, or what it lacks."""
    if len(article.text) > MAX_ARTICLE_CHARS:
        return Unusable(where, f"It is too long for one article (over {MAX_ARTICLE_CHARS:,} characters).")
    lines = _lines(article.text)
    headline = _headline(article.title or next(iter(lines), ""))
    posts = list(_posts(article.text, lines))
    verdicts = _verdicts(lines, posts)
    if not verdicts:
        return Unusable(where, 'The text has no line with the verdict, such as "Verdict: False".')
    if _judges_several(lines, posts, verdicts):
        return Unusable(
            where, "It shows several claims or ratings, and which belong together is not certain."
        )
    verdict = verdicts[0]
    claim = _claim(lines, posts, verdict, headline)
    if claim is None:
        return Unusable(where, 'The text has no sentence that states the claim, such as "Claim: …".')
    return settle(_candidate(article, lines, headline, posts, verdict, claim, given.url), where, given)


def _candidate(
    article: Article,
    lines: Sequence[str],
    headline: str,
    posts: Sequence[_Post],
    verdict: _VerdictLine,
    claim: _Claim,
    given_url: str,
) -> Candidate:
    disputed = _disputed(posts, verdict, claim)
    return Candidate(
        claim=claim.text,
        rating_text=verdict.words,
        url=article.url,
        publisher=article.publisher,
        summary=_explanation(lines, verdict),
        title=headline,
        claimed_at=next((post.posted_at for post in disputed if post.posted_at), None),
        published_at=article.published_at
        or _written_date(lines)
        or date_in_address(article.url or given_url),
        language=article.language,
        wordings=(*(post.text for post in disputed), *claim.quotes),
        sources=tuple(_sources(article)),
    )


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := clean(raw))]


def _headline(title: str) -> str:
    label, rest = _labelled(clean(title))
    return rest if rest and key(label) in HEADLINE_LABELS else clean(title)


def _labelled(line: str) -> tuple[str, str]:
    """Split "Label: rest"; ("", "") when the line does not have that form."""
    found = _LABELLED.match(line)
    return (found[1], found[2] or "") if found else ("", "")


def _posts(text: str, lines: Sequence[str]) -> Iterator[_Post]:
    """Yield the quoted posts: text that ends in a tail of dash, name, handle and date.

    Where blank lines part the paragraphs a post reaches back to the last one, else it is one line.
    """
    starts, ended = _paragraph_starts(text), 0
    for number, line in enumerate(lines):
        if not (tail := _TAIL.search(line)):
            continue
        before = line[: tail.start()].strip()
        start = number if before else max(_post_start(number, starts), ended)
        ended = number + 1
        body = " ".join((*lines[start:number], before))
        if words := clean_post(body):
            yield _Post(words, parse_date(tail["date"].strip()) or find_date(tail["date"]), start, number + 1)


def _post_start(tail: int, starts: Sequence[int]) -> int:
    """Return the first line of the post whose tail stands at line `tail`."""
    if not starts:
        return max(tail - 1, 0)
    before = bisect_left(starts, tail)
    return starts[before - 1] if before else tail


def _paragraph_starts(text: str) -> Sequence[int]:
    """Return the numbers of the lines that follow a blank one, in order; none when no blank line is used."""
    starts, number, blank = [], 0, True
    for raw in text.splitlines():
        if not clean(raw):
            blank = True
            continue
        if blank:
            starts.append(number)
        blank, number = False, number + 1
    return starts if len(starts) > 1 else []


def _verdicts(lines: Sequence[str], posts: Sequence[_Post]) -> list[_VerdictLine]:
    """Return the lines that name a rating: those with a label, then those that can be nothing else."""
    free = _outside(lines, posts)
    labelled = [line for number in free if (line := _labelled_verdict(lines, number))]
    inside = frozenset(chain.from_iterable(range(line.start, line.end) for line in labelled))
    bare = [
        _VerdictLine(lines[number], number, number + 1)
        for number in free[1:]
        if number not in inside and _is_short(lines[number]) and stands_alone(lines[number])
    ]
    return [*labelled, *bare]


def _judges_several(lines: Sequence[str], posts: Sequence[_Post], verdicts: Sequence[_VerdictLine]) -> bool:
    """Tell whether claims or ratings are listed: a roundup, a legend of ratings, what readers comment."""
    ratings = {rate(verdict.words) for verdict in verdicts} - {Rating.UNRATED}
    claims = (_labelled_claim(lines, number) for number in _outside(lines, posts))
    return len(ratings) > 1 or len({key(claim.text) for claim in claims if claim}) > 1


def _labelled_verdict(lines: Sequence[str], number: int) -> _VerdictLine | None:
    label, words = _labelled(lines[number])
    if _is_label(lines[number], VERDICT_LABELS) or (_is_label(label, VERDICT_LABELS) and not words):
        return _verdict_words(lines[number + 1], number, number + 2) if number + 1 < len(lines) else None
    return _verdict_words(words, number, number + 1) if _is_label(label, VERDICT_LABELS) else None


def _is_label(words: str, labels: frozenset[str]) -> bool:
    """Tell whether words are one of the labels, with a number or without ("Claim 2")."""
    return len(words) <= MAX_LABEL and key(words).rstrip("0123456789 ") in labels


def _verdict_words(words: str, start: int, end: int) -> _VerdictLine | None:
    """Return a verdict's words, parted from what explains them; None for a longer text without a rating."""
    if _is_short(words):
        return _VerdictLine(words, start, end)
    if rate(words) is Rating.UNRATED:
        return None
    first, *rest = sentences(words)
    return _VerdictLine(first, start, end, " ".join(rest)) if rate(first) is not Rating.UNRATED else None


def _is_short(words: str) -> bool:
    return len(words.split()) <= MAX_VERDICT_WORDS


def _outside(lines: Sequence[str], posts: Sequence[_Post]) -> Sequence[int]:
    """Return the numbers of the lines that belong to no post."""
    inside = frozenset(chain.from_iterable(range(post.start, post.end) for post in posts))
    return [number for number in range(len(lines)) if number not in inside]


def _claim(
    lines: Sequence[str], posts: Sequence[_Post], verdict: _VerdictLine, headline: str
) -> _Claim | None:
    outside = _outside(lines, posts)
    before = [number for number in outside if number < verdict.start]
    after = [number for number in outside if number >= verdict.end]
    labelled = (claim for number in outside if (claim := _labelled_claim(lines, number)))
    stated = [
        *_told(lines, before, CLAIM_SENTENCES_BELOW),
        *_told(lines, before, CLAIM_SENTENCES),
        *_told(lines, after, CLAIM_SENTENCES_BELOW),
    ]
    own = (claim for claim in stated if not _PRONOUN.match(claim.text))
    return next(labelled, None) or next(own, None) or next(iter(stated), None) or _question(headline)


def _labelled_claim(lines: Sequence[str], number: int) -> _Claim | None:
    label, rest = _labelled(lines[number])
    if not rest and _is_label(lines[number], CLAIM_LABELS) and number + 1 < len(lines):
        return _Claim(_statement(lines[number + 1]), number + 1)
    return _Claim(_statement(rest), number) if rest and _is_label(label, CLAIM_LABELS) else None


def _told(
    lines: Sequence[str], numbers: Sequence[int], patterns: Sequence[re.Pattern[str]]
) -> Iterator[_Claim]:
    """Yield the claims that sentences introduce; one that calls something false is a ruling, not a claim, and
    what was not said is none either."""
    pairs = ((sentence, number) for number in numbers for sentence in sentences(lines[number]))
    for sentence, number in islice(pairs, MAX_SENTENCES):
        found = next((match for pattern in patterns if (match := pattern.match(sentence[:1000]))), None)
        if found and not DENIAL.search(sentence) and not NEGATION.search(sentence[: found.start("claim")]):
            yield _Claim(_introduced(found, sentence), number, tuple(_quotes(sentence)))


def _introduced(found: re.Match[str], sentence: str) -> str:
    told = sentence[found.start("claim") :]
    what = found.groupdict().get("what")
    return _statement(f"the {what} {told}" if what else told)


def _statement(text: str) -> str:
    """Return a claim as a sentence of its own: no quotation marks around it, capital first, full stop."""
    whole = _QUOTE.fullmatch(text.strip().rstrip("."))
    bare = (whole[1] if whole else text).strip()
    ended = bare if re.search(r"[.!?…。।][\"”»’']*$", bare) else f"{bare}."
    return f"{ended[:1].upper()}{ended[1:]}" if bare else ""


def _quotes(sentence: str) -> Iterator[str]:
    quotes = (clean_post(quote) for quote in _QUOTE.findall(sentence))
    return (quote for quote in quotes if len(quote.split()) >= MIN_QUOTE_WORDS)


def _question(headline: str) -> _Claim | None:
    """Return a headline that asks. One that denies ("No, …") states the opposite of the claim: never that."""
    return (
        _Claim(headline, -1)
        if headline.endswith(("?", "？", "؟", ";")) and len(headline.split()) > 2
        else None
    )


def _disputed(posts: Sequence[_Post], verdict: _VerdictLine, claim: _Claim) -> list[_Post]:
    """Return the quoted posts that are disputed: those directly after the claim, and the first ones above the
    verdict. What comes after other text, or calls something false, is evidence."""
    reached = 0
    for post in posts:
        if reached and post.start != reached:
            break
        reached = post.end
    above = min(reached, verdict.start)
    found = (post for post in posts if post.end <= above or post.start == claim.line + 1 > 0)
    return [post for post in found if not DENIAL.search(post.text)]


def _explanation(lines: Sequence[str], verdict: _VerdictLine) -> str:
    if verdict.explanation:
        return opening(verdict.explanation)
    following = lines[verdict.end] if verdict.end < len(lines) else ""
    label, rest = _labelled(following)
    heading = key(following) in SECTION_LABELS or (key(label) in SECTION_LABELS and not rest)
    if heading:
        following = ""
    elif key(label) in SECTION_LABELS:
        following = rest
    return opening(following)


def _written_date(lines: Sequence[str]) -> date | None:
    """Return the date of a line of its own near the top ("Published: 3 May 2024"), else None."""
    short = (line for line in lines[:6] if len(line.split()) <= 8 and not _TAIL.search(line))
    return next((day for line in short if (day := parse_date(_labelled(line)[1] or line))), None)


def _sources(article: Article) -> Iterator[Source]:
    yield from (link for link in article.links if not _is_no_source(link.url))
    bare = (found[0].rstrip(".,;:!?") for found in _LINK.finditer(article.text))
    yield from (Source(url) for url in bare if not _is_no_source(url))


def _is_no_source(url: str) -> bool:
    return any(mark in url for mark in _NO_SOURCES)
