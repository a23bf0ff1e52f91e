/** `Hello, Ada. Have a nice Monday!` */
export function greeting(word: string, name: string, date: Date): string {
  const day = date.toLocaleDateString("en", { weekday: "long" });
  return `${word}, ${name}. Have a nice ${day}!`;
}
