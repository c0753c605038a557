import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

async function listenOnce(port: number, host: string): Promise<number> {
	const server = createServer();
	server.listen({ port, host, exclusive: true });
	await once(server, 'listening');
	const { port: taken } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return taken;
}

async function isFree(port: number): Promise<boolean> {
	// "localhost" may mean either address to a client, so a stranger on one of them is enough to step aside.
	for (const host of ['127.0.0.1', '::1']) {
		try {
			await listenOnce(port, host);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			const hostIsMissing = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
			if (!hostIsMissing) return false;
		}
	}
	return true;
}

/** The wanted port when nobody has it, else one that the system picks. */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted !== undefined && (await isFree(wanted))) return wanted;
	return await listenOnce(0, '127.0.0.1');
}
