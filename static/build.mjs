// Builds static/dist: bundles by esbuild, pages and styles copied. Run by `make build`.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const bundles = {
  widget: "widget/loader.ts",
  demo: "demo/demo.ts",
};
// Split: a visitor loads one language only, and an agent no pane that is not looked at.
const modules = { frame: "widget/frame.ts", console: "console/console.tsx" };
// Loaded by the loader with `import()`, on the host page.
const more = { "widget-more": "widget/more.ts" };
const styles = { frame: "widget/frame.css", console: "console/console.css", demo: "demo/demo.css", docs: "demo/docs.css" };
const pages = ["widget/frame.html", "console/console.html", "demo/demo.html", "demo/docs.html"];
// Bytes after gzip; a bundle that outgrows its budget fails the build.
const budgets = { "widget.js": 2 * 1024, "widget-more.js": 3 * 1024, "frame.js": 25 * 1024, "console.js": 90 * 1024 };
// The parts of the frame that come when they are needed, by their files.
const parts = { files: 6 * 1024, guarding: 8 * 1024, drafting: 1024, closing: 2 * 1024, waiting: 2 * 1024, lines: 4 * 1024, folding: 1536, banner: 1536, history: 2 * 1024, sound: 1024, menu: 3584, earlier: 3 * 1024 };

// What socket.io-client brings that would only be carried along: the server offers WebSocket and polling, no third
// transport, and commands and events are JSON, files go over HTTP: no packet is binary.
const UNUSED = {
  "engine.io-client/build/esm/transports/webtransport.js": "export class WT {}",
  "engine.io-parser/build/esm/contrib/base64-arraybuffer.js": "export const decode = () => {}",
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false, hasBinary = isBinary",
  "socket.io-parser/build/esm/binary.js": "export const deconstructPacket = (packet) => ({ packet, buffers: [] }), reconstructPacket = (packet) => packet",
};
const withoutUnused = {
  name: "without-unused",
  setup(to) {
    for (const [path, contents] of Object.entries(UNUSED)) {
      to.onLoad({ filter: new RegExp(`${path.replaceAll("/", "[\\\\/]").replaceAll(".", "\\.")}$`) }, () => ({ contents }));
    }
  },
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const options = {
  outdir: dist, bundle: true, minify: true, target: "es2022", charset: "utf8",
  jsx: "automatic", jsxImportSource: "preact", legalComments: "none", logLevel: "warning", plugins: [withoutUnused],
};
const entries = (paths) => Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, join(here, path)]));
await build({ ...options, entryPoints: entries(bundles), format: "iife" });
await build({ ...options, entryPoints: entries(more), format: "esm" });
const built = {};
for (const [name, path] of Object.entries(modules)) {
  // Each by itself: what one shares with the other would be one more file to wait for.
  const { metafile } = await build({
    ...options, entryPoints: { [name]: join(here, path) }, format: "esm", splitting: true, chunkNames: `${name}-[name]-[hash]`, metafile: true,
  });
  for (const [file, output] of Object.entries(metafile.outputs)) built[file.split("/").pop()] = output;
}
for (const [name, path] of Object.entries(styles)) {
  await build({ entryPoints: [join(here, path)], outfile: join(dist, `${name}.css`), minify: true, bundle: true });
}
cpSync(join(here, "widget/types/chat.d.ts"), join(dist, "chat.d.ts"));
for (const page of pages) cpSync(join(here, page), join(dist, page.split("/").pop()));

const gzipped = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
// The frame: what it always loads, with the largest of its languages. What comes with the first file has a budget of its own.
const loadedBy = (name) => [name, ...built[name].imports.filter((one) => one.kind === "import-statement").flatMap((one) => loadedBy(one.path.split("/").pop()))];
const later = built["frame.js"].imports.filter((one) => one.kind === "dynamic-import").map((one) => one.path.split("/").pop());
const partOf = (name) => Object.keys(parts).find((part) => built[name].entryPoint?.endsWith(`widget/${part}.ts`));
const isLanguage = (name) => built[name].entryPoint.includes("/strings/");
const always = new Set(loadedBy("frame.js"));
const together = (names) => [...new Set(names)].reduce((bytes, name) => bytes + gzipped(name), 0);
const languages = Math.max(...later.filter(isLanguage).map((name) => together(loadedBy(name).filter((one) => !always.has(one)))));
let over = 0;
const weigh = (name, bytes, budget) => {
  console.log(`${name}: ${bytes} of ${budget} bytes (gzip)`);
  over += bytes > budget ? 1 : 0;
};
for (const [name, budget] of Object.entries(budgets)) {
  weigh(name, name === "frame.js" ? together(always) + languages : name === "console.js" ? together(loadedBy(name)) : gzipped(name), budget);
}
for (const name of Object.keys(built)) {
  const part = partOf(name);
  if (part) weigh(`frame, ${part}`, together(loadedBy(name).filter((one) => !always.has(one))), parts[part]);
}
process.exitCode = over ? 1 : 0;
