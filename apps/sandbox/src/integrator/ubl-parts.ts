import { XmlElement } from 'libxml2-wasm';

const OASIS = 'urn:oasis:names:specification:ubl:schema:xsd:';
const AGGREGATE = `${OASIS}CommonAggregateComponents-2`;
const BASIC = `${OASIS}CommonBasicComponents-2`;

/**
 * Elements of a UBL document taken together, read one level down at a time: their aggregates (cac) are parts again,
 * their basic components (cbc) are texts. Each level is walked once, and only when something of it is asked for.
 */
export class UblParts {
  private byName: ReadonlyMap<string, readonly XmlElement[]> | undefined;

  constructor(private readonly elements: readonly XmlElement[]) {}

  /** All aggregates of a name, taken together. */
  parts(name: string): UblParts {
    return new UblParts(this.children(name, AGGREGATE));
  }

  /** All aggregates of a name, one by one in the order of the document. */
  each(name: string): UblParts[] {
    return this.children(name, AGGREGATE).map((element) => new UblParts([element]));
  }

  /** The first text of a name, or an empty string; with `schemes` the first whose schemeID is one of them. */
  text(name: string, schemes?: readonly string[]): string {
    const found = this.children(name, BASIC).find((element) => {
      return !schemes || schemes.includes(element.attr('schemeID')?.value ?? '');
    });
    return found?.content.trim() ?? '';
  }

  private children(name: string, namespace: string): XmlElement[] {
    this.byName ??= childrenByName(this.elements);
    return (this.byName.get(name) ?? []).filter((child) => child.namespaceUri === namespace);
  }
}

function childrenByName(elements: readonly XmlElement[]): Map<string, XmlElement[]> {
  const byName = new Map<string, XmlElement[]>();
  for (const element of elements) {
    for (let child = element.firstChild; child; child = child.next) {
      if (!(child instanceof XmlElement)) continue;
      const { name } = child;
      const namesakes = byName.get(name);
      if (namesakes) namesakes.push(child);
      else byName.set(name, [child]);
    }
  }
  return byName;
}
