/**
 * Folder of the UBL 2.1 schemas that the environment names: `UBL_XSD_DIR`.
 *
 * @throws when it is missing: `npm test` fetches the schemas and sets it.
 */
export function ublXsdFolder(): string {
  const folder = process.env.UBL_XSD_DIR;
  if (!folder)
    throw new Error(
      'UBL_XSD_DIR is not set: run the tests by `npm test`, or `npm run ubl:install` and name its folder',
    );
  return folder;
}
