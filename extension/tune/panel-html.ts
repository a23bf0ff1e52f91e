/**
 * The panel's page: nothing but its own script and styles is loaded, nothing from elsewhere, and no script in texts runs.
 *
 * @param addresses as the webview can load them
 * @param nonce of this page alone
 */
export function panelHtml(
  { script, styles }: { readonly script: string; readonly styles: string },
  cspSource: string,
  nonce: string,
): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    // The chart on its way to becoming a PNG.
    "img-src data:",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${styles}">
    <title>Tune Memory</title>
  </head>
  <body>
    <main></main>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
