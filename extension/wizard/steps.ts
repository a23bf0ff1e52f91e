import { QuickInputButtons, window, type QuickInput, type QuickPickItem } from "vscode";
import { Scope } from "../scope.ts";

/** What a person did at a step of a wizard. */
export type StepOutcome<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "back" }
  /** There was nothing to ask. */
  | { readonly kind: "skipped" }
  | { readonly kind: "cancelled" };

/** Where in a wizard a step is. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks one thing; what was answered before, also before going back, is in `answers`. */
export type Step<Answers> = (answers: Answers, place: StepPlace) => Promise<StepOutcome<Answers>>;

/** Goes through the steps, forth and back; undefined when the person left. */
export async function runSteps<Answers>(
  title: string,
  steps: readonly Step<Answers>[],
  start: Answers,
): Promise<Answers | undefined> {
  let answers = start;
  let at = 0;
  let direction: 1 | -1 = 1;
  for (;;) {
    const step = steps[at];
    if (!step) return answers;
    const outcome = await step(answers, { title, step: at + 1, totalSteps: steps.length });
    if (outcome.kind === "cancelled") return undefined;
    if (outcome.kind === "done") answers = outcome.value;
    if (outcome.kind !== "skipped") direction = outcome.kind === "back" ? -1 : 1;
    at += direction;
  }
}

/** What a step comes to that has asked for one of the answers. */
export function withAnswer<Answers extends object, Name extends keyof Answers>(
  answers: Answers,
  name: Name,
  outcome: StepOutcome<Answers[Name]>,
): StepOutcome<Answers> {
  return outcome.kind === "done" ? { kind: "done", value: { ...answers, [name]: outcome.value } } : outcome;
}

export type Choice<T> = QuickPickItem & { readonly value: T };

/** A step in which a person chooses one of several. */
export async function chooseOne<T>(
  place: StepPlace,
  options: { readonly placeholder: string; readonly choices: readonly Choice<T>[]; readonly current: T | undefined },
): Promise<StepOutcome<T>> {
  const scope = new Scope();
  const input = scope.own(window.createQuickPick<Choice<T>>());
  input.placeholder = options.placeholder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  input.items = options.choices;
  input.activeItems = options.choices.filter(({ value }) => value === options.current);
  return await ask<T>(scope, input, place, (done) => {
    scope.own(
      input.onDidAccept(() => {
        const [chosen] = input.selectedItems;
        if (chosen) done(chosen.value);
      }),
    );
  });
}

/** A step in which a person writes something. `problem` says what is wrong with it. */
export async function enterText(
  place: StepPlace,
  options: {
    readonly prompt: string;
    readonly value: string;
    readonly problem: (text: string) => string | undefined;
  },
): Promise<StepOutcome<string>> {
  const scope = new Scope();
  const input = scope.own(window.createInputBox());
  input.prompt = options.prompt;
  input.value = options.value;
  const check = (): string | undefined => {
    const problem = options.problem(input.value.trim());
    input.validationMessage = problem;
    return problem;
  };
  return await ask<string>(scope, input, place, (done) => {
    scope.own(input.onDidChangeValue(check));
    scope.own(
      input.onDidAccept(() => {
        if (check() === undefined) done(input.value.trim());
      }),
    );
  });
}

async function ask<T>(
  scope: Scope,
  input: QuickInput & {
    buttons: readonly unknown[];
    onDidTriggerButton: (listener: (button: unknown) => void) => { dispose(): unknown };
  },
  { title, step, totalSteps }: StepPlace,
  listen: (done: (value: T) => void) => void,
): Promise<StepOutcome<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  // What is filled in already is not lost by looking at another window.
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  try {
    return await new Promise<StepOutcome<T>>((resolve) => {
      scope.own(input.onDidTriggerButton((button) => button === QuickInputButtons.Back && resolve({ kind: "back" })));
      scope.own(input.onDidHide(() => resolve({ kind: "cancelled" })));
      listen((value) => resolve({ kind: "done", value }));
      input.show();
    });
  } finally {
    scope.dispose();
  }
}
