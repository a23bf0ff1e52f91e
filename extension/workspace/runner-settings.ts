/** What of the settings shapes a runner. Names are those under `pilotlight.`. */
export interface RunnerSettings {
  readonly engine: "auto" | "container" | "process";
  readonly templates: readonly string[];
  readonly parameterOverrides: Readonly<Record<string, string>>;
  readonly envVarsFile: string;
  readonly envFiles: readonly string[];
  readonly region: string;
  readonly images: Readonly<Record<string, string>>;
  readonly codeTransfer: "auto" | "mount" | "copy";
  readonly passCredentials: boolean;
  readonly profile: string;
  /** Null: the usual one, or any other one when that is taken. */
  readonly port: number | null;
  readonly concurrency: number;
  readonly idleTimeout: number;
  readonly stopWithLastWindow: boolean;
  readonly "watch.enabled": boolean;
  readonly "watch.polling": boolean;
  readonly "watch.ignore": readonly string[];
  readonly "spares.count": number;
  readonly "spares.memory": number;
}

/** Where settings come from: `vscode.workspace.getConfiguration("pilotlight", folder)`, whose defaults the manifest has. */
export type SettingsSource = (name: keyof RunnerSettings) => unknown;

const readers: { readonly [Name in keyof RunnerSettings]: (value: unknown) => RunnerSettings[Name] } = {
  engine: oneOf("auto", "container", "process"),
  templates: texts,
  parameterOverrides: textTable,
  envVarsFile: text,
  envFiles: texts,
  region: text,
  images: textTable,
  codeTransfer: oneOf("auto", "mount", "copy"),
  passCredentials: (value) => value === true,
  profile: text,
  port: (value) => (typeof value === "number" ? value : null),
  concurrency: numberOr(1000),
  idleTimeout: numberOr(600),
  stopWithLastWindow: (value) => value !== false,
  "watch.enabled": (value) => value !== false,
  "watch.polling": (value) => value === true,
  "watch.ignore": texts,
  "spares.count": numberOr(3),
  "spares.memory": numberOr(512),
};

export const runnerSettingNames = Object.keys(readers) as readonly (keyof RunnerSettings)[];

/** Settings files can hold anything: what is of the wrong type counts as not set. */
export function readRunnerSettings(source: SettingsSource): RunnerSettings {
  const entries = runnerSettingNames.map((name) => [name, readers[name](source(name))] as const);
  return Object.fromEntries(entries) as unknown as RunnerSettings;
}

/** Options of `pilotlight list` for a workspace folder: those about the project. */
export function projectArguments(settings: RunnerSettings, root: string): string[] {
  const overrides = Object.entries(settings.parameterOverrides).map(([name, value]) => `${name}=${value}`);
  return [
    `--workspace=${root}`,
    ...settings.templates.map((file) => `--template=${file}`),
    ...overrides.map((override) => `--parameter-overrides=${override}`),
    ...given("env-vars", settings.envVarsFile),
    ...settings.envFiles.map((file) => `--env-file=${file}`),
    ...given("region", settings.region),
  ];
}

/**
 * Options of `pilotlight start` for a workspace folder.
 *
 * @param port of the Lambda API, which the settings may leave open
 */
export function runnerArguments(settings: RunnerSettings, root: string, port: number): string[] {
  return [
    ...projectArguments(settings, root),
    `--engine=${settings.engine}`,
    ...Object.entries(settings.images).map(([runtime, image]) => `--image=${runtime}=${image}`),
    `--code-transfer=${settings.codeTransfer}`,
    ...(settings.passCredentials ? ["--pass-credentials"] : []),
    ...given("profile", settings.profile),
    `--port=${port}`,
    `--concurrency=${settings.concurrency}`,
    `--idle-timeout=${settings.idleTimeout}`,
    ...(settings["watch.enabled"] ? [] : ["--no-watch"]),
    ...(settings["watch.polling"] ? ["--watch-polling"] : []),
    ...settings["watch.ignore"].map((pattern) => `--watch-ignore=${pattern}`),
    `--spares=${settings["spares.count"]}`,
    `--spare-memory=${settings["spares.memory"]}`,
    // Other windows use it, too.
    "--detached",
    ...(settings.stopWithLastWindow ? ["--while-used"] : []),
  ];
}

function given(option: string, value: string): string[] {
  return value === "" ? [] : [`--${option}=${value}`];
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text).filter((each) => each !== "") : [];
}

function textTable(value: unknown): Record<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function numberOr(fallback: number): (value: unknown) => number {
  return (value) => (typeof value === "number" ? value : fallback);
}

/** The first is the default. */
function oneOf<const Allowed extends string>(
  ...allowed: readonly [Allowed, ...Allowed[]]
): (value: unknown) => Allowed {
  return (value) => allowed.find((each) => each === value) ?? allowed[0];
}
