"""Owns what makes two submissions the same question: the words, the signs among them, what came beside few.

"Watch this video" says which claim is meant only together with the video, and "It was -5 degrees" is not "It
was 5 degrees". A long text speaks for itself, under whatever picture and beside whatever link it goes round.
"""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from claims.links import link_key
from claims.signs import SCRIPTS_WITHOUT_SPACES, Signs, found, named, written
from claims.submission import Submission

FEW_WORDS = 8
_ALL, _LINK, _AS_IS, _FILE = UNREAD = ("all:", "link:", "as-is:", "file:")
"""How the keys begin of questions whose words, if they have any, say nothing."""
_BESIDE = "@"
_SIGNED = "~"
_MOST_SIGNS = 200  # characters of a key; of more, a short form is kept
_UNSPACED = re.compile(f"[{SCRIPTS_WITHOUT_SPACES}]")
# Full width and small forms are read as what they are forms of; raised figures and fractions stay.
_WIDE = re.compile(r"[\uff01-\uff5e\uffe0-\uffe6\ufe50-\ufe6b]")


def question_key(fingerprint: str, submission: Submission, said: str) -> str:
    """Return what makes two submissions the same question: the text, or where none was read, everything
    that was sent. `said` is the text without the closing lines of its channel."""
    if fingerprint:
        signed = signs(said)
        signed = signed if len(signed) <= _MOST_SIGNS else _short(signed)
        beside = _beside(submission, said) if has_few_words(said) else ""
        return (
            fingerprint + (f"{_SIGNED}{signed}" if signed else "") + (f"{_BESIDE}{beside}" if beside else "")
        )
    return _unread_key(submission, said)


def _unread_key(submission: Submission, said: str) -> str:
    """Return what makes two submissions the same question of whose words nothing is known: each file, each
    link and every character of theirs. The link of a forwarded post counts where nothing else is there."""
    files, links, bare = submission.files, _own_links(submission, said), submission.text.strip()
    if not files and not links:
        links = submission.links
    text = "" if bare in links else bare
    if not text and len(files) + len(links) == 1:
        return f"{_FILE}{files[0]}" if files else f"{_LINK}{links[0]}"
    if not files and not links and len(text) <= _MOST_SIGNS:
        return f"{_AS_IS}{text}"
    beside = _together(files, links)
    if not has_few_words(text):
        return f"{_ALL}{_short(f'{text} {beside}')}"
    return f"{_ALL}{_short(text)}" + (f"{_BESIDE}{beside}" if beside else "")


def leans(key: str) -> bool:
    """Return whether a question says what it means only together with the file or the link beside it."""
    return re.search(rf"^(?:{_ALL})?[0-9a-f]+(?:{_SIGNED}[^{_BESIDE}]*)?{_BESIDE}", key) is not None


def has_few_words(text: str) -> bool:
    """Return whether a text is too short to say by itself which claim it is. Links are no words; in scripts
    without spaces two letters count as one."""
    words = [word for word in text.split() if not _is_link(word) and any(map(str.isalnum, word))]
    unspaced = len(_UNSPACED.findall(" ".join(words)))
    return len(words) + unspaced // 2 <= FEW_WORDS


def is_a_word(text: str) -> bool:
    """Return whether a text is one word at most; in scripts without spaces two letters count as one."""
    letters = sum(map(str.isalnum, _UNSPACED.findall(text)))
    return len(text.split()) <= 1 and letters // 2 <= 1


def signs(text: str) -> str:
    """Return the signs of a text that change what its words say, in their order; with their places where they
    could stand elsewhere."""
    return written(found(_spoken(text)))


def signs_among(raw: str, words: str) -> Signs:
    """Return the signs of a stretch of a cleaned text, `words`: those that it shows, and of those that
    cleaning takes off, what stood in `raw` beside one of its words."""
    return Signs.of(_spoken(words), _spoken(raw))


def named_by_sign(text: str) -> tuple[str, ...]:
    """Return who is named in a text by a flag ("🇫🇷 won the match") or an account ("@mayor resigned"), in
    their order."""
    return tuple(named(_spoken(text)))


def _spoken(text: str) -> str:
    """Return the lines of a text without links, each sign in its everyday form."""
    plain = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide.group()), text.replace("\ufe0f", ""))
    lines = (" ".join(word for word in line.split() if not _is_link(word)) for line in plain.splitlines())
    return "\n".join(line for line in lines if line)


def _beside(submission: Submission, said: str) -> str:
    """Return a short form of all that came with the words, "" where nothing did."""
    return _together(submission.files, _own_links(submission, said))


def _own_links(submission: Submission, said: str) -> tuple[str, ...]:
    """Return the links of a submission but for those of its channel's closing lines, and that of the channel
    post that was forwarded, for every forward has another."""
    origin = submission.origin_link
    return tuple(
        one for one in submission.links if one != origin and (one in said or one not in submission.text)
    )


def _together(files: Sequence[str], links: Sequence[str]) -> str:
    pages = {link_key(link) or link for link in links}
    return _short("\n".join([*sorted(files), *sorted(pages)])) if files or links else ""


def _short(value: str) -> str:
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_link(word: str) -> bool:
    return "://" in word or word.lower().startswith("www.")
