"""Owns made-up verdicts and messages about them: enough for an archive that is larger than any real one."""

import random
from dataclasses import dataclass
from datetime import date

from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching.training.generate import Filler, Frame, Slots, message_like, read_frames

_SCENES = (
    " in {t}",
    " on {w}, {t}",
    " in {y}",
    " during a visit to {c}",
    " at a meeting in {t}",
    " after {l}",
    " for {m}",
)
_BEGINNINGS = (
    "Bar", "Bel", "Cor", "Dal", "Der", "Es", "Far", "Gor", "Hal", "Ir", "Jar", "Kel", "Lor", "Mar", "Nor",
    "Or", "Pel", "Quin", "Ros", "Sal", "Tor", "Ul", "Var", "Wes", "Yar", "Zel",
)  # fmt: skip
_MIDDLES = ("a", "e", "i", "o", "u", "an", "en", "in", "or", "ur", "al", "el", "ab", "ev", "il", "os")
_ENDS = (
    "berg", "brook", "dal", "den", "feld", "ford", "gard", "holm", "ko", "lin", "mann", "mere", "nova", "ov",
    "ova", "quist", "ric", "sen", "ska", "son", "stad", "ton", "vic", "vik", "wyn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """One statement by its number: always the same one, and hardly ever that of another number."""

    number: int
    claim: str
    title: str
    summary: str
    retold: str
    """The statement in other words, as a message."""
    untold: str
    """Another statement about the same names, as a message."""


class Storyteller:
    """Makes up statements of the kinds that fact-checkers rule on."""

    def __init__(self) -> None:
        self._frames = read_frames()

    def story(self, number: int) -> Story:
        """Return the story with that number."""
        dice = random.Random(number)  # noqa: S311 - made-up texts, no secret
        frame = self._frames[number % len(self._frames)]
        scene = dice.choice(_SCENES)
        filler = Filler(dice)
        slots = _with_rare_names(
            filler.fill(Frame(frame.same, (*frame.other, scene), symmetric=False)), number, dice
        )
        wordings = dice.sample(frame.same, min(3, len(frame.same)))
        claim = slots.put(wordings[0] + scene)
        retold = filler.rewritten(slots).put(wordings[-1] + scene)
        others = [slots.put(line) for line in dice.sample(frame.other, min(2, len(frame.other)))]
        summary = " ".join(f"{line}." for line in (slots.put(wordings[0]), *others))
        untold = message_like(others[0], dice) if others else ""
        title = slots.put(wordings[1 % len(wordings)])
        return Story(number, claim, title, summary, message_like(retold, dice), untold)

    def verdict(self, number: int, verdict_id: VerdictId) -> Verdict:
        """Return the story as a verdict."""
        story = self.story(number)
        ruling = Ruling(
            claim=story.claim,
            rating=Rating.FALSE,
            publisher=f"Made-up Facts {number % 40}",
            url=f"https://facts{number % 40}.example/{number}",
            title=story.title,
            summary=story.summary,
            language="en",
            published_at=date(2005 + number % 20, 1 + number % 12, 1 + number % 28),
        )
        return Verdict(id=verdict_id, revision=1, ruling=ruling)

    def long_forward(self, number: int) -> str:
        """Return a message of seven sentences and more, from several stories."""
        return "\n".join(self.story(number + step).retold + "." for step in range(8))


def _with_rare_names(slots: Slots, number: int, dice: random.Random) -> Slots:
    """Give every second person and town a name that hardly any other story has, as in real archives."""
    value = dict(slots.value)
    for name in ("p", "q"):
        if name in value and dice.random() < 0.5:
            value[name] = f"{value[name].split(' ')[0]} {_rare(dice)}"
    if "t" in value and dice.random() < 0.5:
        value["t"] = _rare(dice)
    value["y"] = str(1985 + number % 40)
    return Slots(value)


def _rare(dice: random.Random) -> str:
    return dice.choice(_BEGINNINGS) + dice.choice(_MIDDLES) + dice.choice(_ENDS)
