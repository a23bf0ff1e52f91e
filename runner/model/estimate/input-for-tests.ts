import { defaultTraffic, type EstimateInput } from "./estimate-input.ts";

/** A Node.js function with 512 MB in us-east-1 that never ran, different in what the test cares about. */
export function inputOf({
  fn,
  ...input
}: Partial<Omit<EstimateInput, "fn">> & { readonly fn?: Partial<EstimateInput["fn"]> }): EstimateInput {
  return {
    fn: {
      name: "hello",
      runtime: "nodejs24.x",
      packageType: "Zip",
      architecture: "x86_64",
      memoryMb: 512,
      timeoutS: 3,
      ephemeralStorageMb: 512,
      ...fn,
    },
    region: "us-east-1",
    runs: [],
    traffic: defaultTraffic,
    ...input,
  };
}
