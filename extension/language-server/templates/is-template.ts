/** A document looks like a template of CloudFormation or SAM, by its name or by what stands in it. */
export function isTemplate(file: string, document: { getText(): string }): boolean {
  if (!/\.(ya?ml|json|template)$/.test(file)) return false;
  return /(^|[\\/])template\.(ya?ml|json)$/.test(file) || marks.test(document.getText());
}

const marks = /\bAWSTemplateFormatVersion\b|\bAWS::Serverless-2016-10-31\b|\bAWS::(Serverless|Lambda)::Function\b/;
