import type { SampleFunction } from "./sample-function.ts";

const typescript = {
  runtime: "nodejs24.x",
  handler: "app.handler",
  fileName: "app.ts",
  answer: (version: number) => `{"version":${version},"orders":[]}`,
};

/** A handler of about 5 kB as people write them: types, checks, rules, no packages. */
export const smallTypescript: SampleFunction = {
  ...typescript,
  name: "TypeScript 5 kB",
  source: (version) => `${head}${rules}${handler(version, "[]")}`,
};

/** The same with a client of the AWS SDK in the bundle. */
export const typescriptWithSdk: SampleFunction = {
  ...typescript,
  name: "TypeScript with DynamoDB client",
  packages: ["@aws-sdk/client-dynamodb"],
  source: (version) => `${sdkHead}${head}${rules}${sdkQuery}${handler(version, "await stored(event.customerId)")}`,
};

const head = `
type Currency = "EUR" | "USD" | "CHF";
interface Item { readonly sku: string; readonly quantity: number; readonly unitPrice: number }
interface Order { readonly id: string; readonly currency: Currency; readonly items: readonly Item[] }
interface OrderEvent { readonly customerId?: string; readonly orders?: readonly unknown[] }
class OrderError extends Error {
  readonly field: string;
  constructor(field: string, reason: string) {
    super(\`\${field}: \${reason}\`);
    this.field = field;
  }
}
`;

const categories = ["Books", "Music", "Garden", "Toys", "Tools", "Food"];

const rules = categories
  .map((name, index) => {
    const category = name.toLowerCase();
    return `
const ${category}Discounts: Readonly<Record<Currency, number>> = { EUR: 0.0${index + 1}, USD: 0.0${index + 2}, CHF: 0 };
/** What ${category} cost: from ten pieces on there is a discount. */
export function price${name}(order: Order): number {
  const own = order.items.filter(({ sku }) => sku.startsWith("${category}-"));
  if (own.some(({ quantity }) => !Number.isInteger(quantity) || quantity < 1)) {
    throw new OrderError("${category}", "quantities are whole numbers from 1");
  }
  const total = own.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const pieces = own.reduce((sum, { quantity }) => sum + quantity, 0);
  return pieces >= 10 ? total * (1 - ${category}Discounts[order.currency]) : total;
}`;
  })
  .join("\n");

function handler(version: number, orders: string): string {
  const prices = categories.map((name) => `price${name}(order)`);
  return `
export const handler = async (event: OrderEvent) => {
  const given: Order[] = ((event.orders ?? []) as Order[]).concat(${orders});
  const orders = given.map((order) => ({ id: order.id, total: ${prices.join(" + ")} }));
  return { version: ${version}, orders };
};
`;
}

const sdkHead = `import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";\n`;

const sdkQuery = `
const client = new DynamoDBClient({});
async function stored(customerId: string | undefined): Promise<Order[]> {
  if (customerId === undefined) return [];
  const TableName = process.env.ORDERS_TABLE ?? "orders";
  const known = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: customerId } } }));
  if (!known.Item) throw new OrderError("customerId", "unknown");
  const values = { ":pk": { S: customerId } };
  const found = await client.send(
    new QueryCommand({ TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: values }),
  );
  return (found.Items ?? []).map((item) => JSON.parse(item.body?.S ?? "{}") as Order);
}
`;
