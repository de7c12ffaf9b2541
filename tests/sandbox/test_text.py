"""Texts: limits, HTML, and what Telegram finds in them."""

from typing import Any

import pytest

from sandbox import Person
from tests.sandbox.support import Api


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("<b></b>", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 4097, "message is too long"),
        ("x" * 32769, "text is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("é<x>", 'can\'t parse entities: Unsupported start tag "x" at byte offset 2'),
        ("<b>x</i>", 'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("<span>x</span>", 'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("1 < 2", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("<b", "can't parse entities: Unclosed start tag at byte offset 0"),
        ("<b x", 'can\'t parse entities: Unclosed start tag "b" at byte offset 0'),
        ("<a href=", 'can\'t parse entities: Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "can't parse entities: Unclosed start tag at byte offset 0"),
        ("<a href=a_b>x</a>", "can't parse entities: Unexpected end of name token at byte offset 8"),
        ('<b "">x</b>', 'can\'t parse entities: Empty attribute name in the tag "b" at byte offset 0'),
        ("<b>x</b", "can't parse entities: Unclosed end tag at byte offset 4"),
        ("<tg-emoji emoji-id='a'>x</tg-emoji>", "can't parse entities: Invalid custom emoji identifier specified"),
    ],
)
async def test_a_bad_text_is_refused_in_telegrams_words(api: Api, anna: Person, text: str, description: str) -> None:
    """Nothing reaches the chat."""
    answer = await api("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")
    assert answer["description"] == f"Bad Request: {description}"
    assert anna.texts == []


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>a<i>😀</i></b>", "a😀", [("bold", 0, 3), ("italic", 1, 2)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins><s>c</s>", "abc", [("underline", 0, 1), ("underline", 1, 1), ("strikethrough", 2, 1)]),
        ("<strike>a</strike><DEL>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<code class='language-x'>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre><blockquote>b</blockquote>", "ab", [("pre", 0, 1), ("blockquote", 1, 1)]),
        ("<blockquote expandable>b</blockquote>", "b", [("expandable_blockquote", 0, 1)]),
        ("&lt;&gt;&amp;&quot;&#65;&#x42;&nbsp;&#0; &amp", '<>&"AB&nbsp;&#0; &', []),
        ("<b> x </b>  ", " x", [("bold", 0, 2)]),
        ("  <b>x</b>", "x", [("bold", 0, 1)]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<a href='http://x y.org'>x</a><a href='ftp://x.org'>y</a>", "xy", []),
        ("a\r\nb\x01c", "a\nb c", []),
    ],
)
async def test_html_becomes_text_and_entities(
    api: Api, anna: Person, html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    """Offsets count UTF-16 units."""
    message = (await api("sendMessage", chat_id=anna.id, text=html, parse_mode="html"))["result"]
    assert message["text"] == text
    assert [(e["type"], e["offset"], e["length"]) for e in message.get("entities", [])] == entities


@pytest.mark.parametrize(
    ("html", "entity"),
    [
        ("<a href='https://t.me'>x</a>", {"type": "text_link", "url": "https://t.me/"}),
        ("<a href='tg://resolve?domain=a&amp;x=1'>x</a>", {"type": "text_link", "url": "tg://resolve?domain=a&x=1"}),
        ("<a>example.org</a>", {"type": "text_link", "url": "http://example.org/"}),
        (
            "<a href='tg://user?id=5'>x</a>",
            {"type": "text_mention", "user": {"id": 5, "is_bot": False, "first_name": ""}},
        ),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        ('<code class="language-py"><pre>x</pre></code>', {"type": "pre", "language": "py"}),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5"}),
        (
            '<tg-time unix="1700000000" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 1700000000, "date_time_format": "wDT"},
        ),
    ],
)
async def test_html_that_carries_more_than_a_place(api: Api, anna: Person, html: str, entity: dict[str, Any]) -> None:
    """Links, mentions, languages, emoji, moments."""
    message = (await api("sendMessage", chat_id=anna.id, text=html, parse_mode="HTML"))["result"]
    (found,) = message["entities"]
    assert {key: value for key, value in found.items() if key not in ("offset", "length")} == entity


async def test_a_moment_needs_its_seconds(api: Api, anna: Person) -> None:
    """A tg-time without unix is refused."""
    answer = await api("sendMessage", chat_id=anna.id, text="<tg-time>x</tg-time>", parse_mode="HTML")
    assert "tg-time needs the attribute unix" in answer["description"]


async def test_telegram_finds_commands_links_and_names(api: Api, anna: Person) -> None:
    """Outside of links and code."""
    text = "/start a@b.org @anna_k #tag https://x.org/a?b=c. <code>/no @nobody</code> 1/2"
    message = (await api("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML"))["result"]
    found = [(e["type"], message["text"][e["offset"] : e["offset"] + e["length"]]) for e in message["entities"]]
    assert found == [
        ("bot_command", "/start"),
        ("email", "a@b.org"),
        ("mention", "@anna_k"),
        ("hashtag", "#tag"),
        ("url", "https://x.org/a?b=c"),
        ("code", "/no @nobody"),
    ]


async def test_longest_text_and_caption(api: Api, anna: Person) -> None:
    """4,096 code points pass, however many UTF-16 units they take; more than a hundred entities are cut."""
    assert (await api("sendMessage", chat_id=anna.id, text="😀" * 4096))["ok"]
    many = (await api("sendMessage", chat_id=anna.id, text="<b>a</b> " * 101, parse_mode="HTML"))["result"]
    assert len(many["entities"]) == 100


async def test_entities_may_be_given_instead_of_html(api: Api, anna: Person) -> None:
    """Those outside of the text are dropped."""
    entities = [{"type": "bold", "offset": 0, "length": 2}, {"type": "bold", "offset": 1, "length": 9}]
    message = (await api("sendMessage", chat_id=anna.id, text="ab", entities=entities))["result"]
    assert message["entities"] == entities[:1]


@pytest.mark.parametrize(
    ("mode", "refusal"), [("MarkdownV2", "sandbox: Markdown is not built"), ("rtf", "unsupported parse_mode")]
)
async def test_other_parse_modes(api: Api, anna: Person, mode: str, refusal: str) -> None:
    """Markdown is known and not built; anything else is unknown to Telegram as well."""
    assert refusal in (await api("sendMessage", chat_id=anna.id, text="x", parse_mode=mode))["description"]
