"""Owns the reading of one text: words and what they stand for, names, quantities, who does what to whom."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import tantivy

from matching.currencies import group_of
from matching.dates import Dates, find_dates, month_beside, month_group, month_of, names_a_month, spelled_out
from matching.figures import spaced
from matching.language import count_unspaced
from matching.lexicon import RAREST, Lexicon, lexicon, rarity
from matching.numbers import Quantity, find_quantities, number_of, written_at
from matching.unicode import without_accents

MAX_TOKENS = 160
_COMMON_BELOW = 2.2
_TOKEN = re.compile(r"\d{1,15}(?:[.,]\d{1,6}){0,5}[^\W\d_]{0,10}|[^\W_]{1,60}(?:'[^\W\d_]{1,10})?")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,6}")
_ELIDED = re.compile(r"(?i)\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|dall|all)'(?=[^\W\d_]{2})")
_BREAK = re.compile(r"[.!?;:,()\"“”«»—–|\n]+(?=\s|$)|(?<=\s)[-–(\"“«]+|\s-\s")
_SHORTENED = re.compile(r"\b(Dr|Mr|Mrs|Ms|Prof|St|Gen|Sen|Gov|Rep|Lt|Sgt|Capt|Rev|No)\.")
_CLAUSE_END = re.compile(r"[.;:!?\n]")
_ONLY_IN_CAPITALS = frozenset({"us", "un", "pm", "ai", "ev", "eu", "ec", "act", "bill", "who"})
_PARTICLES = frozenset({"out", "up", "over", "away", "off", "down"})
_PARTICLE_REACH = 6
_LONGEST_NAME = 4
_SHORTEST_COUNTRY = 4
_TELLING = 2.5
_ENDINGS = {"ru": ("", "е")}  # the stemmer takes the end of "Казахстан" for an ending
_ROLE_REACH = 9
BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "get", "gets", "got", "gotten"})
_HAVE = frozenset({"have", "has", "had", "having"})
_PARTICIPLES = frozenset(
    {
        "shot", "sold", "told", "hit", "cut", "made", "put", "sent", "paid", "held", "found", "lost", "left",
        "built", "hung", "won", "struck", "sued", "spent", "kept",
    }
)  # fmt: skip
_BEFORE_NOUNS = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "every", "each", "all", "some", "any", "no"}
)
_WHERE = frozenset({"in", "near", "inside", "outside", "off", "during"})
_SPEAKERS = frozenset(
    {"i", "we", "i'll", "we'll", "i'd", "i'm", "we're", "yo", "eu", "je", "ich", "я", "io", "ja"}
)
_PRONOUNS = frozenset({"he", "she", "they", "él", "ella", "ele", "ela", "он", "она", "они"})
"""Who acts or speaks here was named before, and word order does not tell who."""
TITLES = frozenset(
    {"president", "secretary general", "prime minister", "leader", "senator", "governor", "representative"}
)
_LONGEST_TITLE = 4
CONDITIONALS = frozenset({"if", "unless", "si", "wenn", "falls", "se", "если", "jeśli", "als"})
_NO_ACTORS = CONDITIONALS | _SPEAKERS | _PRONOUNS
_MONTHS = frozenset(month_group(number) for number in range(1, 13))
_ACTOR_GROUPS = frozenset(
    {
        "united states", "united kingdom", "european union", "united nations", "nato", "donald trump",
        "joe biden", "vladimir putin", "russia", "ukraine", "germany", "france", "spain", "china",
        "world health organization",
    }
)  # fmt: skip
_REGULAR: dict[str, str] = {}
_NO_GROUPS: frozenset[str] = frozenset()  # most words have none, and each would be an object of its own
_NO_MEANINGS: frozenset[int] = frozenset()
_BETWEEN_NAMES = re.compile("[ -]")
_EITHER = frozenset({"korea", "congo"})  # of two countries either may be called so
_COUNTRIES = frozenset({"united states", "united kingdom"})
_OF_SPEAKING = frozenset({"say", "personally"})
_STEMMERS = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hu": "hungarian", "it": "italian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


@dataclass(slots=True)  # a decision makes thousands, and a frozen one takes three times as long to make
class Token:
    """A word of a text. `groups` are things or acts it stands for, `meanings` the numbers of what an English
    word commonly means, `weight` how much it tells (0 to 8)."""

    text: str
    lower: str
    stem: str
    groups: frozenset[str]
    meanings: frozenset[int]
    weight: float
    named: bool
    verb: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One verb with the names around it (indices of tokens): who acts on whom, as word order tells."""

    groups: frozenset[str]
    subject: int | None
    object: int | None
    passive: bool
    at: int


