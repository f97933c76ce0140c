/** The schema that an invoice has to fit before it gets its number. */
export interface DocumentSchema {
  /** XPaths of the elements that do not fit; none, for a valid document. */
  violations(xml: string): readonly string[];
}
