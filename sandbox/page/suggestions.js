// The list above the composer: commands while "/…" is typed, inline results while "@bot …" is.
import { el } from "./dom.js";
import { attempt } from "./dialogs.js";

const INLINE_DELAY_MS = 250;
let lists = 0;

export class Suggestions {
  /** `done` is called when a suggestion was taken and the box can be emptied. */
  constructor(phone, input, done) {
    this.phone = phone;
    this.input = input;
    this.done = done;
    this.active = -1;
    this.query = null;
    this.elsewhere = false;
    this.node = el("div", { class: "suggestions", role: "listbox", id: `suggestions-${(lists += 1)}`, "aria-label": "Suggestions", hidden: true });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", this.node.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
  }

  /** Looks at what is typed and shows what fits. */
  follow(text) {
    clearTimeout(this.timer);
    this.query = null;
    const prefix = `@${this.phone.bot.username} `;
    if (text.toLowerCase().startsWith(prefix.toLowerCase())) {
      this.timer = setTimeout(() => this.searchInline(text.slice(prefix.length)), INLINE_DELAY_MS);
    } else if (/^\/\w*$/.test(text)) {
      this.showCommands(text.slice(1).toLowerCase());
    } else {
      this.close();
    }
  }

  toggleCommands() {
    if (this.node.hidden) this.showCommands("");
    else this.close();
    this.input.focus();
  }

  showCommands(start) {
    const fitting = this.phone.commands.filter(({ command }) => command.startsWith(start));
    const options = fitting.map(({ command, description }) => this.option(
      [el("strong", {}, `/${command}`), el("span", { class: "faint", dir: "auto" }, description)],
      () => this.phone.sendText(`/${command}`)));
    const none = start ? [] : [el("p", { class: "faint" }, "The bot has no commands for this person.")];
    this.show(options.length ? options : none);
  }

  async searchInline(query, offset = "") {
    this.query = query;
    this.show([el("p", { class: "faint" }, "Asking the bot…")]);
    const answer = await attempt(this.phone.node, () => this.phone.api.inline(query, offset));
    if (this.query !== query) return;
    if (!answer) return this.close();
    const options = answer.results.map((result) => this.option(resultRow(result), () => this.phone.chooseInline(answer.inline_query_id, result.id, this.elsewhere)));
    this.show(options.length ? options : [el("p", { class: "faint" }, "Nothing found.")]);
  }

  option(content, choose) {
    const take = () => {
      this.close();
      this.done();
      choose();
    };
    // The box keeps the focus: a press with the mouse must not take it away.
    return el("div", { role: "option", class: "suggestion", id: `option-${(lists += 1)}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: take }, content);
  }

  show(nodes) {
    this.active = -1;
    this.node.replaceChildren(...nodes);
    this.node.hidden = nodes.length === 0;
    this.input.setAttribute("aria-expanded", String(nodes.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.query = null;
    this.show([]);
  }

  /** Returns true when the key was meant for the list. */
  onKey(event) {
    const options = [...this.node.querySelectorAll("[role=option]")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.node.hidden) return false;
    if (event.key === "Escape") this.close();
    else if (step && options.length) this.move(options, step);
    else if (event.key === "Tab" && !event.shiftKey && options.length) options[Math.max(this.active, 0)].click();
    else if (event.key === "Enter" && this.active >= 0) options[this.active].click();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  move(options, step) {
    const start = this.active < 0 && step < 0 ? 0 : this.active;
    this.active = (start + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }
}

// A result's own thumbnail lies on another host; a letter stands for it, so that nothing is fetched from outside.
function resultRow(result) {
  const title = result.title ?? result.caption ?? result.type;
  return [
    el("span", { class: "thumbnail", "aria-hidden": "true" }, title.slice(0, 1).toUpperCase()),
    el("span", { class: "file-text" }, el("strong", { dir: "auto" }, title), el("span", { class: "faint", dir: "auto" }, result.description ?? "")),
  ];
}
