// The time zone's control: a text field with a list that is searched as one types, after the
// pattern of the ARIA Authoring Practices for an editable combobox. What is typed counts as it is:
// the core knows names that no browser lists.

import { byId, element, setText } from "../dom.js";
import { zoneCountText } from "./request-words.js";
import { matchingZones, zonesAt } from "./zones.js";

const PAGE = 8;

/** @param {(name: string) => void} onPicked the field holds the name already */
export function createZonePicker(onPicked) {
  const field = byId("timezone");
  const list = byId("timezones");
  const opener = byId("open-timezones");
  /** Made when first asked for: the offsets of four hundred zones take a moment. */
  let zones;

  field.addEventListener("input", ({ isTrusted }) => isTrusted && show(field.value));
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", hide);
  field.addEventListener("click", () => !isOpen() && show());
  // The field keeps the focus whatever is pressed.
  for (const node of [list, opener]) node.addEventListener("pointerdown", (event) => event.preventDefault());
  opener.addEventListener("click", () => {
    field.focus();
    if (isOpen()) hide();
    else show();
  });
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) pick(option);
  });

  function isOpen() {
    return !list.hidden;
  }

  /** All zones, or those that the query finds. */
  function show(query = "") {
    zones ??= zonesAt(Date.now());
    const found = matchingZones(zones, query);
    list.replaceChildren(...found.map(optionOf));
    setText(byId("timezones-count"), zoneCountText(found.length, query));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(isOpen()));
    activate(query ? undefined : [...list.children].find(({ dataset }) => dataset.name === field.value));
  }

  function hide() {
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    setText(byId("timezones-count"), "");
  }

  function pick({ dataset }) {
    hide();
    field.value = dataset.name;
    onPicked(dataset.name);
  }

  function active() {
    return list.querySelector("[aria-selected=true]");
  }

  function activate(option) {
    active()?.setAttribute("aria-selected", "false");
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    // The list scrolls, and not the page.
    const { offsetTop, offsetHeight } = option;
    if (offsetTop < list.scrollTop) list.scrollTop = offsetTop;
    const below = offsetTop + offsetHeight - list.clientHeight;
    if (below > list.scrollTop) list.scrollTop = below;
  }

  /** The option so many places on; beyond one end lies the other. */
  function step(by) {
    const options = [...list.children];
    const at = options.indexOf(active());
    if (at < 0) return activate(by > 0 ? options[0] : options.at(-1));
    const last = options.length - 1;
    const wraps = Math.abs(by) === 1 && (at + by < 0 || at + by > last);
    activate(options[wraps ? (by > 0 ? 0 : last) : Math.max(0, Math.min(at + by, last))]);
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = isOpen() ? openKey(event) : closedKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  function closedKey({ key }) {
    if (key === "ArrowDown" || key === "ArrowUp") return () => show();
    return undefined;
  }

  /** Home and End belong to the text until an option is chosen from. */
  function openKey({ key, altKey }) {
    const option = active();
    switch (key) {
      case "ArrowDown":
        return () => step(1);
      case "ArrowUp":
        return altKey ? hide : () => step(-1);
      case "PageDown":
        return () => step(PAGE);
      case "PageUp":
        return () => step(-PAGE);
      case "Home":
        return option && (() => activate(list.firstElementChild));
      case "End":
        return option && (() => activate(list.lastElementChild));
      case "Enter":
        return option ? () => pick(option) : hide;
      case "Escape":
        return hide;
      default:
        return undefined;
    }
  }
}

function optionOf({ name, offset, isOwn }, index) {
  const own = element("span", { className: "zone-own", textContent: "this browser’s" });
  const option = element(
    "li",
    { id: `timezones-${index}`, role: "option" },
    element("span", { className: "zone-name" }, name, ...(isOwn ? [" ", own] : [])),
    " ",
    element("span", { className: "zone-offset", textContent: offset }),
  );
  option.dataset.name = name;
  option.setAttribute("aria-selected", "false");
  return option;
}
