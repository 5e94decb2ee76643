// Who used it: fal's key labels and teams in FOCUS Tags, beside the tags of the request itself.

import { byBytes } from "./order.mjs";

/** The Tags cell: importers keep Tags and often drop custom columns (design section 4), so who used it is put there. */
export function tagsOf(item, options) {
  const attribution = (options.attributionTags ?? true) ? attributionOf(item) : {};
  const tags = { ...attribution, ...item.requestTags }; // a request's own tag of that name stays
  const members = Object.keys(tags).sort(byBytes).map((key) => `${JSON.stringify(key)}:${tags[key]}`);
  return members.length === 0 ? null : `{${members.join(",")}}`;
}

function attributionOf({ auth, username, productSent, app }) {
  const tags = {
    "fal/key": auth.api_key_id && keyLabel(auth),
    "fal/team": username?.includes("@") ? null : username,
    "fal/product": productSent,
    "fal/app": app,
  };
  const given = Object.entries(tags).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, JSON.stringify(value)]));
}

// Never a login or an e-mail address (design section 4): the id of the key is then the better name.
function keyLabel({ detail, api_key_id, login_username }) {
  const label = (detail ?? "").replace(/\s*\(owner: .*\)$/s, "");
  const isPersonal = label.includes("@") || (login_username && label.toLowerCase().includes(login_username.toLowerCase()));
  return label === "" || isPersonal ? api_key_id : label;
}
