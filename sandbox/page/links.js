// Links: which ones lead to the bot, and what happens when somebody follows one.
import { button, el, fullName } from "./dom.js";
import { dialog, menu, toast } from "./dialogs.js";

/** A link to the bot as https://t.me/…, also when it was written as t.me/… or tg://resolve?…; null for any other link. */
export function linkToBot(link, botName) {
  const url = parse(link);
  if (!url) return null;
  const path = url.protocol === "tg:" ? url.searchParams.get("domain") ?? "" : isTelegram(url) ? url.pathname.slice(1) : "";
  if (path.replace(/\/$/, "").toLowerCase() !== botName.toLowerCase()) return null;
  url.searchParams.delete("domain");
  return `https://t.me/${botName}${url.searchParams.size ? `?${url.searchParams}` : ""}`;
}

/** What a t.me/share link shares: its own link and text; null for any other link. */
export function sharedBy(link) {
  const url = parse(link);
  if (!url || !isTelegram(url) || !/^\/(share|msg)(\/|$)/.test(url.pathname)) return null;
  return { url: url.searchParams.get("url") ?? "", text: url.searchParams.get("text") ?? "" };
}

function parse(link) {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `https://${link}`);
  } catch {
    return null;
  }
}

const isTelegram = (url) => /^https?:$/.test(url.protocol) && /^(www\.)?(t\.me|telegram\.me)$/i.test(url.hostname);

/**
 * Follows a link found on the phone of `person`. A link to the bot may be opened by anybody here, as a link that was
 * forwarded or a code that was scanned; `open(person, link)` does that.
 */
export function follow(link, anchor, { bot, people, person, host, open }) {
  const shared = sharedBy(link);
  if (shared) return share(shared, anchor, { bot, people, person, host, open });
  const toBot = linkToBot(link, bot.username);
  if (toBot) return openAs(toBot, anchor, { people, person, open });
  return showAddress(link, host);
}

/** Asks as whom a link to the bot is opened, the owner of the phone first. */
export function openAs(link, anchor, { people, person, open }) {
  const others = people().filter((other) => other.id !== person?.id);
  const items = others.map((other) => [`${fullName(other)}${other.role_hint ? ` · ${other.role_hint}` : ""}`, () => open(other, link)]);
  if (person) items.unshift([`${fullName(person)} (this phone)`, () => open(person, link)]);
  menu(anchor, ["Open as…", ...items], "Open the link as");
}

async function share({ url, text }, anchor, context) {
  const content = [
    el("p", { class: "dialog-text", dir: "auto" }, text || "A link to share:"),
    el("p", { class: "address" }, url),
  ];
  const toBot = linkToBot(url, context.bot.username);
  const buttons = toBot ? [["Close", null], ["A friend opens it…", true]] : [["Close", null]];
  if (await dialog("Share with a friend", content, buttons)) openAs(toBot, anchor, { ...context, person: null });
}

async function showAddress(link, host) {
  const url = parse(link);
  if (!url || !/^https?:$/.test(url.protocol)) {
    await dialog("This link stays inside the sandbox", el("p", { class: "address" }, link), [["Close", null]]);
    return;
  }
  const content = [
    el("p", { class: "address" }, url.href),
    el("p", {}, "It leads out of the sandbox, to the real internet."),
    button("Copy the address", () => copy(url.href, host), { class: "plain" }),
  ];
  if (await dialog("Open this link?", content, [["Cancel", null], ["Open in a new tab", true]])) {
    window.open(url.href, "_blank", "noopener,noreferrer");
  }
}

/** Puts a text on the clipboard and says so, or shows it where the browser does not allow that. */
export async function copy(text, host) {
  try {
    await navigator.clipboard.writeText(text);
    toast(host, "Copied");
  } catch {
    toast(host, `Copy it by hand: ${text}`);
  }
}