@dataclass(frozen=True, eq=False)  # one is itself alone: what is known of it is found by that
class Reading:
    """A text, read. `written` is the text with its figures spelled out, `lower` are its words in lower case,
    `names` runs of token indices. What few pairs of texts ask for is found when one first does."""

    text: str
    written: str
    lower: str
    language: str
    tokens: tuple[Token, ...]
    names: tuple[tuple[int, ...], ...]
    quantities: tuple[Quantity, ...]
    acts: tuple[Act, ...]
    question: bool
    conditional: bool

    @cached_property
    def lowers(self) -> frozenset[str]:
        """The words in lower case, each once: rules that look for certain words ask here first."""
        return frozenset(token.lower for token in self.tokens)

    @cached_property
    def groups(self) -> frozenset[str]:
        """What any of its words stands for."""
        return _NO_GROUPS.union(*(token.groups for token in self.tokens))

    @cached_property
    def weight(self) -> float:
        """How much its words tell together."""
        return sum(token.weight for token in self.tokens)

    @cached_property
    def dates(self) -> Dates:
        """The calendar words."""
        return find_dates(self.written, self.quantities)

    @cached_property
    def places(self) -> frozenset[str]:
        """The groups of the places that are named."""
        return _places(self.tokens, lexicon())

    @cached_property
    def breaks(self) -> frozenset[int] | None:
        """The places of the words that begin after a sign, the first one's too; None where that cannot be
        told."""
        begun, count = [], 0
        for stretch in _BREAK.split(_SHORTENED.sub(r"\1", self.written)):
            begun.append(count)
            count += len(words(stretch))
        return frozenset(begun) if count == len(self.tokens) else None

    def spelled(self, places: Iterable[int]) -> str:
        """Return the words at these places, as they are written."""
        return " ".join(self.tokens[place].text for place in places)

    @cached_property
    def speaker(self) -> frozenset[int]:
        """The places of the words that name who says it."""
        return _speaker(self.tokens, lexicon())


