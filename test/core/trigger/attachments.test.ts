/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals --
   stands in for slow names and a slow store of n8n; the rules are for code inside n8n Cloud */
import { promises as dns } from 'node:dns';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';

import { BinaryDataService, type BinaryData, type BinaryDataConfig } from 'n8n-core';
import type { IWebhookFunctions } from 'n8n-workflow';

import type { Attachment } from '../../../nodes/shared/events';
import { allowanceOf, download } from '../../../nodes/ThumbtackTrigger/attachments/download';
import { listening, logs } from '../../../tools/lib/testing/trigger-node';
import { fakeInternet, type Page } from '../../../tools/lib/testing/internet';
import { lead, message } from '../../../tools/lib/testing/samples';

const internet = fakeInternet();
jest.setTimeout(60_000);

const server = listening();
const picture = Buffer.from('a picture');
const fail = (error: unknown) => {
	throw error;
};
const good = 'https://www.thumbtack.com/attachment/abc/front.jpg';

/** Stands for n8n's table of files, which its command line program brings and n8n-core doesn't. */
function table(): BinaryData.Manager {
	const rows = new Map<string, Buffer>();
	return {
		init: async () => {},
		store: async (_location: unknown, content: Buffer | Readable) => {
			const file = Buffer.isBuffer(content) ? content : Buffer.concat((await content.toArray()) as Buffer[]);
			const fileId = String(rows.size + 1);
			rows.set(fileId, file);
			return { fileId, fileSize: file.length };
		},
		getAsBuffer: async (fileId: string) => rows.get(fileId)!,
	} as unknown as BinaryData.Manager;
}

const listen = () =>
	server.listen({
		parameters: { authentication: 'none', events: ['lead', 'message'], options: { downloadAttachments: true } },
	});
beforeEach(() => {
	listen();
});

const attachment = (url: string | null, more: object = {}) => ({
	fileName: 'front.jpg',
	fileSize: 9,
	mimeType: 'image/jpeg',
	url,
	...more,
});

async function received(attachments: object[]) {
	const { status } = await server.send({ body: message({ attachments }) });
	expect(status).toBe(200);
	expect(server.trigger.executions).toHaveLength(1);
	const [{ json, binary }] = server.trigger.executions[0];
	return { list: json.attachments as Array<{ url: string; downloadError?: string }>, binary: binary ?? {} };
}

const there = (
	address: string,
	content: Buffer | string | Page,
	headers: Record<string, string | number> = { 'content-type': 'image/jpeg' },
	status = 200,
) =>
	internet.pages.set(address, (response) => {
		response.writeHead(status, headers);
		if (typeof content === 'function') content(response);
		else response.end(content);
	});
const moved = (location: string) => there(good, '', { location }, 302);

