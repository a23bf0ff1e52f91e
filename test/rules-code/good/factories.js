const { S3Client } = require("@aws-sdk/client-s3");
const { SQSClient } = require("@aws-sdk/client-sqs");
const { once } = require("./once");
const { makeApp } = require("./app");

const clients = {};
const createClient = () => new SQSClient({});

exports.handler = async (event) => {
  const s3 = once("s3", () => new S3Client({}));
  clients.sqs = clients.sqs || createClient();
  clients.other ||= new SQSClient({});
  if (!clients.s3) clients.s3 = new S3Client({});
  const app = makeApp({
    connect() {
      return new SQSClient({});
    },
  });
  return app.run(event, s3);
};
