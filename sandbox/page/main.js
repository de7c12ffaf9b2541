// The page as a whole: who is there, whose phones are shown.
import { getPeople, listen, PersonApi } from "./api.js";
import { fullName } from "./dom.js";
import { attempt, menu, toast } from "./dialogs.js";
import { askPerson, focusPeople, moveByKeys, showPeople } from "./people.js";
import { linkToBot, openAs } from "./links.js";
import { Phone } from "./phone.js";
import { goRoundByF6, showSkips, showSwitch } from "./ways.js";

const MOST_PHONES = 2;
const narrow = matchMedia("(max-width: 759px)");
const list = document.getElementById("people");
const stage = document.getElementById("phones");
const tabs = document.getElementById("switch");
const skips = document.getElementById("skips");
const notices = document.createElement("div");
notices.className = "toasts page-toasts";
notices.setAttribute("role", "status");
document.body.append(notices);

let bot = null;
let people = [];
/** The phones shown, the one used last at the end. */
let phones = [];

const shell = {
  get bot() {
    return bot;
  },
  people: () => people,
  open: openLink,
  close: closePhone,
  beside: chooseBeside,
  other: (phone) => phones.find((other) => other !== phone),
  back: toPeople,
};

async function refresh() {
  const answer = await attempt(notices, getPeople);
  if (!answer) return;
  ({ bot, people } = answer);
  document.title = `${bot.first_name} – sandbox`;
  if (!refresh.ran) openFromAddress();
  refresh.ran = true;
  showList();
}

function showList() {
  showPeople(list, people, new Set(phones.map((phone) => phone.person.id)), (person) => show(person));
  for (const phone of phones) phone.unread = people.find((person) => person.id === phone.person.id)?.unread;
  showSwitch(tabs, inOrder(), phones.at(-1), { show, close: closePhone });
}

/** The phones as they stand on the page. */
function inOrder() {
  return [...stage.querySelectorAll(".phone")].map((node) => phones.find((phone) => phone.node === node));
}

/** Shows the people, who on a small screen stand in place of the phones, which stay open. */
function toPeople() {
  document.body.classList.add("listing");
  focusPeople(list);
}

/** Shows a person's phone and puts the focus there. */
function show(person, beside = false) {
  const phone = place(person, beside);
  document.body.classList.remove("listing");
  phone.focus(narrow.matches);
  return phone;
}

/** A person's phone on the page: beside the one in use or, by default, in its place. */
function place(person, beside) {
  let phone = phones.find((other) => other.person.id === person.id);
  if (!phone) {
    phone = new Phone(person, shell);
    const replaced = beside && phones.length < MOST_PHONES ? null : phones.at(beside ? 0 : -1);
    if (replaced) replaced.node.replaceWith(phone.node);
    else stage.append(phone.node);
    if (replaced) discard(replaced);
    phone.node.addEventListener("focusin", () => use(phone));
    phone.node.addEventListener("pointerdown", () => use(phone));
  }
  use(phone);
  changed();
  return phone;
}

function use(phone) {
  const isNew = phones.at(-1) !== phone;
  phones = [...phones.filter((other) => other !== phone), phone];
  phones.forEach((other) => other.node.classList.toggle("behind", other !== phone));
  if (!isNew || !phone.node.dataset.ready) return;
  phone.seen();
  showList();
}

function discard(phone) {
  phones = phones.filter((other) => other !== phone);
  phone.close();
}

function closePhone(phone) {
  discard(phone);
  const left = phones.at(-1);
  left?.node.classList.remove("behind");
  changed();
  if (left && narrow.matches) left.focus(true);
  else list.querySelector(`[data-person="${phone.person.id}"]`)?.focus();
}

function changed() {
  const shown = inOrder().map((phone) => phone.person.id);
  history.replaceState(null, "", shown.length ? `#${shown.join("+")}` : location.pathname);
  document.body.classList.toggle("chatting", phones.length > 0);
  document.body.classList.toggle("pair", phones.length > 1);
  phones.forEach((phone) => phone.relabel());
  showSkips(skips, inOrder(), { people: toPeople, show });
  showList();
}

/** A reload shows the same phones again: their people stand in the address. */
function openFromAddress() {
  const ids = location.hash.slice(1).split("+").map(Number);
  people.filter((person) => ids.includes(person.id)).slice(0, MOST_PHONES).forEach((person) => place(person, true));
}

function chooseBeside(phone, anchor) {
  const others = people.filter((person) => person.id !== phone.person.id);
  menu(anchor, ["Beside it, the phone of…", ...others.map((person) => [fullName(person), () => show(person, true)])], "Side by side with");
}

/** Opens a link to the bot on the phone of a person, who may not be the one it was found at. */
async function openLink(person, link) {
  const phone = show(person, true);
  await attempt(phone.toasts, () => new PersonApi(person.id).open(link));
}

moveByKeys(list);
goRoundByF6({ list, phones: inOrder, people: toPeople, show });
showSkips(skips, [], { people: toPeople, show });

document.getElementById("add-person").addEventListener("click", async () => {
  const person = await attempt(notices, () => askPerson(people));
  if (!person) return;
  await refresh();
  show(person);
});

document.getElementById("paste-link").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = document.getElementById("link");
  const link = input.value.trim();
  if (!bot || !link) return;
  const toBot = linkToBot(link, bot.username);
  if (toBot) openAs(toBot, event.submitter ?? input, { people: () => people, open: openLink });
  else toast(notices, `Only links to this bot open here: https://t.me/${bot.username}?start=…`, "error");
});

listen("/sandbox/events", refresh, (event) => event.type === "people" && refresh());
