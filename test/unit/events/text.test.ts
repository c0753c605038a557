import { parseJson } from '../../../nodes/shared/events';
import { decodeEntities } from '../../../nodes/shared/events/text';
import { fixture, read, withField } from './fixtures';

// What the customer wrote, as sent, and how the simplified output shows it.
const TEXTS: Array<[string, string, string]> = [
	['plain', 'Hello', 'Hello'],
	['empty', '', ''],
	['spaces kept', '  a  b \t', '  a  b \t'],
	['CRLF kept', 'a\r\nb\r\n', 'a\r\nb\r\n'],
	['emoji', 'Thanks 👍🏽 👩‍👩‍👧', 'Thanks 👍🏽 👩‍👩‍👧'],
	['right to left', 'مرحبا \u200fשלום', 'مرحبا \u200fשלום'],
	['combining', 'e\u0301 n\u0303', 'e\u0301 n\u0303'],
	['a lone high surrogate', 'a\ud83d b', 'a\ud83d b'],
	['a lone low surrogate', '\udc4d', '\udc4d'],
	['NUL', 'a\u0000b', 'a\u0000b'],
	['line separators', 'a\u2028b\u2029c', 'a\u2028b\u2029c'],
	['decimal', 'I&#39;m', "I'm"],
	['decimal with zeros', 'I&#00039;m', "I'm"],
	['hex', '&#x27;&#X2F;', "'/"],
	['beyond the first plane', '&#128077;&#x1F44D;', '👍👍'],
	['the five of XML', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
	['named', 'caf&eacute; &ndash; &frac12; &nbsp;&deg;&hellip;&copy;&trade;', 'café – ½ \u00a0°…©™'],
	['Windows-1252 numbers', '&#145;&#146;&#150;', '‘’–'],
	['decoded once only', '&amp;lt; &amp;amp;#39;', '&lt; &amp;#39;'],
	['joined by decoding', '&#38;#39;', '&#39;'],
	['no entity', 'AT&T & co; a&b=1;', 'AT&T & co; a&b=1;'],
	['unfinished', '&lt &#39 &#x &; &#;', '&lt &#39 &#x &; &#;'],
	['unknown', '&constructor; &unknownthing; &__proto__;', '&constructor; &unknownthing; &__proto__;'],
	['no character', '&#0; &#xd800; &#x110000; &#9999999999;', '&#0; &#xd800; &#x110000; &#9999999999;'],
	['ampersand before an entity', '&&amp;&', '&&&'],
	['64 KB', '👍 &amp; '.repeat(8_000), '👍 & '.repeat(8_000)],
];

describe('texts', () => {
	it('covers at least 25', () => expect(TEXTS.length).toBeGreaterThanOrEqual(25));

	it.each(TEXTS)('%s', (_, sent, shown) => {
		expect(decodeEntities(sent)).toBe(shown);

		const message = withField(fixture('v4-message-customer'), 'data.text', sent);
		expect(read(message)).toHaveProperty('text', shown);
		// What is handed on raw is the body itself: it survives parsing exactly.
		expect(parseJson(JSON.stringify(message))).toEqual(message);

		const unknown = { event: { eventType: 'NewThingV4' }, data: { text: sent } };
		expect(read(unknown)).toHaveProperty('payload', { text: sent });
	});

	it('decodes in every simplified text', () => {
		const sent = 'a &amp; b';
		const shown = 'a & b';
		let lead = fixture('v4-lead');
		for (const path of ['description', 'category.name', 'details.0.question', 'details.0.answer', 'location.city']) {
			lead = withField(lead, `data.request.${path}`, sent);
		}
		lead = withField(withField(lead, 'data.business.name', sent), 'data.request.attachments.0.description', sent);
		expect(read(lead)).toMatchObject({
			description: shown,
			category: shown,
			city: shown,
			businessName: shown,
			details: [{ question: shown, answer: shown }, {}],
			attachments: [{ description: shown }],
		});
		const review = withField(fixture('v4-review'), 'data.reviewerName', sent);
		expect(read(withField(review, 'data.reviewText', sent))).toMatchObject({ text: shown, reviewerName: shown });
	});

	it('leaves links, prices, phones and states as sent', () => {
		const url = 'https://files.example/?a=1&amp;lt=2&copy;';
		let lead = withField(fixture('v4-lead'), 'data.request.attachments.0.url', url);
		lead = withField(withField(lead, 'data.requestReviewLink', url), 'data.leadPrice', '&pound;5');
		expect(read(lead)).toMatchObject({ attachments: [{ url }], reviewLink: url, leadPriceText: '&pound;5' });
	});

	it('does not stall on text made of ampersands', () => {
		const sent = '&#'.repeat(500_000);
		expect(decodeEntities(sent) === sent).toBe(true);
		const digits = `&#${'1'.repeat(1_000_000)};`;
		expect(decodeEntities(digits) === digits).toBe(true);
	});
});
