/**
 * Whether something below a watched folder is never code: version control, installed packages, caches, build output,
 * and what editors leave behind.
 *
 * @param neighbours names in the same folder: `target` is build output beside a Cargo.toml alone
 */
export function isAlwaysIgnored(name: string, isFolder: boolean, neighbours: Iterable<string>): boolean {
  if (ignoredNames.has(name) || isEditorDropping(name) || name.endsWith(".pyc")) return true;
  if (!isFolder) return false;
  const toolFile = outputFolders.get(name);
  if (toolFile === undefined) return false;
  for (const neighbour of neighbours) if (toolFile.test(neighbour)) return true;
  return false;
}

/** Temporary and backup files of editors, which come and go with every save. */
export function isEditorDropping(name: string): boolean {
  return droppings.test(name);
}

const ignoredNames = new Set([
  ...[".git", ".hg", ".svn", ".jj"],
  ...["node_modules", ".venv", "venv", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox"],
  ...[".aws-sam", "cdk.out", ".serverless", ".terraform", ".gradle", ".nyc_output"],
  ...[".idea", ".vscode", ".vs", ".history", ".DS_Store", "Thumbs.db", "desktop.ini"],
]);

/** Folders that are output beside a file of the tool that makes them. */
const outputFolders = new Map([
  ["target", /^(Cargo\.toml|pom\.xml)$/],
  ["bin", /\.(cs|fs|vb)proj$/],
  ["obj", /\.(cs|fs|vb)proj$/],
  ["build", /^build\.gradle(\.kts)?$/],
]);

const droppings = new RegExp(
  [
    "~$", // backups of vim, Emacs, gedit, Kate
    "^\\..*\\.sw[a-z]$", // vim's swap files
    "^4913\\d*$", // vim trying whether it may write a folder
    "^\\.#", // Emacs's locks
    "^#.*#$", // Emacs's automatic saves
    "\\.tmp$",
    "\\.tmp\\.\\d+(\\.[0-9a-f]+)?$", // write-file-atomic and the like
    "___jb_(tmp|old|bak)___$", // JetBrains's safe writes
    "^\\.goutputstream-", // GNOME
    "\\.crswap$", // Chrome
    "^\\.fuse_hidden",
    "^\\.nfs[0-9a-f]{8}",
    "\\.kate-swp$",
    "\\.subl[^.]*\\.tmp$",
    "^\\.~lock\\.",
  ].join("|"),
);
