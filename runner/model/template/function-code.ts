import type { CodeReference } from "./function-declaration.ts";
import type { PropertyReader } from "./property-reader.ts";
import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { findRuntime } from "../runtimes.ts";
import { childOf, entriesOf, textOf, type TemplateNode } from "./template-node.ts";

/** What reading a resource's code needs: its type, resolved properties and metadata. */
export interface CodeOwner {
  readonly type: string;
  readonly properties: PropertyReader;
  readonly metadata: TemplateNode | undefined;
  readonly range: Range;
  readonly report: Report;
}

/** Where a zip function's code is: SAM's `CodeUri` and `InlineCode`, CloudFormation's `Code`, CDK's asset path. */
export function readZipCode(owner: CodeOwner, runtime: string | undefined): CodeReference {
  const { properties } = owner;
  const isServerless = owner.type === "AWS::Serverless::Function";
  const asset = assetPath(owner, "Code");
  if (asset !== undefined) return asset;
  const inlinePath = isServerless ? ["InlineCode"] : ["Code", "ZipFile"];
  const inline = properties.node(...inlinePath) === undefined ? undefined : properties.text(...inlinePath);
  if (inline !== undefined) {
    const fileName = findRuntime(runtime ?? "")?.family === "python" ? "index.py" : "index.js";
    return { kind: "inline", text: inline, fileName, range: properties.rangeOf(...inlinePath) };
  }
  return readLocation(owner, isServerless ? "CodeUri" : "Code", "function");
}

/** A property that holds a local path, an `s3://` address or a bucket and a key. */
export function readLocation(owner: CodeOwner, property: string, what: "function" | "layer"): CodeReference {
  const node = owner.properties.node(property);
  const range = owner.properties.rangeOf(property);
  const asset = assetPath(owner, property);
  if (asset !== undefined) return asset;
  const path = textOf(node);
  const source = node?.kind === "map" && node.entries.size > 0 ? "in S3" : undefined;
  if (path === undefined || path === "" || path.startsWith("s3://")) {
    const isStated = source !== undefined || path?.startsWith("s3://") === true;
    const reason = isStated
      ? `The ${what}'s code is in S3, not on this machine.`
      : `The template does not say where the ${what}'s code is.`;
    owner.report({
      code: isStated ? "code-elsewhere" : "code-not-stated",
      severity: isStated ? "warning" : "error",
      message: reason,
      hint: `Set ${property} to a folder or a zip file, relative to the template.`,
      range: node === undefined ? owner.range : range,
    });
    return { kind: "elsewhere", reason, range: owner.range };
  }
  return { kind: "path", path, range };
}

/** What an image function runs: the Dockerfile its metadata names, else the image in `ImageUri`. */
export function readImageCode(owner: CodeOwner): CodeReference {
  const { properties, metadata } = owner;
  const context = textOf(childOf(metadata, "DockerContext"));
  const dockerfile = textOf(childOf(metadata, "Dockerfile"));
  const shared = {
    kind: "dockerfile" as const,
    buildArgs: textMap(childOf(metadata, "DockerBuildArgs")),
    target: textOf(childOf(metadata, "DockerBuildTarget")),
    tag: textOf(childOf(metadata, "DockerTag")),
    range: metadata?.range ?? owner.range,
  };
  if (context !== undefined || dockerfile !== undefined) {
    return { ...shared, context: context ?? ".", dockerfile: dockerfile ?? "Dockerfile" };
  }
  if (textOf(childOf(metadata, "aws:asset:property")) === "Code.ImageUri") {
    return {
      ...shared,
      context: textOf(childOf(metadata, "aws:asset:path")) ?? ".",
      dockerfile: textOf(childOf(metadata, "aws:asset:dockerfile-path")) ?? "Dockerfile",
      buildArgs: textMap(childOf(metadata, "aws:asset:docker-build-args")),
      target: textOf(childOf(metadata, "aws:asset:docker-build-target")),
    };
  }
  const path = owner.type === "AWS::Serverless::Function" ? ["ImageUri"] : ["Code", "ImageUri"];
  const uri = properties.text(...path);
  if (uri !== undefined && uri !== "") return { kind: "image", uri, range: properties.rangeOf(...path) };
  const reason = "The template names neither a Dockerfile nor an image for this function.";
  owner.report({
    code: "image-not-stated",
    severity: "error",
    message: reason,
    hint: "Add Metadata with Dockerfile and DockerContext, or an ImageUri.",
    range: owner.range,
  });
  return { kind: "elsewhere", reason, range: owner.range };
}

function assetPath({ metadata, range }: CodeOwner, property: string): CodeReference | undefined {
  if (textOf(childOf(metadata, "aws:asset:property")) !== property) return undefined;
  const path = textOf(childOf(metadata, "aws:asset:path"));
  return path === undefined ? undefined : { kind: "path", path, range };
}

function textMap(node: TemplateNode | undefined): Record<string, string> {
  return Object.fromEntries(entriesOf(node).map(([key, { value }]) => [key, textOf(value) ?? ""]));
}
