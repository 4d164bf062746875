// Runs the browser's search for secrets over texts from standard input: one JSON list in, one JSON list of lists out.
import { build } from "esbuild";

const { outputFiles } = await build({ entryPoints: ["static/shared/spotting.ts"], bundle: true, format: "esm", write: false });
const { masked, spotsIn } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
let input = "";
for await (const chunk of process.stdin) input += chunk;
console.log(JSON.stringify(JSON.parse(input).map((text) => {
  const spots = spotsIn(text);
  return { spots, masked: masked(text, spots) };
})));
