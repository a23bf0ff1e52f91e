import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, test } from "node:test";
import { nodeView } from "../extension/explorer/node-view.ts";
import { functionNode } from "../extension/explorer/tree-node.ts";
import { folderView, summary } from "../extension/explorer/views-for-tests.ts";
import { estimateSettingNames, readEstimateSettings } from "../extension/language-server/estimate-settings.ts";
import { readRunnerSettings, runnerSettingNames } from "../extension/workspace/runner-settings.ts";
import manifest from "../package.json" with { type: "json" };
import { rules } from "../runner/model/rules/rules.ts";
import runtimeList from "../runner/model/runtimes.json" with { type: "json" };
import { readExtensionCode } from "./manifest/extension-code.ts";

const root = join(import.meta.dirname, "..");
const { contributes } = manifest;
const code = readExtensionCode();

/** As the manifest may have them, whether this one does or not. */
interface Setting {
  readonly type: string | readonly string[];
  readonly scope?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly order?: number;
}

const commandIds = contributes.commands.map(({ command }) => command);
const settings: Readonly<Record<string, Setting>> = contributes.configuration.properties;
const views = Object.values(contributes.views).flat();
const menuEntries = Object.values(contributes.menus).flat();

/** Every clause that names context keys. */
const clauses = [
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.flatMap(({ enablement }) => (enablement === undefined ? [] : [enablement])),
  ...menuEntries.map(({ when }) => when),
  ...contributes.keybindings.map(({ when }) => when),
  ...contributes.debuggers.flatMap(({ when }) => (when === undefined ? [] : [when])),
];

/** Texts in which `command:` links stand. */
const linkTexts = [
  ...contributes.viewsWelcome.map(({ contents }) => contents),
  ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)),
];

