import type { SampleEvent, SourceProperties } from "./sample-event.ts";
import { textIn } from "./source-properties.ts";

/**
 * What a rule's SQL selects of a message, with no envelope: the columns it names, else a message of a sensor.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-reference.html
 */
export function iotRuleEvents(properties: SourceProperties): SampleEvent[] {
  const sql = textIn(properties, "Sql") ?? "SELECT * FROM 'sensors/1'";
  const topic = /\bFROM\s+'([^']+)'/i.exec(sql)?.[1] ?? "sensors/1";
  const selected = /^\s*SELECT\s+(.*?)\s+FROM\b/is.exec(sql)?.[1] ?? "*";
  return [{ title: `IoT: ${topic}`, event: Object.assign({}, ...selected.split(",").map(columnOf)) as unknown }];
}

function columnOf(column: string): Record<string, unknown> {
  const text = column.trim();
  if (text === "*") return { deviceId: "sensor-1", temperature: 21.5, humidity: 40 };
  const name = /\bAS\s+(\w+)$/i.exec(text)?.[1] ?? /(\w+)$/.exec(text)?.[1];
  return name === undefined ? {} : { [name]: 21.5 };
}
