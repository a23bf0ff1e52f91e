import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { sampleTime } from "./sample-values.ts";
import { textIn } from "./source-properties.ts";

/**
 * What Alexa sends when a skill is opened, and when somebody asks it for something.
 * https://developer.amazon.com/docs/custom-skills/request-and-response-json-reference.html
 */
export function alexaSkillEvents(properties: SourceProperties, { region }: SampleContext): SampleEvent[] {
  const applicationId = textIn(properties, "SkillId") ?? "amzn1.ask.skill.059f36b4-87a3-44ab-83d2-661975830a7d";
  const intent = { name: "SampleIntent", confirmationStatus: "NONE", slots: {} };
  return [
    { title: "Alexa: launch", event: eventOf(applicationId, region, { type: "LaunchRequest" }) },
    { title: "Alexa: intent", event: eventOf(applicationId, region, { type: "IntentRequest", intent }) },
  ];
}

function eventOf(applicationId: string, region: string, request: Readonly<Record<string, unknown>>): unknown {
  const user = { userId: "amzn1.ask.account.EXAMPLE" };
  return {
    version: "1.0",
    session: {
      new: request["type"] === "LaunchRequest",
      sessionId: "amzn1.echo-api.session.059f36b4-87a3-44ab-83d2-661975830a7d",
      application: { applicationId },
      attributes: {},
      user,
    },
    context: {
      System: {
        application: { applicationId },
        user,
        device: { deviceId: "amzn1.ask.device.EXAMPLE", supportedInterfaces: {} },
        apiEndpoint: `https://api.${region.startsWith("eu-") ? "eu." : ""}amazonalexa.com`,
      },
    },
    request: {
      requestId: "amzn1.echo-api.request.059f36b4-87a3-44ab-83d2-661975830a7d",
      timestamp: sampleTime.iso,
      locale: "en-US",
      ...request,
    },
  };
}
