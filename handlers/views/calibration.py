"""What reviewers read of how often the matcher is right."""

from claims.learning import ENOUGH_PAIRS, Precision
from claims.news import Calibrated
from handlers.i18n import Texts
from handlers.render import Reply, render


def calibrated(news: Calibrated, texts: Texts) -> Reply:
    """Show the measured precision at each threshold, and say where there is too little to go by."""
    _ = texts.gettext
    found = news.calibration
    judged = texts.ngettext(
        "{n} judged pair of a text and a verdict:", "{n} judged pairs of a text and a verdict:", found.pairs
    ).format(n=found.pairs)
    split = _("{same} one claim, {other} two; {missed} of one claim were not offered.")
    lines = [
        render("<b>{title}</b>", title=_("How often the matcher is right")),
        f"{judged} {split.format(same=found.same, other=found.pairs - found.same, missed=found.missed)}",
        "",
        *(_line(one, texts, in_use=one.threshold in news.in_use) for one in found.precisions),
        "",
    ]
    if not found.enough:
        lines.append(_("Too few to go by yet: a threshold needs {n} judged pairs.").format(n=ENOUGH_PAIRS))
    lines.append(
        _(
            "Only what somebody judged is counted. People press a button more often where an answer is wrong,"
            " so answers that nobody questioned do better than this."
        )
    )
    return Reply("\n".join(lines))


def _line(precision: Precision, texts: Texts, *, in_use: bool) -> str:
    _ = texts.gettext
    threshold = texts.number(precision.threshold, most_decimals=3)
    if precision.share is None or not precision.enough:
        template = _("from {threshold}: {same} of {n}, too few to say")
        line = render(template, threshold=threshold, same=precision.same, n=precision.pairs)
    else:
        line = render(
            _("from {threshold}: {share} % of {n} right, at least {lowest} %"),
            threshold=threshold,
            share=round(precision.share * 100),
            n=precision.pairs,
            lowest=int(precision.lowest * 100),
        )
    used = _("in use")
    return f"{line} · {used}" if in_use else line
