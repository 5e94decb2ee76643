// Who used it: fal's key labels in FOCUS Tags.

/** The Tags cell: importers keep Tags and often drop custom columns (design section 4), so the key is put there. */
export function tagsOf(item, options) {
  const tags = {};
  if ((options.attributionTags ?? true) && item.auth.api_key_id) tags["fal/key"] = keyLabel(item.auth);
  return Object.keys(tags).length === 0 ? null : JSON.stringify(tags);
}

// Never a login or an e-mail address (design section 4): the id of the key is then the better name.
function keyLabel({ detail, api_key_id, login_username }) {
  const label = (detail ?? "").replace(/\s*\(owner: .*\)$/s, "");
  const isPersonal = label.includes("@") || (login_username && label.toLowerCase().includes(login_username.toLowerCase()));
  return label === "" || isPersonal ? api_key_id : label;
}
