# ruff: noqa: E501 - tables of wrappers, one wording beside the other
"""Owns the generated training pairs: statements in several wordings, and the small changes that make others of them.

`python -m matching.training.generate --pairs FOLDER --out FILE [--rows N] [--seed S] [--written N] [--share S]`
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matching.training import names
from matching.training.written import training_rows

_SLOT = re.compile(r"\{(\w+)\}")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Frame:
    """Wordings of one statement, and other statements about the same names."""

    same: tuple[str, ...]
    other: tuple[str, ...]
    symmetric: bool


@dataclass
class Slots:
    """One filling of a frame; `shown` may differ from `value` in writing only."""

    value: dict[str, str] = field(default_factory=dict)

    def put(self, line: str) -> str:
        """Return the line with its slots filled, the first letter large."""
        text = _SLOT.sub(lambda found: self.value[found.group(1)], line)
        return text[:1].upper() + text[1:]


def read_frames() -> list[Frame]:
    """Read both files of frames."""
    frames = []
    text = "\n\n".join((_HERE / name).read_text("utf-8") for name in ("frames.txt", "frames_more.txt"))
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        symmetric = lines[0].startswith("~")
        same = tuple(line.lstrip("~") for line in lines if not line.startswith("!"))
        frames.append(Frame(same, tuple(line[1:] for line in lines if line.startswith("!")), symmetric))
    return frames


def person(dice: random.Random) -> str:
    return f"{dice.choice(names.FIRST)} {dice.choice(names.LAST)}"


def amount(dice: random.Random) -> int:
    digits = dice.choice([1, 1, 2, 2, 3, 3, 4, 5, 6])
    value = dice.randint(2, 99) * 10 ** max(0, digits - 2)
    return value if dice.random() < 0.6 else dice.randint(2, 10**digits)


def written(value: int, dice: random.Random) -> str:
    """Write a number in one of the ways in which people write it."""
    ways = [f"{value:,}", f"{value:,}", str(value)]
    if value >= 10_000:
        ways.append(f"{value:,}".replace(",", " "))
    if value >= 1_000 and value % 1_000 == 0:
        ways += [f"{value // 1000}k", f"{value // 1000} thousand"]
    if value >= 1_000_000 and value % 100_000 == 0:
        ways += [f"{value / 1e6:g} million", f"{value / 1e6:g}m"]
    if value <= 12:
        ways.append(
            [
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ][value]
        )
    return dice.choice(ways)


_FILL: dict[str, Callable[[random.Random], str]] = {
    "p": person,
    "q": person,
    "o": lambda dice: dice.choice(names.BODIES if dice.random() < 0.6 else names.FIRMS),
    "k": lambda dice: dice.choice(names.FIRMS),
    "c": lambda dice: dice.choice(names.COUNTRIES),
    "d": lambda dice: dice.choice(names.COUNTRIES),
    "t": lambda dice: dice.choice(names.TOWNS),
    "u": lambda dice: dice.choice(names.TOWNS),
    "y": lambda dice: str(dice.randint(1985, 2025)),
    "mo": lambda dice: dice.choice(names.MONTHS),
    "w": lambda dice: dice.choice(names.WEEKDAYS),
    "x": lambda dice: dice.choice(names.PRODUCTS),
    "f": lambda dice: dice.choice(names.FOODS),
    "i": lambda dice: dice.choice(names.ILLNESSES),
    "b": lambda dice: dice.choice(names.PARTS),
    "a": lambda dice: dice.choice(names.ANIMALS),
    "g": lambda dice: dice.choice(names.GROUPS),
}
_CURRENCIES = ["euros", "dollars", "pounds", "pesos", "rupees"]
_PERIODS = ["minutes", "hours", "days", "weeks", "months", "years"]


class Filler:
    """Fills frames; keeps the plain value of each number, so that it can be written in another way."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.plain: dict[str, tuple[int, str]] = {}

    def fill(self, frame: Frame) -> Slots:
        """Fill every slot of a frame with values of its own."""
        slots = Slots()
        self.plain = {}
        wanted = {name for line in (*frame.same, *frame.other) for name in _SLOT.findall(line)}
        for name in sorted(wanted):
            slots.value[name] = self.fresh(name, set(slots.value.values()))
        return slots

    def fresh(self, name: str, taken: set[str]) -> str:
        """Return a value for a slot that is not among those taken."""
        while True:
            value = self._numbered(name) if name in {"n", "m", "pc", "l"} else _FILL[name](self.dice)
            if value not in taken:
                return value

    def _numbered(self, name: str) -> str:
        dice = self.dice
        if name == "pc":
            value, unit = dice.randint(2, 98), dice.choice(["%", " percent"])
        elif name == "m":
            value, unit = amount(dice) * dice.choice([1, 10, 100, 1000]), " " + dice.choice(_CURRENCIES)
        elif name == "l":
            value, unit = dice.randint(2, 30), " " + dice.choice(_PERIODS)
        else:
            value, unit = amount(dice), ""
        self.plain[name] = (value, unit)
        return self._shown(value, unit)

    def _shown(self, value: int, unit: str) -> str:
        if unit in {"%", " percent"}:
            return f"{value}{self.dice.choice(['%', ' percent', ' per cent'])}"
        shown = written(value, self.dice)
        signs = {" euros": "€", " dollars": "$", " pounds": "£"}
        return f"{signs[unit]}{shown}" if unit in signs and self.dice.random() < 0.4 else f"{shown}{unit}"

    def rewritten(self, slots: Slots) -> Slots:
        """Return the same values in other writing: numbers, surnames alone, articles off."""
        value = dict(slots.value)
        for name, (number, unit) in self.plain.items():
            value[name] = self._shown(number, unit)
        for name in ("p", "q"):
            if name in value and self.dice.random() < 0.45:
                value[name] = value[name].split(" ", 1)[1]
            elif name in value and self.dice.random() < 0.15:
                value[name] = f"{self.dice.choice(names.TITLES)} {value[name].split(' ', 1)[1]}"
        for name in ("o",):
            if name in value and value[name].startswith("the ") and self.dice.random() < 0.2:
                value[name] = value[name][4:]
        return Slots(value)

    def changed(self, slots: Slots) -> tuple[Slots, str]:
        """Return other values in one slot, near ones for numbers, and the name of that slot."""
        dice = self.dice
        name = dice.choice(list(slots.value))
        value = dict(slots.value)
        if name in self.plain and dice.random() < 0.6:
            number, unit = self.plain[name]
            other = dice.choice(
                [
                    number * 10,
                    max(2, number // 10),
                    number + dice.randint(1, 3),
                    number * 2,
                    number * 3 // 2 + 1,
                ]
            )
            other = other if other != number else number + 1
            if unit in {"%", " percent"}:
                other = other % 97 + 2 if other >= 99 else other
            value[name] = self._shown(other, unit)
            return Slots(value), name
        if name in {"p", "q"} and dice.random() < 0.3:
            first = value[name].split(" ", 1)[0]
            value[name] = (
                f"{first} {dice.choice(names.LAST)}"
                if dice.random() < 0.7
                else f"{dice.choice(names.FIRST)} {dice.choice(names.LAST)}"
            )
            return Slots(value), name
        value[name] = self.fresh(name, set(slots.value.values()))
        return Slots(value), name


_WRAPPERS = (
    "{s}", "{s}", "{s}", "{s}?", "{s}!!", "so {s}", "wow. {s}", "can this be right? {s}", "{s} unbelievable", "is it so that {s}",
    "a colleague posted: {s}", "read in the paper: {s}", "heard at work that {s}", "{s} - anyone else heard this", "apparently {s}",
    "on the radio they said {s}", "“{s}”", "{s} is what I keep hearing", "they hide it from us: {s}", "news: {s}", "{s} (source: a friend)",
    "I can't believe it, {s}", "{s}. Shame!", "this just came in, {s}", "hmm {s} true?", "the truth is out. {s}", "{s}, according to a post",
)  # fmt: skip
_CHATTER = (
    "Have a nice evening everyone.", "I saw this on my way home.", "What a world we live in.", "My mother is very worried now.",
    "Nobody talks about it on television.", "Sorry for the long message.", "Greetings from the village.", "I do not know what to think.",
    "We should all pay attention.", "Tell me what you think.", "The weather is fine here.", "First they laugh, then they cry.",
    "It was in the group this morning.", "Think for yourselves.", "See you at the party on the weekend.", "This makes me so angry.",
    "They must think we are stupid.", "I always knew it.", "Politicians are all the same.", "God help us all.",
)  # fmt: skip
_NEGATE = (
    ("{s}", "It is not true that {s}"), ("{s}", "No, {s} is a lie"), ("{s}", "Nobody has shown that {s}"), ("{s}", "Fake: {s}"),
    ("{s}", "{s}? That never happened"), ("{s}", "The story that {s} is invented"), ("{s}", "Contrary to rumours, it is false that {s}"),
    ("{s}", "{s} has been denied"),
)  # fmt: skip


def slip(text: str, dice: random.Random) -> str:
    """Misspell a few words as fingers do, or lose case, points and articles."""
    words = text.split(" ")
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(words))
        word = words[place]
        if len(word) < 5 or not word.isalpha():
            continue
        at = dice.randrange(1, len(word) - 1)
        kind = dice.random()
        if kind < 0.35:
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif kind < 0.6:
            words[place] = word[:at] + word[at + 1 :]
        elif kind < 0.8:
            words[place] = word[:at] + word[at] + word[at:]
        else:
            words[place] = word[:at] + dice.choice("aeiounrst") + word[at + 1 :]
    out = " ".join(words)
    roll = dice.random()
    if roll < 0.35:
        return out.lower()
    if roll < 0.45:
        return out.upper()
    return re.sub(r"\b(?:the|a|an) ", "", out) if roll < 0.6 else out


