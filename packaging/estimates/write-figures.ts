/** Brings the figures in `docs/estimates.md` up to date with the data: `node packaging/estimates/write-figures.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figuresEnd, figuresStart, figuresText } from "./figures-text.ts";
import type { PublishedInits } from "./published-inits.ts";

const file = join(import.meta.dirname, "../../docs/estimates.md");
const published = JSON.parse(readFileSync(join(import.meta.dirname, "published-inits.json"), "utf8")) as PublishedInits;
const text = readFileSync(file, "utf8");
const before = text.slice(0, text.indexOf(figuresStart));
const after = text.slice(text.indexOf(figuresEnd));
writeFileSync(file, `${before}${figuresStart}\n\n${figuresText(published)}\n\n${after}`);
