"""Owns the columns of an imported table: how they are named by option, shown, and confirmed."""

from collections.abc import Callable, Mapping, Sequence

from feeds.plain import SPELLINGS
from feeds.table import Columns


def parse_columns(given: Sequence[str]) -> Mapping[str, str]:
    """Read `field=Column` options.

    Raises:
        ValueError: one of them is not of that form; the message says so.
    """
    columns = {}
    for option in given:
        field, separator, column = option.partition("=")
        if not separator or field.strip() not in SPELLINGS:
            raise ValueError(f"--map {option}: write FIELD=COLUMN; the fields are {', '.join(SPELLINGS)}")
        columns[field.strip()] = column
    return columns


def describe_columns(name: str, columns: Columns) -> list[str]:
    """Return what the columns are taken for, in lines for people."""
    lines = [f"{name}: the columns are read as"]
    for field, column in columns.named.items():
        also = ", ".join(f'"{other}"' for other in columns.unsure.get(field, ()))
        lines.append(f'  {field}: "{column}"' + (f" (or is it {also}?)" if also else ""))
    unused = ", ".join(f'"{column}"' for column in columns.unused)
    return [*lines, *([f"  not used: {unused}"] if unused else [])]


def confirmed(
    name: str,
    columns: Columns,
    *,
    say: Callable[[str], None],
    ask: Callable[[str, bool], bool] | None,
    yes: bool,
) -> bool:
    """Show the columns and have them confirmed. `ask` is given the question and what Enter means;
    with nobody to ask, only what is beyond doubt is used."""
    for line in describe_columns(name, columns):
        say(line)
    if yes:
        return True
    if ask is not None:
        return ask("Import with these columns?", not columns.unsure)
    if columns.unsure:
        fields = ", ".join(f"--map {field}=COLUMN" for field in columns.unsure)
        say(f"  more than one column fits: say which with {fields}, or accept the above with --yes")
    return not columns.unsure
