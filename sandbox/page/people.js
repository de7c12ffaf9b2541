// The list of people and the dialog that adds one.
import { avatar, button, el, fullName, LANGUAGE_CODES, languageName } from "./dom.js";
import { addPerson } from "./api.js";
import { dialog } from "./dialogs.js";

/**
 * Fills `list` with the people; `open` holds the ids of those whose phones are shown. The list is one stop of the Tab key,
 * however many they are: the arrows move within it.
 */
export function showPeople(list, people, open, choose) {
  const focused = document.activeElement?.closest("#people [data-person]")?.dataset.person;
  list.replaceChildren(...people.map((person) => el("li", {}, personButton(person, open.has(person.id), choose))));
  const stop = [focused, list.dataset.stop, ...open].map((id) => id && list.querySelector(`[data-person="${id}"]`)).find(Boolean);
  setStop(list, stop ?? list.querySelector("[data-person]"));
  if (focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
}

function setStop(list, node) {
  if (!node) return;
  list.querySelectorAll("[data-person]").forEach((other) => { other.tabIndex = other === node ? 0 : -1; });
  list.dataset.stop = node.dataset.person;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** Moves the focus within the list by keys. */
export function moveByKeys(list) {
  list.addEventListener("focusin", (event) => setStop(list, event.target.closest("[data-person]")));
  list.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    const nodes = [...list.querySelectorAll("[data-person]")];
    const index = nodes.indexOf(document.activeElement) + step;
    nodes[Math.max(0, Math.min(index, nodes.length - 1))]?.focus();
    event.preventDefault();
  });
}

/** Puts the focus on the person that was focused last, or on the first. */
export function focusPeople(list) {
  list.querySelector(`[data-person="${list.dataset.stop}"]`)?.focus();
}

function personButton(person, isOpen, choose) {
  const unread = person.unread && !isOpen;
  return button([
    avatar(person),
    el("span", { class: "person-text" },
      el("span", { class: "person-line" },
        el("strong", { class: "person-name", dir: "auto" }, fullName(person)),
        person.role_hint && el("span", { class: "role", dir: "auto" }, person.role_hint)),
      el("span", { class: "faint person-last", dir: "auto" }, person.blocked ? "Has blocked the bot" : person.last_message?.text || languageName(person.language_code))),
    el("span", { class: "person-side" },
      el("abbr", { class: "language", title: languageName(person.language_code) }, person.language_code ?? ""),
      unread ? el("span", { class: "unread", role: "img", "aria-label": "Unread" }) : null),
  ], () => choose(person), { class: "person", "data-person": person.id, "aria-current": isOpen ? "true" : null });
}

/** Asks for a new person and adds them; resolves to the person, or null when it was cancelled. */
export async function askPerson(people) {
  const name = field("First name", { required: true, maxlength: 64, autocomplete: "off", dir: "auto" });
  const lastName = field("Last name", { maxlength: 64, autocomplete: "off", dir: "auto" });
  const phone = field("Phone", { type: "tel", autocomplete: "off", value: freeNumber(people), pattern: "\\+?[0-9 ]{5,20}" });
  const language = el("select", {}, LANGUAGE_CODES.map((code) => el("option", { value: code }, languageName(code))));
  const rows = [name, lastName, phone].map(({ label }) => label);
  rows.push(el("label", { class: "field" }, "Language of their Telegram", language));
  if (!(await dialog("Add a person", rows, [["Cancel", null], ["Add", true]]))) return null;
  return addPerson({
    first_name: name.input.value.trim(),
    language_code: language.value,
    ...(lastName.input.value.trim() && { last_name: lastName.input.value.trim() }),
    ...(phone.input.value.trim() && { phone_number: phone.input.value.replace(/[^+\d]/g, "") }),
  });
}

function field(label, attributes) {
  const input = el("input", attributes);
  return { input, label: el("label", { class: "field" }, label, input) };
}

/** A number that nobody here has, from the range kept for stories and examples. */
function freeNumber(people) {
  const taken = new Set(people.map((person) => person.phone_number?.replace(/\D/g, "")));
  let number = 15550100 * 1000;
  while (taken.has(String(number))) number += 1;
  return `+${number}`;
}
