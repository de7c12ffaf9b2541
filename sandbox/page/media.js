// Pictures, files, sounds, contacts and the other things a message can carry.
import { avatar, button, el, icon } from "./dom.js";
import { fileUrl } from "./api.js";
import { enlarge } from "./dialogs.js";
import { readCode } from "./qr.js";

const KINDS = { photo, animation, video, video_note: video, voice, audio: voice, document: attachment, sticker, contact, venue, location };

/** The node of what a message carries beside its text, or null; `actions.scan(url, node)` follows a link scanned in it. */
export function media(message, actions) {
  // An animation comes with a document, a venue with a location: the first kind in the list above is the right one.
  const kind = Object.keys(KINDS).find((name) => message[name]);
  return kind ? KINDS[kind](message[kind], message, actions) : null;
}

/** A word for what a message carries, where there is no room for more. */
export function summary(message) {
  if (message.text ?? message.caption) return message.text ?? message.caption;
  const kind = Object.keys(KINDS).find((name) => message[name]);
  return kind ? kind.replace("_", " ").replace(/^./, (letter) => letter.toUpperCase()) : "Message";
}

function photo(sizes, message, actions) {
  const largest = sizes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const alternative = message.caption ? `Picture: ${message.caption}` : "Picture";
  const image = el("img", { src: fileUrl(largest.file_id), alt: alternative, width: largest.width, height: largest.height });
  const open = button(image, () => enlarge(image.src, alternative), { class: "photo", "aria-label": `Enlarge. ${alternative}` });
  if (message.has_media_spoiler) hide(open);
  return el("div", { class: "media" }, open, scanner(image, actions));
}

/**
 * Appears under a picture that shows a QR code, and follows the link in it as a phone's camera would: in one tap with the
 * phone beside this one, if there is one.
 */
function scanner(image, actions) {
  const scan = button(actions.scanLabel(), () => actions.scan(scan.title, scan), { class: "scan" });
  const elsewhere = button("As somebody else…", () => actions.link(scan.title, elsewhere), { class: "scan elsewhere" });
  const node = el("div", { class: "scans", hidden: true }, scan, elsewhere);
  image.addEventListener("load", () => {
    scan.title = readCode(image) ?? "";
    node.hidden = !/^(https?|tg):/i.test(scan.title);
  });
  return node;
}

function hide(node) {
  node.classList.add("covered");
  node.addEventListener("click", (event) => {
    if (!node.classList.contains("covered")) return;
    event.stopImmediatePropagation();
    node.classList.remove("covered");
  }, { capture: true });
}

function video(file, message) {
  return el("video", { class: "media", controls: true, preload: "metadata", src: fileUrl(file.file_id), "aria-label": message.caption ?? "Video" });
}

function animation(file) {
  return el("video", { class: "media", autoplay: true, loop: true, muted: true, playsinline: true, src: fileUrl(file.file_id), "aria-label": "Animation" });
}

function voice(file) {
  return el("div", { class: "sound" },
    file.title && el("span", { dir: "auto" }, [file.performer, file.title].filter(Boolean).join(" – ")),
    el("audio", { controls: true, preload: "metadata", src: fileUrl(file.file_id), "aria-label": file.title ?? "Voice message" }));
}

function attachment(file) {
  const name = file.file_name ?? "File";
  return el("a", { class: "file", href: fileUrl(file.file_id), download: name },
    el("span", { class: "file-icon" }, icon("file")),
    el("span", { class: "file-text" },
      el("span", { class: "file-name", dir: "auto" }, name),
      el("span", { class: "faint" }, file.file_size === undefined ? "Download" : `${size(file.file_size)} · Download`)));
}

/** A size in bytes, as people read it. */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function sticker(file) {
  if (file.is_animated || file.is_video) return el("span", { class: "sticker" }, file.emoji ?? "Sticker");
  return el("img", { class: "sticker", src: fileUrl(file.file_id), alt: `Sticker ${file.emoji ?? ""}` });
}

function contact(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return el("div", { class: "contact" },
    avatar({ id: person.user_id ?? 0, first_name: person.first_name }),
    el("span", { class: "file-text" }, el("span", { dir: "auto" }, name), el("span", { class: "faint" }, person.phone_number)));
}

function venue(place) {
  return el("div", { class: "place" }, el("strong", { dir: "auto" }, place.title), el("span", { dir: "auto" }, place.address), coordinates(place.location));
}

function location(place) {
  return el("div", { class: "place" }, el("strong", {}, "Location"), coordinates(place));
}

function coordinates({ latitude, longitude }) {
  return el("span", { class: "faint" }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
}

/** What is about to be sent: a picture or the file's name. */
export function preview(kind, file) {
  if (kind !== "photo") return el("p", { class: "preview-name", dir: "auto" }, `${file.name} · ${size(file.size)}`);
  const source = URL.createObjectURL(file);
  return el("img", { class: "preview", src: source, alt: file.name, onload: () => URL.revokeObjectURL(source) });
}
