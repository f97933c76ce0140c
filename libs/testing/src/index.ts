export { createTopics } from './create-topics.js';
export { eventually, type Patience } from './eventually.js';
export { freshDatabase, type FreshDatabase } from './fresh-database.js';
export { testStack, type TestStack } from './test-stack.js';
export { freshCatalogue, type FreshCatalogue } from './fresh-catalogue.js';
export { ReleaseStock, ReserveStock, StockCounted, StockMoved, StockNoted, StockReserved } from './test-records.js';
export { openBrowser } from './open-browser.js';
export { readTopics, type SeenRecord, type TopicReader } from './topic-reader.js';
export { ublXsdFolder } from './ubl-xsd-folder.js';
