import fc from 'fast-check';

import { withJsonText } from '../../../nodes/shared/jsonText';

/** Body Fields (JSON): laid over the body, every number as typed. */

it.each([
	['{"categoryID": 240123621172183344}', '{"status":"x","categoryID":240123621172183344}'],
	['{ "status" : 1.50 , "a":[1e400, {"b":"}\\\\\\""}] }', '{"status":1.50,"a":[1e400, {"b":"}\\\\\\""}]}'],
	['{"st\\u0061tus":null}', '{"status":null}'],
	['{"__proto__":{"x":1}}', '{"status":"x","__proto__":{"x":1}}'],
	['{"":0.1,"":0.10}', '{"status":"x","":0.10}'],
	['{}', '{"status":"x"}'],
	['\n{\t"a"\r:\n[ ]\n}\n', '{"status":"x","a":[ ]}'],
])('%j', (text, expected) => expect(withJsonText({ status: 'x' }, text)).toBe(expected));

it('gives what the objects laid over each other give, for any JSON', () => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.string(), fc.jsonValue()),
			fc.dictionary(fc.string(), fc.jsonValue()),
			(one, other) => {
				const under = JSON.parse(JSON.stringify(one));
				const spaced = JSON.stringify(other, null, 2);
				const together = new Map([...Object.entries(under), ...Object.entries(JSON.parse(spaced) as object)]);
				expect(JSON.parse(withJsonText(under, spaced))).toEqual(
					JSON.parse(
						`{${[...together].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
					),
				);
			},
		),
		{ numRuns: 500 },
	);
});
