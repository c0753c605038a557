import { callerRefusal } from '../../../nodes/ThumbtackTrigger/basicAuth';
import { headerRefusal } from '../../../nodes/ThumbtackTrigger/headerAuth';

const secret = { username: 'thumbtack', password: 'a-password-that-is-long-enough' };
const header = (username: string, password: string): string =>
	`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const call = (authorization: string) => ({
	headers: { authorization },
	rawHeaders: ['Host', 'x', 'Authorization', authorization],
});

describe('who calls', () => {
	it.each([
		['the right one', secret],
		['a colon in the password', { username: 'u', password: 'a:b:c' }],
		['letters beyond ASCII', { username: 'jürgen', password: 'pässwörd €' }],
		['a very long password', { username: 'u', password: 'x'.repeat(5000) }],
		['blanks around', { username: ' u ', password: ' p ' }],
	])('%s', (_, pair) => expect(callerRefusal(call(header(pair.username, pair.password)), pair)).toBeUndefined());

	it('reads several headers from where Node keeps them all', () => {
		const right = header(secret.username, secret.password);
		const twice = {
			headers: { authorization: right },
			rawHeaders: ['authorization', right, 'AUTHORIZATION', 'Basic x'],
		};
		expect(callerRefusal(twice, secret)).toMatch(/more than one/);
		expect(callerRefusal({ headers: { authorization: [right, right] } }, secret)).toMatch(/more than one/);
	});

	it('gives no part of the secret or of the header away', () => {
		for (const authorization of ['', 'Basic', 'Basic canary', header('canary', 'canary'), 'Bearer canary']) {
			const reason = callerRefusal(call(authorization), { username: 'canary2', password: 'canary3' });
			expect(reason).toBeDefined();
			expect(reason).not.toMatch(/canary/);
		}
	});
});

jest.setTimeout(60_000);

describe('the time that the comparison takes', () => {
	/**
	 * Welch's t of two samples; the slowest hundredth is what the machine did meanwhile, and is left out of both
	 * alike.
	 */
	function welch(one: number[], other: number[]): number {
		const limit = [...one, ...other].sort((a, b) => a - b)[Math.floor((one.length + other.length) * 0.99)];
		const [a, b] = [one, other].map((sample) => {
			const kept = sample.filter((value) => value <= limit);
			const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
			const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1);
			return { mean, error: variance / kept.length };
		});
		return (a.mean - b.mean) / Math.sqrt(a.error + b.error);
	}

	const custom = { name: 'X-Secret', value: secret.password };
	const sent = (value: string) => ({ headers: { 'x-secret': value }, rawHeaders: ['Host', 'x', 'X-Secret', value] });
	const { username, password } = secret;
	const wrongs = [`X${password.slice(1)}`, `${password.slice(0, -1)}X`];

	it.each<[string, (text: string) => string | undefined, string]>([
		...['first', 'last'].map((sign, index): [string, (text: string) => string | undefined, string] => [
			`Basic, the ${sign} sign differs`,
			(text) => callerRefusal(call(header(username, text)), secret),
			wrongs[index],
		]),
		...['first', 'last'].map((sign, index): [string, (text: string) => string | undefined, string] => [
			`a custom header, the ${sign} sign differs`,
			(text) => headerRefusal(sent(text), custom),
			wrongs[index],
		]),
	])('%s: 20,000 samples show no difference from the right secret', (_, check, wrong) => {
		const texts = [password, wrong];
		expect(texts.map((text) => check(text) === undefined)).toEqual([true, false]);
		const times: [number[], number[]] = [[], []];
		const measure = (which: 0 | 1): void => {
			const start = performance.now();
			check(texts[which]);
			times[which].push(performance.now() - start);
		};
		for (let warm = 0; warm < 5_000; warm++) measure((warm % 2) as 0 | 1);
		// A machine that is busy with something else can spoil one measurement, but not three of them.
		const values = [1, 2, 3].map(() => {
			times[0].length = times[1].length = 0;
			for (let sample = 0; sample < 10_000; sample++) {
				const first = Math.random() < 0.5 ? 0 : 1;
				measure(first);
				measure(first === 0 ? 1 : 0);
			}
			return Math.abs(welch(...times));
		});
		expect(Math.min(...values)).toBeLessThan(4.5);
	});
});
