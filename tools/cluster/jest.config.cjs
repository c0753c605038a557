// The end-to-end tests of the repository, on a cluster that is already there (E2E_STACKS says where).
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const e2e = require('../../jest.config.js').projects.find(({ displayName }) => displayName === 'e2e');
const { globalSetup, globalTeardown, ...config } = e2e;

module.exports = {
	...config,
	rootDir: root,
	// What goes through webhook processors and workers. The rest is about forms, the browser, or an n8n of its own: queue mode makes no difference there.
	testMatch: ['self-serve', 'managed', 'legacy', 'all-operations', 'bad-input', 'respond'].map(
		(name) => `<rootDir>/test/e2e/${name}.test.ts`,
	),
};
