"""Owns channel footers: lines that close one post of a channel after another, and state nothing about any."""

import hashlib
import re
from collections.abc import Collection

from claims.submission import Submission

POSTS_TO_LEARN = 3
"""How many posts of one channel a line must close before it is taken for a footer."""
MOST_LINES = 4
_MOST_CHARACTERS = 200
_END = 40
_RULE = re.compile(r"[\s\-–—_=*~•·.─━═➖]{3,}")
_LINK = re.compile(r"https?://\S+")
_ACCOUNT = re.compile(r"(?<!\w)@\w+|(?:https?://)?(?:t|telegram)\.me/(?:joinchat/)?\+?[\w-]+/?(?![\w/?-])")
# A line that begins by asking to subscribe; how many others did is told beside it.
_CALL = re.compile(
    r"\W*(?:(?:please |por favor,? |bitte )?(?:join|subscribe|follow (?:us|our|me)|suscr[ií]b[ae]\w*|"
    r"[uú]n(?:ete|anse)|s[ií]g(?:ue|a|an)nos|inscreva-se|siga-nos|junte-se|entre no (?:canal|grupo)|"
    r"abonnez-vous|rejoignez|suivez-nous|inscrivez-vous|abonnier(?:e|t|en)|folg[et] uns|iscriv(?:iti|etevi)|"
    r"seguici|unisciti|abonneer|volg ons|подпи(?:сывайтесь|сывайся|саться|шитесь|шись)|вступайте|"
    r"присоединяй(?:тесь|ся)|підпи(?:суйтесь|суйся|сатися|шіться|шись)|приєднуй(?:тесь|ся)|subskrybuj|"
    r"dołącz|obserwuj nas|abone ol|ikuti kami|gabung|bergabung|اشترك|اشتركوا|تابعونا|انضم|انضموا)(?![\w-])"
    r"|订阅|訂閱|关注我们|關注我們|加入我们|加入我們|チャンネル登録|フォローして|구독)"
)
# "Winner: 🇫🇷", "Confirmed: ❌", "Prices 📈": the sign at the end is what the line states.
_SIGN = re.compile(r"[:=]\W+$|[↑↓▲▼🔺🔻📈📉⬆⬇✅❌✔✖👍👎\U0001f1e6-\U0001f1ff]\W*$")


def closing_lines(text: str) -> tuple[str, ...]:
    """Return the lines at the end of a post, the last first; its first line is never one of them."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(reversed(lines[1:]))[:MOST_LINES]


def line_key(line: str) -> str:
    """Return what makes two lines the same, "" for one without letters, which is no footer.

    That is their letters, whatever the case and spacing. Where a figure or a sign states something, each
    character counts: a channel may close every post with "Tanks destroyed: 12". Of an account's name and of
    who asks to subscribe, the digits do not count. A hash, so that nothing of what people sent can be read
    from it.
    """
    said = line.casefold().strip()
    bare = "".join(char for char in said[:_MOST_CHARACTERS] if char.isalpha())
    if not bare:
        return ""
    if _states_something(said):
        bare = "".join(said.split())
    return hashlib.blake2b(bare.encode("utf-8", "ignore"), digest_size=12).hexdigest()


def without_footer(text: str, footers: Collection[str]) -> str:
    """Return a post without the lines at its end whose keys are known as footers."""
    lines = text.splitlines()
    removed = 0
    for above, line in enumerate(closing_lines(text)):
        key = line_key(line)
        if key and key in footers:
            removed = above + 1
        elif not _RULE.fullmatch(line):
            break
    while removed:
        removed -= bool(lines[-1].strip())
        lines.pop()
    return "\n".join(lines).rstrip() if len(lines) < len(text.splitlines()) else text


def keys_of(submission: Submission) -> tuple[str, ...]:
    """Return the keys of the lines that close a forwarded channel post; of anything else none."""
    if submission.origin is None or submission.is_comment:
        return ()
    return tuple(key for line in closing_lines(submission.text) if (key := line_key(line)))


def _states_something(line: str) -> bool:
    """Return whether a line has a figure or a sign that may be another in the next post's."""
    words = _ACCOUNT.sub(" ", line)
    figure = any(char.isnumeric() and not char.isalpha() for char in words)
    end = _LINK.sub(" ", words).strip()[-_END:]
    return bool(figure or _SIGN.search(end)) and not _CALL.match(words)
