// The messages of one chat in their order, with the days between them.
import { el, formatDate } from "./dom.js";
import { messageNode } from "./message.js";

const NEAR_THE_END_PX = 120;

export class MessageLog {
  constructor(person, actions) {
    this.person = person;
    this.actions = actions;
    this.messages = new Map();
    this.list = el("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": `Chat of ${person.first_name}` });
    this.node = el("div", { class: "log", role: "group", tabindex: "0", "aria-label": "Messages" }, this.list);
    // Pictures that arrive late must not push the last message out of sight.
    this.list.addEventListener("load", () => this.following && this.toEnd(), { capture: true });
    this.node.addEventListener("scroll", () => {
      // A keyboard that has just come up below takes height away: that is not the person scrolling.
      if (this.node.clientHeight !== this.height) return;
      this.following = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_THE_END_PX;
    }, { passive: true });
    new ResizeObserver(() => {
      this.height = this.node.clientHeight;
      if (this.following) this.toEnd();
    }).observe(this.node);
    this.following = true;
  }

  get size() {
    return this.messages.size;
  }

  /** All messages anew, as after a reconnection. */
  replace(messages) {
    const following = this.following;
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.list.replaceChildren();
    messages.forEach((message) => this.append(message));
    if (following) this.toEnd();
  }

  /** A new message, or a new state of one that is already here. */
  put(message) {
    const old = this.nodeOf(message.message_id);
    const own = message.from?.id === this.person.id;
    const following = this.following || (own && !old);
    this.messages.set(message.message_id, message);
    if (old) this.swap(old, message);
    else this.append(message);
    if (following) this.toEnd();
  }

  /** A button of the keyboard that had the focus keeps it through the edit that its press brought about. */
  swap(old, message) {
    const focused = [...old.querySelectorAll("button")].indexOf(document.activeElement);
    const node = messageNode(message, this.person, this.actions);
    old.replaceWith(node);
    if (focused >= 0) ([...node.querySelectorAll("button")][focused] ?? this.node).focus({ preventScroll: true });
  }

  append(message) {
    const day = this.day(message);
    if (day !== this.list.dataset.day || !this.list.childElementCount) this.list.append(el("div", { class: "day" }, day));
    this.list.dataset.day = day;
    this.list.append(messageNode(message, this.person, this.actions));
  }

  day(message) {
    return formatDate(message.date, this.person.language_code, { day: "numeric", month: "long", weekday: "short" });
  }

  remove(messageId) {
    this.messages.delete(messageId);
    const node = this.nodeOf(messageId);
    const before = node?.previousElementSibling;
    const after = node?.nextElementSibling;
    node?.remove();
    const dayIsEmpty = before?.classList.contains("day") && (!after || after.classList.contains("day"));
    if (!dayIsEmpty) return;
    before.remove();
    if (!after) delete this.list.dataset.day;
  }

  nodeOf(messageId) {
    return this.list.querySelector(`[data-id="${messageId}"]`);
  }

  /** Shows a message that another one answers. */
  jump(messageId) {
    const node = this.nodeOf(messageId);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  toEnd() {
    this.following = true;
    this.node.scrollTop = this.node.scrollHeight;
  }
}
