// One person's phone: the chat with the bot, live.
import { PersonApi, listen } from "./api.js";
import { avatar, button, el, fullName, icon, iconButton, languageName } from "./dom.js";
import { attempt, menu, toast } from "./dialogs.js";
import { Composer } from "./composer.js";
import { MessageLog } from "./log.js";
import { Presses } from "./presses.js";
import { copy, follow, linkToBot } from "./links.js";
import { replyKeyboard } from "./keyboards.js";

const TYPING_MS = 5000;
const WEEK_SECONDS = 7 * 86400;

export class Phone {
  /** `shell` is the page around: bot, people(), open(person, link), close(phone), beside(phone, anchor), other(phone), back(). */
  constructor(person, shell) {
    this.person = person;
    this.shell = shell;
    this.bot = shell.bot;
    this.api = new PersonApi(person.id);
    this.commands = [];
    this.keyboard = null;
    this.keyboardHidden = false;
    this.log = new MessageLog(person, this.messageActions());
    this.composer = new Composer(this);
    this.build();
    this.presses = new Presses(this);
    this.queue = null;
    this.stop = listen(`/sandbox/events?person=${person.id}`, () => this.load(), (event) => this.receive(event));
  }

  build() {
    const { person, bot } = this;
    this.status = el("span", { class: "status" });
    this.welcome = el("div", { class: "welcome", hidden: true });
    this.keyboardBox = el("div", { class: "keyboard-box" });
    this.action = button("", () => this.act(), { class: "primary bottom-action", hidden: true });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.screen = el("div", { class: "screen" },
      el("header", { class: "chat-head" },
        iconButton("back", "Back to the people", () => this.shell.back(), { class: "icon-button back" }),
        button([avatar(bot), el("span", { class: "chat-title" }, el("strong", { dir: "auto" }, bot.first_name), this.status), icon("more")],
          (event) => this.openHeadMenu(event.currentTarget), { class: "chat-name", "aria-haspopup": "menu" })),
      this.log.node, this.welcome, this.composer.node, this.keyboardBox, this.action, this.toasts);
    const about = [languageName(person.language_code), person.role_hint].filter(Boolean).join(" · ");
    this.node = el("section", { class: "phone", "aria-label": `Phone of ${fullName(person)}` },
      el("div", { class: "phone-caption" },
        el("span", { class: "caption-text" }, el("strong", { dir: "auto" }, fullName(person)), el("span", { class: "faint" }, about)),
        button("Side by side", (event) => this.shell.beside(this, event.currentTarget), { class: "plain beside" }),
        iconButton("close", `Close the phone of ${fullName(person)}`, () => this.shell.close(this), { class: "icon-button close-phone" })),
      this.screen);
    this.composer.node.hidden = true;
    this.showStatus();
  }

  /** On a real phone the composer would raise the keyboard over half of the chat: there the chat itself takes the focus. */
  focus(small) {
    this.takeFocus = () => {
      if (!this.action.hidden) this.action.focus();
      else if (small) this.log.node.focus();
      else this.composer.focus();
      this.takeFocus = null;
    };
    if (this.node.dataset.ready) this.takeFocus();
  }

  /** Marks as read what has come while another phone was in front. */
  seen() {
    return attempt(this.toasts, () => this.api.chat());
  }

  /** What the button under a code says: with a phone beside this one, scanning is one tap. */
  scanLabel() {
    const other = this.shell.other(this);
    return other ? `Scan with ${other.person.first_name}’s phone` : "Scan the code";
  }

  relabel() {
    this.node.querySelectorAll(".scan:not(.elsewhere)").forEach((node) => node.replaceChildren(this.scanLabel()));
  }

  scan(link, anchor) {
    const other = this.shell.other(this);
    const toBot = linkToBot(link, this.bot.username);
    return other && toBot ? this.shell.open(other.person, toBot) : this.follow(link, anchor);
  }

