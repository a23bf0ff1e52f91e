import { zip } from "./zip.ts";

/** A Python package as an installer takes it. Its name says what it is for: `demo-1.0-py3-none-any.whl`. */
export function wheel(name: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  const [packageName = "", version = "", ...tags] = name.replace(/\.whl$/, "").split("-");
  const info = `${packageName}-${version}.dist-info`;
  return zip({
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${packageName}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tags.join("-")}\n`,
    [`${info}/RECORD`]: "",
  });
}
