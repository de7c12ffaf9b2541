"""Files up and down."""

import json
import struct
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Json

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 320, 200) + b"\x08\x02\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\x03"
GIF = b"GIF89a" + struct.pack("<HH", 7, 8)
WEBP = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (9).to_bytes(3, "little") + (4).to_bytes(3, "little")


@pytest.fixture
def upload(sandbox: Sandbox, http: ClientSession) -> Api:
    """Calls a method with a multipart form; bytes become files."""

    async def call(method: str, **fields: Any) -> Json:
        form = FormData()
        for name, value in fields.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename=f"{name}.bin", content_type="application/pdf")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/{method}", data=form) as response:
            answer: Json = await response.json()
            return answer

    return call


@pytest.mark.parametrize(("content", "size"), [(PNG, (320, 200)), (JPEG, (30, 20)), (GIF, (7, 8)), (WEBP, (10, 5))])
async def test_a_photo_goes_up_and_comes_down_again(
    sandbox: Sandbox, http: ClientSession, upload: Api, api: Api, anna: Person, content: bytes, size: tuple[int, int]
) -> None:
    """Its size is read from the picture; getFile leads to the same bytes; its file_id sends it once more."""
    sent = await upload("sendPhoto", chat_id=anna.id, photo=content, caption="<b>card</b>", parse_mode="HTML")
    (photo,) = sent["result"]["photo"]
    assert (photo["width"], photo["height"]) == size
    assert sent["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    file = (await api("getFile", file_id=photo["file_id"]))["result"]
    async with http.get(f"{sandbox.url}/file/bot{sandbox.token}/{file['file_path']}") as response:
        assert await response.read() == content
    again = await api("sendPhoto", chat_id=anna.id, photo=photo["file_id"], has_spoiler=True)
    assert again["result"]["photo"] == [photo]
    assert again["result"]["has_media_spoiler"] is True
    wrong = await api("sendDocument", chat_id=anna.id, document=photo["file_id"])
    assert wrong["description"] == "Bad Request: can't use file of type Photo as Document"


@pytest.mark.parametrize("kind", ["document", "voice", "video", "audio", "animation", "sticker"])
async def test_every_kind_of_file(upload: Api, anna: Person, kind: str) -> None:
    """Each in its own field of the message."""
    sent = await upload(f"send{kind.capitalize()}", chat_id=anna.id, **{kind: b"content"})
    assert sent["result"][kind]["file_size"] == 7
    assert anna.last[kind]["file_id"]


@pytest.mark.parametrize(
    ("method", "fields", "description"),
    [
        ("sendPhoto", {"photo": b"no picture"}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {"photo": b"\xff\xd8nothing more"}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {"photo": PNG[:16] + struct.pack(">II", 9000, 2000)}, "PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", {"photo": PNG + bytes(10 * 1024 * 1024)}, "file of size 10485789 bytes is too big for a photo"),
        ("sendDocument", {"document": b""}, "file must be non-empty"),
        ("sendDocument", {"document": "attach://x"}, "sandbox: the request has no file 'x' to attach"),
        ("sendDocument", {"document": "nobody-knows"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://x.org/a.pdf"}, "failed to get HTTP URL content"),
        ("sendDocument", {"document": b"x", "caption": "x" * 1025}, "message caption is too long"),
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]}, "sandbox: an album has 2 to 10 files"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}] * 11}, "too many messages to send as an album"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
            "can't use the media of the specified type in the album",
        ),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("sendContact", {"phone_number": "", "first_name": "A"}, 'field "phone_number" must contain a valid'),
        ("sendContact", {"phone_number": "1", "first_name": " "}, 'field "first_name" must be non-empty'),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong latitude or longitude specified"),
    ],
)
async def test_a_bad_file_is_refused(upload: Api, anna: Person, method: str, fields: Json, description: str) -> None:
    """Nothing reaches the chat."""
    who = {} if method == "getFile" else {"chat_id": anna.id}
    answer = await upload(method, **who, **fields)
    assert answer["description"].startswith(f"Bad Request: {description}")
    assert anna.texts == []


async def test_a_file_too_big_for_a_bot(sandbox: Sandbox, http: ClientSession, api: Api, anna: Person) -> None:
    """Up to 20 MB come down; unknown paths are not found."""
    sent = await anna.send_document(bytes(20 * 1024 * 1024 + 1), "big.bin")
    answer = await api("getFile", file_id=sent["document"]["file_id"])
    assert answer["description"] == "Bad Request: file is too big"
    async with http.get(f"{sandbox.url}/file/bot{sandbox.token}/documents/file_0.bin") as response:
        assert response.status == 404


async def test_an_album(upload: Api, anna: Person) -> None:
    """Its messages share an album number, and each has its own caption."""
    media = [{"type": "photo", "media": "attach://a", "caption": "one"}, {"type": "video", "media": "attach://b"}]
    sent = await upload("sendMediaGroup", chat_id=anna.id, media=media, a=PNG, b=b"film")
    one, two = sent["result"]
    assert one["media_group_id"] == two["media_group_id"]
    assert anna.texts == ["one", ""]


async def test_exchanging_picture_and_caption(upload: Api, api: Api, anna: Person) -> None:
    """A caption changes alone, or with its picture; a photo has no text to edit."""
    sent = (await upload("sendPhoto", chat_id=anna.id, photo=PNG, caption="one"))["result"]
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert (await api("editMessageCaption", **place, caption="two", show_caption_above_media=True))["ok"]
    assert anna.last["photo"] == sent["photo"]
    assert (await api("editMessageCaption", **place))["ok"]
    assert anna.texts == [""]
    media = {"type": "document", "media": "attach://new", "caption": "three"}
    assert (await upload("editMessageMedia", **place, media=media, new=b"pdf"))["ok"]
    assert "photo" not in anna.last
    assert anna.texts == ["three"]
    answer = await api("editMessageText", **place, text="x")
    assert answer["description"] == "Bad Request: there is no text in the message to edit"
    answer = await api("editMessageMedia", **place, media={"type": "live_photo", "media": "a", "photo": "b"})
    assert answer["description"] == "Bad Request: message can't be edited"
    await api("sendContact", chat_id=anna.id, phone_number="1", first_name="A")
    place["message_id"] = anna.last["message_id"]
    answer = await upload("editMessageMedia", **place, media=media, new=b"pdf")
    assert answer["description"] == "Bad Request: message can't be edited"


async def test_contacts_places_and_copies_of_files(upload: Api, api: Api, anna: Person) -> None:
    """A copy may have another caption."""
    await api("sendContact", chat_id=anna.id, phone_number="+27", first_name="Zorg", last_name="")
    assert anna.last["contact"] == {"phone_number": "+27", "first_name": "Zorg"}
    await api("sendLocation", chat_id=anna.id, latitude=-33.9, longitude=18, heading=5)
    assert anna.last["location"] == {"latitude": -33.9, "longitude": 18.0, "heading": 5}
    sent = (await upload("sendDocument", chat_id=anna.id, document=b"x", caption="old"))["result"]
    here = {"chat_id": anna.id, "from_chat_id": anna.id}
    await api("copyMessage", **here, message_id=sent["message_id"], caption="new")
    assert anna.last["document"] == sent["document"]
    assert anna.texts[-1] == "new"
    group_event = anna.send_content({"new_chat_title": "x"})
    answer = await api("copyMessage", **here, message_id=group_event["message_id"])
    assert answer["description"] == "Bad Request: message can't be copied"
