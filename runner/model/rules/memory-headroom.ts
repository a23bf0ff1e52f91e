import { limits } from "../limits.ts";
import type { CheckedFunction, CheckedTemplate } from "./checked-template.ts";
import { setOwn } from "./own-property.ts";
import { type FoundInTemplate, type FunctionFacts, type TemplateRule } from "./template-rule.ts";

/** Functions whose runs took nearly all of their memory, or hardly any of it. */
export const memoryHeadroom: TemplateRule = (template, context) =>
  template.functions.flatMap((fn) => {
    const memoryMb = fn.number(limits.memoryMb.default, "MemorySize");
    const facts = context.facts(fn.logicalId);
    const peakMb = facts?.peakMemoryMb;
    if (memoryMb === undefined || facts === undefined || peakMb === undefined || facts.runs < 1) return [];
    return check({ fn, memoryMb, peakMb, facts }, template);
  });

interface Measured {
  readonly fn: CheckedFunction;
  readonly memoryMb: number;
  readonly peakMb: number;
  readonly facts: FunctionFacts;
}

function check({ fn, memoryMb, peakMb, facts }: Measured, template: CheckedTemplate): readonly FoundInTemplate[] {
  const enoughMb = withHeadroom(peakMb);
  const place = { range: fn.rangeOf("MemorySize"), logicalId: fn.logicalId, source };
  const runs = facts.runs === 1 ? "1 run" : `${facts.runs} runs`;
  const peak = `${fn.logicalId} took up to ${Math.ceil(peakMb)} of its ${memoryMb} MB`;
  if (peakMb > memoryMb * nearlyFull && memoryMb < limits.memoryMb.max) {
    return [
      {
        ...place,
        code: "memory-nearly-full",
        message: `${peak} in ${runs}: a larger event may end it for want of memory.`,
        hint: `Set MemorySize to ${enoughMb}, which leaves a quarter of it free.`,
        fixes: setOwn(template.places, fn, "MemorySize", enoughMb, { unit: " MB" }),
      },
    ];
  }
  const isFarAbove = peakMb < memoryMb * farBelow && memoryMb - enoughMb >= worthSavingMb;
  if (!isFarAbove || facts.runs < runsToJudge) return [];
  return [
    {
      ...place,
      code: "memory-far-above-peak",
      message: `${peak} in ${runs}. Memory is paid for whether it is used or not.`,
      hint: `${enoughMb} MB would hold it; less memory also means less CPU, so tune the function before.`,
      fixes: setOwn(template.places, fn, "MemorySize", enoughMb, { unit: " MB, with less CPU", isPreferred: false }),
    },
  ];
}

/** Shares of the setting. */
const nearlyFull = 0.85;
const farBelow = 0.25;
/** Below this difference nobody would change a setting. */
const worthSavingMb = 512;
/** A peak of few runs says little about the largest event to come. */
const runsToJudge = 10;

/** The next step of 64 MB at which a quarter of the memory is free. */
function withHeadroom(peakMb: number): number {
  const stepMb = 64;
  const wanted = Math.ceil(peakMb / 0.75 / stepMb) * stepMb;
  return Math.min(Math.max(wanted, limits.memoryMb.min), limits.memoryMb.max);
}

const source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html";
