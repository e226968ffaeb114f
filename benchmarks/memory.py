"""Owns the memory of a process as the system sees it, and how fast it grows."""

import statistics
from collections.abc import Sequence
from pathlib import Path

MIB = 1024


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB (Linux).

    Raises:
        OSError: there is no such process, or no /proc.
    """
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / MIB
    raise OSError(f"process {pid} has no resident memory")


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used (Linux)."""
    fields = (
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / 100.0


def slope_per_minute(seconds: Sequence[float], values: Sequence[float]) -> float:
    """Return the growth a minute, by least squares; 0 for fewer than two points."""
    if len(seconds) < 2:
        return 0.0
    return statistics.linear_regression(seconds, values).slope * 60
