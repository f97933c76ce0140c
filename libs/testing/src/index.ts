export { eventually, type Patience } from './eventually.js';
export { freshDatabase, type FreshDatabase } from './fresh-database.js';
export { testStack, type TestStack } from './test-stack.js';
