import assert from "node:assert/strict";
import test from "node:test";
import { managedPlaces, pathPlaces, projectPlaces, type Surroundings } from "./interpreter-places.ts";

const folders: Record<string, readonly string[]> = {
  "/home/ann/.nvm/versions/node": ["v20.1.0", "v22.11.0"],
  "/home/ann/.local/share/uv/python": ["cpython-3.13.1-linux-x86_64-gnu"],
  "/data/pyenv/versions": ["3.12.1"],
  "C:\\Users\\ann\\AppData\\Roaming\\nvm": ["v22.11.0"],
  "C:\\Users\\ann\\AppData\\Local\\Programs\\Python": ["Python312"],
};

const linux: Surroundings = {
  platform: "linux",
  env: { PATH: "/usr/local/bin:/usr/bin::/usr/bin", PYENV_ROOT: "/data/pyenv" },
  home: "/home/ann",
  list: (folder) => folders[folder] ?? [],
};
const windows: Surroundings = {
  platform: "win32",
  env: {
    Path: "C:\\Tools",
    APPDATA: "C:\\Users\\ann\\AppData\\Roaming",
    LOCALAPPDATA: "C:\\Users\\ann\\AppData\\Local",
  },
  home: "C:\\Users\\ann",
  list: (folder) => folders[folder] ?? [],
};

test("looks for the family's names in every folder of PATH", () => {
  assert.deepEqual(commands(pathPlaces("nodejs", [22], linux)), [
    "/usr/local/bin/node",
    "/usr/bin/node",
    "/usr/local/bin/nodejs",
    "/usr/bin/nodejs",
  ]);
});

test("looks for the wanted Python under its own name first", () => {
  assert.equal(commands(pathPlaces("python", [3, 12], linux))[0], "/usr/local/bin/python3.12");
});

test("asks Windows' launcher for the wanted Python, then for any", () => {
  const launched = pathPlaces("python", [3, 12], windows).filter(({ command }) => command === "C:\\Tools\\py.exe");
  assert.deepEqual(
    launched.map(({ commandArguments }) => commandArguments),
    [["-3.12"], ["-3"]],
  );
});

test("finds what version managers installed, with the version their folders name", () => {
  assert.deepEqual(commands(managedPlaces("nodejs", linux)), [
    "/home/ann/.nvm/versions/node/v20.1.0/bin/node",
    "/home/ann/.nvm/versions/node/v22.11.0/bin/node",
  ]);
  assert.deepEqual(
    managedPlaces("python", linux).map(({ likelyVersion }) => likelyVersion),
    [
      [3, 12, 1],
      [3, 13, 1],
    ],
  );
});

test("finds version managers' programs where they are on Windows", () => {
  assert.deepEqual(commands(managedPlaces("nodejs", windows)), [
    "C:\\Users\\ann\\AppData\\Roaming\\nvm\\v22.11.0\\node.exe",
  ]);
  assert.deepEqual(commands(managedPlaces("python", windows)), [
    "C:\\Users\\ann\\AppData\\Local\\Programs\\Python\\Python312\\python.exe",
  ]);
  assert.deepEqual(managedPlaces("python", windows)[0]?.likelyVersion, [3, 12, 0]);
});

test("finds virtual environments in the project's folders", () => {
  assert.deepEqual(commands(projectPlaces(["/work/app"], linux)), [
    "/work/app/.venv/bin/python",
    "/work/app/venv/bin/python",
  ]);
  assert.equal(commands(projectPlaces(["C:\\app"], windows))[0], "C:\\app\\.venv\\Scripts\\python.exe");
});

function commands(places: readonly { readonly command: string }[]): string[] {
  return places.map(({ command }) => command);
}
