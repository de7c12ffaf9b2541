// Ways between the people and the phones: the switch of a small screen, links for the keyboard, and F6.
import { button, el, fullName, iconButton } from "./dom.js";

/** The switch between two phones where only one fits; `close` takes the one in front away. */
export function showSwitch(node, phones, front, { show, close }) {
  const tabs = phones.map((phone) => button([phone.person.first_name, phone !== front && phone.unread > 0 && el("span", { class: "unread", role: "img", "aria-label": "Unread" })],
    () => show(phone.person), { class: "tab", "aria-pressed": String(phone === front), dir: "auto" }));
  node.replaceChildren(...tabs, ...(front ? [iconButton("close", `Close the phone of ${fullName(front.person)}`, () => close(front))] : []));
}

/** Links before everything else on the page: whoever comes by keyboard need not pass everybody on the way to a phone. */
export function showSkips(node, phones, { people, show }) {
  const focused = [...node.children].indexOf(document.activeElement);
  node.replaceChildren(
    button("People", people),
    ...phones.map((phone) => button(`Phone of ${fullName(phone.person)}`, () => show(phone.person))));
  node.children[focused]?.focus();
}

/** F6 goes round: people, first phone, second phone; with Shift the other way. */
export function goRoundByF6({ list, phones, people, show }) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const stops = [{ node: list.closest("nav"), go: people }, ...phones().map((phone) => ({ node: phone.node, go: () => show(phone.person) }))];
    const now = stops.findIndex(({ node }) => node.contains(document.activeElement));
    const next = now < 0 ? (event.shiftKey ? -1 : Math.min(1, stops.length - 1)) : (now + (event.shiftKey ? -1 : 1)) % stops.length;
    stops.at(next).go();
  });
}
