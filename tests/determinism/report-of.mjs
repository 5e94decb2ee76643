/**
 * What comes out of a case, wherever this runs, which may be in a page: nothing outside of it is used. `entry` is what
 * the package is imported from.
 */
export async function reportOf({ request, options, files }, entry) {
  const { FocusReportWriter } = await import(entry);
  const chunks = [];
  try {
    const writer = new FocusReportWriter(request, options, (chunk) => chunks.push(chunk));
    for (const { name, text } of files) {
      const bytes = new TextEncoder().encode(text);
      writer.push(new Uint8Array(), { file: name });
      for (let at = 0; at < bytes.length; at += 10_007) writer.push(bytes.subarray(at, at + 10_007), { file: name });
      writer.endFile();
    }
    const { summary, metadata } = writer.finish();
    const hash = await crypto.subtle.digest("SHA-256", await new Blob(chunks).arrayBuffer());
    const csv = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { csv, summary, metadata };
  } catch ({ code, field }) {
    return { code, field: field ?? null };
  }
}