describe("commands of the manifest", () => {
  test("are those that the code registers", () => assert.deepEqual(sorted(commandIds), sorted(code.commands)));

  test("are run inside VS Code by a suite, those apart that put another window in its place", () => {
    const suites = globSync("test/vscode/suite/**/*.suite.ts", { cwd: root });
    const text = suites.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    const isRun = (id: string): boolean => text.includes(`"${id.slice("pilotlight.".length)}"`);
    const replacing = ["pilotlight.newProject", "pilotlight.openSample"];
    assert.deepEqual(
      commandIds.filter((id) => !isRun(id)),
      replacing,
    );
  });

  test("have a title, a category and an icon each", () => {
    for (const { command, title, category, icon } of contributes.commands) {
      assert.ok(title.length > 2, command);
      assert.deepEqual([command, category], [command, "Lambda"]);
      assert.match(icon, /^\$\([a-z-]+\)$/, command);
    }
    assert.equal(new Set(contributes.commands.map(({ title }) => title)).size, commandIds.length);
  });

  test("are all that menus, keys and links use", () => {
    const linked = linkTexts.flatMap((text) =>
      [...text.matchAll(/\(command:(pilotlight\.[\w.]+)/g)].map(([, id]) => id),
    );
    const used = [...menuEntries, ...contributes.keybindings].map(({ command }) => command);
    const ofViews = views.map(({ id }) => `${id}.focus`);
    const unknown = [...used, ...linked].filter((id) => id === undefined || ![...commandIds, ...ofViews].includes(id));
    assert.deepEqual(unknown, []);
    assert.ok(linked.length > 0);
  });

  test("that the palette hides are in a menu, or links or launch configurations call them", () => {
    const hidden = contributes.menus.commandPalette
      .filter(({ when }) => when === "false")
      .map(({ command }) => command);
    const variables = contributes.debuggers.flatMap((each) => Object.values(each.variables ?? {}));
    const elsewhere = [...contributes.menus["view/item/context"].map(({ command }) => command), ...variables];
    assert.deepEqual(
      hidden.filter((id) => !elsewhere.includes(id) && !code.texts.some((text) => text.startsWith(`command:${id}?`))),
      [],
    );
  });

  test("have keys on macOS wherever they have keys elsewhere, each of its own", () => {
    for (const { command, key, mac } of contributes.keybindings) {
      assert.equal(mac, key.replace("ctrl+", "cmd+"), command);
    }
    const keys = contributes.keybindings.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe("settings of the manifest", () => {
  test("are those that the code reads", () => {
    const read = new Set([...runnerSettingNames, ...estimateSettingNames, ...code.settings]);
    assert.deepEqual(sorted(Object.keys(settings)), sorted([...read].map((name) => `pilotlight.${name}`)));
    // Read by themselves, too: without one of these the test would not see how they are read.
    assert.ok(code.settings.includes("engine"));
  });

  test("have a description, a scope, a place and a default each", () => {
    for (const [name, setting] of Object.entries(settings)) {
      assert.match(setting.markdownDescription ?? "", /^[A-Z].*\.$/, name);
      assert.equal(setting.scope, "resource", name);
      assert.notEqual(setting.default, undefined, name);
      assert.equal(setting.enumDescriptions?.length, setting.enum?.length, name);
      if (setting.enum) assert.ok(setting.enum.includes(String(setting.default)), name);
    }
    const places = Object.values(settings).map(({ order }) => order);
    assert.deepEqual(places, [...places.keys()]);
  });

  test("have the defaults that the code falls back to", () => {
    const fallbacks = Object.entries(readRunnerSettings(() => undefined));
    const defaults = fallbacks.map(([name]) => [name, settings[`pilotlight.${name}`]?.default]);
    assert.deepEqual(defaults, fallbacks);
  });

  test("are restricted in folders that are not trusted, where they shape what runs", () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(sorted(restrictedConfigurations), sorted(runnerSettingNames.map((name) => `pilotlight.${name}`)));
  });

  test("have the switches on that estimates fall back to", () => {
    const fallbacks = Object.entries(readEstimateSettings(undefined)).filter(([name]) => name.startsWith("estimates."));
    const defaults = fallbacks.map(([name]) => [name, settings[`pilotlight.${name}`]?.default]);
    assert.deepEqual(defaults, fallbacks);
  });

  test("let each rule be made as severe as people like", () => {
    const { properties } = manifest.contributes.configuration.properties["pilotlight.rules"];
    const stated = Object.entries(properties).map(([code, each]) => ({ code, severity: each.default }));
    assert.deepEqual(
      stated,
      rules.map(({ code, severity }) => ({ code, severity })),
    );
  });
});

describe("context keys", () => {
  test("of the manifest's clauses are those that the code sets", () => {
    const completed = contributes.walkthroughs
      .flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents))
      .flatMap((event) => (event.startsWith("onContext:") ? [event.slice("onContext:".length)] : []));
    const used = new Set([...clauses.flatMap(namesIn).filter(isOurs), ...completed]);
    assert.deepEqual(sorted([...used]), sorted([...new Set(code.contextKeys)]));
  });

  test("of others are VS Code's own", () => {
    const known = ["false", "isWorkspaceTrusted", "view", "viewItem", "virtualWorkspace", "workbenchState", "empty"];
    const values = [...code.rowKinds, ...views.map(({ id }) => id)];
    const names = clauses.flatMap(namesIn).filter((name) => !isOurs(name));
    assert.deepEqual(
      names.filter((name) => !known.includes(name) && !values.includes(name)),
      [],
    );
  });

  test("for rows name kinds of rows that there are", () => {
    const named = clauses.flatMap((clause) => /viewItem == (\w+)/.exec(clause)?.[1] ?? []);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((kind) => !code.rowKinds.includes(kind)),
      [],
    );
  });

  function isOurs(name: string): boolean {
    return name.startsWith("pilotlight.") && !views.some(({ id }) => id === name);
  }
});

describe("views of the manifest", () => {
  test("are those that the code makes", () => assert.deepEqual(sorted(views.map(({ id }) => id)), sorted(code.views)));

  test("are in containers that there are", () => {
    const containers = Object.values(contributes.viewsContainers).flat();
    assert.deepEqual(
      Object.keys(contributes.views),
      containers.map(({ id }) => id),
    );
  });

  test("are all that welcomes, menus and walkthroughs are for", () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const named = [
      ...contributes.viewsWelcome.map(({ view }) => view),
      ...clauses.flatMap((clause) => /\bview == ([\w.]+)/.exec(clause)?.[1] ?? []),
      ...steps.flatMap(({ completionEvents }) =>
        completionEvents.flatMap((event) => /^onView:(.*)/.exec(event)?.[1] ?? []),
      ),
    ];
    assert.deepEqual(
      [...new Set(named)],
      views.map(({ id }) => id),
    );
  });
});

