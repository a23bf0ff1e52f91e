import { childOf } from "../template/template-node.ts";
import { numberIn } from "./checked-template.ts";
import { insertEntry } from "./template-edits.ts";
import { fixes, type TemplateRule } from "./template-rule.ts";

/** Batches of which one bad message makes all come again. */
export const batchFailures: TemplateRule = (template) =>
  template.functions.flatMap((fn) =>
    fn.triggers.flatMap(({ type, properties, range }) => {
      const what = batches.get(type);
      if (what === undefined || properties?.kind !== "map" || properties.entries.has("Fn::Transform")) return [];
      if (childOf(properties, "FunctionResponseTypes") !== undefined) return [];
      // A batch of one fails as a whole anyway.
      const size = numberIn(template.known(childOf(properties, "BatchSize")), 10);
      if (size === undefined || size === 1) return [];
      return [
        {
          code: "batch-failures-unreported" as const,
          message: `When one ${what} of a batch fails, ${fn.logicalId} gets the whole batch again, also what it has done already.`,
          hint: "Set FunctionResponseTypes to ReportBatchItemFailures, and return the ids that failed as batchItemFailures.",
          range,
          logicalId: fn.logicalId,
          source: `https://docs.aws.amazon.com/lambda/latest/dg/${pages.get(type) ?? ""}`,
          // The handler has to return what failed; the template alone is half of it.
          fixes: fixes(
            "Let the function report which items failed",
            insertEntry(template.places, properties, "FunctionResponseTypes", ["ReportBatchItemFailures"]),
            false,
          ),
        },
      ];
    }),
  );

const batches: ReadonlyMap<string, string> = new Map([
  ["SQS", "message"],
  ["Kinesis", "record"],
  ["DynamoDB", "record"],
]);

const pages: ReadonlyMap<string, string> = new Map([
  ["SQS", "services-sqs-errorhandling.html"],
  ["Kinesis", "services-kinesis-batchfailurereporting.html"],
  ["DynamoDB", "services-ddb-batchfailurereporting.html"],
]);
