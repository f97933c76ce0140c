import { CreateSagaTables1700000000101 } from './1700000000101-create-saga-tables.js';

/** The TypeORM migrations of the sagas' tables; a service that runs sagas runs them in its database. */
export const sagaMigrations = [CreateSagaTables1700000000101] as const;
