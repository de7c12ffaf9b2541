// Text with entities -> nodes. Offsets of entities are UTF-16 units, just as the indices of a JavaScript string.
import { el, formatDate } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  custom_emoji: "span",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/**
 * The nodes of a text. `actions.link(url, node)` follows a link, `actions.command(text)` sends a tapped command;
 * `language` is the reader's, for moments written as `tg-time`.
 */
export function formatted(text, entities, actions, language) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, { actions, language });
}

function build(text, start, end, entities, context) {
  const nodes = [];
  let position = start;
  entities.forEach((entity, index) => {
    if (entity.offset < position || entity.offset >= end) return;
    const stop = Math.min(entity.offset + entity.length, end);
    nodes.push(text.slice(position, entity.offset));
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop);
    nodes.push(wrap(entity, text.slice(entity.offset, stop), build(text, entity.offset, stop, inner, context), context));
    // A block ends its line by itself: the line break after it would show as an empty line.
    position = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
  });
  nodes.push(text.slice(position, Math.max(position, end)));
  return nodes.filter((node) => node !== "");
}

function wrap(entity, raw, children, { actions, language }) {
  switch (entity.type) {
    case "spoiler":
      return spoiler(children);
    case "pre":
      return el("pre", { "data-language": entity.language }, el("code", {}, children));
    case "expandable_blockquote":
      return expandable(children);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `https://${raw}`, children, actions);
    case "text_link":
      return link(entity.url, children, actions);
    case "email":
      return link(`mailto:${raw}`, children, actions);
    case "phone_number":
      return link(`tel:${raw.replace(/[^+\d]/g, "")}`, children, actions);
    case "mention":
      return link(`https://t.me/${raw.slice(1)}`, children, actions);
    case "bot_command":
      return el("button", { type: "button", class: "link", onclick: () => actions.command(raw) }, children);
    case "date_time":
      return moment(entity, children, language);
    default:
      return el(TAGS[entity.type] ?? "span", {}, children);
  }
}

function link(url, children, actions) {
  return el("button", { type: "button", class: "link", title: url, onclick: (event) => actions.link(url, event.currentTarget) }, children);
}

/** Hidden until it is pressed, for a screen reader too. */
function spoiler(children) {
  const content = el("span", { "aria-hidden": "true" }, children);
  const reveal = () => {
    node.classList.add("revealed");
    node.removeAttribute("role");
    node.removeAttribute("tabindex");
    node.removeAttribute("aria-label");
    content.removeAttribute("aria-hidden");
  };
  const node = el("span", {
    class: "spoiler",
    role: "button",
    tabindex: "0",
    "aria-label": "Hidden text: press to show it",
    onclick: reveal,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      reveal();
    },
  }, content);
  return node;
}

function expandable(children) {
  const content = el("div", { class: "folded" }, children);
  const toggle = el("button", {
    type: "button",
    class: "link fold",
    "aria-expanded": "false",
    onclick: () => {
      const folded = content.classList.toggle("folded");
      toggle.setAttribute("aria-expanded", String(!folded));
      toggle.textContent = folded ? "Show all" : "Show less";
    },
  }, "Show all");
  return el("blockquote", {}, content, toggle);
}

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A moment in the reader's zone, by the letters of `date_time_format`: r, or w, d/D and t/T. */
function moment({ unix_time: seconds, date_time_format: format }, children, language) {
  const attributes = { datetime: new Date(seconds * 1000).toISOString() };
  attributes.title = formatDate(seconds, language, { dateStyle: "full", timeStyle: "short" });
  if (!format) return el("time", attributes, children);
  if (format === "r") return el("time", attributes, relative(seconds, language));
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (/d/i.test(format)) Object.assign(options, { day: "numeric", month: format.includes("D") ? "long" : "2-digit", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) options.second = "2-digit";
  return el("time", attributes, formatDate(seconds, language, options));
}

function relative(seconds, language) {
  const distance = Math.round(seconds - Date.now() / 1000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language || undefined, { numeric: "auto" }).format(Math.round(distance / size), unit);
}
