"""The memory of a driver and the servers that it has started, as Linux counts it."""

import os

SYSTEM = ("/dev/", "/SYSV", "/memfd", "/usr/", "/lib", "/opt/", "/etc/")


def family(process):
    """The process and all its descendants."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    # The program's name is in brackets and may contain anything.
                    parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                pass
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def held(process):
    """Bytes of a process and of all processes that it has started.

    Its own, pages of files, shared memory, mapped files whole, and its own peak. Each page that
    several processes share counts in parts (Pss), so that a sum counts it once.
    """
    total = {"anonymous": 0, "file": 0, "shared": 0, "mapped": 0, "peak": 0}
    for one in family(process):
        try:
            with open(f"/proc/{one}/smaps_rollup", encoding="utf-8") as file:
                kib = {
                    words[0]: int(words[1])
                    for words in map(str.split, file)
                    if words[0].startswith("Pss_")
                }
            with open(f"/proc/{one}/status", encoding="utf-8") as file:
                peak = next(int(words[1]) for words in map(str.split, file) if words[0] == "VmHWM:")
            program = os.readlink(f"/proc/{one}/exe")
            with open(f"/proc/{one}/maps", encoding="utf-8") as file:
                for words in map(str.split, file):
                    # Data files; programs, libraries and their files are elsewhere.
                    if (
                        len(words) > 5
                        and words[5].startswith("/")
                        and not words[5].startswith(SYSTEM)
                        and ".so" not in words[5]
                        and words[5] != program
                    ):
                        start, end = words[0].split("-")
                        total["mapped"] += int(end, 16) - int(start, 16)
        except (OSError, StopIteration):
            continue  # It has ended, or belongs to another user.
        total["anonymous"] += kib.get("Pss_Anon:", 0) << 10
        total["file"] += kib.get("Pss_File:", 0) << 10
        total["shared"] += kib.get("Pss_Shmem:", 0) << 10
        total["peak"] += peak << 10
    return total
