import assert from "node:assert/strict";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { makeToolWorkspace, places } from "./build/tool-workspace.ts";
import { lacking } from "./harness/parts.ts";

const java = { runtime: "java17", handler: "example.Hello::handle" } as const;
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>hello</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>aws-lambda-java-core</artifactId>
      <version>1.4.0</version>
    </dependency>
  </dependencies>
</project>
`;
const source = (body: string) =>
  `package example;\n\npublic class Hello {\n  public static String handle(String name) {\n    ${body}\n  }\n}\n`;

describe("mvn", { skip: lacking("java") }, () => {
  test("lays out classes, resources and dependencies as Lambda wants them, build after build", async (t) => {
    const files = {
      "pom.xml": pom,
      "src/main/java/example/Hello.java": source('return "one";'),
      "src/main/java/example/Other.java": "package example;\n\nclass Other {}\n",
      "src/main/resources/names.txt": "Ada\n",
    };
    const workspace = await makeToolWorkspace(t, files, java);
    const first = await workspace.build();
    assert.deepEqual((await readdir(first.target)).sort(), ["example", "lib", "names.txt"]);
    assert.deepEqual(await readdir(join(first.target, "lib")), ["com.amazonaws.aws-lambda-java-core-1.4.0.jar"]);

    await workspace.write({ "src/main/java/example/Hello.java": source('return "the second";') });
    await rm(workspace.path("src/main/java/example/Other.java"));
    const second = await workspace.build();
    const sizes = await Promise.all(
      [first, second].map(async ({ target }) => (await stat(join(target, "example", "Hello.class"))).size),
    );
    assert.notEqual(sizes[0], sizes[1]);
    assert.deepEqual(await readdir(join(second.target, "example")), ["Hello.class"]);
    assert.deepEqual(await readdir(join(second.target, "lib")), ["com.amazonaws.aws-lambda-java-core-1.4.0.jar"]);
  });

  test("names every error's place, and builds again once they are corrected", async (t) => {
    const files = { "pom.xml": pom, "src/main/java/example/Hello.java": source("int x = true; gone(); return name;") };
    const workspace = await makeToolWorkspace(t, files, java);
    const failure = await workspace.fail();
    assert.deepEqual(places(workspace, failure.problems), [
      ["src/main/java/example/Hello.java:5:13", "incompatible types: boolean cannot be converted to int"],
      ["src/main/java/example/Hello.java:5:19", "cannot find symbol"],
    ]);
    await workspace.write({ "src/main/java/example/Hello.java": source("return name;") });
    assert.deepEqual(await readdir(join((await workspace.build()).target, "example")), ["Hello.class"]);
  });

  test("says what Maven says of a pom.xml that is no good, without its advice", async (t) => {
    const workspace = await makeToolWorkspace(t, { "pom.xml": pom.replace("1.4.0", "0.0.0-none") }, java);
    const failure = await workspace.fail();
    assert.match(failure.message, /mvn ended with exit code 1\.\n.*aws-lambda-java-core/);
    assert.doesNotMatch(failure.message, /Re-run Maven|\[Help 1\]$/m);
    assert.match(failure.problems[0]?.message ?? "", /aws-lambda-java-core/);
  });
});
