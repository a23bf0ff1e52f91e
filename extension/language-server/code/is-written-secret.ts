import { isNamedSecret } from "../../../runner/model/rules/find-secrets.ts";

/**
 * Whether the text that code gives a name is the secret which the name calls it. Stricter than in templates, since code
 * also holds the names of fields, messages and patterns for secrets.
 *
 * @param isFallback it is what counts where a variable of the environment is not set: passwords of servers at hand are
 *   often written so
 */
export function isWrittenSecret(name: string, value: string, isFallback: boolean): boolean {
  if (!isNamedSecret(isFallback ? "api_key" : name, value) || !isNamedSecret(name, value)) return false;
  return !isNameOfSomething(value) && !isPattern(value) && !isAddress(value);
}

/** Words alone, `DB_PASSWORD_2`, and what tells its own kind: `new-password-1`. Passwords have a sign that names don't. */
function isNameOfSomething(value: string): boolean {
  if (!/[a-z]/i.test(value) || !/[^a-z_.:/-]/i.test(value)) return true;
  const isMixed = /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value) && /[!@#$%^&*]/.test(value);
  return !isMixed && (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) || /pass(?:word|wd)|secret/i.test(value));
}

function isPattern(value: string): boolean {
  return /^\^|\$$|\(\?|\.[*+]|\\[dwsS]|\[[^\]]*\]|%[sd]|\{\w*\}/.test(value);
}

function isAddress(value: string): boolean {
  return /^[\w.+-]+@[\w-]+\.[a-z]{2,}$/i.test(value) || /^\w+:\/\//.test(value);
}
