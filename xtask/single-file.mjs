// The page as one file that works from disk: pkg/fal-focus.html, with everything in it that a server gives otherwise.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Whatever asks a server has a stand-in that does not. */
const STAND_INS = {
  [`${root}www/assets.js`]: `${root}xtask/single-file/assets.js`,
  [`${root}pkg/figures.js`]: `${root}xtask/single-file/figures.js`,
  [`${root}pkg/web.js`]: `${root}pkg/inline.js`,
};

const standIns = {
  name: "stand-ins",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /(assets|figures|web)\.js$/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === standIns) return undefined;
      const { path: found, errors } = await resolve(path, { importer, kind, resolveDir, pluginData: standIns });
      const standIn = STAND_INS[found] ?? found;
      // It may itself be over what it stands for.
      return { path: standIn === importer ? found : standIn, errors };
    });
  },
};

/** Files that are no script become text: compressed, in base64. */
const packed = {
  name: "packed",
  setup({ onLoad }) {
    onLoad({ filter: /\.(wasm|json)$/ }, ({ path }) => {
      const contents = gzipSync(readFileSync(path), { level: 9 }).toString("base64");
      return { contents, loader: "text" };
    });
  },
};

/** The same bytes for the same page. */
export async function singleFile() {
  const html = readFileSync(`${root}www/index.html`, "utf8");
  const { page, styles } = withoutLinks(html);
  const style = await linkedStyle(styles);
  const script = await linkedScript();
  const parts = [
    [/(?<=http-equiv="Content-Security-Policy" content=")[^"]*/, policy(script, style)],
    ["</head>", `<style>${style}</style>\n</head>`],
    // A module waits for the document; this does not.
    ["</body>", `<script>${script}</script>\n</body>`],
  ];
  return parts.reduce((page, [place, part]) => replaced(page, place, part), page);
}

function replaced(page, place, part) {
  if (page.search(place) < 0) throw new Error(`www/index.html has no ${place}, and the single file needs it`);
  return page.replace(place, () => part);
}

/** Only what is in the file runs, and nothing connects. The worker takes the policy along. */
function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types fal-focus",
  ].join("; ");
}

/** The document alone, and the style sheets that it is shown by. */
function withoutLinks(html) {
  const styles = [];
  const page = html
    .replace(/ *<!-- .*data-served.* -->\n/, "")
    .replace(/ *<p data-served>.*?<\/p>\n/gs, "")
    .replace(/ *<link rel="stylesheet" href="(.+)">\n/g, (_, path) => {
      styles.push(path);
      return "";
    })
    .replace(/ *<script type="module" src="main.js"><\/script>\n/, "")
    .replace(/href="(.+\.svg)"/g, (_, path) => `href="data:image/svg+xml;base64,${readFileSync(`${root}www/${path}`, "base64")}"`);
  const left = page.match(/\s(?:src|href)="(?!#|data:|https:)[^"]*"/);
  if (left) throw new Error(`www/index.html has${left[0]}, and the single file would miss it`);
  return { page, styles };
}

function linkedStyle(paths) {
  const contents = paths.map((path) => `@import "./${path}";`).join("\n");
  return linked({ stdin: { contents, loader: "css", resolveDir: `${root}www` } });
}

/** As an async function: so a script may await as a module does, and has no global names. */
async function linkedScript() {
  const modules = await linked({ entryPoints: [`${root}xtask/single-file/entry.js`] }, Object.values(STAND_INS));
  return `"use strict";\n(async () => {\n${modules}})();\n`;
}

/** With the files in it that must be. */
async function linked(what, needed = []) {
  const { outputFiles, metafile } = await build({
    ...what,
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    write: false,
    metafile: true,
    charset: "utf8",
    // package.json's `sideEffects` is for those who take functions out of the package.
    ignoreAnnotations: true,
    // No way of the code leads to a network, also none that the policy would refuse.
    define: { fetch: "undefined", "globalThis.fetch": "undefined", "import.meta.url": "undefined" },
    plugins: [standIns, packed],
    logOverride: { "duplicate-object-key": "silent" },
  });
  const missing = needed.find((path) => !metafile.inputs[path.slice(root.length)]);
  if (missing) throw new Error(`${missing} stands in for nothing that the page imports`);
  const [{ text }] = outputFiles;
  for (const ends of ["<!--", "</script", "</style", "\r"]) {
    if (text.toLowerCase().includes(ends)) throw new Error(`${JSON.stringify(ends)} would end or change what is inline`);
  }
  return text;
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${root}pkg/fal-focus.html`, await singleFile());
}