describe('what is downloaded', () => {
	it('a picture of Thumbtack, as binary data', async () => {
		there(good, picture);
		const { list, binary } = await received([attachment(good)]);
		expect(Object.keys(binary)).toEqual(['attachment_0']);
		expect(binary.attachment_0).toMatchObject({ fileName: 'front.jpg', mimeType: 'image/jpeg' });
		expect(Buffer.from(binary.attachment_0.data, 'base64').equals(picture)).toBe(true);
		expect(list[0]).not.toHaveProperty('downloadError');
	});

	it('one that a redirect leads to, at another public address', async () => {
		moved('https://cdn.example.com/x?sig=1');
		there('https://cdn.example.com/x?sig=1', picture, { 'content-type': 'image/png' });
		const { binary } = await received([attachment(good)]);
		expect(binary.attachment_0).toMatchObject({ mimeType: 'image/png' });
	});

	it("one of Thumbtack's own hosts whose name only a proxy knows", async () => {
		internet.names = {};
		there(good, picture, {});
		const { binary } = await received([attachment(good)]);
		expect(binary.attachment_0).toMatchObject({ mimeType: 'image/jpeg' });
	});

	it('those of a lead, some of which fail', async () => {
		there('https://www.thumbtack.com/a', picture);
		there('https://www.thumbtack.com/c', picture);
		const files = ['a', 'b', 'c'].map((name) => attachment(`https://www.thumbtack.com/${name}`));
		const { status } = await server.send({ body: lead({ request: { attachments: files } }) });
		expect(status).toBe(200);
		const [{ json, binary }] = server.trigger.executions[0];
		expect(Object.keys(binary ?? {}).sort()).toEqual(['attachment_0', 'attachment_2']);
		expect(json.attachments).toMatchObject([{}, { downloadError: 'the server answered with status 404' }, {}]);
	});

	it.each(['filesystem', 'database'] as const)(
		"goes to n8n's store where n8n keeps binary data in the %s, and the item holds its place only",
		async (mode) => {
			const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-files-'));
			const config = { mode, localStoragePath: folder } as BinaryDataConfig;
			const files = new BinaryDataService(config, { error: fail } as never, { warn: fail } as never);
			await files.init();
			files.setManager('database', table());
			const { store } = BinaryDataService.prototype;
			const spy = jest
				.spyOn(BinaryDataService.prototype, 'store')
				.mockImplementation(async (...args) => await store.apply(files, args));
			there(good, picture);
			const { binary } = await received([attachment(good)]);
			spy.mockRestore();
			const place = mode === 'filesystem' ? 'filesystem-v2' : mode;
			expect(binary.attachment_0).toMatchObject({
				data: place,
				id: expect.stringMatching(new RegExp(`^${place}:`)),
				fileSize: '9 B',
			});
			expect((await files.getAsBuffer(binary.attachment_0)).equals(picture)).toBe(true);
			rmSync(folder, { recursive: true });
		},
	);

	it('nothing unless it is asked for', async () => {
		server.listen({ parameters: { authentication: 'none', events: ['message'] } });
		const { binary } = await received([attachment(good)]);
		expect(binary).toEqual({});
	});
});

