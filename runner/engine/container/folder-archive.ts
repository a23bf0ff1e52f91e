import tar from "tar-fs";

/**
 * Packs a folder's content for a container. Everything belongs to root; files are readable by all and executable where
 * they are on this machine, or all of them.
 */
export function packFolder(folder: string, executable: "as-on-disk" | "all"): tar.Pack {
  return tar.pack(folder, {
    map: (header) => {
      const isExecutable = header.type === "directory" || executable === "all" || (header.mode & 0o111) !== 0;
      return Object.assign(header, { uid: 0, gid: 0, mode: isExecutable ? 0o755 : 0o644 });
    },
  });
}

/** Packs some files of a folder for an image build, as docker does: everything root's, modes as on disk if it has any. */
export function packFiles(folder: string, files: readonly string[], platform: NodeJS.Platform): tar.Pack {
  return tar.pack(folder, {
    entries: [...files],
    map: (header) => Object.assign(header, { uid: 0, gid: 0, mode: platform === "win32" ? 0o755 : header.mode }),
  });
}
