import { lacking } from "./harness/parts.ts";
import { answerSampleEvents } from "./scaffold/answer-sample-events.ts";
import { everyFunction, newFunction } from "./scaffold/scaffolded-project.ts";

const languages = ["typescript", "javascript", "python", "custom"] as const;

answerSampleEvents("Scaffolded functions in the process engine", {
  engine: "process",
  functions: everyFunction(languages),
  skip: false,
});
answerSampleEvents("Scaffolded functions in the container engine", {
  engine: "container",
  functions: languages.map((language) => newFunction(language, "http-api")),
  skip: lacking("container engine"),
});
answerSampleEvents("Scaffolded Go functions in the process engine", {
  engine: "process",
  functions: everyFunction(["go"]),
  skip: lacking("go"),
});
answerSampleEvents("Scaffolded Ruby functions in the container engine", {
  engine: "container",
  functions: everyFunction(["ruby"]),
  skip: lacking("container engine", "ruby image"),
});
