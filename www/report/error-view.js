// Why there is no report, and the way to what answers it.

import { byId, element, factEntries, onChange } from "../dom.js";
import * as wording from "../wording.js";

export const renderError = onChange((error) => {
  byId("error").hidden = !error;
  if (!error) return;
  const facts = factEntries({ file: error.file, where: error.field, code: error.code });
  byId("error").replaceChildren(
    element("h3", { textContent: "The report could not be made" }),
    element("p", { className: "message", textContent: error.message }),
    element("p", { textContent: error.hint ?? "", hidden: !error.hint }),
    ...wayTo(wording.controlOf(error)),
    element("dl", { className: "facts" }, ...facts),
  );
});

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
