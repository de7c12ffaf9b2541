// Building elements. Data only ever becomes text nodes or attributes, never markup.

const isNothing = (value) => value === null || value === undefined || value === false;

/** An element: `on…` functions become listeners, `true` a bare attribute; null, undefined and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (isNothing(value)) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => !isNothing(child)));
  return node;
}

/** A button that submits nothing. */
export function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  back: "M15 5l-7 7 7 7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "M6 6l12 12M18 6L6 18",
  attach: "M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.3a3 3 0 0 1 4.3 4.3l-7.7 7.7a1.5 1.5 0 0 1-2.1-2.1L14.5 7.5",
  send: "M4 12l16-8-6 16-3-7z",
  keyboard: "M4 7h16v10H4zM7.5 10.5v.01M12 10.5v.01M16.5 10.5v.01M8.5 14h7",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  link: "M8 16L17 7M9 7h8v8",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  share: "M13 6l7 6-7 6v-4c-5 0-7.5 1.5-9 4 0-6 3.5-8.5 9-9z",
};

/** One of the page's own line drawings, hidden from screen readers: the button around it has the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A round button with only a drawing on it. */
export function iconButton(name, label, onclick, attributes = {}) {
  return button(icon(name), onclick, { class: "icon-button", "aria-label": label, title: label, ...attributes });
}

/** The name a messenger shows for a user. */
export function fullName(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

/** A coloured circle with the first letter of a name. */
export function avatar(user) {
  const letter = Array.from(user.first_name.trim())[0] ?? "?";
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, letter.toUpperCase());
  node.style.setProperty("--hue", String((user.id * 67) % 360));
  return node;
}

const LANGUAGES = { ru: "Русский", uk: "Українська", af: "Afrikaans", en: "English" };

/** A language's own name, or its code when it is not one of those the sandbox offers. */
export function languageName(code) {
  return LANGUAGES[code] ?? code ?? "";
}

export const LANGUAGE_CODES = Object.keys(LANGUAGES);

/** A date formatted for a person's language; an unknown tag falls back to the browser's. */
export function formatDate(unixSeconds, language, options) {
  const date = new Date(unixSeconds * 1000);
  try {
    return new Intl.DateTimeFormat(language || undefined, options).format(date);
  } catch {
    return new Intl.DateTimeFormat(undefined, options).format(date);
  }
}
