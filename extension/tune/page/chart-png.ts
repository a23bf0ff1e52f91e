import { svg } from "./element.ts";

/** Pixels of the picture for each of the page's. */
const scale = 2;

/** What the page's style sheet says of a drawing, which the picture has to say itself. */
const styles = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-family",
  "font-size",
  "font-weight",
  "paint-order",
  "opacity",
];

/**
 * The chart as it looks now, in the colours of the theme, with a line of text above.
 *
 * @returns base64 of a PNG
 */
export async function chartPng(chart: SVGSVGElement, title: string): Promise<string> {
  const width = chart.width.baseVal.value;
  const height = chart.height.baseVal.value;
  const titleHeight = 28;
  const copy = styledCopy(chart);
  copy.setAttribute("y", String(titleHeight));
  const page = getComputedStyle(document.body);
  const picture = svg(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height: height + titleHeight },
    svg("rect", { width: "100%", height: "100%", fill: page.backgroundColor }),
    svg(
      "text",
      { x: 12, y: 20, fill: page.color, "font-family": page.fontFamily, "font-size": "13px", "font-weight": "600" },
      title,
    ),
    copy,
  );
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (height + titleHeight) * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^.*,/, "");
}

function styledCopy(chart: SVGSVGElement): SVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = chart.querySelectorAll("*");
  for (const [index, element] of copy.querySelectorAll("*").entries()) {
    const original = originals[index];
    if (!original) continue;
    // What is chosen is of the page, not of the picture.
    if (element.classList.contains("hit")) {
      element.remove();
      continue;
    }
    const style = getComputedStyle(original);
    for (const name of styles) element.setAttribute(name, style.getPropertyValue(name));
  }
  return copy;
}
