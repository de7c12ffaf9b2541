// One message of a chat: its bubble and the buttons under it.
import { el, formatDate, fullName, iconButton } from "./dom.js";
import { formatted } from "./formatting.js";
import { inlineKeyboard } from "./keyboards.js";
import { media, summary } from "./media.js";

/**
 * The node of a message as `person` sees it. `actions` are what can be done with it: link, command, press, copy, inline,
 * chooseInline, unavailable, menu, jump.
 */
export function messageNode(message, person, actions) {
  const service = serviceText(message);
  if (service) return el("div", { class: "service", "data-id": message.message_id, dir: "auto" }, service);
  const own = message.from?.id === person.id;
  const attributes = { class: `message ${own ? "own" : "theirs"}`, "data-id": message.message_id, "aria-label": own ? "You" : message.from?.first_name };
  const keyboard = message.reply_markup?.inline_keyboard;
  return el("article", attributes,
    el("div", { class: "bubble", oncontextmenu: (event) => openMenu(event, message, actions) },
      !own && message.from && !message.from.is_bot && el("div", { class: "via", dir: "auto" }, fullName(message.from)),
      message.via_bot && el("div", { class: "via" }, `via @${message.via_bot.username}`),
      forwarded(message),
      quote(message.reply_to_message, person, actions),
      content(message, person, actions),
      footer(message, person, actions)),
    keyboard && inlineKeyboard(message, actions));
}

function content(message, person, actions) {
  const carried = media(message, actions);
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  const words = text && el("div", { class: `text${onlyEmoji(message) ? " large" : ""}` }, formatted(text, entities, actions, person.language_code));
  if (!carried && !words) return el("div", { class: "faint" }, "This kind of message cannot be shown here.");
  return message.show_caption_above_media ? [words || null, carried] : [carried, words || null];
}

function onlyEmoji(message) {
  return !message.entities?.length && /^(\p{Extended_Pictographic}[\p{Emoji_Modifier}\u200d\ufe0f]*){1,3}$/u.test(message.text ?? "");
}

function footer(message, person, actions) {
  const time = formatDate(message.date, person.language_code, { hour: "2-digit", minute: "2-digit" });
  const reactions = (message.reactions ?? []).map((reaction) => el("span", { class: "reaction" }, reaction.emoji ?? "★"));
  return el("div", { class: "footer" },
    reactions,
    message.edit_date && !message.via_bot && el("span", {}, "edited"),
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, time),
    iconButton("more", "Message menu", (event) => actions.menu(message, event.currentTarget), { class: "bubble-menu" }));
}

function openMenu(event, message, actions) {
  // A selected text, a link or a picture keeps the browser's own menu.
  if (!getSelection().isCollapsed || event.target.closest("a, img, video, audio")) return;
  event.preventDefault();
  actions.menu(message, event.currentTarget.querySelector(".bubble-menu"));
}

function quote(original, person, actions) {
  if (!original) return null;
  const author = original.from?.id === person.id ? "You" : original.from && fullName(original.from);
  return el("button", { type: "button", class: "quote", onclick: () => actions.jump(original.message_id) },
    el("strong", { dir: "auto" }, author ?? ""),
    el("span", { dir: "auto" }, summary(original).slice(0, 120)));
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user ? fullName(origin.sender_user) : origin.sender_user_name ?? origin.chat?.title ?? "";
  return el("div", { class: "via", dir: "auto" }, `Forwarded from ${name}`);
}

function serviceText(message) {
  if (message.pinned_message) return `Pinned: ${summary(message.pinned_message).slice(0, 60)}`;
  if (message.new_chat_members) return `${message.new_chat_members.map(fullName).join(", ")} joined`;
  if (message.left_chat_member) return `${fullName(message.left_chat_member)} left`;
  if (message.new_chat_title) return `The group is now called ${message.new_chat_title}`;
  if (message.message_auto_delete_timer_changed) return autoDelete(message.message_auto_delete_timer_changed);
  if (message.chat_background_set) return "The background was changed";
  if (message.write_access_allowed) return "The bot may write to you now";
  return null;
}

function autoDelete({ message_auto_delete_time: seconds }) {
  return seconds ? `New messages delete themselves after ${Math.round(seconds / 86400)} days` : "Messages no longer delete themselves";
}
