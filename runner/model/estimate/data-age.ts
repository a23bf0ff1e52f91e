/** Prices and runtimes change about once a year. */
const oldDays = 365;

/** How old data is, and whether that is worth a word. */
export function dataAge(isoDay: string, today: Date): { readonly days: number; readonly isOld: boolean } {
  const days = Math.floor((today.getTime() - Date.parse(isoDay)) / 86_400_000);
  return { days, isOld: days > oldDays };
}
