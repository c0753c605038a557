/* eslint-disable @n8n/community-nodes/no-restricted-imports -- stands in for the internet; the rule is for code inside n8n Cloud */
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** What names resolve to; a name that is not here is unknown. */
const NAMES: Record<string, string[]> = {
	'www.thumbtack.com': ['151.101.1.1'],
	'cdn.example.com': ['93.184.216.34'],
	'rebinding.example.com': ['93.184.216.34', '127.0.0.1'],
	'internal.example.com': ['10.1.2.3'],
};

export type Page = (response: ServerResponse) => void;

export interface Internet {
	/** What is there, by address; everything else answers 404. */
	pages: Map<string, Page>;
	/** What was asked for, by https. */
	asked: string[];
	names: Record<string, string[]>;
}

/**
 * Every call by https lands on one local server, which tells the sites apart by their names. Only TLS is left out.
 */
export function fakeInternet(): Internet {
	const own: Internet = { pages: new Map(), asked: [], names: {} };
	const server = http.createServer((request, response) => {
		const address = `https://${request.headers.host}${request.url}`;
		own.asked.push(address);
		const page = own.pages.get(address);
		if (page) page(response);
		else response.writeHead(404).end();
	});
	beforeAll(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	beforeEach(() => {
		own.pages.clear();
		own.asked = [];
		own.names = { ...NAMES };
		const { port } = server.address() as AddressInfo;
		jest.spyOn(dns, 'lookup').mockImplementation((async (name: string) => {
			const found = own.names[name];
			if (!found) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
			return found.map((address) => ({ address, family: 4 }));
		}) as never);
		jest.spyOn(https, 'request').mockImplementation(((options: http.RequestOptions, callback: never) => {
			const headers = { ...(options.headers as object), host: options.hostname ?? undefined };
			return http.request(
				{
					...options,
					headers,
					agent: undefined,
					agents: undefined,
					protocol: 'http:',
					hostname: '127.0.0.1',
					host: '127.0.0.1',
					port,
				} as http.RequestOptions,
				callback,
			);
		}) as never);
	});
	afterEach(() => jest.restoreAllMocks());
	return own;
}
