"""What of a text can be seen: names people have given themselves, and other things shown in a sentence."""

import re
import unicodedata

#: Longer than any name that is read at a till.
LONGEST = 64
#: Letters by their category, to the eye nothing at all.
BLANK = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"))
#: Marks on one letter; what is above is a tower, not a name.
_MOST_MARKS = 2
#: The zero-width joiner makes one emoji of several and is kept between two of them.
_JOINER = "\u200d"


def visible(text: str | None) -> str:
    """The part of a name that can be seen, on one line; empty when there is none.

    Control and format characters go (among them those that turn the direction of all that follows), letters without a
    shape, and towers of marks.
    """
    shown: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text or "").translate(BLANK):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if sign == _JOINER:
            shown.append(sign if shown and unicodedata.category(shown[-1]) == "So" else "")
        elif category[0] == "Z" or sign in "\t\n\r":
            shown.append(" ")
        elif category[0] != "C" and marks <= _MOST_MARKS:
            shown.append(sign)
    name = " ".join("".join(shown).split()).strip(_JOINER)[:LONGEST].rstrip()
    return name if re.search(r"\w", name) or any(unicodedata.category(sign)[0] == "S" for sign in name) else ""
