import type { SampleContext, SampleEvent, SourceProperties } from "./sample-event.ts";
import { textIn, textsIn } from "./source-properties.ts";

/**
 * What a user pool asks a function, which answers with the same event, `response` filled in.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export function cognitoEvents(properties: SourceProperties, { region }: SampleContext): SampleEvent[] {
  const pool = textIn(properties, "UserPool") ?? "";
  const userPoolId = pool.includes("_") ? pool : `${region}_ABCDEFGHI`;
  const asked = textsIn(properties, "Trigger");
  return (asked.length > 0 ? asked : ["PreSignUp"]).map((trigger) => {
    const { source, request, response } = triggers.get(trigger) ?? {
      source: `${trigger}_Authentication`,
      request: {},
      response: {},
    };
    return {
      title: `Cognito: ${trigger}`,
      event: {
        version: "1",
        region,
        userPoolId,
        userName: "sample-user",
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "1example23456789" },
        triggerSource: source,
        request: {
          userAttributes: {
            sub: "059f36b4-87a3-44ab-83d2-661975830a7d",
            email: "user@example.com",
            email_verified: trigger === "PreSignUp" ? "false" : "true",
          },
          ...request,
        },
        response,
      },
    };
  });
}

interface CognitoTrigger {
  readonly source: string;
  /** Besides the user's attributes. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

const passed = [{ challengeName: "SRP_A", challengeResult: true, challengeMetadata: null }];
const groups = { groupsToOverride: ["readers"], iamRolesToOverride: [], preferredRole: null };

const triggers = new Map<string, CognitoTrigger>([
  [
    "PreSignUp",
    {
      source: "PreSignUp_SignUp",
      request: { validationData: null },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    },
  ],
  ["PostConfirmation", { source: "PostConfirmation_ConfirmSignUp", request: {}, response: {} }],
  [
    "PreAuthentication",
    {
      source: "PreAuthentication_Authentication",
      request: { validationData: null, userNotFound: false },
      response: {},
    },
  ],
  [
    "PostAuthentication",
    { source: "PostAuthentication_Authentication", request: { newDeviceUsed: false }, response: {} },
  ],
  [
    "DefineAuthChallenge",
    {
      source: "DefineAuthChallenge_Authentication",
      request: { session: passed, userNotFound: false },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    },
  ],
  [
    "CreateAuthChallenge",
    {
      source: "CreateAuthChallenge_Authentication",
      request: { challengeName: "CUSTOM_CHALLENGE", session: passed },
      response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    },
  ],
  [
    "VerifyAuthChallengeResponse",
    {
      source: "VerifyAuthChallengeResponse_Authentication",
      request: { privateChallengeParameters: { answer: "5" }, challengeAnswer: "5" },
      response: { answerCorrect: null },
    },
  ],
  [
    "PreTokenGeneration",
    {
      source: "TokenGeneration_Authentication",
      request: { groupConfiguration: groups },
      response: { claimsOverrideDetails: null },
    },
  ],
  [
    "CustomMessage",
    {
      source: "CustomMessage_SignUp",
      request: { codeParameter: "{####}", linkParameter: "{##Click Here##}", usernameParameter: null },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    },
  ],
  [
    "UserMigration",
    {
      source: "UserMigration_Authentication",
      request: { password: "sample", validationData: null },
      response: {
        userAttributes: null,
        finalUserStatus: null,
        messageAction: null,
        desiredDeliveryMediums: null,
        forceAliasCreation: null,
      },
    },
  ],
]);
