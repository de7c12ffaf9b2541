"""python bot.py …: see `python bot.py --help`."""

from bot.__main__ import main

if __name__ == "__main__":
    main()
