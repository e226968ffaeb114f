// Owns the look of one message: bubble, forwarded-from line, quoted reply, picture, time and buttons.

import { richText } from "/rich_text.js";

const ICONS = { url: "↗", copy_text: "⧉", switch_inline_query: "➦", switch_inline_query_current_chat: "➦",
  switch_inline_query_chosen_chat: "➦", web_app: "▣" };

/** Make an element with a class and, if given, plain text (never markup). */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Return the element of a message. `on` has command(text), press(message, number, button) and jump(id). */
export function bubble(message, on) {
  const item = make("article", `message ${message.mine ? "mine" : "theirs"}`);
  item.dataset.id = message.id;
  const body = make("div", "bubble");
  if (message.origin) body.append(forwardedFrom(message.origin));
  if (message.reply) body.append(quoted(message.reply, on.jump));
  if (message.photo) body.append(picture(message.photo));
  body.append(words(message, on.command));
  if (message.reaction) body.append(make("span", "reaction", message.reaction));
  item.append(body);
  if (message.rows.length) item.append(keyboard(message, on.press));
  return item;
}

function forwardedFrom(name) {
  const line = make("p", "origin", "Forwarded from ");
  const source = make("b", "", name);
  source.dir = "auto";
  line.append(source);
  return line;
}

function quoted(reply, jump) {
  const quote = make("button", "quoted");
  quote.type = "button";
  quote.ariaLabel = `In reply to ${reply.author}: ${reply.text}`;
  const text = make("span", "", reply.text || "Photo");
  text.dir = "auto";
  quote.append(make("b", "", reply.author), text);
  quote.addEventListener("click", () => jump(reply.id));
  return quote;
}

function picture(address) {
  const image = make("img", "photo");
  image.src = address;
  image.alt = "Picture";
  return image;
}

function words(message, onCommand) {
  const text = make("div", "text");
  text.dir = "auto";
  text.append(richText(message.text, message.entities, onCommand));
  text.append(meta(message));
  return text;
}

function meta(message) {
  const line = make("span", "meta");
  line.dir = "ltr";
  if (message.edited) line.append(make("span", "edited", "edited"));
  const at = new Date(message.date * 1000);
  const time = make("time", "", at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = at.toISOString();
  line.append(time);
  if (message.mine) line.append(make("span", "ticks", "✓✓"));
  return line;
}

function keyboard(message, onPress) {
  const board = make("div", "keyboard");
  let number = 0;
  for (const row of message.rows) {
    const line = make("div", "row");
    for (const button of row) line.append(key(message, ++number, button, onPress));
    board.append(line);
  }
  return board;
}

function key(message, number, button, onPress) {
  const isLink = button.kind === "url" && /^(https?|tg):\/\//i.test(button.value);
  const element = make(isLink ? "a" : "button", "key");
  const label = make("span", "", button.text);
  label.dir = "auto";
  element.append(label);
  if (ICONS[button.kind]) element.append(icon(button.kind));
  if (isLink) {
    Object.assign(element, { href: button.value, target: "_blank", rel: "noopener noreferrer" });
  } else {
    element.type = "button";
    element.ariaBusy = String(button.busy);
    element.addEventListener("click", () => onPress(message, number, button));
  }
  return element;
}

function icon(kind) {
  const mark = make("i", "", ICONS[kind]);
  mark.ariaHidden = "true";
  return mark;
}
