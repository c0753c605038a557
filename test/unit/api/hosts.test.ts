import { apiOrigin, UnusableUrlError } from '../../../nodes/shared/api/hosts';

describe('apiOrigin', () => {
	it.each([
		['v4', undefined, 'https://api.thumbtack.com'],
		['v4', 'production', 'https://api.thumbtack.com'],
		['v4', 'staging', 'https://staging-api.thumbtack.com'],
		['legacy', 'production', 'https://pro-api.thumbtack.com'],
		['legacy', 'staging', 'https://staging-pro-api.thumbtack.com'],
	] as const)('%s %s is %s', (generation, environment, origin) => {
		expect(apiOrigin(generation, { environment, apiUrl: 'https://ignored.example' })).toBe(origin);
	});

	it.each([
		['https://proxy.example.com', 'https://proxy.example.com'],
		['https://proxy.example.com/', 'https://proxy.example.com'],
		[' https://proxy.example.com/thumbtack// ', 'https://proxy.example.com/thumbtack'],
		['http://localhost:8484', 'http://localhost:8484'],
		['http://127.0.0.1:8484/', 'http://127.0.0.1:8484'],
		['http://[::1]:8484', 'http://[::1]:8484'],
	])('custom %j is %s', (apiUrl, origin) => {
		expect(apiOrigin('v4', { environment: 'custom', apiUrl })).toBe(origin);
	});

	it.each([
		'',
		'proxy.example.com',
		'http://proxy.example.com',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'ftp://localhost',
		'http://10.0.0.1',
		undefined,
	])('custom %j is refused, naming the field', (apiUrl) => {
		expect(() => apiOrigin('v4', { environment: 'custom', apiUrl })).toThrow(UnusableUrlError);
		expect(() => apiOrigin('v4', { environment: 'custom', apiUrl })).toThrow(/"API URL"/);
	});
});
