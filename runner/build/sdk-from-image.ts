import type { Message, Plugin } from "esbuild";

/** AWS's images bring the SDK, so a project need not install it; one that does gets its own bundled, as on AWS. */
export function isSdk(specifier: string): boolean {
  return /^(@aws-sdk\/|@smithy\/|aws-sdk(\/|$))/.test(specifier);
}

/** The imports of the SDK among a failed build's errors that the project has not installed. */
export function missingSdk(errors: readonly Message[]): string[] {
  return errors.flatMap(({ text }) => {
    const specifier = /^Could not resolve "([^"]+)"/.exec(text)?.[1] ?? "";
    return isSdk(specifier) ? [specifier] : [];
  });
}

/**
 * Leaves to the runtime what the project has not installed among `specifiers`. Only those: asking here about every
 * import inside an installed SDK doubles the time of a build.
 */
export function sdkFromImage(specifiers: Iterable<string>): Plugin {
  const plugin: Plugin = {
    name: "sdk-from-image",
    setup(build) {
      build.onResolve({ filter: exactly(specifiers) }, async (args) => {
        if (args.pluginData === plugin) return undefined;
        const { path, importer, namespace, resolveDir, kind } = args;
        const own = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: plugin });
        return own.errors.length > 0 ? { path, external: true } : own;
      });
    },
  };
  return plugin;
}

/** In the syntax that Go's regular expressions, which esbuild uses, share with JavaScript's. */
export function exactly(texts: Iterable<string>): RegExp {
  return new RegExp(`^(${[...texts].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})$`);
}
