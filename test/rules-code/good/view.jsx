import { Document, renderToString } from "@react-pdf/renderer";
import express from "express";
const jsdom = require("jsdom");

export const app = express();

export const handler = async (event) => {
  const page = renderToString(
    <Document>
      <jsdom.Page title={event.title} onClick={() => undefined} />
    </Document>,
  );
  return { statusCode: 200, body: page };
};
