// Owns formatted text: Telegram's entities (offsets in UTF-16 units, as in JavaScript) become DOM nodes.

const PLAIN_TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const LONG_QUOTE = 160;

/** Return the text as nodes; `onCommand` is called with a /command that is clicked. */
export function richText(text, entities, onCommand) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...stretch(text, 0, text.length, ordered, onCommand));
  return fragment;
}

function stretch(text, start, end, entities, onCommand) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(first.offset + first.length, end);
    if (first.offset < at || stop <= first.offset) {
      rest = others;
      continue;
    }
    const inside = others.filter((entity) => entity.offset < stop);
    nodes.push(words(text, at, first.offset, nodes.at(-1)));
    const element = elementFor(first, text.slice(first.offset, stop), onCommand);
    element.append(...stretch(text, first.offset, stop, inside, onCommand));
    nodes.push(element);
    at = stop;
    rest = others.slice(inside.length);
  }
  nodes.push(words(text, at, end, nodes.at(-1)));
  return nodes;
}

// A block brings its own line break, so one of the text's own after it would leave a gap.
function words(text, start, end, before) {
  const piece = text.slice(start, end);
  const afterBlock = before instanceof Element && before.classList.contains("block");
  return document.createTextNode(afterBlock ? piece.replace(/^\n/, "") : piece);
}

function elementFor(entity, content, onCommand) {
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(content.includes("://") ? content : `https://${content}`);
  if (entity.type === "bot_command") return command(content, onCommand);
  if (entity.type === "spoiler") return spoiler();
  const element = document.createElement(PLAIN_TAGS[entity.type] ?? "span");
  if (BLOCKS.has(entity.type)) element.classList.add("block");
  if (!(entity.type in PLAIN_TAGS)) element.className = "mention";
  if (entity.type === "expandable_blockquote" && content.length > LONG_QUOTE) foldable(element);
  return element;
}

/** Return a link, or plain words when the address is not one to follow from here. */
function link(url) {
  if (!/^(https?|tg):\/\//i.test(url)) return document.createElement("span");
  const element = document.createElement("a");
  element.href = url;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  return element;
}

function command(content, onCommand) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "inline-command";
  element.addEventListener("click", () => onCommand(content));
  return element;
}

function spoiler() {
  const element = document.createElement("span");
  element.className = "spoiler";
  element.tabIndex = 0;
  element.role = "button";
  element.ariaLabel = "Hidden text, press to show";
  const show = () => {
    element.classList.add("shown");
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
  };
  element.addEventListener("click", show);
  element.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return element;
}

function foldable(element) {
  element.classList.add("folded");
  element.tabIndex = 0;
  element.title = "Show all";
  const toggle = () => element.classList.toggle("folded");
  element.addEventListener("click", toggle);
  element.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
}
