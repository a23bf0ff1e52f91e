import axios from "axios";

const keys = await (await fetch("https://keys.example.com/jwks.json")).json(); // expect: blocking-work-at-import
const rates = await fetch(process.env.RATES_URL!, { method: "POST" }); // expect: blocking-work-at-import
const { data } = await axios.get("https://config.example.com"); // expect: blocking-work-at-import

export const handler = async () => ({ keys, rates: await rates.json(), data });
