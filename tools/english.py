"""Fills the English catalogue: what English readers see is what stands in the code. Part of `make strings`."""

from pathlib import Path

from babel.messages.pofile import read_po, write_po

CATALOGUE = Path("bot/locales/en/LC_MESSAGES/messages.po")


def main() -> None:
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="en")
    for message in catalogue:
        if message.id:
            message.string = message.id
    with CATALOGUE.open("wb") as target:
        write_po(target, catalogue)


if __name__ == "__main__":
    main()
