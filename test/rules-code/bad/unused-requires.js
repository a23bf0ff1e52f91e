const googleapis = require("googleapis"); // expect: heavy-import-unused
const { Stripe } = require("stripe"); // expect: heavy-import-unused
const axios = require("axios");
const AWS = require("aws-sdk"); // expect: heavy-import-unused

// googleapis.google was here once.
exports.handler = async (event) => {
  const { data } = await axios.get(`https://api.example.com/orders/${event.id}`, { timeout: 2000 });
  return data.googleapis;
};