def message_like(statement: str, dice: random.Random) -> str:
    """Return a statement as it stands in a message: wrapped, with chatter, misspelt."""
    text = dice.choice(_WRAPPERS).replace(
        "{s}", statement if dice.random() < 0.6 else _lower_first(statement)
    )
    if dice.random() < 0.18:
        text = f"{dice.choice(_CHATTER)} {text}"
    if dice.random() < 0.18:
        text = f"{text} {dice.choice(_CHATTER)}"
    return slip(text, dice) if dice.random() < 0.22 else text


def _lower_first(text: str) -> str:
    first = text.split(" ", 1)[0]
    keep = (
        first in names.FIRST
        or first in names.LAST
        or first in names.COUNTRIES
        or first in names.TOWNS
        or first.isupper()
    )
    return text if keep else text[:1].lower() + text[1:]


_PARTIES = ({"p", "q"}, {"c", "d"}, {"o", "k"})


def frame_pairs(dice: random.Random, count: int) -> Iterator[dict[str, object]]:
    """Yield pairs from frames: about two restatements for three other statements."""
    frames = read_frames()
    paired = [
        frame for frame in frames if any(pair <= set(_SLOT.findall(frame.same[0])) for pair in _PARTIES)
    ]
    filler = Filler(dice)
    for _ in range(count):
        roll = dice.random()
        # statements with two parties are fewer, and their exchange is hardest to learn
        frame = dice.choice(paired if 0.60 <= roll < 0.74 and dice.random() < 0.75 else frames)
        slots = filler.fill(frame)
        first, second = dice.choice(frame.same), dice.choice(frame.same)
        claim = slots.put(first)
        if roll < 0.40:
            statement = filler.rewritten(slots).put(second)
            yield _row(message_like(statement, dice), claim, same=1, kind="restated")
        elif roll < 0.44:
            yield _row(claim if dice.random() < 0.5 else slip(claim, dice), claim, same=1, kind="copied")
        elif roll < 0.60:
            other, name = filler.changed(slots)
            line = dice.choice([first, second])
            while f"{{{name}}}" not in line or f"{{{name}}}" not in first:
                name = dice.choice(list(slots.value))
                other, line, first = (
                    filler.changed(slots)[0],
                    dice.choice(frame.same),
                    dice.choice(frame.same),
                )
                other = Slots({**slots.value, name: filler.fresh(name, set(slots.value.values()))})
                claim = slots.put(first)
            yield _row(message_like(other.put(line), dice), claim, same=0, kind=f"slot {name}")
        elif roll < 0.74:
            yield _swapped(frame, slots, second, claim, dice)
        elif roll < 0.90 and frame.other:
            statement = filler.rewritten(slots).put(dice.choice(frame.other))
            yield _row(message_like(statement, dice), claim, same=0, kind="other statement")
        else:
            statement = dice.choice(_NEGATE)[1].replace(
                "{s}", _lower_first(filler.rewritten(slots).put(second))
            )
            yield _row(message_like(statement, dice), claim, same=0, kind="denied")


