/** Which size is chosen, in the chart and in the table: by mouse, and in the chart by arrow keys. */
export class SizeChoice {
  readonly #onChange: (memoryMb: number) => void;
  #chart: SVGSVGElement | undefined;
  #table: HTMLTableElement | undefined;
  #chosenMb: number | undefined;
  /** Else it is a default, and another result may have another one. */
  #isPersons = false;

  constructor(onChange: (memoryMb: number) => void) {
    this.#onChange = onChange;
  }

  get memoryMb(): number | undefined {
    return this.#chosenMb;
  }

  /** Takes over what was just drawn. @param defaultMb chosen where a person has chosen none, or one that is not there */
  attach(chart: SVGSVGElement, table: HTMLTableElement, defaultMb: number | undefined): void {
    const hadFocus = this.#chart?.contains(document.activeElement) ?? false;
    this.#chart = chart;
    this.#table = table;
    chart.addEventListener("keydown", (event) => this.#onKey(event));
    for (const part of [chart, table]) part.addEventListener("click", (event) => this.#onClick(event));
    const sizes = this.#options().map(sizeOf);
    const kept = this.#isPersons ? sizes.find((size) => size === this.#chosenMb) : undefined;
    this.#choose(kept ?? defaultMb ?? sizes[0]);
    if (hadFocus) this.#chosenOption()?.focus();
  }

  #choose(memoryMb: number | undefined): void {
    if (memoryMb === undefined) return;
    this.#chosenMb = memoryMb;
    for (const option of this.#options()) {
      const isChosen = sizeOf(option) === memoryMb;
      option.setAttribute("aria-selected", String(isChosen));
      option.setAttribute("tabindex", isChosen ? "0" : "-1");
    }
    for (const row of this.#table?.querySelectorAll("tr[data-memory]") ?? []) {
      if (sizeOf(row) === memoryMb) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    this.#onChange(memoryMb);
  }

  #onKey(event: KeyboardEvent): void {
    const options = this.#options();
    const now = options.findIndex((option) => sizeOf(option) === this.#chosenMb);
    const last = options.length - 1;
    const next: Readonly<Record<string, number>> = {
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      Home: 0,
      End: last,
    };
    const index = next[event.key];
    if (index === undefined) return;
    event.preventDefault();
    const option = options[Math.min(last, Math.max(0, index))];
    if (!option) return;
    this.#isPersons = true;
    this.#choose(sizeOf(option));
    option.focus();
  }

  #onClick({ target }: Event): void {
    const place = target instanceof Element ? target.closest("[data-memory]") : null;
    if (!place) return;
    this.#isPersons = true;
    this.#choose(sizeOf(place));
  }

  #options(): SVGElement[] {
    return [...(this.#chart?.querySelectorAll<SVGElement>(".size") ?? [])];
  }

  #chosenOption(): SVGElement | undefined {
    return this.#options().find((option) => sizeOf(option) === this.#chosenMb);
  }
}

function sizeOf(element: Element): number {
  return Number(element.getAttribute("data-memory"));
}
