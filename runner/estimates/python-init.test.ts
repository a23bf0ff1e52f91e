import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { pythonInit } from "./python-init.ts";

function folder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "pilotlight-python-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test("what comes with AWS's runtime is seen without being deployed", async (t) => {
  const root = folder(t, { "app.py": "import boto3\ntable = boto3.resource('dynamodb')\n" });
  const { imports, deployed } = await pythonInit("app.handler", [root]);
  assert.deepEqual([imports, deployed], [["boto3", "boto3.client"], []]);
});

test("imports are followed through own files and packages that nobody has measured", async (t) => {
  const files = {
    "src/app.py": "from . import store\nfrom src.models import orders\nfrom unmeasured import thing\n",
    "src/store.py": "from pydantic import BaseModel\n",
    "src/models/__init__.py": "",
    "src/models/orders.py": "from ..shared import x\n",
    "src/shared.py": "import json\n",
    "src/never.py": `import pandas\n${"#".repeat(5000)}`,
    "unmeasured/__init__.py": "from .inner import thing\n",
    "unmeasured/inner.py": "import numpy as np\n",
    "unmeasured/optional.py": "#".repeat(5000),
    "pydantic/__init__.py": "#".repeat(9000),
  };
  const { imports, deployed, bytes } = await pythonInit("src/app.handler", [folder(t, files)]);
  assert.deepEqual([imports, deployed], [["numpy", "pydantic"], ["pydantic"]]);
  const loaded = ["src/app.py", "src/store.py", "src/models/orders.py", "src/shared.py"] as const;
  const ofPackage = ["unmeasured/__init__.py", "unmeasured/inner.py"] as const;
  assert.equal(
    bytes,
    [...loaded, ...ofPackage].reduce((sum, name) => sum + files[name].length, 0),
  );
});

test("layers are looked through after the function's own folder, which may shadow what was measured", async (t) => {
  const own = folder(t, { "app.py": "import requests, redis, other\n", "redis.py": "import json" });
  const layer = folder(t, { "requests/__init__.py": "", "redis/__init__.py": "", "other.py": "import yaml" });
  const { imports, deployed } = await pythonInit("app.handler", [own, layer]);
  assert.deepEqual([imports, deployed], [["requests", "yaml"], ["requests"]]);
});

test("a measured module of a package counts for itself, others as the package", async (t) => {
  const text =
    "from aws_lambda_powertools.utilities import parser\nfrom aws_lambda_powertools.logging import correlation_paths\n";
  const { imports } = await pythonInit("app.handler", [folder(t, { "app.py": text })]);
  assert.deepEqual(imports, ["aws_lambda_powertools", "aws_lambda_powertools.utilities.parser"]);
});

test("modules that import each other, or are not there, are no trouble", async (t) => {
  const root = folder(t, { "a.py": "import b", "b.py": "import a, gone\nfrom .. import above" });
  assert.deepEqual(await pythonInit("a.handler", [root]), { bytes: 43, imports: [], deployed: [] });
  assert.deepEqual(await pythonInit("missing.handler", [root]), { bytes: 0, imports: [], deployed: [] });
  assert.deepEqual(await pythonInit("", [root]), { bytes: 0, imports: [], deployed: [] });
});