test("the walkthrough's steps wait for commands that there are", () => {
  const events = contributes.walkthroughs.flatMap(({ steps }) =>
    steps.flatMap(({ completionEvents }) => completionEvents),
  );
  const awaited = events.flatMap((event) => /^onCommand:(.*)/.exec(event)?.[1] ?? []);
  assert.ok(awaited.length > 0);
  assert.deepEqual(
    awaited.filter((id) => !commandIds.includes(id)),
    [],
  );
});

test("names of the code that begin with the extension's are in the manifest", () => {
  const known = [
    ...commandIds,
    ...Object.keys(settings),
    ...views.flatMap(({ id }) => [id, `${id}.focus`]),
    ...code.contextKeys,
  ];
  const used = code.texts.filter((text) => /^pilotlight\.\w/.test(text));
  assert.deepEqual(
    used.filter((text) => !known.includes(text)),
    [],
  );
});

test("titles of commands that messages name are in the manifest", () => {
  const named = code.texts.flatMap((text) => [...text.matchAll(/"Lambda: ([^"]+)"/g)].map(([, title]) => title));
  assert.ok(named.length > 0);
  const titles: readonly unknown[] = contributes.commands.map(({ title }) => title);
  assert.deepEqual(
    named.filter((title) => !titles.includes(title)),
    [],
  );
});

describe("languages of the manifest", () => {
  for (const { id, ...rest } of contributes.languages) {
    test(`${id} is one that the code shows documents in`, () => {
      const marks =
        "filenamePatterns" in rest ? rest.filenamePatterns.map((pattern) => pattern.replace("*", "")) : [id];
      for (const mark of marks)
        assert.ok(
          code.texts.some((text) => text.endsWith(mark)),
          mark,
        );
    });

    test(`${id} has the grammar that its file holds`, () => {
      const grammar = contributes.grammars.find(({ language }) => language === id);
      assert.ok(grammar);
      const text = readFileSync(join(root, grammar.path), "utf8");
      assert.equal((JSON.parse(text) as { scopeName: string }).scopeName, grammar.scopeName);
      const embedded = "embeddedLanguages" in grammar ? Object.keys(grammar.embeddedLanguages ?? {}) : [];
      for (const scope of embedded) assert.ok(text.includes(`"${scope}"`), scope);
    });
  }
});

describe("files in media/", () => {
  const files = globSync("media/**/*.*", { cwd: root, exclude: ["media/pictures/**"] }).map((file) =>
    file.split(sep).join("/"),
  );
  const named = [...JSON.stringify(manifest).matchAll(/"(media\/[^"]+)"/g)].map(([, path]) => path ?? "");

  test("are there where the manifest names them", () => {
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  test("are used by the manifest, or pictures of runtimes in the tree", () => {
    const shown = shownRuntimes().map((name) => `media/runtimes/${name}.svg`);
    assert.deepEqual(sorted(files), sorted([...new Set([...named, ...shown])]));
  });

  /** Names of the pictures that functions of all runtimes, and of languages that share one, have in the tree. */
  function shownRuntimes(): string[] {
    const functions = [
      ...runtimeList.runtimes.map(({ id }) => summary(id, { runtime: id, handlerFile: null })),
      ...["a.ts", "a.rs", "a.go"].map((file) => summary(file, { runtime: "provided.al2023", handlerFile: `/${file}` })),
      summary("image", { runtime: null, packageType: "Image" }),
    ];
    const view = folderView(functions);
    const icons = functions.map((fn) => nodeView(functionNode(view, fn), view)?.icon);
    return icons.flatMap((icon) => (icon?.kind === "runtime" ? [icon.name] : []));
  }
});

/** Names that a clause compares or demands. */
function namesIn(clause: string): string[] {
  return clause.match(/[A-Za-z][\w.]*/g) ?? [];
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}
