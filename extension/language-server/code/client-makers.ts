import type { SyntaxNode } from "@lezer/common";
import { importedMember, type ImportedMember } from "./imported-name.ts";
import { nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";
import { sdkV2Clients } from "./sdk-v2-clients.ts";

/** An expression that makes a client of an AWS service, or connects to a database. */
export interface ClientMaker {
  readonly node: SyntaxNode;
  /** What is called: `boto3.client`, `S3Client`. */
  readonly callee: SyntaxNode;
  readonly kind: "client" | "connection";
  /** For messages: `new S3Client`. */
  readonly label: string;
  /** Its import runs while the file is loaded. */
  readonly isImportedAtInit: boolean;
}

export function clientMakers(parsed: ParsedCode, fn: SyntaxNode): ClientMaker[] {
  return nodesIn(fn, "NewExpression", "CallExpression").flatMap((node) => {
    const isNew = node.name === "NewExpression";
    const callee = isNew ? node.firstChild?.nextSibling : node.firstChild;
    const member = callee ? importedMember(parsed, callee) : undefined;
    if (!callee || member === undefined) return [];
    const kind = parsed.language === "python" ? pythonKind(member) : scriptKind(member, isNew);
    if (kind === undefined) return [];
    const label = `${isNew ? "new " : ""}${textOf(parsed, callee).replace(/\s+/g, "")}`;
    return [{ node, callee, kind, label, isImportedAtInit: member.isAtInit }];
  });
}

function scriptKind({ specifier, path }: ImportedMember, isNew: boolean): ClientMaker["kind"] | undefined {
  const name = path.join(".");
  if (isNew && isSdkClient(specifier, path)) return "client";
  const connections = isNew ? connecting.classes[specifier] : connecting.functions[specifier];
  return connections?.includes(name) === true ? "connection" : undefined;
}

function isSdkClient(specifier: string, path: readonly string[]): boolean {
  const [name = "", member, more] = path;
  // Commands come from there, too.
  const service = /^@aws-sdk\/client-([a-z0-9-]+)$/.exec(specifier)?.[1]?.replaceAll("-", "");
  if (service !== undefined) return path.length === 1 && (name.endsWith("Client") || name.toLowerCase() === service);
  const isDocument = member === "DocumentClient" && more === undefined;
  if (specifier === "aws-sdk") return sdkV2Clients.has(name) && (member === undefined || isDocument);
  const isClient = specifier.startsWith("aws-sdk/clients/");
  return isClient && (path.length === 0 || (path.length === 1 && name === "DocumentClient"));
}

/** What opens connections. `mongoose.connect` and `sql.connect` are not here: called again, they keep the one they have. */
const connecting: Record<"classes" | "functions", Readonly<Record<string, readonly string[]>>> = {
  classes: {
    pg: ["Pool", "Client"],
    mongodb: ["MongoClient"],
    ioredis: ["", "Redis", "Cluster"],
    "@prisma/client": ["PrismaClient"],
    sequelize: ["", "Sequelize"],
    typeorm: ["DataSource"],
    mssql: ["ConnectionPool"],
    kafkajs: ["Kafka"],
    "@elastic/elasticsearch": ["Client"],
    "@opensearch-project/opensearch": ["Client"],
  },
  functions: {
    mysql: ["createConnection", "createPool"],
    mysql2: ["createConnection", "createPool"],
    "mysql2/promise": ["createConnection", "createPool"],
    "promise-mysql": ["createConnection", "createPool"],
    mariadb: ["createConnection", "createPool"],
    mongodb: ["MongoClient.connect"],
    mongoose: ["createConnection"],
    redis: ["createClient", "createCluster"],
    knex: ["", "knex"],
    amqplib: ["connect"],
    postgres: [""],
    "neo4j-driver": ["driver"],
  },
};

function pythonKind({ specifier, path }: ImportedMember): ClientMaker["kind"] | undefined {
  const name = [specifier, ...path].join(".");
  if (name === "boto3.client" || name === "boto3.resource") return "client";
  return pythonConnections.has(name) ? "connection" : undefined;
}

const pythonConnections = new Set([
  "psycopg.connect",
  "psycopg_pool.ConnectionPool",
  "psycopg2.connect",
  "psycopg2.pool.SimpleConnectionPool",
  "psycopg2.pool.ThreadedConnectionPool",
  "pg8000.connect",
  "pg8000.native.Connection",
  "pymysql.connect",
  "MySQLdb.connect",
  "mysql.connector.connect",
  "pyodbc.connect",
  "oracledb.connect",
  "redshift_connector.connect",
  "snowflake.connector.connect",
  "sqlalchemy.create_engine",
  "pymongo.MongoClient",
  "redis.Redis",
  "redis.StrictRedis",
  "redis.from_url",
  "redis.Redis.from_url",
  "elasticsearch.Elasticsearch",
  "opensearchpy.OpenSearch",
  "neo4j.GraphDatabase.driver",
]);
