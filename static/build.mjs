// Builds static/dist: bundles by esbuild, pages and styles copied. Run by `make build`.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const bundles = {
  widget: "widget/loader.ts",
  console: "console/console.tsx",
  demo: "demo/demo.ts",
};
// Split, so that a visitor loads one language only.
const modules = { frame: "widget/frame.ts" };
const styles = { frame: "widget/frame.css", console: "console/console.css", demo: "demo/demo.css", docs: "demo/docs.css" };
const pages = ["widget/frame.html", "console/console.html", "demo/demo.html", "demo/docs.html"];
// Bytes after gzip; a bundle that outgrows its budget fails the build.
const budgets = { "widget.js": 2 * 1024, "frame.js": 25 * 1024, "console.js": 90 * 1024 };

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const options = {
  outdir: dist, bundle: true, minify: true, target: "es2022", charset: "utf8",
  jsx: "automatic", jsxImportSource: "preact", legalComments: "none", logLevel: "warning",
};
const entries = (paths) => Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, join(here, path)]));
await build({ ...options, entryPoints: entries(bundles), format: "iife" });
await build({ ...options, entryPoints: entries(modules), format: "esm", splitting: true, chunkNames: "frame-[name]-[hash]" });
for (const [name, path] of Object.entries(styles)) {
  await build({ entryPoints: [join(here, path)], outfile: join(dist, `${name}.css`), minify: true, bundle: true });
}
for (const page of pages) cpSync(join(here, page), join(dist, page.split("/").pop()));

const gzipped = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
// The frame with the largest of its languages.
const languages = Math.max(...readdirSync(dist).filter((name) => name.startsWith("frame-")).map(gzipped));
let over = 0;
for (const [name, budget] of Object.entries(budgets)) {
  const bytes = gzipped(name) + (name === "frame.js" ? languages : 0);
  console.log(`${name}: ${bytes} of ${budget} bytes (gzip)`);
  over += bytes > budget ? 1 : 0;
}
process.exitCode = over ? 1 : 0;
