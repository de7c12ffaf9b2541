"""QR codes as pictures."""

from functools import lru_cache
from io import BytesIO

import segno

#: Pixels per module: large enough for a phone held at arm's length, after Telegram has made a JPEG of it.
SCALE = 12


@lru_cache(maxsize=256)
def png(link: str) -> bytes:
    """A QR code of the link as PNG, with the quiet zone scanners need, readable with a quarter of it damaged."""
    picture = BytesIO()
    segno.make_qr(link, error="q").save(picture, kind="png", scale=SCALE, border=4)
    return picture.getvalue()
