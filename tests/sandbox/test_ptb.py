"""python-telegram-bot, unmodified, over HTTP."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatMemberUpdated,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, RetryAfter

from sandbox import Person, Sandbox
from tests.sandbox.test_media import PNG


async def test_a_conversation(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    """Update, answer with buttons, press, answer, edit, acknowledge."""
    (start,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert start.message is not None
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("Code", copy_text=CopyTextButton("1"))]]
    )
    sent = await start.message.reply_text(
        "<b>Hello</b>, <tg-spoiler>Anna</tg-spoiler>",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        reply_parameters=ReplyParameters(start.message.message_id),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text_html == '<b>Hello</b>, <span class="tg-spoiler">Anna</span>'
    assert sent.reply_to_message == start.message
    query = await anna.press("Yes")
    (pressed,) = await bot.get_updates(offset=start.update_id + 1)
    assert pressed.callback_query is not None
    await pressed.callback_query.answer("Thank you", show_alert=True)
    assert not isinstance(query, dict)
    assert query.answer == {"text": "Thank you", "show_alert": True, "url": ""}
    await pressed.callback_query.edit_message_text("Done")
    assert anna.texts == ["Done"]
    await bot.get_updates(offset=pressed.update_id + 1)
    await sandbox.settled()


async def test_files(bot: Bot, anna: Person) -> None:
    """Uploads of every form, an album, an exchange, and a download."""
    photo = await bot.send_photo(anna.id, PNG, caption="card")
    assert await (await photo.photo[-1].get_file()).download_as_bytearray() == PNG
    await bot.send_document(anna.id, b"a,b", filename="a.csv")
    assert anna.last["document"]["file_name"] == "a.csv"
    album = await bot.send_media_group(anna.id, [InputMediaPhoto(PNG, caption="1"), InputMediaPhoto(photo.photo[-1])])
    assert [message.caption for message in album] == ["1", None]
    edited = await photo.edit_media(InputMediaDocument(b"x", filename="x.txt"))
    assert not isinstance(edited, bool)
    assert edited.document is not None
    await bot.send_voice(anna.id, b"ogg")
    await bot.send_location(anna.id, 1.5, 2.5)
    await bot.send_contact(anna.id, "+27", "Zorg")
    assert await bot.copy_message(anna.id, anna.id, photo.message_id)


async def test_settings_of_the_bot(bot: Bot, anna: Person) -> None:
    """Commands, names, buttons, reactions, members."""
    commands = [BotCommand("start", "Begin")]
    scope = BotCommandScopeChat(anna.id)
    await bot.set_my_commands(commands, scope=scope, language_code="en")
    assert await bot.get_my_commands(scope=scope, language_code="en") == tuple(commands)
    await bot.set_my_name("Zorg", language_code="af")
    assert (await bot.get_my_name("af")).name == "Zorg"
    await bot.set_chat_menu_button(anna.id, MenuButtonCommands())
    await bot.set_message_reaction(anna.id, anna.messages[0]["message_id"], ReactionTypeEmoji("👍"))
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    assert (await bot.get_chat_member(anna.id, anna.id)).status == "member"
    assert (await bot.get_webhook_info()).url == ""


async def test_a_reply_keyboard_and_inline_mode(bot: Bot, anna: Person) -> None:
    """As people use them."""
    menu = ReplyKeyboardMarkup([[KeyboardButton("Number", request_contact=True)]], resize_keyboard=True)
    await bot.send_message(anna.id, "Menu", reply_markup=menu)
    await anna.press("Number")
    await bot.send_message(anna.id, "Bye", reply_markup=ReplyKeyboardRemove())
    assert anna.keyboard is None
    query = await anna.inline_query("a")
    result = InlineQueryResultArticle("1", "Title", InputTextMessageContent("<i>x</i>", parse_mode="HTML"))
    await bot.answer_inline_query(query.id, [result])
    assert (await anna.choose(query, 0))["via_bot"]["username"] == "zorg_bot"
    updates = await bot.get_updates()
    assert updates[-1].chosen_inline_result is not None


async def test_refusals_become_ptbs_errors(sandbox: Sandbox, bot: Bot, anna: Person) -> None:
    """Each in its class."""
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")
    sandbox.faults.add("sendMessage", "429", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(anna.id, "x")
    await anna.block()
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(anna.id, "x")
    updates = await bot.get_updates()
    assert isinstance(updates[-1].my_chat_member, ChatMemberUpdated)
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict):
        await bot.get_updates()
