"""One line of the table for each hardship, and below it what went wrong, if anything did."""

from dataclasses import dataclass

from hardship.audit import Findings

COLUMNS = (
    "hardship",
    "database",
    "updates by",
    "updates",
    "deeds",
    "lost",
    "doubled",
    "silent",
    "apologies",
    "receipts again",
    "recovery",
)
HEAD = f"| {' | '.join(COLUMNS)} |"
RULE = f"|{'---|' * 3}{'---:|' * (len(COLUMNS) - 3)}"


@dataclass(frozen=True, slots=True)
class Row:
    hardship: str
    database: str
    way: str
    updates: int
    deeds: int
    findings: Findings
    silent: tuple[str, ...]
    apologies: int
    #: Seconds from the end of a bad thing to the last answer that had been waited for.
    recovery: float
    problems: tuple[str, ...]

    @property
    def failed(self) -> bool:
        return bool(self.findings.lost or self.findings.doubled or self.silent or self.problems)

    def __str__(self) -> str:
        found = self.findings
        counts = (self.updates, self.deeds, len(found.lost), len(found.doubled), len(self.silent), self.apologies)
        cells = (self.hardship, self.database, self.way, *counts, found.receipts_again, f"{self.recovery:.1f} s")
        return "| " + " | ".join(map(str, cells)) + " |"

    def details(self) -> list[str]:
        found = self.findings
        kinds = {"lost": found.lost, "doubled": found.doubled, "silent": self.silent, "problem": self.problems}
        return [f"{kind}: {what}" for kind, several in kinds.items() for what in several]
