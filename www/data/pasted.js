// Text from the clipboard as a file.

/**
 * @param {string} text
 * @param {Iterable<string>} taken the names that are there already
 * @returns {File}
 */
export function pastedFile(text, taken) {
  const extension = /^\s*[[{]/.test(text) ? "json" : "csv";
  const names = new Set(taken);
  let number = 1;
  while (names.has(`pasted-${number}.json`) || names.has(`pasted-${number}.csv`)) number += 1;
  return new File([text], `pasted-${number}.${extension}`, { type: "text/plain" });
}

/**
 * Whether a paste belongs to a control that takes text, and not to the page.
 *
 * @param {EventTarget} target
 */
export function takesText(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio], [type=file]), textarea, [contenteditable]"));
}
