// Why there is no report, or no check, and the way to what answers it.

import { byId, element, factEntries, onChange } from "../dom.js";
import * as wording from "../wording.js";

export const renderError = onChange((error) => {
  byId("error").hidden = !error;
  if (!error) return;
  byId("error").replaceChildren(...errorEntries("The report could not be made", error, wayTo(wording.controlOf(error))));
});

/** What went wrong, what to do, and where; `ways` lead there. */
export function errorEntries(title, { message, hint, file, field, code }, ways = []) {
  return [
    element("h3", { textContent: title }),
    element("p", { className: "message", textContent: message }),
    element("p", { textContent: hint ?? "", hidden: !hint }),
    ...ways,
    element("dl", { className: "facts" }, ...factEntries({ file, where: field, code })),
  ];
}

/** A link to the control that answers an error. */
function wayTo(name) {
  const control = name && byId("request").elements.namedItem(name);
  if (!control?.id) return [];
  const link = element("a", { href: `#${control.id}`, textContent: `Go to ${name}` });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
  });
  return [element("p", {}, link)];
}
