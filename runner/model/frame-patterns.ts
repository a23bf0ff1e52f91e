/** Where an absolute path begins, on Linux and macOS or on Windows (as JSON writes it, too). */
const root = String.raw`(?:\/|[A-Za-z]:(?:\\\\?|\/))`;
/** A path that ends at the first blank or quote, so that it can stand anywhere. */
const bare = String.raw`(?<![\w@./\\~-])(?:${root}|\.{1,2}\/)?[\w@+~.\/\\-]{1,512}`;

/**
 * How the runtimes write places. `frame` is what to underline, the whole match without it; `type` is a Java method's
 * full name. Repetitions are bounded or end where the next try could begin, so that a long line takes no long time.
 */
export const framePatterns: readonly RegExp[] = [
  // Node.js: at handler (/var/task/app.js:10:5)
  pattern(
    String.raw`\((?<frame>(?<path>(?:file:\/\/)?${root}[^\r\n"<>]{1,512}?):(?<line>\d{1,7}):(?<column>\d{1,7}))\)`,
  ),
  // Node.js: at file:///var/task/app.mjs:3:1
  pattern(
    String.raw`\bat (?:async )?(?<frame>(?<path>(?:file:\/\/)?${root}[^\r\n"()<>]{1,512}?):(?<line>\d{1,7}):(?<column>\d{1,7}))`,
  ),
  // Node.js, of a syntax error: /var/task/app.js:3
  pattern(
    String.raw`(?<![\w@./\\~:-])(?<path>(?:file:\/\/)?${root}[\w@+~.%\/\\-]{1,512}\.[cm]?[jt]sx?):(?<line>\d{1,7})(?::(?<column>\d{1,7}))?\b`,
  ),
  // Python: File "/var/task/app.py", line 3, in handler
  pattern(
    String.raw`File \\{0,7}"(?<path>[^"\r\n<>\\]{1,512}(?:\\{1,2}[^"\r\n<>\\]{1,512}){0,64})\\{0,7}", line (?<line>\d{1,7})`,
  ),
  // Java and its relatives: at example.Orders.handle(Orders.java:12)
  pattern(
    String.raw`(?<![\w$./])(?:[\w.-]{1,64}\/\/?)?(?<type>[A-Za-z_$][\w$]{0,255}(?:\.[\w$<>]{1,255}){1,32})\((?<frame>(?<path>[\w$-]{1,255}\.(?:java|kt|scala|groovy)):(?<line>\d{1,7}))\)`,
  ),
  // Go, of a panic that its Lambda library reports: {"path":"orders/main.go","line":12,"label":"handler"}
  pattern(
    String.raw`\\{0,7}"path\\{0,7}":\s{0,8}\\{0,7}"(?<frame>(?<path>[^"\\\r\n]{1,512}\.(?:go|s))\\{0,7}",\s{0,64}\\{0,7}"line\\{0,7}":\s{0,8}(?<line>\d{1,7}))`,
  ),
  // .NET: in /src/Function.cs:line 12
  pattern(String.raw`\bin (?<frame>(?<path>${root}[^\r\n"]{1,512}?\.(?:cs|fs|vb)):line (?<line>\d{1,7}))`),
  // Ruby, Go, Rust: /var/task/app.rb:3:in, /abs/main.go:12 +0x1d, src/main.rs:10:5
  pattern(String.raw`(?<path>${bare}\.(?:rb|go|rs)):(?<line>\d{1,7})(?::(?<column>\d{1,7}))?\b`),
];

function pattern(source: string): RegExp {
  return new RegExp(source, "g");
}
