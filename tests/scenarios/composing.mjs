// Asks the console's own code: one JSON list of [function, arguments] in, one JSON list of answers out.
import { build } from "esbuild";

const bundle = async (path) => {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
};
const known = { ...(await bundle("static/console/replies.ts")), ...(await bundle("static/console/summary.ts")) };
let input = "";
for await (const chunk of process.stdin) input += chunk;
console.log(JSON.stringify(JSON.parse(input).map(([name, ...given]) => known[name](...given))));
