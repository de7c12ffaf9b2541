// Buttons under messages and under the composer.
import { button, el, icon } from "./dom.js";

// What a press does beside asking the bot: a word for it and the drawing in the button's corner.
const HINTS = {
  url: ["Opens a link", "link"],
  login_url: ["Opens a link", "link"],
  copy_text: ["Copies a text", "copy"],
  switch_inline_query: ["Shares", "share"],
  switch_inline_query_chosen_chat: ["Shares", "share"],
};

/** The inline keyboard of a message. */
export function inlineKeyboard(message, actions) {
  const rows = message.reply_markup.inline_keyboard.map((row, rowIndex) =>
    el("div", { class: "keyboard-row" }, row.map((item, column) => inlineButton(message, item, rowIndex, column, actions))));
  return el("div", { class: "inline-keyboard", role: "group", "aria-label": "Buttons of this message" }, rows);
}

function inlineButton(message, item, row, column, actions) {
  const [hint, drawing] = HINTS[Object.keys(item).find((key) => key in HINTS)] ?? [];
  const label = [el("span", { class: "button-text", dir: "auto" }, item.text), ...(drawing ? [icon(drawing)] : [])];
  return button(label, (event) => pressInline(message, item, row, column, event.currentTarget, actions), { class: styleOf(item), title: hint });
}

function pressInline(message, item, row, column, node, actions) {
  if (item.callback_data !== undefined) return actions.press(message, row, column, node);
  if (item.url ?? item.login_url) return actions.link(item.url ?? item.login_url.url, node);
  if (item.copy_text) return actions.copy(item.copy_text.text);
  if (item.switch_inline_query_current_chat !== undefined) return actions.inline(item.switch_inline_query_current_chat, false);
  if (item.switch_inline_query !== undefined) return actions.inline(item.switch_inline_query, true);
  if (item.switch_inline_query_chosen_chat) return actions.inline(item.switch_inline_query_chosen_chat.query ?? "", true);
  return actions.unavailable(item.web_app ? "Mini apps" : "Buttons of this kind");
}

/** The keyboard of replies below the composer; `actions.reply(item, node)` presses one of its buttons. */
export function replyKeyboard(keyboard, actions) {
  const rows = keyboard.keyboard.map((row) => el("div", { class: "keyboard-row" }, row.map((cell) => {
    const item = typeof cell === "string" ? { text: cell } : cell;
    return button(el("span", { class: "button-text", dir: "auto" }, item.text), (event) => actions.reply(item, event.currentTarget), { class: styleOf(item) });
  })));
  const size = keyboard.resize_keyboard ? "compact" : "tall";
  return el("div", { class: `reply-keyboard ${size}`, role: "group", "aria-label": "Reply buttons" }, rows);
}

function styleOf(item) {
  return ["primary", "success", "danger"].includes(item.style) ? item.style : null;
}
