/** Values of a template as data, intrinsic functions in their long form: `{ Ref: "Orders" }`. */
export type TemplateValue = string | number | boolean | readonly TemplateValue[] | TemplateMap;

export interface TemplateMap {
  readonly [key: string]: TemplateValue;
}

export const ref = (logicalId: string): TemplateMap => ({ Ref: logicalId });

export const sub = (text: string): TemplateMap => ({ "Fn::Sub": text });

export const attribute = (logicalId: string, name: string): TemplateMap => ({ "Fn::GetAtt": [logicalId, name] });