describe('addresses and answers that are refused or capped', () => {
	const refused: Array<[string, string | null, RegExp]> = [
		['http', 'http://www.thumbtack.com/x.jpg', /only https/],
		['file', 'file:///etc/passwd', /only https/],
		['data', 'data:image/png;base64,AAAA', /only https/],
		['ftp', 'ftp://www.thumbtack.com/x.jpg', /only https/],
		['no address', null, /no usable address/],
		['not an address', 'front.jpg', /no usable address/],
		['loopback', 'https://127.0.0.1/x.jpg', /is an IP address/],
		['loopback, written as one number', 'https://2130706433/x.jpg', /is an IP address/],
		['loopback in IPv6', 'https://[::1]/x.jpg', /is an IP address/],
		['a private address', 'https://10.0.0.1/x.jpg', /is an IP address/],
		['the metadata address of clouds', 'https://169.254.169.254/latest/meta-data', /is an IP address/],
		['localhost by name', 'https://localhost/x.jpg', /not certain/],
		['a name in a private network', 'https://internal.example.com/x.jpg', /private network/],
		[
			'DNS rebinding: a name with a public and a private address',
			'https://rebinding.example.com/x.jpg',
			/private network/,
		],
		['an unknown name', 'https://nowhere.example.com/x.jpg', /not certain/],
		['a port', 'https://www.thumbtack.com:8443/x.jpg', /contains a port/],
		['a username', 'https://www.thumbtack.com@127.0.0.1/x.jpg', /username or a password/],
	];
	it.each(refused)('%s', async (_, url, reason) => {
		const { list, binary } = await received([attachment(url)]);
		expect(binary).toEqual({});
		expect(list[0].downloadError).toMatch(reason);
		expect(internet.asked).toEqual([]);
		expect(logs.filter(({ level }) => level === 'warn')).toHaveLength(1);
	});

	it.each([
		['to a private address', 'https://192.168.0.1/x', /is an IP address/],
		['to a name in a private network', 'https://internal.example.com/x', /private network/],
		['to http', 'http://www.thumbtack.com/x', /only https/],
		['in a circle', good, /redirects more than 3 times/],
	])('a redirect %s', async (_, location, reason) => {
		moved(location);
		const { list } = await received([attachment(good)]);
		expect(list[0].downloadError).toMatch(reason);
		expect(new Set(internet.asked)).toEqual(new Set([good]));
	});

	it('a file that announces its size: too large', async () => {
		there(good, picture, { 'content-type': 'image/jpeg', 'content-length': 21 * 1024 * 1024 });
		expect((await received([attachment(good)])).list[0].downloadError).toMatch(/larger than 20 MB/);
	});

	it('a file without end', async () => {
		let sent = 0;
		there(good, (response) => {
			const more = (): void => {
				while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024))) sent++;
				sent++;
			};
			response.on('drain', more);
			more();
		});
		expect((await received([attachment(good)])).list[0].downloadError).toMatch(/larger than 20 MB/);
		expect(sent).toBeLessThan(64);
	});

	it('several files that are too large together', async () => {
		const big = Buffer.alloc(18 * 1024 * 1024);
		const files = [0, 1, 2].map((index) => {
			there(`https://www.thumbtack.com/${index}`, big);
			return attachment(`https://www.thumbtack.com/${index}`);
		});
		const { list, binary } = await received(files);
		expect(list.filter(({ downloadError }) => downloadError)).not.toHaveLength(0);
		expect(Object.keys(binary).length).toBeLessThanOrEqual(2);
	});

	it('a server that does not come to an end', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		there(good, (response) => response.write('a beginning', () => clock.abort()));
		expect((await received([attachment(good)])).list[0].downloadError).toBe('not all files arrived within 10 seconds');
		expect(timeout).toHaveBeenCalledWith(10_000);
	});

	it('the time runs out while a name is looked up', async () => {
		const clock = new AbortController();
		jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		jest.spyOn(dns, 'lookup').mockImplementation((async () => {
			setImmediate(() => clock.abort());
			return await new Promise(() => {});
		}) as never);
		// A name that nobody has looked up before.
		const { list, binary } = await received([attachment('https://slow.thumbtack.com/front.jpg')]);
		expect(list[0].downloadError).toBe('not all files arrived within 10 seconds');
		expect(binary).toEqual({});
	});

	it('the time runs out while a file is stored', async () => {
		const clock = new AbortController();
		jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		const body = Readable.from([picture]);
		const ctx = {
			logger: { warn: () => {} },
			helpers: {
				httpRequest: async () => ({ statusCode: 200, headers: { 'content-type': 'image/jpeg' }, body }),
				prepareBinaryData: async () => {
					setImmediate(() => clock.abort());
					return await new Promise(() => {});
				},
			},
		} as unknown as IWebhookFunctions;
		const files = await download(ctx, [attachment(good) as Attachment], allowanceOf());
		expect([...files.errors]).toEqual([[0, 'not all files arrived within 10 seconds']]);
		expect(files.binary).toEqual({});
		expect(body.destroyed).toBe(true);
	});

	it('a type that is no type says nothing: the file is taken as what the server sends', async () => {
		there(good, picture, { 'content-type': 'application/pdf' });
		for (const mimeType of ['pdf', 'jpg', ' JPG ', '']) {
			listen();
			const { binary, list } = await received([attachment(good, { mimeType })]);
			expect(list[0]).not.toHaveProperty('downloadError');
			expect(binary.attachment_0).toMatchObject({ mimeType: 'application/pdf' });
		}
	});

	it.each([
		[
			'a web page instead of a picture',
			'text/html; charset=utf-8',
			'image/jpeg',
			/sent text\/html, but Thumbtack announced image\/jpeg/,
		],
		['a web page instead of anything', 'text/html', null, /web page/],
	])('%s', async (_, sent, mimeType, reason) => {
		there(good, '<html>', { 'content-type': sent });
		expect((await received([attachment(good, { mimeType })])).list[0].downloadError).toMatch(reason);
	});

	it.each([
		['../../etc/passwd', 'passwd'],
		['..\\..\\windows\\system32\\x.dll', 'x.dll'],
		['..', 'attachment_0'],
		['a\0b\r\n.jpg', 'ab.jpg'],
	])('the file name %j becomes %j', async (fileName, safe) => {
		there(good, picture);
		const { binary } = await received([attachment(good, { fileName })]);
		expect(binary.attachment_0.fileName).toBe(safe);
	});

	it('more than ten files', async () => {
		there(good, picture);
		const { list, binary } = await received(Array.from({ length: 12 }, () => attachment(good)));
		expect(Object.keys(binary)).toHaveLength(10);
		expect(list[10].downloadError).toBe('only the first 10 files are downloaded');
	});
});
