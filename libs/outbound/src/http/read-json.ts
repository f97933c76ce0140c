/** What is nested deeper is no answer that anyone means, and would be too deep for whatever walks through it. */
const MOST_LEVELS = 64;

/** The text as JSON, or `undefined` when it is none, does not say that it is, or is nested deeper than 64 levels. */
export function readJson(text: string, contentType: string): unknown {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType)) return undefined;
  if (isDeeperThan(MOST_LEVELS, text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether more arrays and objects than that are open at once; of a text that is no JSON it says nothing. */
function isDeeperThan(levels: number, text: string): boolean {
  let open = 0;
  let quoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place];
    if (quoted && character === '\\') place += 1; // what is escaped ends no text
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ']' || character === '}')) open -= 1;
    else if (!quoted && (character === '[' || character === '{')) open += 1;
    if (open > levels) return true;
  }
  return false;
}
