import data from "./limits.json" with { type: "json" };

export interface Limit {
  readonly max: number;
  /** Address of the page that states the limit. */
  readonly source: string;
}

/** A setting with a lowest, a highest and a default value. */
export interface SettingLimit extends Limit {
  readonly min: number;
  readonly default: number;
}

/** Lambda's limits on a function's settings. Units are in the names; the figures and their sources in `limits.json`. */
export const limits = {
  memoryMb: withSource(data.memoryMb),
  timeoutS: withSource(data.timeoutS),
  ephemeralStorageMb: withSource(data.ephemeralStorageMb),
  environmentBytes: withSource(data.environmentBytes),
  layers: withSource(data.layers),
  unpackedBytes: withSource(data.unpackedBytes),
  functionNameCharacters: withSource(data.functionNameCharacters),
  descriptionCharacters: withSource(data.descriptionCharacters),
} as const;

/** The page about environment variables, which lists the reserved ones. */
export const variablesSource = data.sources.variables;

function withSource<T extends { readonly source: string }>(limit: T): T {
  return { ...limit, source: data.sources[limit.source as keyof typeof data.sources] };
}
