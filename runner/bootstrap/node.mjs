import { run } from "./node/runtime.mjs";

// Not awaited: an unsettled top-level await would turn "nothing left to do" into exit code 13.
void run();
