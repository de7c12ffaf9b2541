// Where a person writes: text, commands, files, inline queries.
import { button, el, fullName, iconButton } from "./dom.js";
import { confirmDialog, dialog, menu } from "./dialogs.js";
import { Suggestions } from "./suggestions.js";
import { preview, summary } from "./media.js";

const FILES = [["Photo", "photo", "image/*"], ["File", "document", ""], ["Voice message", "voice", "audio/*"], ["Video", "video", "video/*"]];

/**
 * The composer of one phone. `phone` gives it the person, the bot, the commands of the moment and does what was written:
 * sendText, sendFile, shareContact, saveEdit, searchInline, chooseInline, toggleKeyboard.
 */
export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.replyTo = null;
    this.editing = null;
    const name = fullName(phone.person);
    this.input = el("textarea", {
      rows: 1,
      placeholder: "Message",
      dir: "auto",
      "aria-label": `Message from ${name}`,
      oninput: () => this.changed(),
      onkeydown: (event) => this.onKey(event),
      onpaste: (event) => this.onPaste(event),
    });
    this.context = el("div", { class: "context", hidden: true });
    this.suggestions = new Suggestions(phone, this.input, () => this.clear());
    this.slash = button("/", () => this.suggestions.toggleCommands(), { class: "icon-button", "aria-label": "Commands", title: "Commands" });
    this.toggle = iconButton("keyboard", "Show or hide the reply buttons", () => phone.toggleKeyboard(), { hidden: true });
    const attach = iconButton("attach", "Attach", (event) => this.openAttach(event.currentTarget));
    const send = iconButton("send", "Send", () => this.submit(), { class: "icon-button send" });
    this.node = el("div", { class: "composer" }, this.suggestions.node, this.context,
      el("div", { class: "composer-row" }, attach, this.input, this.slash, this.toggle, send));
  }

  setPlaceholder(text) {
    this.input.placeholder = text || "Message";
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /**
   * Writes a text for the person to complete, as a button that switches to inline mode does; `elsewhere` says that its
   * result may go to another person's chat.
   */
  prefill(text, elsewhere = false) {
    this.suggestions.elsewhere = elsewhere;
    this.input.value = text;
    this.changed();
    this.focus();
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 150)}px`;
    if (!this.editing) this.suggestions.follow(this.input.value);
  }

  clear() {
    this.replyTo = null;
    this.editing = null;
    this.context.hidden = true;
    this.input.value = "";
    this.suggestions.close();
    this.changed();
  }

  onKey(event) {
    if (event.isComposing || this.suggestions.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && (this.replyTo || this.editing)) {
      this.clear();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const last = this.phone.lastOwnText();
      if (last) this.edit(last);
    }
  }

  onPaste(event) {
    const image = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
    if (!image) return;
    event.preventDefault();
    this.confirmFile("photo", image);
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { replyTo, editing } = this;
    this.clear();
    const done = editing ? await this.phone.saveEdit(editing, text) : await this.phone.sendText(text, replyTo?.message_id);
    // What the sandbox refused is not lost: it stands in the box again, to be shortened or corrected.
    if (!done && !this.input.value) this.prefill(text);
  }

  reply(message) {
    this.clear();
    this.replyTo = message;
    this.showContext("Reply to", message);
  }

  edit(message) {
    this.clear();
    this.editing = message;
    this.showContext("Edit", message);
    this.input.value = message.text;
    this.changed();
  }

  showContext(label, message) {
    this.context.replaceChildren(
      el("span", { class: "context-label" }, label),
      el("span", { class: "context-text", dir: "auto" }, summary(message).slice(0, 120)),
      iconButton("close", "Cancel", () => this.clear()));
    this.context.hidden = false;
    this.focus();
  }

  openAttach(anchor) {
    const items = FILES.map(([label, kind, accept]) => [label, () => this.pickFile(kind, accept)]);
    menu(anchor, [...items, ["My contact", () => this.askContact()]], "Attach");
  }

  pickFile(kind, accept) {
    const input = el("input", { type: "file", accept });
    input.addEventListener("change", () => input.files[0] && this.confirmFile(kind, input.files[0]));
    input.click();
  }

  async confirmFile(kind, file) {
    const caption = el("textarea", { rows: 2, dir: "auto", placeholder: "Caption", "aria-label": "Caption" });
    caption.value = this.input.value;
    if (!(await dialog(`Send this ${kind === "document" ? "file" : kind}?`, [preview(kind, file), caption], [["Cancel", null], ["Send", true]]))) return;
    this.clear();
    await this.phone.sendFile(kind, file, caption.value.trim());
  }

  /** Shares the person's own number, once they agreed. */
  async askContact() {
    const { person, bot } = this.phone;
    const text = `${bot.first_name} will see the phone number of ${fullName(person)}: ${person.phone_number}`;
    if (await confirmDialog("Share the phone number?", text, "Share")) await this.phone.shareContact();
  }
}
