// Presses of callback buttons: each one waits, with a sign of it, until the bot answers.
import { alertDialog, attempt, toast } from "./dialogs.js";

const PATIENCE_MS = 30000;

export class Presses {
  constructor(phone) {
    this.phone = phone;
    this.waiting = new Map();
    this.early = new Set();
  }

  async press(message, row, column, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    const press = await attempt(this.phone.toasts, () => this.phone.api.press(message.message_id, row, column));
    const id = press?.callback_query_id;
    // A quick bot answers before the sandbox has told the number of the press.
    if (!press || this.early.delete(id)) return node.removeAttribute("aria-busy");
    this.waiting.set(id, node);
    setTimeout(() => this.release(id), PATIENCE_MS);
  }

  answered(answer) {
    const id = answer.callback_query_id;
    if (!this.release(id)) this.early.add(id);
    if (answer.url) this.phone.follow(answer.url, this.phone.composer.input);
    if (!answer.text) return;
    if (answer.show_alert) alertDialog(answer.text, this.phone.bot.first_name);
    else toast(this.phone.toasts, answer.text);
  }

  release(id) {
    this.waiting.get(id)?.removeAttribute("aria-busy");
    return this.waiting.delete(id);
  }
}
