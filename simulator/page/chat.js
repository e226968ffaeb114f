// Owns the page: what the server says is shown, what people do is sent to the server.

import { bubble, make } from "/bubble.js";

const phones = new Map();
let connectedBefore = false;

class Phone {
  constructor(seat, state) {
    this.id = seat.id;
    this.root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.shown = new Map(); // message id -> what was drawn, as JSON
    this.notesSeen = new Set(seat.notes.map((note) => note.id));
    this.find = (selector) => this.root.querySelector(selector);
    this.label(seat, state);
    this.listen();
  }

  label(seat, state) {
    this.root.id = `seat-${seat.id}`;
    this.root.ariaLabel = `${seat.label}: ${seat.name}`;
    this.find(".holder").append(make("b", "", seat.label), ` ${seat.name}`);
    this.find(".bot-name").textContent = state.bot;
    this.find(".avatar").textContent = [...state.bot][0] ?? "";
    this.find(".log").ariaLabel = `Messages of ${seat.name}`;
    this.find("textarea").ariaLabel = `Message from ${seat.name}`;
    this.find(".open-posts").hidden = state.samples.length === 0;
    state.samples.forEach((sample, number) => this.find(".posts ul").append(this.post(sample, number)));
  }

  listen() {
    const box = this.find("textarea");
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    box.addEventListener("input", () => fit(box));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.open(null));
    for (const tray of ["posts", "commands"]) {
      this.find(`.open-${tray}`).addEventListener("click", () => this.open(tray));
    }
  }

  /** Open one tray and close the other; an open one closes. */
  open(wanted) {
    const log = this.find(".log");
    const wasAtEnd = atEnd(log);
    for (const name of ["posts", "commands"]) {
      const tray = this.find(`.tray.${name}`);
      tray.hidden = name !== wanted || !tray.hidden;
      this.find(`.open-${name}`).ariaExpanded = String(!tray.hidden);
    }
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
  }

  post(sample, number) {
    const button = make("button", "choice");
    button.type = "button";
    const words = make("span", "excerpt", sample.text);
    words.dir = "auto";
    button.append(make("b", "", sample.title), make("small", "", sample.channel), words);
    button.addEventListener("click", () => this.act("forward", { sample: number }));
    const item = make("li");
    item.append(button);
    return item;
  }

  commands(list) {
    const known = JSON.stringify(list);
    if (known === this.knownCommands) return;
    this.knownCommands = known;
    this.find(".open-commands").hidden = list.length === 0;
    this.find(".commands ul").replaceChildren(...list.map((entry) => {
      const button = make("button", "choice");
      button.type = "button";
      button.append(make("b", "", `/${entry.command}`), make("span", "", entry.description));
      button.addEventListener("click", () => this.act("say", { text: `/${entry.command}` }));
      const item = make("li");
      item.append(button);
      return item;
    }));
  }

  send() {
    const box = this.find("textarea");
    const text = box.value.trim();
    if (!text) return;
    this.act("say", { text }).then((done) => {
      if (!done) return;
      box.value = "";
      fit(box);
    });
  }

  async act(what, details) {
    this.open(null);
    const problem = await post(`/chat/${what}`, { person: this.id, ...details });
    if (problem) this.toast(problem);
    return !problem;
  }

  press(message, number, button) {
    if (button.kind === "callback_data") this.act("press", { message: message.id, button: number });
    else if (button.kind === "copy_text") this.copy(button.value);
    else this.toast("In Telegram, this lets you choose a chat to share with");
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast("Text copied to clipboard");
    } catch {
      this.toast(text);
    }
  }

  jump(id) {
    const target = this.find(`.message[data-id="${id}"]`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1500);
  }

  show(seat) {
    this.commands(seat.commands);
    this.typing(seat.typing);
    this.messages(seat.messages);
    for (const note of seat.notes) this.note(note);
  }

  typing(busy) {
    clearTimeout(this.typingEnds);
    this.find(".status").textContent = busy ? "typing …" : "bot";
    if (busy) this.typingEnds = setTimeout(() => this.typing(false), 5000);
  }

  messages(list) {
    const log = this.find(".log");
    const wasAtEnd = atEnd(log);
    const before = this.shown.size;
    const wanted = new Set(list.map((message) => message.id));
    for (const id of [...this.shown.keys()].filter((known) => !wanted.has(known))) this.remove(id);
    for (const message of list) this.draw(message);
    this.dates(list);
    const wrote = this.shown.size > before && list.at(-1)?.mine;
    if (wasAtEnd || wrote) log.scrollTop = log.scrollHeight;
  }

  remove(id) {
    this.find(`.message[data-id="${id}"]`)?.remove();
    this.shown.delete(id);
  }

  draw(message) {
    const drawn = JSON.stringify(message);
    if (this.shown.get(message.id) === drawn) return;
    const old = this.find(`.message[data-id="${message.id}"]`);
    const focused = old ? [...old.querySelectorAll(".key")].indexOf(document.activeElement) : -1;
    const fresh = bubble(message, {
      command: (text) => this.act("say", { text }),
      press: (...pressed) => this.press(...pressed),
      jump: (id) => this.jump(id),
    });
    if (old) old.replaceWith(fresh);
    else this.find(".messages").append(fresh);
    if (old) fresh.classList.add("changed");
    fresh.querySelectorAll(".key")[focused]?.focus();
    this.shown.set(message.id, drawn);
  }

  dates(list) {
    for (const line of this.root.querySelectorAll(".day")) line.remove();
    let last = "";
    for (const message of list) {
      const day = dayOf(message.date);
      if (day !== last) this.find(`.message[data-id="${message.id}"]`).before(make("p", "day", day));
      last = day;
    }
  }

  note(note) {
    if (this.notesSeen.has(note.id)) return;
    this.notesSeen.add(note.id);
    if (!note.alert) return this.toast(note.text);
    const dialog = this.find(".alert");
    dialog.querySelector("p").textContent = note.text;
    if (!dialog.open) dialog.showModal();
  }

  toast(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    toast.classList.add("up");
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => toast.classList.remove("up"), 3500);
  }
}

