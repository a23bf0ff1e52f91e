import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; // expect: heavy-import-unused
import express, { Router } from "express"; // expect: heavy-import-unused
import * as ts from "typescript";

export const handler = async () => ts.version;
