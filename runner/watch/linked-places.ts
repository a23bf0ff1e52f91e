import { isBelow } from "./is-below.ts";

export interface LinkedPlace {
  /** Real path. */
  readonly target: string;
  readonly isFolder: boolean;
}

/** Where the links in watched folders lead. */
export class LinkedPlaces {
  readonly #places = new Map<string, LinkedPlace>();

  add(link: string, place: LinkedPlace): void {
    this.#places.set(link, place);
  }

  remove(link: string): LinkedPlace | undefined {
    const place = this.#places.get(link);
    this.#places.delete(link);
    return place;
  }

  /** The paths by which links lead to a real path. */
  leadingTo(path: string): string[] {
    const paths: string[] = [];
    for (const [link, { target }] of this.#places) {
      if (path === target) paths.push(link);
      else if (isBelow(path, target)) paths.push(link + path.slice(target.length));
    }
    return paths;
  }
}
