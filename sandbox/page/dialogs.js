// What lies over the page: dialogs, menus, short notices.
import { button, el } from "./dom.js";

/**
 * Shows a modal dialog. `content` are its nodes, `buttons` a list of [label, value, class?]. Resolves with the value of the
 * button pressed, or null when it was closed with Escape.
 */
export function dialog(title, content, buttons, attributes = {}) {
  return new Promise((resolve) => {
    let answer = null;
    const finish = (value) => {
      answer = value;
      node.close();
    };
    const form = el("form", {
      method: "dialog",
      onsubmit: (event) => {
        event.preventDefault();
        finish(buttons.at(-1)[1]);
      },
    }, title && el("h2", {}, title), content, el("div", { class: "dialog-buttons" }, buttons.map(([label, value, style], index) =>
      index === buttons.length - 1
        ? el("button", { type: "submit", class: style ?? "primary" }, label)
        : button(label, () => finish(value), { class: style }))));
    const node = el("dialog", {
      "aria-label": title || null,
      ...attributes,
      onclose: () => {
        node.remove();
        resolve(answer);
      },
    }, form);
    document.body.append(node);
    node.showModal();
  });
}

/** A sentence with one button, as `answerCallbackQuery(show_alert=True)` shows it. */
export function alertDialog(text, title = "") {
  return dialog(title, el("p", { class: "dialog-text", dir: "auto" }, text), [["OK", true]], { role: "alertdialog", "aria-label": title || text });
}

/** A question; resolves to true only when it was agreed to. */
export async function confirmDialog(title, text, agree) {
  const answer = await dialog(title, el("p", { class: "dialog-text", dir: "auto" }, text), [["Cancel", null], [agree, true]]);
  return answer === true;
}

/** A notice that leaves by itself, shown inside `host` and read out by screen readers. */
export function toast(host, text, style = "") {
  const node = el("div", { class: `toast ${style}`, dir: "auto" }, text);
  host.append(node);
  setTimeout(() => node.remove(), 3000 + text.length * 40);
}

/** Runs something a person did; an error of the sandbox is shown on that person's phone instead of being lost. */
export async function attempt(host, action) {
  try {
    return await action();
  } catch (error) {
    toast(host, error.message, "error");
    return null;
  }
}

let closeOpenMenu = null;

/**
 * A menu at `anchor`: `items` are [label, action], or plain strings for headings. Arrow keys move, Escape closes and gives
 * the focus back.
 */
export function menu(anchor, items, label) {
  closeOpenMenu?.();
  const node = el("div", { class: "menu", role: "menu", "aria-label": label });
  const close = () => {
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    closeOpenMenu = null;
  };
  const outside = (event) => node.contains(event.target) || close();
  for (const item of items) {
    if (typeof item === "string") {
      node.append(el("div", { class: "menu-heading", dir: "auto", role: "presentation" }, item));
      continue;
    }
    node.append(button(item[0], () => {
      close();
      anchor.focus();
      item[1]();
    }, { role: "menuitem", dir: "auto" }));
  }
  node.addEventListener("keydown", (event) => onMenuKey(event, node, () => {
    close();
    anchor.focus();
  }));
  document.body.append(node);
  place(node, anchor.getBoundingClientRect());
  node.querySelector("button")?.focus();
  document.addEventListener("pointerdown", outside, true);
  closeOpenMenu = close;
}

function onMenuKey(event, node, close) {
  const buttons = [...node.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    const next = buttons.indexOf(document.activeElement) + step;
    buttons.at(next % buttons.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function place(node, anchor) {
  const { width, height } = node.getBoundingClientRect();
  const below = anchor.bottom + height + 8 < window.innerHeight;
  const left = Math.min(Math.max(8, anchor.left), window.innerWidth - width - 8);
  node.style.left = `${left}px`;
  node.style.top = `${Math.max(8, below ? anchor.bottom + 4 : anchor.top - height - 4)}px`;
}

/** A picture over the whole window; a click or Escape closes it. */
export function enlarge(source, alternative) {
  const node = el("dialog", { class: "lightbox", "aria-label": alternative, onclick: () => node.close(), onclose: () => node.remove() },
    button(el("img", { src: source, alt: alternative }), () => node.close(), { "aria-label": "Close the picture" }));
  document.body.append(node);
  node.showModal();
}
