import { childOf } from "../template/template-node.ts";
import { numberIn, type CheckedFunction, type CheckedTemplate } from "./checked-template.ts";
import type { FunctionTrigger } from "./function-triggers.ts";
import { setOwn } from "./own-property.ts";
import { referencesIn } from "./references.ts";
import { type FoundInTemplate, type TemplateRule } from "./template-rule.ts";
import { limits } from "../limits.ts";

/** Functions that only an API calls, and that may take longer than the API waits for them. */
export const apiTimeout: TemplateRule = (template) => template.functions.flatMap((fn) => check(fn, template));

function check(fn: CheckedFunction, template: CheckedTemplate): readonly FoundInTemplate[] {
  const timeoutS = fn.number(limits.timeoutS.default, "Timeout");
  const waits = fn.triggers.map((trigger) => waitOf(trigger, template));
  // Whatever else calls the function may well need the time.
  if (timeoutS === undefined || waits.length === 0 || !fn.isComplete) return [];
  if (fn.written("FunctionUrlConfig") !== undefined) return [];
  const known = waits.filter((wait) => wait !== undefined);
  if (known.length < waits.length) return [];
  const longest = known.reduce((one, other) => (other.seconds > one.seconds ? other : one));
  if (timeoutS <= longest.seconds || isCalledWithin(fn, template)) return [];
  return [
    {
      code: "timeout-over-api-limit",
      message: `The timeout of ${fn.logicalId} is ${timeoutS} seconds, but ${longest.api} answers its caller with an error after ${longest.seconds} seconds; the function runs on, and is billed, for nobody.`,
      hint: `Set Timeout to ${longest.seconds} at most; hand longer work to a queue or a state machine.`,
      range: fn.rangeOf("Timeout"),
      logicalId: fn.logicalId,
      source: longest.source,
      fixes: setOwn(template.places, fn, "Timeout", longest.seconds),
    },
  ];
}

/** A state machine or another function of the template refers to the function, most likely to call it. */
function isCalledWithin(fn: CheckedFunction, template: CheckedTemplate): boolean {
  return [...template.parsed.resources.values()].some(
    ({ logicalId, type, properties }) =>
      logicalId !== fn.logicalId &&
      /^AWS::(?:Serverless|StepFunctions|Lambda)::(?:StateMachine|Function)$/.test(type) &&
      referencesIn(properties).includes(fn.logicalId),
  );
}

interface Wait {
  readonly api: string;
  readonly seconds: number;
  readonly source: string;
}

const restSource =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html";
const httpSource = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html";
const webSocketSource =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html";

/** How long API Gateway waits; undefined for other triggers and where it can't be known. */
function waitOf({ type, properties }: FunctionTrigger, template: CheckedTemplate): Wait | undefined {
  const stated = childOf(properties, "TimeoutInMillis") ?? childOf(properties, "Integration", "TimeoutInMillis");
  const statedMs = numberIn(template.known(stated), 0);
  if (statedMs === undefined) return undefined;
  switch (type) {
    case "Api": {
      // A streamed answer may take up to 15 minutes; an account may have a longer wait for its regional APIs.
      const mode =
        childOf(properties, "ResponseTransferMode") ?? childOf(properties, "Integration", "ResponseTransferMode");
      if (mode !== undefined) return undefined;
      return { api: "the REST API", seconds: Math.max(29, Math.floor(statedMs / 1000)), source: restSource };
    }
    case "HttpApi":
      return { api: "the HTTP API", seconds: 30, source: httpSource };
    case "WebSocketApi":
      return { api: "the WebSocket API", seconds: 29, source: webSocketSource };
    default:
      return undefined;
  }
}
