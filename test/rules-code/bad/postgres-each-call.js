const { Client } = require("pg");

const config = { host: process.env.DB_HOST, user: process.env.DB_USER, password: process.env.DB_PASSWORD };

module.exports.handler = async function (event) {
  const client = new Client(config); // expect: client-in-handler
  await client.connect();
  try {
    const { rows } = await client.query("SELECT * FROM orders WHERE id = $1", [event.id]);
    return rows[0];
  } finally {
    await client.end();
  }
};