function dayOf(seconds) {
  const day = new Date(seconds * 1000).toDateString();
  if (day === new Date().toDateString()) return "Today";
  return new Date(seconds * 1000).toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
}

function atEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
}

/** Post JSON; return what went wrong, or nothing. */
async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    return response.ok ? "" : (await response.json()).error;
  } catch {
    return "The simulator does not answer";
  }
}

function tabFor(seat, isFirst) {
  const tab = make("button", "tab", seat.label);
  tab.type = "button";
  tab.role = "tab";
  tab.setAttribute("aria-controls", `seat-${seat.id}`);
  tab.ariaSelected = String(isFirst);
  tab.addEventListener("click", () => choose(tab, seat.id));
  return tab;
}

// Narrow screens show one phone at a time; wide ones show all and no tabs.
function choose(tab, id) {
  for (const other of document.querySelectorAll(".tab")) other.ariaSelected = String(other === tab);
  for (const phone of phones.values()) phone.root.classList.toggle("chosen", phone.id === id);
  const log = phones.get(id).find(".log");
  log.scrollTop = log.scrollHeight;
}

function open(state) {
  document.title = state.bot;
  state.seats.forEach((seat, number) => {
    const phone = new Phone(seat, state);
    phone.root.classList.toggle("chosen", number === 0);
    phones.set(seat.id, phone);
    document.querySelector(".phones").append(phone.root);
    document.querySelector(".tabs").append(tabFor(seat, number === 0));
  });
}

function listen() {
  const events = new EventSource("/chat/events");
  const lost = document.querySelector(".connection");
  events.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    const ids = state.seats.map((seat) => seat.id);
    if (connectedBefore && ids.some((id) => !phones.has(id))) return location.reload();
    if (!connectedBefore) open(state);
    connectedBefore = true;
    lost.hidden = true;
    for (const seat of state.seats) phones.get(seat.id).show(seat);
  });
  events.addEventListener("error", () => {
    lost.hidden = false;
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(listen, 1000);
  });
}

listen();
