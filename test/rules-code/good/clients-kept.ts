// handlers: lazily, guarded, early, byRegion, global
import { S3Client } from "@aws-sdk/client-s3";
import { PrismaClient } from "@prisma/client";
import { Pool } from "pg";
import Redis from "ioredis";

let client: S3Client | undefined;
let pool: Pool | null = null;
let redis: Redis | undefined;
const byName = new Map<string, S3Client>();
const shared = globalThis as { prisma?: PrismaClient };

export const lazily = async () => {
  client ??= new S3Client({});
  const again = client ?? new S3Client({});
  return again;
};

export async function guarded() {
  if (!pool) {
    pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  }
  return pool.query("SELECT 1");
}

export const early = async () => {
  if (redis) return redis.get("key");
  const made = new Redis(process.env.REDIS_URL!);
  redis = made;
  return made.get("key");
};

export const byRegion = async (event: { region: string }) => {
  const known = byName.get(event.region);
  if (known) return known;
  const made = new S3Client({ region: event.region });
  byName.set(event.region, made);
  const standard = new S3Client({});
  byName.set("standard", standard);
  return made;
};

export const global = async () => {
  const prisma = shared.prisma || new PrismaClient();
  shared.prisma = prisma;
  return prisma.order.findMany();
};