# base, past, participle, a near synonym's past and participle ("" for none)
_VERBS = """accuse accused accused;admire admired admired;advise advised advised;arrest arrested arrested detained detained;
attack attacked attacked assaulted assaulted;betray betrayed betrayed;bite bit bitten;blackmail blackmailed blackmailed;
blame blamed blamed;block blocked blocked;bribe bribed bribed;call called called phoned phoned;cheat cheated cheated deceived deceived;
congratulate congratulated congratulated;convince convinced convinced persuaded persuaded;criticise criticised criticised slammed slammed;
cure cured cured healed healed;defeat defeated defeated beat beaten;defend defended defended;denounce denounced denounced;
divorce divorced divorced;employ employed employed hired hired;endorse endorsed endorsed backed backed;fear feared feared;
film filmed filmed;fine fined fined penalised penalised;fire fired fired sacked sacked;follow followed followed;forgive forgave forgiven;
fund funded funded financed financed;greet greeted greeted welcomed welcomed;hate hated hated;help helped helped assisted assisted;
hit hit hit struck struck;hug hugged hugged embraced embraced;humiliate humiliated humiliated;ignore ignored ignored snubbed snubbed;
imitate imitated imitated copied copied;insult insulted insulted offended offended;interview interviewed interviewed;
invite invited invited;jail jailed jailed imprisoned imprisoned;kidnap kidnapped kidnapped abducted abducted;kill killed killed murdered murdered;
kiss kissed kissed;lead led led;mock mocked mocked ridiculed ridiculed;nominate nominated nominated;outrun outran outrun overtook overtaken;
overrule overruled overruled;pardon pardoned pardoned;pay paid paid;photograph photographed photographed;poison poisoned poisoned;
praise praised praised applauded applauded;promote promoted promoted;push pushed pushed shoved shoved;quote quoted quoted cited cited;
recognise recognised recognised;replace replaced replaced succeeded succeeded;report reported reported;rescue rescued rescued saved saved;
reward rewarded rewarded;rob robbed robbed mugged mugged;search searched searched;shoot shot shot gunned gunned;sue sued sued;
support supported supported;teach taught taught instructed instructed;thank thanked thanked;threaten threatened threatened menaced menaced;
train trained trained coached coached;trust trusted trusted;visit visited visited;warn warned warned alerted alerted"""
_SCENES = ("", " in {t}", " on {w}", " in {y}", " during a visit to {c}", " at a meeting in {t}", " in front of {g}", " because of {x}",
           " over {m}", " after the election in {c}", " at a party", " {l} ago")  # fmt: skip


