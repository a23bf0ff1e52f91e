const { createPool } = require("mysql2/promise");

const STRIPE_KEY = "%STRIPE_KEY%"; // expect: secret-in-code
const options = { password: "Wint3r!2024", user: "orders" }; // expect: secret-in-code
const jwtSecret = process.env.JWT_SECRET || "9f86d081884c7d659a2feaa0c55ad015"; // expect: secret-in-code
const url = "postgres://orders:t4ble-tennis@orders.cluster-c1x2.eu-west-1.rds.amazonaws.com:5432/orders"; // expect: secret-in-code
const pool = createPool({ ...options, host: process.env.DB_HOST });

// const token = "%GITHUB_TOKEN%"; // expect: secret-in-code

const call = async (apiKey = "Zq83LkPw02MxVb71") => [apiKey]; // expect: secret-in-code

exports.handler = async () => {
  const config = {};
  config.clientSecret = `8Q~x7fK2mP9vL4nR6tY1wZ3`; // expect: secret-in-code
  await fetch("%SLACK_WEBHOOK%", { method: "POST", body: url + jwtSecret + STRIPE_KEY }); // expect: secret-in-code
  return pool.query("SELECT 1", [await call(), config]);
};
