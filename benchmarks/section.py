"""Owns the sections of a page that a benchmark writes: between two marks, the rest of the page stays."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a page that `python -m benchmarks.NAME --write-docs` writes."""

    page: Path
    name: str

    def write(self, content: str) -> None:
        """Put the content, which ends with a line break, between the marks.

        Raises:
            ValueError: the page has no such section.
        """
        mark = f"<!-- written by python -m benchmarks.{self.name} --write-docs:"
        begin, end = f"{mark} begin -->\n", f"{mark} end -->"
        before, found, rest = self.page.read_text(encoding="utf-8").partition(begin)
        _, found_too, after = rest.partition(end)
        if not (found and found_too):
            raise ValueError(f"{self.page.name} has no section of {self.name}")
        self.page.write_text(before + begin + content + end + after, encoding="utf-8")
