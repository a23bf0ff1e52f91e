import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What each folder may not import; `test/import-rules.test.ts` checks the same table on the imports themselves. */
const forbid = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});
const vscode = { group: ["vscode", "vscode/*"], message: "Only extension/ imports vscode." };
const dockerode = {
  group: ["dockerode", "dockerode/*", "docker-modem"],
  message: "Only runner/engine/ imports dockerode.",
};

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "node_modules/",
      "test/fixtures/functions/",
      "test/fixtures/templates/",
      "test/rules-code/",
      "sample/hello-*/",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "no-console": "error",
    },
  },
  {
    files: ["**/*.test.ts"],
    rules: {
      // node:test owns the promises that `test` and `describe` return.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "describe", "it", "suite"] },
          ],
        },
      ],
    },
  },
  { files: ["*.ts", "*.mjs", "test/**", "sample/*.ts", "runner/bootstrap/**"], rules: { "no-console": "off" } },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"])),
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { globals: { require: "readonly", exports: "readonly", __filename: "readonly" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  forbid(["runner/**"], vscode, dockerode),
  forbid(["debug-adapter/**"], vscode, dockerode),
  forbid(["extension/language-server/**"], vscode, dockerode),
  forbid(["runner/engine/**"], vscode),
  forbid(["runner/model/**"], vscode, dockerode, {
    regex:
      "^(?!yaml$|\\./|\\.\\./(?:template/)?[a-z-]+\\.(ts|json)$|\\.\\./model/|node:assert|node:test|node:fs|node:crypto$|node:zlib$)",
    message: "runner/model/ is pure: it imports itself, yaml and what computes.",
  }),
);
