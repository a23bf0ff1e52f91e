/** What CloudFormation's pseudo parameters stand for. */
export interface PseudoParameters {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
}

const stackUuid = "51af3dc0-da77-11e4-872e-1234567db123";

/** The text a pseudo parameter stands for, `""` for notification ARNs; undefined when the name is none. `AWS::NoValue` is the caller's. */
export function pseudoParameter(name: string, values: PseudoParameters): string | undefined {
  const { region, accountId, stackName } = values;
  const isChina = region.startsWith("cn-");
  const partition = isChina ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  switch (name) {
    case "AWS::AccountId":
      return accountId;
    case "AWS::Region":
      return region;
    case "AWS::Partition":
      return partition;
    case "AWS::StackName":
      return stackName;
    case "AWS::StackId":
      return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${stackUuid}`;
    case "AWS::URLSuffix":
      return isChina ? "amazonaws.com.cn" : "amazonaws.com";
    case "AWS::NotificationARNs":
      return "";
    default:
      return undefined;
  }
}