@lru_cache(maxsize=32)
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.stemmer(_STEMMERS[language])).build()


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word; of an unknown language, the English one."""
    code = language if language in _STEMMERS else "en"
    if not word.isalpha() or len(word) < 3:
        return without_accents(word)
    word = lexicon().irregular.get(code, _REGULAR).get(word, word)
    found: list[str] = _analyzer(code).analyze(word)
    return without_accents(found[0] if found else word)


def words(text: str) -> list[str]:
    """Return the words as written, without possessive endings; unspaced scripts give overlapping pairs."""
    plain = _INITIALS.sub(lambda found: found.group().replace(".", "") + " ", text) if "." in text else text
    plain = _ELIDED.sub(r"\1 ", plain) if "'" in plain else plain
    found = [word[:-2] if word.endswith(("'s", "'S")) else word for word in _TOKEN.findall(plain)]
    if not count_unspaced(plain):
        return found
    return [piece for word in found for piece in (_pairs(word) if count_unspaced(word) else [word])]


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


@lru_cache(maxsize=64)  # the parts of one message and some more: strangers' words are not to stay long
def read(text: str, language: str) -> Reading:
    """Read a cleaned text of at most a few sentences in a language given by its primary subtag."""
    return _read(text, language)


@lru_cache(maxsize=1_000)  # 12 KB a text of 17 words, with what is known of them
def read_checked(text: str, language: str) -> Reading:
    """Read a text of a verdict in the same way: it is public, and will be a candidate again."""
    return _read(text, language)


def _read(text: str, language: str) -> Reading:
    written = spelled_out(spaced(text, language), language)
    spelled = words(written)[:MAX_TOKENS]
    tokens = _tokens(spelled, written, language)
    lowers = [token.lower for token in tokens]
    question = text.rstrip().endswith("?")
    return Reading(
        text=text,
        written=written,
        lower=" ".join(lowers),
        language=language,
        tokens=tokens,
        names=_names(tokens),
        quantities=find_quantities(written, language),
        acts=_acts(tokens, question=question),
        question=question,
        conditional=not CONDITIONALS.isdisjoint(lowers),
    )


def _tokens(spelled: list[str], text: str, language: str) -> tuple[Token, ...]:
    lowers = [word.lower() for word in spelled]
    known = [_known(lower, language) for lower in lowers]
    beside, verbs = _known_beside(spelled, lowers, known, language)
    groups = [
        _longest_names(word.groups.union(beside[place])) if place in beside else word.groups
        for place, word in enumerate(known)
    ]
    if _is_titled(spelled):
        named = [not own.isdisjoint(_ACTOR_GROUPS) for own in groups]
    else:
        starts = _sentence_starts(spelled, text)
        named = [
            word[0].isupper() and _is_name(word, lower, language, first=place in starts)
            for place, (word, lower) in enumerate(zip(spelled, lowers, strict=True))
        ]
    return tuple(
        [
            Token(
                text=spelled[place],
                lower=lowers[place],
                stem=word.stem,
                groups=groups[place],
                meanings=word.meanings,
                weight=_weight(lowers[place], language, groups[place]) if place in beside else word.weight,
                named=named[place],
                verb=word.verb or place in verbs,
            )
            for place, word in enumerate(known)
        ]
    )


def _longest_names(groups: frozenset[str]) -> frozenset[str]:
    """Return what a word stands for without places whose name is but a part of another's: in "New Mexico"
    nobody is in Mexico."""
    places = lexicon().places
    parts = {part for group in groups & places for part in longer_name(group)}
    return groups - (parts & places) if parts else groups


def longer_name(place: str) -> frozenset[str]:
    """Return the words of a place's name of several that could be taken for other places."""
    names = frozenset(_BETWEEN_NAMES.split(place))
    return names - _EITHER if len(names) > 1 else frozenset()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a word whatever stands beside it: `verb` says that one of its groups is of verbs,
    `plain` that nothing of several words begins with it, nor does it name a month or number."""

    stem: str
    groups: frozenset[str]
    meanings: frozenset[int]
    weight: float
    verb: bool
    plain: bool


@lru_cache(maxsize=20_000)
def _known(lower: str, language: str) -> _Known:
    lists, alone = lexicon(), (lower,)
    counted = _counted(lower, language)
    groups = counted | {table[lower] for table in (lists.demonyms, lists.metonyms) if lower in table}
    called_after = _demonyms_of(language).get(stem(lower, language))
    if called_after:
        groups.add(called_after)
    if lower in lists.places:
        groups.add(lower)
    if alone in lists.aliases and lower not in _ONLY_IN_CAPITALS:
        groups.add(lists.aliases[alone])
    if alone in lists.verbs:
        groups.add(lists.verbs[alone])
    begins_something = lists.first_words.get(lower, 0) > 1 or lower in _ONLY_IN_CAPITALS
    return _Known(
        stem=stem(lower, language),
        groups=frozenset(groups) if groups else _NO_GROUPS,
        meanings=_meanings(lower) if language == "en" else _NO_MEANINGS,
        weight=_weight(lower, language, groups),
        verb=alone in lists.verbs,
        plain=not (begins_something or counted or names_a_month(lower)),
    )


@cache
def _demonyms_of(language: str) -> dict[str, str]:
    """Return the stems of what another language calls after a country: "nigérienne" after Niger."""
    found = lexicon().demonyms_elsewhere.get(language, {})
    return {stem(word, language): country for word, country in found.items()}


def _weight(lower: str, language: str, groups: Set[str]) -> float:
    if lower[0].isdigit():
        return 4.0
    if lower == "elect" or not TITLES.isdisjoint(groups):
        return 1.0  # who someone is tells little beside the name
    known = rarity(lower, language)
    if len(lower) == 2 and count_unspaced(lower[0]):
        return 3.0
    if groups and known < _COMMON_BELOW + 2 and groups <= _OF_SPEAKING:
        return 0.5
    return max(0.0, known - _COMMON_BELOW)


def _known_beside(
    spelled: list[str], lowers: list[str], known: list[_Known], language: str
) -> tuple[dict[int, set[str]], set[int]]:
    """Return the groups that words belong to for what stands beside them, by place, and where verbs begin."""
    lists = lexicon()
    groups: defaultdict[int, set[str]] = defaultdict(set)
    verbs = set()
    for place, word in enumerate(known):
        if word.plain:
            continue
        for at, group in (
            *_aliases_at(spelled, lowers, place, lists),
            *_counted_at(lowers, place, language),
        ):
            groups[at].add(group)
        for verb in _verbs_at(lowers, place, lists):
            groups[place].add(verb)
            verbs.add(place)
    for at, country in _countries(spelled, [word.stem for word in known], language):
        groups[at].add(country)
    return groups, verbs


def _aliases_at(
    spelled: list[str], lowers: list[str], place: int, lists: Lexicon
) -> Iterator[tuple[int, str]]:
    alone = (lowers[place],)
    if (
        lowers[place] in _ONLY_IN_CAPITALS
        and alone in lists.aliases
        and _is_in_capitals(spelled, lowers, place)
    ):
        yield place, lists.aliases[alone]
    for run in _runs_at(lowers, place, lists):
        if run in lists.aliases:
            yield from ((place + step, lists.aliases[run]) for step in range(len(run)))


def _verbs_at(lowers: list[str], place: int, lists: Lexicon) -> Iterator[str]:
    split = [(lowers[place], particle) for particle in _PARTICLES.intersection(_reach(lowers, place))]
    for run in (*_runs_at(lowers, place, lists), *split):
        if run in lists.verbs:
            yield lists.verbs[run]


def _runs_at(lowers: list[str], place: int, lists: Lexicon) -> Iterator[tuple[str, ...]]:
    """Yield the runs of two words and more that begin there, up to the longest that a list has."""
    longest = min(lists.first_words.get(lowers[place], 0), len(lowers) - place)
    for length in range(2, 1 + longest):
        yield tuple(lowers[place : place + length])


def _counted_at(lowers: list[str], place: int, language: str) -> Iterator[tuple[int, str]]:
    """Yield the month that a word names beside a day or year, or the number that it begins."""
    month = month_beside(lowers, place)
    if month:
        yield place, month_group(month)
    number = written_at(lowers, place, language)
    if number:
        value, words = number
        yield from ((place + step, f"#{value:g}") for step in range(words))


def _meanings(lower: str) -> frozenset[int]:
    """Return what an English word commonly means; of an inflected one, what its stem means."""
    known = lexicon().synonyms.get(lower)
    return known if known is not None else _meanings_of_stems().get(stem(lower, "en"), _NO_MEANINGS)


@cache
def _meanings_of_stems() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for word, numbers in lexicon().synonyms.items():
        key = stem(word, "en")
        found[key] = found.get(key, frozenset()) | numbers
    return found


@lru_cache(maxsize=16)
def _countries_of(language: str) -> tuple[dict[tuple[str, ...], str], frozenset[str]]:
    """Return the stems of what countries are called in a language, and those that such a name begins with."""
    found = {}
    for name, country in lexicon().countries.get(language, {}).items():
        spelled = name.replace("-", " ").replace("’", " ").split()
        for ending in _ENDINGS.get(language, ("",)):
            found[tuple(stem(word + ending, language) for word in spelled)] = country
    return found, frozenset(stems[0] for stems in found)


def _countries(spelled: list[str], stems: list[str], language: str) -> Iterator[tuple[int, str]]:
    known, first = _countries_of(language)
    for place, word in enumerate(spelled):
        if stems[place] not in first:
            continue
        for length in range(1, 1 + min(_LONGEST_NAME, len(stems) - place)):
            country = known.get(tuple(stems[place : place + length]))
            if country and (length > 1 or (word[0].isupper() and len(word) >= _SHORTEST_COUNTRY)):
                yield from ((place + step, country) for step in range(length))


def _counted(lower: str, language: str) -> set[str]:
    """Return the number, money or month that a word stands for: "12" answers "twelve", "Oct" "October"."""
    value = number_of(lower, language)
    if value is not None:
        return {f"#{value:g}"}
    if money := group_of(lower):
        return {money}
    month = month_of(lower)
    return {month_group(month)} if month else set()


def _reach(lowers: list[str], place: int) -> list[str]:
    """Return the words among which the particle of a split verb may stand ("throw the man *out*")."""
    return lowers[place + 2 : place + 1 + _PARTICLE_REACH]


def _is_in_capitals(spelled: list[str], lowers: list[str], place: int) -> bool:
    return spelled[place].isupper() or (lowers[place] == "us" and place > 0 and lowers[place - 1] == "the")


def _sentence_starts(spelled: list[str], text: str) -> set[int]:
    starts = {0}
    where = 0
    for place, word in enumerate(spelled):
        at = text.find(word, where)
        if at < 0:
            continue
        between = text[where:at]
        if place and between != " " and _CLAUSE_END.search(between):
            starts.add(place)
        where = at + len(word)
    return starts


def _is_titled(spelled: list[str]) -> bool:
    """Say whether nearly all words are capitalised, so that capitals tell no names."""
    long = [word for word in spelled if len(word) > 3 and word.isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _is_name(word: str, lower: str, language: str, *, first: bool) -> bool:
    """Say whether a word with a capital letter names somebody or something."""
    if len(word) < 2:
        return False
    known = rarity(lower, language)
    if first and language not in {"en", ""}:
        return lower in lexicon().places  # other languages' word lists are too short to tell a name by
    if first:
        return known >= RAREST or lower in lexicon().places
    return known > _COMMON_BELOW + 1


def _names(tokens: tuple[Token, ...]) -> tuple[tuple[int, ...], ...]:
    runs: list[list[int]] = []
    for place, token in enumerate(tokens):
        if not token.named:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return tuple(tuple(run) for run in runs)


def full_name(reading: Reading, name: tuple[int, ...]) -> tuple[int, ...]:
    """Return a name with the first name before it that stands where every word has a capital letter, at the
    beginning of a sentence; () when it is one word alone."""
    before = name[0] - 1
    if before >= 0 and reading.tokens[before].text[:1].isupper() and reading.tokens[before].weight > _TELLING:
        name = (before, *name)
    return name if len(name) > 1 else ()


def _places(tokens: tuple[Token, ...], lists: Lexicon) -> frozenset[str]:
    found: set[str] = set()
    for at, token in enumerate(tokens):
        # A word that is a place by itself has it among its groups.
        named = {group for group in token.groups if group in lists.places or group in _COUNTRIES}
        # "US President Ann Poe" says who it is, and not where anything was.
        if named and not _is_of_an_office(tokens, at):
            found |= named
    return frozenset(found)


def _is_of_an_office(tokens: tuple[Token, ...], at: int) -> bool:
    """Say whether a title follows, and on it a name."""
    after = tokens[at + 1 : at + 1 + _LONGEST_TITLE]
    title = next((place for place, token in enumerate(after) if token.groups & TITLES), None)
    if title is None or not all(token.text[:1].isupper() for token in after[:title]):
        return False
    return any(token.named and not token.groups & TITLES for token in after[title + 1 : title + 3])


def is_month(token: Token) -> bool:
    """Say whether a word is the name of a month here."""
    return not token.groups.isdisjoint(_MONTHS)


def is_number(token: Token) -> bool:
    """Say whether a word is a number."""
    return any(group.startswith("#") for group in token.groups)


def is_actor(token: Token) -> bool:
    """Say whether a word may name who acts, or is acted upon."""
    if not token.named and token.groups.isdisjoint(_ACTOR_GROUPS):
        return False
    return not is_month(token) and not is_number(token)


def _acts(tokens: tuple[Token, ...], *, question: bool) -> tuple[Act, ...]:
    acts = []
    for place, token in enumerate(tokens):
        if token.named or not token.verb:
            continue
        groups = token.groups - {"say"}
        participle = is_participle(token.lower)
        if not groups or (participle and is_attribute(tokens, place)):
            continue
        passive = participle and (
            _is_after_be(tokens, place)
            or (question and _is_asked_of(tokens, place))
            or "by" in {near.lower for near in tokens[place + 1 : place + 3]}
        )
        before = _nearest(tokens, range(place - 1, max(-1, place - 1 - _ROLE_REACH), -1), but_where=True)
        after = _nearest(tokens, range(place + 1, min(len(tokens), place + 1 + _ROLE_REACH)))
        caused_by = _causer(tokens, place, before) if participle and not passive else None
        if caused_by is not None:
            acts.append(Act(groups, caused_by, before, passive, place))
            continue
        if not passive and after is not None and _is_where(tokens, place, after):
            after = None
        if participle and not passive and after is None and not _takes_an_object(tokens, place):
            before = None  # "Smith arrested in Rome": done to Smith, or by Smith? Nobody can tell
        acts.append(_act(tokens, groups, before, after, place, passive=passive))
    return tuple(acts)


def _takes_an_object(tokens: tuple[Token, ...], place: int) -> bool:
    """Say whether a noun with an article follows: who "slapped the referee" did it."""
    return tokens[place + 1].lower in _BEFORE_NOUNS if place + 1 < len(tokens) else False


def is_attribute(tokens: tuple[Token, ...], place: int) -> bool:
    """Say whether a participle stands before what it describes: "the stolen cars", "every newly arrived"."""
    before = place - 1
    if before > 0 and tokens[before].lower.endswith("ly"):
        before -= 1
    return before >= 0 and tokens[before].lower in _BEFORE_NOUNS


def _is_where(tokens: tuple[Token, ...], verb: int, name: int) -> bool:
    """Say whether a name after a verb only tells where it was: "arrested at Oslo airport"."""
    between = {token.lower for token in tokens[verb + 1 : name]}
    if between & _WHERE:
        return True
    after = tokens[name + 1].lower if name + 1 < len(tokens) else ""
    return "at" in between and (tokens[name].lower in lexicon().places or after in lexicon().institutions)


def _is_after_be(tokens: tuple[Token, ...], place: int) -> bool:
    """Say whether a form of "be" stands shortly before, and nobody between who acts ("is: Zambia sold")."""
    for near in range(place - 1, max(-1, place - 4), -1):
        if tokens[near].lower in BE:
            return True
        if is_actor(tokens[near]) and near > 1:
            return False
    return False


def _is_asked_of(tokens: tuple[Token, ...], place: int) -> bool:
    """Say whether a form of "be" begins the question whose first verb this is ("was Ann Poe arrested?")."""
    for near in range(place - 1, max(-1, place - 1 - _ROLE_REACH), -1):
        if tokens[near].lower in BE:
            return near == 0 or not is_actor(tokens[near - 1])
        if tokens[near].verb:
            return False
    return False


def _causer(tokens: tuple[Token, ...], place: int, before: int | None) -> int | None:
    """Return who has something done to another: Smith of "Smith had Jones arrested", else None."""
    if before is None:
        return None
    had = next(
        (near for near in range(before - 1, max(-1, before - 6), -1) if tokens[near].lower in _HAVE), None
    )
    if had is None or any(tokens[near].verb for near in range(had + 1, place)):
        return None
    return _nearest(tokens, range(had - 1, max(-1, had - 1 - _ROLE_REACH), -1))


def is_participle(lower: str) -> bool:
    return lower.endswith(("ed", "en", "wn", "ught")) or lower in _PARTICIPLES


def _act(
    tokens: tuple[Token, ...],
    groups: frozenset[str],
    before: int | None,
    after: int | None,
    at: int,
    *,
    passive: bool,
) -> Act:
    if not passive:
        # "..., giving it up": who gives stands farther off than word order can tell
        return Act(groups, None if tokens[at].lower.endswith("ing") else before, after, passive, at)
    by_agent = after is not None and "by" in {token.lower for token in tokens[at:after]}
    return Act(groups, after if by_agent else None, before, passive, at)


def _nearest(tokens: tuple[Token, ...], places: range, *, but_where: bool = False) -> int | None:
    """Return the nearest who may act; with `but_where`, none who only tells where ("in Orvell no stove")."""
    for place in places:
        if but_where and place and tokens[place - 1].lower in _WHERE:
            continue
        if _is_whose(tokens, place):
            continue
        if tokens[place].lower in _NO_ACTORS:
            return None
        if is_actor(tokens[place]):
            return place
    return None


def _is_whose(tokens: tuple[Token, ...], place: int) -> bool:
    """Say whether a place only tells of whom or what: Ghana of "coach Addo of Ghana" and "Ghana's coach Kofi
    Addo", Ireland of "the Irish town of Drogheda"."""
    if tokens[place].groups.isdisjoint(lexicon().places):
        return False
    if place > 1 and tokens[place - 1].lower == "of" and is_actor(tokens[place - 2]):
        return True
    after = tokens[place + 1 : place + 4]
    if len(after) < 2 or after[0].named or after[0].weight <= _TELLING:
        return False
    return after[1].named or (after[1].lower == "of" and after[-1].named)


def _speaker(tokens: tuple[Token, ...], lists: Lexicon) -> frozenset[int]:
    for place, token in enumerate(tokens):
        if token.lower not in lists.speech or (place and tokens[place - 1].lower in _PRONOUNS):
            continue
        after = [near for near in range(place + 1, min(len(tokens), place + 4)) if _speaks(tokens[near])]
        if after and len(tokens) - after[-1] <= 2 and place > 3:
            return frozenset(after)  # "..., says Rutte"
        start = max(0, place - 6)
        before = [near for near in range(start, place) if tokens[near].weight > 0 and _speaks(tokens[near])]
        if before:
            return frozenset(before)
    return frozenset()


def _speaks(token: Token) -> bool:
    return is_actor(token) or bool(
        token.groups & {"leader", "president", "secretary general", "prime minister"}
    )
