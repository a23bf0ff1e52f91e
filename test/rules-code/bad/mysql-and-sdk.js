// handlers: list
const mysql = require("mysql2/promise");
const AWS = require("aws-sdk"); // expect: whole-aws-sdk

AWS.config.update({ region: "eu-west-1" });

async function list(event) {
  const host = process.env.DB_HOST;
  const connection = await mysql.createConnection({ host, database: "shop" }); // expect: client-in-handler
  const sns = new AWS.SNS(); // expect: client-in-handler
  const [rows] = await connection.execute("SELECT id FROM products WHERE shop = ?", [event.shop]);
  await sns.publish({ TopicArn: process.env.TOPIC_ARN, Message: String(rows.length) }).promise();
  return rows;
}

module.exports = { list };
