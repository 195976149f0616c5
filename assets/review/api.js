// Asks this run's server; the secret is the first part of the page's own path.
import { told } from "./refusals.js";
const ROOT = location.pathname.replace(/\/$/, "");
export class Refused extends Error {}
export class Gone extends Error {}
export const address = (path) => `${ROOT}/api/${path}`;
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(address(path), options);
  } catch {
    throw new Gone("no answer");
  }
  if (answer.ok) return answer;
  let words = `${answer.status}`;
  try {
    words = (await answer.json()).error || words;
  } catch {
    /* plain text */
  }
  throw answer.status === 403 || answer.status === 421 ? new Gone(words) : new Refused(told(words));
}
export const json = async (path, options) => (await ask(path, options)).json();
export const bytes = async (path) => (await ask(path)).arrayBuffer();
export const put = (path, value) =>
  json(path, { method: "PUT", body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });
export const post = (path, value) =>
  json(path, { method: "POST", body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });
export const remove = (path) => json(path, { method: "DELETE" });
