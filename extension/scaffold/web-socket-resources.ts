import { attribute, ref, sub, type TemplateMap } from "./template-value.ts";

const routes = { Connect: "$connect", Disconnect: "$disconnect", Default: "$default" };

/** A WebSocket API, all of whose routes lead to the function. */
export function webSocketResources(name: string): TemplateMap {
  const api = `${name}WebSocket`;
  const integration = `${api}Integration`;
  return {
    [api]: {
      Type: "AWS::ApiGatewayV2::Api",
      Properties: {
        Name: sub(`\${AWS::StackName}-${name}`),
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      },
    },
    [integration]: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId: ref(api),
        IntegrationType: "AWS_PROXY",
        IntegrationUri: sub(
          `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
        ),
      },
    },
    ...Object.fromEntries(
      Object.entries(routes).map(([id, routeKey]) => [
        `${api}${id}`,
        {
          Type: "AWS::ApiGatewayV2::Route",
          Properties: {
            ApiId: ref(api),
            RouteKey: routeKey,
            Target: sub(`integrations/\${${integration}}`),
          },
        },
      ]),
    ),
    [`${api}Stage`]: {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: { ApiId: ref(api), StageName: "live", AutoDeploy: true },
    },
    [`${api}Permission`]: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: attribute(name, "Arn"),
        Principal: "apigateway.amazonaws.com",
        SourceArn: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/*`),
      },
    },
  };
}
