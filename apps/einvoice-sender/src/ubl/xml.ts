import { fitsXml } from '../invoice/xml-text.js';

/** An element's content: text, or attributes (`@name`) with text (`#`), or children in order, repeated ones as a list. */
export type Content = string | { readonly [name: string]: Content | readonly Content[] | undefined };

/** The content that an optional text makes: nothing, when there is none. */
export function optional(text: string | null | undefined): string | undefined {
  return text?.trim() ? text.trim() : undefined;
}

/**
 * Writes a document: UTF-8, escaped, without indentation; the same content gives the same text, and a reader gets back
 * every text and attribute as it was given. The names of elements and attributes are the caller's own, and not checked.
 *
 * @throws TypeError for a text with a character that XML 1.0 cannot carry.
 */
export function writeXml(root: { readonly [name: string]: Content }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${children(root)}`;
}

function children(content: Exclude<Content, string>): string {
  let xml = '';
  for (const name in content) {
    const child = content[name];
    if (child === undefined || name.startsWith('@')) continue;
    if (name === '#') xml += escaped(child as string);
    else if (Array.isArray(child)) for (const one of child as readonly Content[]) xml += element(name, one);
    else xml += element(name, child as Content);
  }
  return xml;
}

function element(name: string, content: Content): string {
  const inner = typeof content === 'string' ? escaped(content) : children(content);
  const tag = typeof content === 'string' ? name : name + attributes(content);
  return inner === '' ? `<${tag}/>` : `<${tag}>${inner}</${name}>`;
}

function attributes(content: Exclude<Content, string>): string {
  let xml = '';
  for (const name in content) {
    if (name.startsWith('@')) xml += ` ${name.slice(1)}="${escaped(content[name] as string)}"`;
  }
  return xml;
}

/** Whatever may not stand as it is: markup, white space that a reader would change, and what may be no character. */
const NOT_PLAIN = /[^ !#-%'-;=?-\uD7FF\uE000-\uFFFD]/;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  if (!fitsXml(text)) throw new TypeError('the text has a character that XML cannot carry');
  return text.replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character]!);
}
