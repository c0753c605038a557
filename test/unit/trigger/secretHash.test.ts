import { hashedCallerRefusal } from '../../../nodes/ThumbtackTrigger/basicAuth';
import { hashSecret, matchesHash } from '../../../nodes/ThumbtackTrigger/secretHash';

const header = (pair: string) => ({ headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } });

describe('a secret of which only the hash is kept', () => {
	it('is not in what is kept, and two hashes of one secret differ', () => {
		const [one, other] = [hashSecret('user:password'), hashSecret('user:password')];
		expect(JSON.stringify(one)).not.toMatch(/user|password/);
		expect(one.hash).not.toBe(other.hash);
	});

	it.each([[0], [1], [2]])('is recognized as number %i of three', (index) => {
		const texts = ['a:1', 'b:2', 'c:3'];
		expect(matchesHash(texts[index], texts.map(hashSecret))).toBe(true);
		expect(matchesHash(`${texts[index]} `, texts.map(hashSecret))).toBe(false);
	});

	it('matches nothing where nothing, or something damaged, is kept', () => {
		expect(matchesHash('', [])).toBe(false);
		const { salt } = hashSecret('a:1');
		for (const hash of ['', 'zz', 'ab']) expect(matchesHash('a:1', [{ salt, hash }])).toBe(false);
	});

	it('lets the right caller in, and tells the log why another is refused without any part of the secret', () => {
		const hashes = [hashSecret('user:password')];
		expect(hashedCallerRefusal(header('user:password'), hashes)).toBeUndefined();
		for (const call of [
			header('user:canary'),
			header('canary'),
			{ headers: {} },
			{ headers: { authorization: 'x' } },
		]) {
			const reason = hashedCallerRefusal(call, hashes);
			expect(reason).toEqual(expect.any(String));
			expect(reason).not.toMatch(/canary|password:|user:/);
		}
		expect(hashedCallerRefusal(header('user:password'), [])).toEqual(expect.any(String));
	});
});
