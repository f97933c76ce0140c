import { databaseConnection, type DatabaseConnection, serviceConfig, type ServiceConfig } from '@kervan/service-host';

/** The settings of this process. @throws {InvalidSettings} naming every setting that is missing or wrong. */
export const readConfig = (): ServiceConfig => serviceConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