  /** Takes the phone away. */
  close() {
    this.stop();
    clearTimeout(this.typingTimer);
    this.node.remove();
    this.seen();
  }

  async load() {
    // Events that arrive while the chat is being fetched are applied on top of it.
    this.queue = [];
    const chat = await attempt(this.toasts, () => this.api.chat());
    const queue = this.queue ?? [];
    this.queue = null;
    if (chat) this.showChat(chat);
    queue.forEach((event) => this.receive(event));
  }

  showChat(chat) {
    Object.assign(this, { started: chat.started, blocked: chat.blocked, description: chat.description, commands: chat.commands });
    this.log.replace(chat.messages);
    this.setKeyboard(chat.keyboard);
    this.showState();
    this.node.dataset.ready = "true";
    this.takeFocus?.();
  }

  receive(event) {
    if (this.queue) {
      this.queue.push(event);
      return;
    }
    RECEIVERS[event.type]?.(this, event);
  }

  arrived(message) {
    this.log.put(message);
    this.setTyping(false);
    this.started = true;
    this.showState();
    if (message.reply_markup?.force_reply && message.from?.id !== this.person.id) {
      this.composer.reply(message);
      this.composer.setPlaceholder(message.reply_markup.input_field_placeholder);
    }
  }

  /** Which of composer, START button and unblock button stands at the bottom. */
  showState() {
    const fresh = !this.started && this.log.size === 0;
    const pressed = document.activeElement === this.action;
    this.action.hidden = !fresh && !this.blocked;
    this.action.textContent = this.blocked ? "Unblock" : "Start";
    this.composer.node.hidden = fresh || this.blocked;
    this.keyboardBox.hidden = fresh || this.blocked;
    this.composer.slash.hidden = this.commands.length === 0;
    this.welcome.hidden = !fresh;
    this.welcome.replaceChildren(el("strong", {}, "What can this bot do?"), el("p", { dir: "auto" }, this.description || "Press Start to begin."));
    if (pressed && this.action.hidden) this.composer.focus();
    this.showStatus();
  }

  showStatus() {
    this.status.textContent = this.typing ? "typing…" : this.blocked ? "blocked" : "bot";
  }

  setTyping(typing) {
    clearTimeout(this.typingTimer);
    this.typing = typing;
    if (typing) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
    this.showStatus();
  }

  setKeyboard(keyboard) {
    this.keyboard = keyboard;
    this.keyboardHidden = false;
    this.composer.toggle.hidden = !keyboard;
    this.composer.setPlaceholder(keyboard?.input_field_placeholder);
    this.showKeyboard();
  }

  showKeyboard() {
    const visible = this.keyboard && !this.keyboardHidden;
    this.keyboardBox.replaceChildren(...(visible ? [replyKeyboard(this.keyboard, { reply: (item) => this.pressReply(item) })] : []));
    this.composer.toggle.setAttribute("aria-pressed", String(Boolean(visible)));
  }

  toggleKeyboard() {
    this.keyboardHidden = !this.keyboardHidden;
    this.showKeyboard();
  }

  async pressReply(item) {
    if (item.request_contact) await this.composer.askContact();
    else if (Object.keys(item).some((key) => key.startsWith("request_") || key === "web_app")) return this.unavailable("Buttons of this kind");
    else await this.sendText(item.text);
    if (this.keyboard?.one_time_keyboard) this.toggleKeyboard();
    return null;
  }

  do(action) {
    return attempt(this.toasts, action);
  }

  sendText(text, replyTo) {
    return this.do(() => this.api.send(text, replyTo));
  }

  sendFile(kind, file, caption) {
    return this.do(() => this.api.sendFile(kind, file, caption));
  }

  shareContact() {
    return this.do(() => this.api.shareContact());
  }

  saveEdit(message, text) {
    return this.do(() => this.api.edit(message.message_id, text));
  }

