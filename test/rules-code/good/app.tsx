import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { SNSClient } from "@aws-sdk/client-sns";

const app = new Hono<{ Variables: { sns: SNSClient } }>();
const sns = new SNSClient({ region: process.env.AWS_REGION, maxAttempts: 2 });

app.use(async (c, next) => {
  c.set("sns", sns);
  await next();
});
app.get("/", (c) => c.html(<p class="token">Hello {c.req.query("name") ?? "there"}</p>));

export const handler = handle(app);