def verb_pairs(dice: random.Random, count: int) -> Iterator[dict[str, object]]:
    """Yield one person acting on another: active, passive, the two exchanged, another act."""
    verbs = [entry.split() for entry in _VERBS.replace("\n", "").split(";")]
    filler = Filler(dice)
    for _ in range(count):
        scene = dice.choice(_SCENES)
        verb, other = dice.sample(verbs, 2)
        frame = Frame(("{p} {q}" + scene,), (), symmetric=False)
        slots = filler.fill(frame)
        claim = slots.put(_acted(verb, dice, scene, "p", "q"))
        shown = filler.rewritten(slots)
        roll = dice.random()
        if roll < 0.4:
            yield _row(
                message_like(shown.put(_acted(verb, dice, scene, "p", "q")), dice),
                claim,
                same=1,
                kind="verb restated",
            )
        elif roll < 0.8:
            yield _row(
                message_like(shown.put(_acted(verb, dice, scene, "q", "p")), dice),
                claim,
                same=0,
                kind="verb roles",
            )
        else:
            yield _row(
                message_like(shown.put(_acted(other, dice, scene, "p", "q")), dice),
                claim,
                same=0,
                kind="verb other act",
            )


def _acted(verb: list[str], dice: random.Random, scene: str, doer: str, target: str) -> str:
    past, participle = verb[1], verb[2]
    if len(verb) > 3 and dice.random() < 0.4:
        past, participle = verb[3], verb[4]
    one, two = "{" + doer + "}", "{" + target + "}"
    forms = (f"{one} {past} {two}{scene}", f"{one} {past} {two}{scene}", f"{two} was {participle} by {one}{scene}",
             f"{two} got {participle} by {one}{scene}", f"It was {one} who {past} {two}{scene}",
             f"{one} has {participle} {two}{scene}", f"{two}, {participle} by {one}{scene}")  # fmt: skip
    return dice.choice(forms)


