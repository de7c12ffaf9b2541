// The people API of the sandbox: what the people in front of the phones do.

async function request(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

function post(path, data) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });
}

export const getPeople = () => request("/sandbox/people");
export const addPerson = (person) => post("/sandbox/people", person);
export const fileUrl = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

/** Everything one person can do with the bot. */
export class PersonApi {
  constructor(personId) {
    this.base = `/sandbox/people/${personId}`;
  }

  chat() {
    return request(`${this.base}/chat`);
  }

  send(text, replyTo) {
    return post(`${this.base}/messages`, { text, ...(replyTo && { reply_to_message_id: replyTo }) });
  }

  /** kind: photo, document, voice or video. */
  sendFile(kind, file, caption) {
    const form = new FormData();
    form.append(kind, file, file.name);
    if (caption) form.append("caption", caption);
    return request(`${this.base}/messages`, { method: "POST", body: form });
  }

  edit(messageId, text) {
    return post(`${this.base}/messages/${messageId}`, { text });
  }

  press(messageId, row, column) {
    return post(`${this.base}/press`, { message_id: messageId, row, column });
  }

  pin(messageId) {
    return post(`${this.base}/pin`, { message_id: messageId });
  }

  /** 0 turns it off. */
  setAutoDelete(seconds) {
    return post(`${this.base}/auto_delete`, { seconds });
  }

  setBackground() {
    return post(`${this.base}/background`, {});
  }

  shareContact() {
    return post(`${this.base}/contact`, {});
  }

  open(link) {
    return post(`${this.base}/open`, { link });
  }

  block(blocked) {
    return post(`${this.base}/block`, { blocked });
  }

  inline(query, offset = "") {
    return post(`${this.base}/inline`, { query, offset });
  }

  choose(inlineQueryId, resultId, chatId) {
    return post(`${this.base}/inline/choose`, { inline_query_id: inlineQueryId, result_id: resultId, chat_id: chatId });
  }
}

/**
 * Live events. `onOpen` runs at each (re)connection, so that the caller fetches what it missed. A hidden tab lets go of its
 * connection: a browser has only six for one host, and several tabs would use them up. Returns a function that stops it all.
 */
export function listen(path, onOpen, onEvent) {
  let source = null;
  let retry = null;

  function connect() {
    source?.close();
    source = new EventSource(path);
    source.onopen = onOpen;
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = () => {
      // A network failure reconnects by itself; a refusal closes the source for good.
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(retry);
      retry = setTimeout(connect, 2000);
    };
  }

  function followVisibility() {
    clearTimeout(retry);
    if (document.hidden) source?.close();
    else connect();
  }

  document.addEventListener("visibilitychange", followVisibility);
  connect();
  return () => {
    document.removeEventListener("visibilitychange", followVisibility);
    clearTimeout(retry);
    source.close();
  };
}
