"""Owns what differs between two texts that are nearly word for word the same: there it is all that counts."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from claims.decision import Conflict, ConflictKind
from matching.lexicon import lexicon
from matching.pairing import TELLING, Pairing, is_known
from matching.polarity import same_by_denial
from matching.reading import Reading, Token, is_number

_SLIGHT = 0.5
_ADDING_NOTHING = frozenset(
    {
        "inside", "beneath", "near", "beside", "ought", "single", "indeed", "age", "starting", "beginning",
        "breaking",
    }
)  # fmt: skip
_ANYBODY = frozenset(
    {"people", "person", "persons", "someone", "anyone", "anybody", "everyone", "those", "ones"}
)
_FEW = 3
_ALIKE, _MORE_ALIKE, _NEARLY_THE_SAME = 0.7, 0.85, 0.9


@dataclass(frozen=True)
class _Aligned:
    """The telling words of two texts, each as its answer in the claim, in the order of either."""

    paired: Pairing

    @cached_property
    def here(self) -> Sequence[int]:
        return _telling(self.paired.asked)

    @cached_property
    def there(self) -> Sequence[int]:
        return _telling(self.paired.checked)

    @cached_property
    def matcher(self) -> "SequenceMatcher[str]":
        paired = self.paired
        mine = [
            paired.checked.tokens[paired.asked_to[at]].stem
            if paired.asked_fit[at]
            else paired.asked.tokens[at].stem
            for at in self.here
        ]
        theirs = [paired.checked.tokens[at].stem for at in self.there]
        return SequenceMatcher(None, mine, theirs, autojunk=False)

    @cached_property
    def loose(self) -> tuple[int, ...]:
        """The places of the claim's words that the message does not have."""
        paired = self.paired
        return tuple(at for at in self.there if _is_loose(at, paired.checked_to, paired.asked_to))

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The places of the message's first and last words that are aligned with one of the claim's."""
        blocks = [block for block in self.matcher.get_matching_blocks() if block.size]
        return self.here[blocks[0].a], self.here[blocks[-1].a + blocks[-1].size - 1]

    @cached_property
    def likeness(self) -> float:
        """The share of the words that both have in one order, 0 to 1."""
        return self.matcher.ratio()


def find_changed_words(paired: Pairing) -> Iterator[Conflict]:
    """Yield what differs between two near copies, the more closely looked at the nearer they are."""
    if not paired.asked.language == paired.checked.language == "en":
        return
    aligned = _Aligned(paired)
    if aligned.likeness >= _ALIKE:
        yield from _exchanged(aligned)
        yield from _shaded(aligned)
    if aligned.likeness >= _NEARLY_THE_SAME:
        yield from _added(aligned)


def _exchanged(aligned: _Aligned) -> Iterator[Conflict]:
    """Yield the few words that stand in the place of others, even where the text has them elsewhere:
    "left in overnight, her right eye"."""
    paired = aligned.paired
    asked, checked = paired.asked.tokens, paired.checked.tokens
    for tag, start, end, begin, stop in aligned.matcher.get_opcodes():
        if tag != "replace" or max(end - start, stop - begin) > _FEW:
            continue
        changed, missing = tuple(aligned.here[start:end]), tuple(aligned.there[begin:stop])
        if not all(_is_loose(at, paired.asked_to, paired.checked_to) for at in changed):
            continue
        if not all(_is_loose(at, paired.checked_to, paired.asked_to) for at in missing):
            continue
        if _joined(asked, changed) == _joined(checked, missing):
            continue  # "school children"
        if _write_one_number(asked, changed, checked, missing):
            continue  # "1,200 million", "1.2 billion"
        telling = tells(asked, changed) or tells(checked, missing)
        if _are_letters(asked, changed) or _are_letters(checked, missing):
            continue  # "in the U.S"
        if _of_anybody(asked, changed) or _of_anybody(checked, missing):
            continue
        if telling and not same_by_denial(paired, changed, missing):
            yield _conflict(paired.asked.spelled(changed), paired.checked.spelled(missing))


def _of_anybody(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    return all(tokens[place].lower in _ANYBODY for place in places)


def _are_letters(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    return all(tokens[place].text.isupper() and len(tokens[place].text) == 1 for place in places)


def _write_one_number(
    asked: Sequence[Token], mine: Sequence[int], checked: Sequence[Token], theirs: Sequence[int]
) -> bool:
    there = {group for place in theirs for group in checked[place].groups}
    return all(any(one[0] == "#" and one in there for one in asked[place].groups) for place in mine)


def _joined(tokens: Sequence[Token], places: Sequence[int]) -> str:
    return "".join(tokens[place].lower for place in places)


def _is_loose(place: int, to: tuple[int, ...], back: tuple[int, ...]) -> bool:
    """Say whether nothing in the other text is this word's own: it has none, or another word's."""
    return to[place] < 0 or back[to[place]] != place


def _shaded(aligned: _Aligned) -> Iterator[Conflict]:
    """Yield a small word that one of the texts has and that turns what is said: "until", "may", "against"."""
    asked, checked = aligned.paired.asked, aligned.paired.checked
    first, last = aligned.extent
    before = max((place for place in asked.breaks or () if place <= first), default=0)
    loosely = aligned.likeness < _MORE_ALIKE
    for shade in lexicon().shades:
        if loosely and not shade.counts_loosely:
            continue
        if shade.words.isdisjoint(asked.lowers | checked.lowers):
            continue
        mine, theirs = _places(asked, shade.words), _places(checked, shade.words)
        if len(mine) > len(theirs) and shade.counts_added:
            begin = before if shade.counts_before else first
            amid = [place for place in mine if begin <= place < last]
            told = _with_the_next(asked, amid[0]) if len(amid) > len(theirs) else ()
            if told and not same_by_denial(aligned.paired, told, aligned.loose):
                yield _conflict(asked.spelled(told), "")
        elif len(mine) < len(theirs) and shade.counts_missing and not loosely:
            yield _conflict("", checked.spelled(_with_the_next(checked, theirs[-1])))


def _places(reading: Reading, these: Set[str]) -> list[int]:
    denying = "not" in these
    return [
        place
        for place, token in enumerate(reading.tokens)
        if token.lower in these or (denying and token.lower.endswith("n't"))
    ]


def _with_the_next(reading: Reading, place: int) -> tuple[int, ...]:
    """Return a word and what follows it up to the next one that tells something."""
    end = place + 1
    while end < len(reading.tokens) - 1 and reading.tokens[end].weight <= TELLING:
        end += 1
    return tuple(range(place, min(end + 1, len(reading.tokens))))


def _added(aligned: _Aligned) -> Iterator[Conflict]:
    """Yield the few words that the message alone has amid those of the claim: "the party leader's wife"."""
    opcodes = [code for code in aligned.matcher.get_opcodes() if code[0] != "equal"]
    if any(tag != "delete" or end - start > _FEW for tag, start, end, *_ in opcodes):
        return
    for _, start, end, begin, _ in opcodes:
        words = aligned.here[start:end]
        amid = 0 < begin < len(aligned.there)
        if amid and any(_adds(aligned.paired.asked, at) for at in words):
            yield _conflict(aligned.paired.asked.spelled(words), "")


def _adds(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if token.weight <= TELLING or token.lower in _ADDING_NOTHING:
        return False
    if place and is_number(reading.tokens[place - 1]):
        return False  # "300 euro"
    return is_known(token) or token.named


def _telling(reading: Reading) -> list[int]:
    return [place for place, token in enumerate(reading.tokens) if token.weight > _SLIGHT]


def tells(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Say whether any of these words tells something."""
    return any(tokens[place].weight > TELLING for place in places)


def _conflict(asked: str, checked: str) -> Conflict:
    return Conflict(ConflictKind.STATEMENT, asked, checked)
