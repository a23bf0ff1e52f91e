import { formatUsdPerMillion } from "../../runner/model/format-usd.ts";
import { costUsdPerMillion } from "../../runner/model/prices.ts";
import { functionNameProblem } from "../scaffold/function-name.ts";
import { languageIds, languageLabels, type LanguageId } from "../scaffold/languages.ts";
import type { NewFunction } from "../scaffold/new-function.ts";
import { triggerIds, triggerLabels, type TriggerId } from "../scaffold/triggers.ts";
import { chooseOne, enterText, withAnswer, type Step } from "./steps.ts";

/** What of a function has been chosen so far. */
export type Draft = Partial<NewFunction>;

/** The function of a draft in which nothing is missing. */
export function completed({ name, language, trigger, memoryMb, architecture }: Draft): NewFunction | undefined {
  if (!name || !language || !trigger || !memoryMb || !architecture) return undefined;
  return { name, language, trigger, memoryMb, architecture };
}

/** That of this machine. */
export const ownArchitecture: NewFunction["architecture"] = process.arch === "arm64" ? "arm64" : "x86_64";

/** The questions about a new function. `takenNames` are those of the template it goes into. */
export function functionSteps<Answers extends Draft>(options: {
  readonly region: string;
  readonly takenNames: (answers: Answers) => readonly string[];
}): Step<Answers>[] {
  return [
    chooseLanguage,
    chooseTrigger,
    enterName(options.takenNames),
    chooseMemory(options.region),
    chooseArchitecture(options.region),
  ];
}

/** What runs it locally, for those who wonder whether they have what it takes. */
const languageNotes: Readonly<Record<LanguageId, string>> = {
  typescript: "bundled with esbuild, which comes along",
  javascript: "ES modules, no build",
  python: "no build, packages from requirements.txt",
  java: "built with Maven; runs in containers",
  csharp: "built with the .NET SDK; runs in containers",
  go: "built with the Go toolchain",
  ruby: "runs in containers",
  rust: "built with Cargo",
  custom: "a bootstrap in shell, for any language",
};

async function chooseLanguage<Answers extends Draft>(
  answers: Answers,
  place: Parameters<Step<Answers>>[1],
): ReturnType<Step<Answers>> {
  const choices = languageIds.map((id) => ({ label: languageLabels[id], description: languageNotes[id], value: id }));
  const options = { placeholder: "Choose the language", choices, current: answers.language };
  const outcome = await chooseOne<LanguageId>(place, options);
  return withAnswer(answers, "language", outcome);
}

async function chooseTrigger<Answers extends Draft>(
  answers: Answers,
  place: Parameters<Step<Answers>>[1],
): ReturnType<Step<Answers>> {
  const choices = triggerIds.map((id) => ({
    label: triggerLabels[id].label,
    description: triggerLabels[id].detail,
    value: id,
  }));
  const options = { placeholder: "Choose what triggers it", choices, current: answers.trigger };
  const outcome = await chooseOne<TriggerId>(place, options);
  return withAnswer(answers, "trigger", outcome);
}

const suggestedNames: Readonly<Record<TriggerId, string>> = {
  "http-api": "HelloApi",
  "rest-api": "HelloRest",
  websocket: "HelloSocket",
  s3: "ObjectReader",
  dynamodb: "ChangeReader",
  schedule: "HourlyJob",
  rule: "EventReader",
  sqs: "QueueWorker",
  sns: "TopicReader",
  "function-url": "HelloUrl",
  none: "Hello",
};

function enterName<Answers extends Draft>(takenNames: (answers: Answers) => readonly string[]): Step<Answers> {
  return async (answers, place) => {
    const taken = takenNames(answers);
    const suggested = suggestedNames[answers.trigger ?? "none"];
    const outcome = await enterText(place, {
      prompt: "Name of the function in the template, such as OrderMailer",
      value: answers.name ?? freeName(suggested, taken),
      problem: (name) => functionNameProblem(name, taken),
    });
    return withAnswer(answers, "name", outcome);
  };
}

function freeName(suggested: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? suggested : `${suggested}${number}`;
    if (functionNameProblem(name, taken) === undefined) return name;
  }
}

/** AWS gives a function a full vCPU at 1,769 MB, and in proportion below. */
const memoryNotes = new Map([
  [128, "the least: for what hardly computes"],
  [256, ""],
  [512, ""],
  [1024, ""],
  [1769, "one full vCPU"],
  [3008, ""],
]);

function chooseMemory<Answers extends Draft>(region: string): Step<Answers> {
  return async (answers, place) => {
    const isHeavy = answers.language === "java" || answers.language === "csharp";
    const choices = [...memoryNotes].map(([memoryMb, note]) => ({
      label: `${memoryMb} MB`,
      description: [costOf(memoryMb, "x86_64", region), note].filter((part) => part !== "").join(" · "),
      value: memoryMb,
    }));
    const outcome = await chooseOne<number>(place, {
      placeholder: `Choose the memory: what a million calls of 100 ms cost in ${region}`,
      choices,
      current: answers.memoryMb ?? (isHeavy ? 1024 : 256),
    });
    return withAnswer(answers, "memoryMb", outcome);
  };
}

function chooseArchitecture<Answers extends Draft>(region: string): Step<Answers> {
  return async (answers, place) => {
    const architectures = ownArchitecture === "arm64" ? (["arm64", "x86_64"] as const) : (["x86_64", "arm64"] as const);
    const choices = architectures.map((architecture) => ({
      label: architecture,
      description: costOf(answers.memoryMb ?? 128, architecture, region),
      detail:
        architecture === ownArchitecture
          ? "That of this machine"
          : "Containers of it need emulation on this machine; processes run as this machine does",
      value: architecture,
    }));
    const outcome = await chooseOne<"x86_64" | "arm64">(place, {
      placeholder: `Choose the architecture: what a million calls of 100 ms cost in ${region}`,
      choices,
      current: answers.architecture ?? ownArchitecture,
    });
    return withAnswer(answers, "architecture", outcome);
  };
}

function costOf(memoryMb: number, architecture: "x86_64" | "arm64", region: string): string {
  return formatUsdPerMillion(
    costUsdPerMillion({ billedMs: 100, memoryMb, architecture, ephemeralStorageMb: 512, region }),
  );
}
