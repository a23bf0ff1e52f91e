import type { WorkspaceContent } from "./workspace.ts";

export const functionCount = 300;

export const functionNames = Array.from({ length: functionCount }, (_, index) => `Fn${index}`);

/** A TypeScript project of 300 functions with a module that is in all of them. */
export function manyFunctions(): WorkspaceContent {
  return {
    files: {
      [sharedPath]: sharedSource(0),
      ...Object.fromEntries(functionNames.map((name) => [handlerPath(name), handlerSource(name, 0)])),
    },
    functions: functionNames.map((name) => ({
      name,
      runtime: "nodejs24.x",
      handler: "app.handler",
      codeUri: `functions/${name}`,
    })),
  };
}

/** Below the workspace. */
export const sharedPath = "shared/answer.ts";

export function sharedSource(version: number): string {
  return `export interface Answer { readonly from: string; readonly own: number; readonly shared: number }
export function answer(from: string, own: number): Answer {
  return { from, own, shared: ${version} };
}
`;
}

/** Below the workspace. */
export function handlerPath(name: string): string {
  return `functions/${name}/app.ts`;
}

export function handlerSource(name: string, version: number): string {
  return `import { answer, type Answer } from "../../shared/answer.ts";

export const handler = async (): Promise<Answer> => answer("${name}", ${version});
`;
}
