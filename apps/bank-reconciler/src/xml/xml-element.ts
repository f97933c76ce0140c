/** One element of a document: plain data, without its parser. */
export class XmlElement {
  readonly children: XmlElement[] = [];
  private readonly named = new Map<string, number>();
  /** Which of its namesakes under its parent it is; from 1. */
  private readonly place: number;

  /** Becomes the last child of its parent. */
  constructor(
    readonly name: string,
    /** The line on which it begins; from 1. */
    readonly line: number,
    /** Its own text, without that of its children, trimmed. */
    readonly text: string,
    readonly attributes: ReadonlyMap<string, string>,
    readonly parent: XmlElement | undefined,
  ) {
    this.place = (parent?.named.get(name) ?? 0) + 1;
    parent?.named.set(name, this.place);
    parent?.children.push(this);
  }

  /** The first child of a name, along several names the first of the first, and so on. */
  one(...names: readonly string[]): XmlElement | undefined {
    const [name, ...rest] = names;
    const found = this.children.find((child) => child.name === name);
    return rest.length === 0 ? found : found?.one(...rest);
  }

  /** All children of a name; along several names those of all. */
  all(name: string, ...names: readonly string[]): XmlElement[] {
    const found = this.children.filter((child) => child.name === name);
    const [next, ...rest] = names;
    return next === undefined ? found : found.flatMap((child) => child.all(next, ...rest));
  }

  /** Where it is: `/Document/BkToCstmrStmt/Stmt[2]/Ntry[1]/Amt`; numbered where it has namesakes. */
  get path(): string {
    if (!this.parent) return `/${this.name}`;
    const isAlone = this.parent.named.get(this.name) === 1;
    return `${this.parent.path}/${this.name}${isAlone ? '' : `[${this.place}]`}`;
  }
}
