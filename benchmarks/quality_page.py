"""Owns the tables of docs/deciding.md: rendered from benchmarks/results/match_quality.*.json alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import results

PAGE = results.ROOT / "docs" / "deciding.md"
BEGIN = "<!-- written by python -m benchmarks.match_quality --write-docs: begin -->"
END = "<!-- written by python -m benchmarks.match_quality --write-docs: end -->"

Figures = Mapping[str, Any]

CHECKTHAT = """
### Beside simpler methods
English tweets and the verdicts that they were checked in (CheckThat! 2022, dev split; the name and date under
each tweet are taken off). *Answered* are shares of the messages, with the right verdict in the collection,
and again with it removed, when every answer is wrong. A simpler method answers where its score is above a
threshold, set on {messages:,} other tweets so that at most 1 % of them are answered when their verdict is
removed. Forwardcheck, whose last weights were set by hand with an eye on them too, answers {answered:,} of
those.
"""

PICTURES = """
![How right answers are, by the share of messages answered](../benchmarks/results/match_quality.svg)

![How often it is right, by the probability](../benchmarks/results/match_quality.reliability.svg)

Half of the messages in the first picture have no right verdict, so no method can rightly answer more than
half. The second one tells whether a probability means what it says; the mean distance from the diagonal (the
calibration error) is {error:.3f}.
"""

ABLATION = """
### What each part buys
The same messages, and the project's own probes (`benchmarks/probes/develop`, in the verdict's language), by
the matcher without one part or another. Only the reader's absence has a formula of its own; elsewhere
formulas and thresholds stay as they were fitted for the whole, so a row without cosines hardly answers.
"""

PROBE_SETS = ("develop", "opened", "opened_2", "opened_3", "opened_4", "opened_5", "opened_6", "sealed")
"""The sets of probes; nobody looks at the rows of the last one, and nothing is chosen by its score."""

PROBES = """
### The same claim, or one that only looks like it?
Probes are messages written for this: a claim in other words, wrapped, misspelt, asked, translated; and near
misses, with another number, date, place or actor, a denial, exchanged parts, or only the topic. Each set has
an author of its own, who saw neither the rules nor another set. `develop` was looked at while building;
the `opened` ones were sealed first, and looked at once they had been scored (when still sealed, 3, 4, 2,
4, 4 and 6 % of their near misses were answered, 50, 62, 68, 65, 76 and 77 % of their restatements).
Nobody has looked at the rows of `sealed`: it says what to expect of unseen messages.
"""

FACTCHECKTWEET = """
### Finding among many publishers
FactCheckTweet, dev split: {messages:,} English tweets, {claims:,} English fact-checks by title, summary and
body. Which article is the right one was gathered from links, so some that count as wrong are right.
"""

SPEED = """
### Speed
Beside {verdicts:,} verdicts, in one process on one thread, {decisions:,} decisions took {latency_ms[p50]:.0f}
ms in the middle; 95 of 100 took less than {latency_ms[p95]:.0f} ms.
"""


def write(folder: Path = results.FOLDER, page: Path = PAGE) -> None:
    """Put the tables, made anew, into the page; at its end when they are not there yet."""
    page.write_text(renewed(page.read_text(encoding="utf-8"), folder), encoding="utf-8")


def renewed(text: str, folder: Path = results.FOLDER) -> str:
    """Return the page with the tables made anew."""
    section = f"{BEGIN}\n{render(folder)}\n{END}"
    if BEGIN not in text:
        return f"{text.rstrip()}\n\n{section}\n"
    before, _, rest = text.partition(BEGIN)
    return before + section + rest.partition(END)[2]


def render(folder: Path = results.FOLDER) -> str:
    """Return what was measured as Markdown; a part that was not measured is left out."""
    tables = {
        "checkthat": _checkthat,
        "ablation": _ablation,
        "probes": _probes,
        "factchecktweet": _factchecktweet,
        "speed": _speed,
    }
    parts = []
    for name, table in tables.items():
        path = folder / f"match_quality.{name}.json"
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))
            parts.append(f"{table(found).strip()}\n\n{_caption(name, found)}")
    return "\n\n".join(parts)


def _checkthat(found: Figures) -> str:
    methods = found["methods"]
    ours = next(iter(methods.values()))
    head = [
        *("method", "MAP@5", "MRR", "P@1", "recall@10", "answered rightly", "wrongly"),
        *("verdict removed: answered", f"{ours['negatives']['total']:,} chats, news, tweets: answered"),
    ]
    rows = [
        [
            name,
            *_ranking(figures["ranking"]),
            *_decided(figures),
            f"{figures['negatives']['answered']:,}",
        ]
        for name, figures in methods.items()
    ]
    intro = CHECKTHAT.format(**ours["training"])
    pictures = PICTURES.format(error=ours["calibration"]["ece"])
    return f"{intro}\n{_table(head, rows)}\n\n{pictures}"


def _ablation(found: Figures) -> str:
    head = [
        *("", "MAP@5", "answered rightly", "wrongly", "verdict removed: answered"),
        *("probes: near misses answered", "restatements answered"),
    ]
    rows = []
    for title, figures in found["variants"].items():
        probes = figures["probes_develop"]["same_language"]
        rows.append(
            [
                title,
                f"{figures['ranking']['map_at_5']:.3f}",
                *_decided(figures),
                _of(probes["not_answer"], "answered"),
                _of(probes["answer"], "answered"),
            ]
        )
    return f"{ABLATION}\n{_table(head, rows)}"


def _probes(found: Figures) -> str:
    head = ["probes", "near misses answered", "restatements answered", "translations at least suggested"]
    rows = []
    for name in PROBE_SETS:
        if name not in found:
            continue
        same, other = found[name]["same_language"], found[name]["other_language"]["answer"]
        offered = {"n": other["n"], "offered": other["answered"] + other["suggested"]}
        answered = [_of(same[expect], "answered") for expect in ("not_answer", "answer")]
        rows.append([name, *answered, _of(offered, "offered")])
    return f"{PROBES}\n{_table(head, rows)}\n\n{_kinds(found)}"


def _kinds(found: Figures) -> str:
    names = [name for name in PROBE_SETS if name in found]
    kinds: dict[str, str] = {}
    for name in names:
        for kind, figures in found[name]["same_language"]["by_kind"].items():
            kinds[kind] = figures["expect"]
    rows = [
        [
            kind.replace("_", " "),
            "yes" if expect == "answer" else "no",
            *(_of(found[name]["same_language"]["by_kind"].get(kind), "answered") for name in names),
        ]
        for kind, expect in sorted(kinds.items(), key=lambda item: (item[1], item[0]))
    ]
    return _table(["kind", "should be answered", *(f"{name}: answered" for name in names)], rows)


def _factchecktweet(found: Figures) -> str:
    head = ["method", "MAP@5", "MRR", "P@1", "recall@10"]
    rows = [[name, *_ranking(figures["ranking"])] for name, figures in found["methods"].items()]
    return f"{FACTCHECKTWEET.format(**found)}\n{_table(head, rows)}"


def _speed(found: Figures) -> str:
    return SPEED.format(**found).strip()


def _ranking(figures: Figures) -> list[str]:
    return [f"{figures[name]:.3f}" for name in ("map_at_5", "mrr", "p_at_1", "recall_at_10")]


def _decided(figures: Figures) -> list[str]:
    decisions = figures["decisions"]
    shares = (decisions["answered_right"], decisions["answered_wrong"], figures["gold_removed"]["answered"])
    return [f"{share:.3f}" for share in shares]


def _of(tally: Figures | None, name: str) -> str:
    if not tally or not tally["n"]:
        return "–"
    return f"{tally[name] / tally['n']:.0%} ({tally[name]} of {tally['n']})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|---|{'--:|' * (len(head) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _caption(name: str, found: Figures) -> str:
    machine = found["machine"]
    sample = f" --sample {found['sample']}" if found["sample"] else ""
    trial = " **A trial on a sample: these are not the figures.**" if found["sample"] else ""
    command = f"`.venv/bin/python -m benchmarks.match_quality --only {name}{sample}`"
    made = f"at commit {machine['commit']}, Python {machine['python']}, {found['seconds']:,} s"
    return f"*{command} {made}.*{trial}"