  /** Posts an inline result: into this chat, or, when it is to be shared, into the chat of whoever is picked. */
  chooseInline(inlineQueryId, resultId, elsewhere) {
    const send = (id) => this.do(() => this.api.choose(inlineQueryId, resultId, id));
    if (!elsewhere) return send(this.person.id);
    const others = this.shell.people().filter((person) => person.id !== this.person.id);
    const items = [["This chat", () => send(this.person.id)], ...others.map((person) => [fullName(person), () => send(person.id)])];
    return menu(this.composer.input, ["Send to…", ...items], "Send to");
  }

  async act() {
    if (this.blocked) await this.block(false);
    else await this.sendText("/start");
  }

  async block(blocked) {
    if (!(await this.do(() => this.api.block(blocked)))) return;
    this.blocked = blocked;
    this.showState();
  }

  lastOwnText() {
    return [...this.log.messages.values()].findLast((message) => message.from?.id === this.person.id && message.text);
  }

  openHeadMenu(anchor) {
    const block = this.blocked ? ["Unblock the bot", () => this.block(false)] : ["Block the bot", () => this.block(true)];
    const about = [`${fullName(this.person)} · ${languageName(this.person.language_code)}`, `@${this.bot.username}`];
    const acts = this.started && !this.blocked ? this.chatActions() : [];
    menu(anchor, [...about, ...acts, block], "Chat menu");
  }

  /** What leaves a message of the chat itself, which a bot has to bear. */
  chatActions() {
    const timer = [...this.log.messages.values()].findLast((message) => message.message_auto_delete_timer_changed)?.message_auto_delete_timer_changed;
    const on = timer?.message_auto_delete_time > 0;
    return [
      [on ? "Turn auto-delete off" : "Turn auto-delete on", () => this.do(() => this.api.setAutoDelete(on ? 0 : WEEK_SECONDS))],
      ["Change the background", () => this.do(() => this.api.setBackground())],
    ];
  }

  openMessageMenu(message, anchor) {
    const own = message.from?.id === this.person.id;
    const text = message.text ?? message.caption;
    const items = [["Reply", () => this.composer.reply(message)]];
    if (own && message.text && !message.via_bot) items.push(["Edit", () => this.composer.edit(message)]);
    items.push(["Pin", () => this.do(() => this.api.pin(message.message_id))]);
    if (text) items.push(["Copy the text", () => copy(text, this.toasts)]);
    menu(anchor, items, "Message menu");
  }

  unavailable(what) {
    toast(this.toasts, `${what} do not work in the sandbox.`);
    return null;
  }

  follow(link, anchor) {
    const { bot, people, open } = this.shell;
    return follow(link, anchor, { bot, people, open, person: this.person, host: this.toasts });
  }

  messageActions() {
    return {
      link: (url, node) => this.follow(url, node),
      scan: (url, node) => this.scan(url, node),
      scanLabel: () => this.scanLabel(),
      command: (text) => this.sendText(text),
      press: (message, row, column, node) => this.presses.press(message, row, column, node),
      copy: (text) => copy(text, this.toasts),
      inline: (query, elsewhere) => this.composer.prefill(`@${this.bot.username} ${query}`, elsewhere),
      unavailable: (what) => this.unavailable(what),
      menu: (message, anchor) => this.openMessageMenu(message, anchor),
      jump: (messageId) => this.log.jump(messageId),
    };
  }
}

const RECEIVERS = {
  message: (phone, { message }) => phone.arrived(message),
  edited: (phone, { message }) => phone.log.put(message),
  deleted: (phone, { message_id: id }) => phone.log.remove(id),
  keyboard: (phone, { keyboard }) => phone.setKeyboard(keyboard),
  callback_answer: (phone, answer) => phone.presses.answered(answer),
  commands: (phone) => phone.load(),
  typing: (phone) => phone.setTyping(true),
  chat: (phone) => phone.load(),
};
