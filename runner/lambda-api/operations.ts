/**
 * The operations of Lambda's API that this runner does not offer, by method and path, so that a refusal can name
 * them. Source: the service model of botocore, `lambda/2015-03-31`.
 */
const operations: readonly (readonly [method: string, path: RegExp, name: string])[] = [
  ["POST", /^\/2015-03-31\/functions\/?$/, "CreateFunction"],
  ["DELETE", /^\/2015-03-31\/functions\/[^/]+$/, "DeleteFunction"],
  ["PUT", /^\/2015-03-31\/functions\/[^/]+\/code$/, "UpdateFunctionCode"],
  ["PUT", /^\/2015-03-31\/functions\/[^/]+\/configuration$/, "UpdateFunctionConfiguration"],
  ["GET", /^\/2015-03-31\/functions\/[^/]+\/versions$/, "ListVersionsByFunction"],
  ["POST", /^\/2015-03-31\/functions\/[^/]+\/versions$/, "PublishVersion"],
  ["GET", /^\/2015-03-31\/functions\/[^/]+\/aliases$/, "ListAliases"],
  ["POST", /^\/2015-03-31\/functions\/[^/]+\/aliases$/, "CreateAlias"],
  ["GET", /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, "GetAlias"],
  ["PUT", /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, "UpdateAlias"],
  ["DELETE", /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, "DeleteAlias"],
  ["GET", /^\/2015-03-31\/functions\/[^/]+\/policy$/, "GetPolicy"],
  ["POST", /^\/2015-03-31\/functions\/[^/]+\/policy$/, "AddPermission"],
  ["DELETE", /^\/2015-03-31\/functions\/[^/]+\/policy\/[^/]+$/, "RemovePermission"],
  ["PUT", /^\/2017-10-31\/functions\/[^/]+\/concurrency$/, "PutFunctionConcurrency"],
  ["DELETE", /^\/2017-10-31\/functions\/[^/]+\/concurrency$/, "DeleteFunctionConcurrency"],
  ["GET", /^\/2019-09-30\/functions\/[^/]+\/concurrency$/, "GetFunctionConcurrency"],
  ["GET", /^\/2019-09-30\/functions\/[^/]+\/provisioned-concurrency$/, "GetProvisionedConcurrencyConfig"],
  ["PUT", /^\/2019-09-30\/functions\/[^/]+\/provisioned-concurrency$/, "PutProvisionedConcurrencyConfig"],
  ["DELETE", /^\/2019-09-30\/functions\/[^/]+\/provisioned-concurrency$/, "DeleteProvisionedConcurrencyConfig"],
  ["GET", /^\/2019-09-25\/functions\/[^/]+\/event-invoke-config$/, "GetFunctionEventInvokeConfig"],
  ["PUT", /^\/2019-09-25\/functions\/[^/]+\/event-invoke-config$/, "PutFunctionEventInvokeConfig"],
  ["POST", /^\/2019-09-25\/functions\/[^/]+\/event-invoke-config$/, "UpdateFunctionEventInvokeConfig"],
  ["DELETE", /^\/2019-09-25\/functions\/[^/]+\/event-invoke-config$/, "DeleteFunctionEventInvokeConfig"],
  ["GET", /^\/2019-09-25\/functions\/[^/]+\/event-invoke-config\/list$/, "ListFunctionEventInvokeConfigs"],
  ["GET", /^\/2015-03-31\/event-source-mappings\/?$/, "ListEventSourceMappings"],
  ["POST", /^\/2015-03-31\/event-source-mappings\/?$/, "CreateEventSourceMapping"],
  ["GET", /^\/2015-03-31\/event-source-mappings\/[^/]+$/, "GetEventSourceMapping"],
  ["PUT", /^\/2015-03-31\/event-source-mappings\/[^/]+$/, "UpdateEventSourceMapping"],
  ["DELETE", /^\/2015-03-31\/event-source-mappings\/[^/]+$/, "DeleteEventSourceMapping"],
  ["GET", /^\/2018-10-31\/layers$/, "ListLayers"],
  ["GET", /^\/2018-10-31\/layers\/[^/]+\/versions$/, "ListLayerVersions"],
  ["POST", /^\/2018-10-31\/layers\/[^/]+\/versions$/, "PublishLayerVersion"],
  ["GET", /^\/2018-10-31\/layers\/[^/]+\/versions\/[^/]+$/, "GetLayerVersion"],
  ["DELETE", /^\/2018-10-31\/layers\/[^/]+\/versions\/[^/]+$/, "DeleteLayerVersion"],
  ["GET", /^\/2021-10-31\/functions\/[^/]+\/url$/, "GetFunctionUrlConfig"],
  ["POST", /^\/2021-10-31\/functions\/[^/]+\/url$/, "CreateFunctionUrlConfig"],
  ["PUT", /^\/2021-10-31\/functions\/[^/]+\/url$/, "UpdateFunctionUrlConfig"],
  ["DELETE", /^\/2021-10-31\/functions\/[^/]+\/url$/, "DeleteFunctionUrlConfig"],
  ["GET", /^\/2021-10-31\/functions\/[^/]+\/urls$/, "ListFunctionUrlConfigs"],
  ["POST", /^\/2021-11-15\/functions\/[^/]+\/response-streaming-invocations$/, "InvokeWithResponseStream"],
  ["POST", /^\/2014-11-13\/functions\/[^/]+\/invoke-async\/?$/, "InvokeAsync"],
  ["GET", /^\/2017-03-31\/tags\/.+$/, "ListTags"],
  ["POST", /^\/2017-03-31\/tags\/.+$/, "TagResource"],
  ["DELETE", /^\/2017-03-31\/tags\/.+$/, "UntagResource"],
  ["GET", /^\/2020-04-22\/code-signing-configs\/?$/, "ListCodeSigningConfigs"],
  ["GET", /^\/2020-06-30\/functions\/[^/]+\/code-signing-config$/, "GetFunctionCodeSigningConfig"],
  ["GET", /^\/2021-07-20\/functions\/[^/]+\/runtime-management-config$/, "GetRuntimeManagementConfig"],
  ["PUT", /^\/2021-07-20\/functions\/[^/]+\/runtime-management-config$/, "PutRuntimeManagementConfig"],
];

/** What an unknown request would have been on AWS: `CreateFunction`, else its method and path. */
export function operationName(method: string, path: string): string {
  const found = operations.find((operation) => operation[0] === method && operation[1].test(path));
  return found?.[2] ?? `${method} ${path}`;
}