def _swapped(frame: Frame, slots: Slots, line: str, claim: str, dice: random.Random) -> dict[str, object]:
    for one, two in (("p", "q"), ("c", "d"), ("o", "k")):
        if one in slots.value and two in slots.value:
            value = {**slots.value, one: slots.value[two], two: slots.value[one]}
            same = int(frame.symmetric)
            return _row(message_like(Slots(value).put(line), dice), claim, same=same, kind="roles")
    if "p" in slots.value and "c" in slots.value and dice.random() < 0.3:
        value = {**slots.value, "p": slots.value["c"], "c": slots.value["p"]}
        return _row(message_like(Slots(value).put(line), dice), claim, same=0, kind="roles")
    hedged = dice.choice(
        (
            "{s} may happen one day",
            "some want that {s}",
            "experts discuss whether {s}",
            "it is being considered that {s}",
        )
    )
    statement = hedged.replace("{s}", _lower_first(slots.put(line)))
    return _row(statement, claim, same=0, kind="hedged")


def _row(a: str, b: str, *, same: int, kind: str) -> dict[str, object]:
    return {
        "a": a,
        "b": b,
        "same": same,
        "kind": kind,
        "lang": "en",
        "claim_lang": "en",
        "pool": "generated",
    }


# How much of each openly licensed set is used (see the README beside them for the licences).
_LANGUAGES = frozenset({"en", "es", "pt", "fr", "de", "ru", "it", "nl", "pl", "zh", "ja", "ko"})
_TAKEN = {
    "pawsx_en": 1.0,
    "synth_nearmiss": 0.8,
    "breaking_nli": 0.35,
    "fever_symmetric": 1.0,
    "fever_opposed_claims": 0.35,
    "wikifactcheck_neg": 0.45,
    "stsb_en": 0.9,
    "semantoneg": 0.25,
    "negnli_hossain": 0.4,
    "pawsx_multi": 1.0,
    "stsb_multi": 0.5,
}


def open_pairs(folder: Path, dice: random.Random) -> Iterator[dict[str, object]]:
    """Yield the rows of the openly licensed sets that lie in the folder; test splits are left for measuring."""
    for name, share in _TAKEN.items():
        path = folder / f"{name}.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row.get("split") == "test" or dice.random() > share or row["lang"] not in _LANGUAGES:
                    continue
                yield _open(row["a"], row["b"], row["same"], name, row["lang"])
                if name == "wikifactcheck_neg" and dice.random() < 0.5:
                    # these claims come only with counter-statements: without copies, likeness itself would look wrong
                    yield _open(message_like(row["b"], dice), row["b"], 1, "copied", "en")
                if name == "fever_opposed_claims" and dice.random() < 0.5:
                    yield _open(message_like(row["b"], dice), row["b"], 1, "copied", "en")


def _open(a: str, b: str, same: int, kind: str, language: str) -> dict[str, object]:
    pool = "open" if language == "en" else "open, other languages"
    return {
        "a": a,
        "b": b,
        "same": same,
        "kind": kind,
        "lang": language,
        "claim_lang": language,
        "pool": pool,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--written", type=int, default=0, help="how often the written pairs are taken")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the other rows is kept")
    given = parser.parse_args()
    dice = random.Random(given.seed)  # noqa: S311 - training data, no secret
    rows = [
        *frame_pairs(dice, given.rows),
        *verb_pairs(dice, given.rows // 5),
        *open_pairs(given.pairs, dice),
    ]
    rows = [row for row in rows if dice.random() < given.share]
    rows += training_rows(dice, given.written)
    dice.shuffle(rows)
    with given.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
