import moment from "moment";
import type { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import express = require("express");
const _ = require("lodash");
const { Stripe } = require("stripe"); // eslint-disable-line @typescript-eslint/no-unused-vars
const sharp = require("sharp");
const cheerio = require("cheerio");

export { sharp };
export const parts = { cheerio };

let client: DynamoDBClient | undefined;

export const handler = async (event: { s3: S3Client }) => {
  return _.get(event, "a.b", client, express);
};
