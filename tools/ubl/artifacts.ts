/** A jar that holds schemas, in every Maven repository that mirrors the central one. */
export interface SchemaArtifact {
  /** `group:artifact:version`. */
  readonly artifact: string;
  /** The schemas lie in this folder of the jar. */
  readonly folder: string;
  /** Of the jar, in hex. */
  readonly sha256: string;
}

/** The jars that together hold the XSDs of UBL 2.1. */
export const ARTIFACTS: readonly SchemaArtifact[] = [
  {
    artifact: 'com.helger.ubl:ph-ubl21:10.2.0',
    folder: 'external/schemas',
    sha256: '7317ddd448f58cdf4e550878d839be8d3324b410771ba462a35ced49ccb26a52',
  },
  {
    artifact: 'com.helger.xsd:ph-xsds-ccts-cct-schemamodule:4.1.0',
    folder: 'schemas',
    sha256: 'ec0e60be5265b09fac75a57a4b284244820c23f0481a1c75802ba4eb6338b0fd',
  },
  {
    artifact: 'com.helger.xsd:ph-xsds-xmldsig:4.1.0',
    folder: 'schemas',
    sha256: '66590e38b0994d0fd6cd89b1588a3c96fad3a3c85494cf764783fe0c4acc9c3d',
  },
];
