/** The function that a person means, by its name or else by its logical id. */
export function findEitherWay<Fn extends { readonly name: string; readonly logicalId: string }>(
  functions: readonly Fn[],
  text: string,
): Fn | undefined {
  return functions.find(({ name }) => name === text) ?? functions.find(({ logicalId }) => logicalId === text);
}
