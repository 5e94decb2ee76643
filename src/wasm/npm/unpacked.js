// Files inside scripts: compressed, and written as text.

/** @returns {Promise<ArrayBuffer>} the bytes of a file that the build has packed */
export function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt());
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
