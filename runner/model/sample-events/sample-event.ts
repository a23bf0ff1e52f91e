/** An event that a source could send to a function, as a value that `JSON.stringify` makes a file of. */
export interface SampleEvent {
  /** `POST /orders/{id}`, `SQS: orders` */
  readonly title: string;
  readonly event: unknown;
}

/** Where the function runs, as its events tell it. */
export interface SampleContext {
  readonly region: string;
  readonly accountId: string;
  readonly functionName: string;
}

/** The event source's own properties, resolved, in AWS's spelling; empty when a person asks for no trigger in particular. */
export type SourceProperties = Readonly<Record<string, unknown>>;

/** Makes the events of one kind of source. Without properties it makes at least one. */
export type SampleSource = (properties: SourceProperties, context: SampleContext) => SampleEvent[];
