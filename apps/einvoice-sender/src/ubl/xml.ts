import { create } from 'xmlbuilder2';

/** An element's content: text, or attributes (`@name`) with text (`#`), or children in order, repeated ones as a list. */
export type Content = string | { readonly [name: string]: Content | readonly Content[] | undefined };

/** The content that an optional text makes: nothing, when there is none. */
export function optional(text: string | null | undefined): string | undefined {
  return text?.trim() ? text.trim() : undefined;
}

/** Writes a document: UTF-8, two spaces of indentation, escaped; the same content gives the same text. */
export function writeXml(root: { readonly [name: string]: Content }): string {
  return create({ version: '1.0', encoding: 'UTF-8' }, root).end({ prettyPrint: true, indent: '  ' });
}
