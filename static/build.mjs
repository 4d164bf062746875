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
  frame: "widget/frame.ts",
  console: "console/console.tsx",
  demo: "demo/demo.ts",
};
const styles = { frame: "widget/frame.css", console: "console/console.css", demo: "demo/demo.css", docs: "demo/docs.css" };
const pages = ["widget/frame.html", "console/console.html", "demo/demo.html", "demo/docs.html"];
// Bytes after gzip; a bundle that outgrows its budget fails the build.
const budgets = { "widget.js": 2 * 1024, "frame.js": 25 * 1024, "console.js": 90 * 1024 };

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  entryPoints: Object.fromEntries(Object.entries(bundles).map(([name, path]) => [name, join(here, path)])),
  outdir: dist, bundle: true, minify: true, format: "iife", target: "es2022",
  jsx: "automatic", jsxImportSource: "preact", legalComments: "none", logLevel: "warning",
});
for (const [name, path] of Object.entries(styles)) {
  await build({ entryPoints: [join(here, path)], outfile: join(dist, `${name}.css`), minify: true, bundle: true });
}
for (const page of pages) cpSync(join(here, page), join(dist, page.split("/").pop()));

let over = 0;
for (const [name, budget] of Object.entries(budgets)) {
  const bytes = gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  console.log(`${name}: ${bytes} of ${budget} bytes (gzip)`);
  over += bytes > budget ? 1 : 0;
}
process.exitCode = over ? 1 : 0;
