import { posix } from "node:path";

export interface WellKnownSocket {
  readonly name: string;
  readonly path: string;
}

export interface SocketPlaces {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the user, where the platform has one. */
  readonly uid: number | undefined;
}

/**
 * Where container engines put their API when nothing says otherwise, the likeliest first. Paths as the products
 * document them: Docker, Docker Desktop, Rancher Desktop, Colima, OrbStack, Podman and Finch.
 */
export function wellKnownSockets({ platform, home, env, uid }: SocketPlaces): WellKnownSocket[] {
  if (platform === "win32") {
    return [
      { name: "Docker", path: "//./pipe/docker_engine" },
      { name: "Docker Desktop", path: "//./pipe/dockerDesktopLinuxEngine" },
      { name: "Podman", path: "//./pipe/podman-machine-default" },
    ];
  }
  const colimaHome = env["COLIMA_HOME"] ?? posix.join(home, ".colima");
  const configHome = env["XDG_CONFIG_HOME"] ?? posix.join(home, ".config");
  const inBoth = [
    { name: "Rancher Desktop", path: posix.join(home, ".rd/docker.sock") },
    { name: "Colima", path: posix.join(colimaHome, "default/docker.sock") },
    { name: "Colima", path: posix.join(configHome, "colima/default/docker.sock") },
  ];
  if (platform === "darwin") {
    return [
      { name: "Docker Desktop", path: posix.join(home, ".docker/run/docker.sock") },
      { name: "Docker", path: "/var/run/docker.sock" },
      ...inBoth,
      { name: "OrbStack", path: posix.join(home, ".orbstack/run/docker.sock") },
      { name: "Podman", path: posix.join(env["TMPDIR"] ?? "/tmp", "podman/podman-machine-default-api.sock") },
      { name: "Podman", path: posix.join(home, ".local/share/containers/podman/machine/podman.sock") },
      { name: "Finch", path: "/Applications/Finch/lima/data/finch/sock/finch.sock" },
    ];
  }
  const runtimeDir = env["XDG_RUNTIME_DIR"] ?? (uid === undefined ? undefined : `/run/user/${String(uid)}`);
  const ofUser = (name: string, path: string): WellKnownSocket[] =>
    runtimeDir === undefined ? [] : [{ name, path: posix.join(runtimeDir, path) }];
  return [
    { name: "Docker", path: "/var/run/docker.sock" },
    ...ofUser("Docker rootless", "docker.sock"),
    { name: "Docker Desktop", path: posix.join(home, ".docker/desktop/docker.sock") },
    ...inBoth,
    ...ofUser("Podman rootless", "podman/podman.sock"),
    { name: "Podman", path: "/run/podman/podman.sock" },
    { name: "Finch", path: "/run/finch.sock" },
  ];
}
