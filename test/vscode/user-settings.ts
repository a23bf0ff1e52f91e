/** VS Code's own themes, which people see unless they choose another one: in settings, in the picker, on the page. */
export const themes = {
  light: { id: "Light 2026", label: "Light 2026", cssClass: "vs" },
  dark: { id: "Dark 2026", label: "Dark 2026", cssClass: "vs-dark" },
  "high-contrast": { id: "Default High Contrast", label: "Dark High Contrast", cssClass: "hc-black" },
} as const;

export type Theme = keyof typeof themes;

/** Content of a `settings.json`: nothing pops up or is fetched, pictures show what is ours, and no port is in the way. */
export function settingsWith(theme: Theme, settings: Readonly<Record<string, unknown>>): string {
  const quiet = {
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.enableExperiments": false,
    "chat.disableAIFeatures": true,
    "chat.commandCenter.enabled": false,
    // Otherwise the system decides when colours may have little contrast.
    "window.autoDetectHighContrast": false,
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.banner": "never",
    "extensions.ignoreRecommendations": true,
    "extensions.autoCheckUpdates": false,
    "extensions.autoUpdate": false,
    "git.openRepositoryInParentFolders": "never",
    "remote.autoForwardPorts": false,
    "telemetry.telemetryLevel": "off",
    "window.commandCenter": false,
    "editor.accessibilitySupport": "off",
    // What tests type is what the text becomes.
    "editor.autoIndent": "none",
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
  };
  const ours = { "pilotlight.port": 0 };
  return JSON.stringify({ ...quiet, ...ours, "workbench.colorTheme": themes[theme].id, ...settings }, undefined, 2);
}
