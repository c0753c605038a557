import { bootstrap } from './bootstrap.mjs';

await bootstrap('check.mts', { needsN8n: false });
