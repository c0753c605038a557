import type { IDataObject } from 'n8n-workflow';

import { createParameterReader, ParameterError } from '../../../nodes/shared/parameters';
import { callOf } from '../../../nodes/Thumbtack/call';
import type { Operation } from '../../../nodes/Thumbtack/operation';
import { resources } from '../../../nodes/Thumbtack/resources';
import { zipCode } from '../../../nodes/Thumbtack/resources/v4/marketplace/values';
import { foundPros, simplifiedPro } from '../../../nodes/Thumbtack/resources/v4/pro/found';
import { requestFormDetails } from '../../../nodes/Thumbtack/resources/v4/pro/requestFormDetails';
import { completeParameters } from '../../../tools/lib/testing/operation-samples';

/** What the marketplace operations check before anything is sent, and how they read what comes back. */

const reader = (values: IDataObject) =>
	createParameterReader(
		(name) => values[name],
		(name) => name,
	);

const outcome = (read: () => unknown): unknown => {
	try {
		return read();
	} catch (error) {
		return error instanceof ParameterError ? ParameterError : error;
	}
};

describe('ZIP codes', () => {
	it.each<[unknown, unknown]>([
		['94103', '94103'],
		['02134', '02134'],
		[' 94103\n', '94103'],
		['94103-1234', '94103'],
		['941031234', '94103'],
		[94103, '94103'],
		[2134, ParameterError],
		['2134', ParameterError],
		['9410', ParameterError],
		['941031', ParameterError],
		['94103-12', ParameterError],
		['9410O', ParameterError],
		['SW1A 1AA', ParameterError],
		['94103, 94104', ParameterError],
		['', ParameterError],
		['  ', ParameterError],
		[null, ParameterError],
		[undefined, ParameterError],
		[-94103, ParameterError],
		[94103.5, ParameterError],
		[true, ParameterError],
		[{}, ParameterError],
		[[], ParameterError],
	])('%p gives %p', (given, expected) => {
		expect(outcome(() => zipCode(reader({ zipCode: given } as IDataObject)))).toBe(expected);
	});

	it('names the ZIP code that a spreadsheet cut', () => {
		expect.assertions(1);
		try {
			zipCode(reader({ zipCode: 2134 }));
		} catch (error) {
			expect((error as ParameterError).description).toContain('02134');
		}
	});
});

describe('request form details', () => {
	const read = (given: unknown) => requestFormDetails(reader({ requestFormDetails: given } as IDataObject));
	const wire = [{ questionID: '1', answers: [{ answerID: '2' }] }];

	it.each<[string, unknown, unknown]>([
		['text as documented', JSON.stringify(wire), wire],
		['a list from an expression', wire, wire],
		['the names of Get Request Form', [{ questionId: '1', answers: [{ answerId: '2' }] }], wire],
		[
			'IDs as numbers beyond 2^53',
			'[{"questionID": 519000111222333444, "answers": []}]',
			[{ questionID: '519000111222333444', answers: [] }],
		],
		['what is not known', [{ somethingElse: 1 }], [{ somethingElse: 1 }]],
		['an empty list', '[]', undefined],
		['nothing', '', undefined],
		['an object', '{}', ParameterError],
		['words', 'Cedar', ParameterError],
		['a list of words', '["Cedar"]', ParameterError],
		['broken JSON', '[{', ParameterError],
	])('%s', (_, given, expected) => {
		expect(outcome(() => read(given))).toEqual(expected);
	});
});

const marketplace = resources.filter(({ sides }) => sides?.includes('marketplace'));
const operations = marketplace.flatMap(({ value, operations: own }) =>
	own.map((operation): [string, Operation] => [`${value}.${operation.value}`, operation]),
);

describe('every operation of the marketplace', () => {
	it('is one of the eight', () => {
		expect(operations.map(([name]) => name).sort()).toEqual([
			'category.getHomeCare',
			'category.getRecommended',
			'category.getRequestForm',
			'category.search',
			'keyword.search',
			'pro.search',
			'pro.searchByDescription',
			'request.create',
		]);
	});

	const limited = operations.filter(([, { properties }]) => properties.some(({ name }) => name === 'limit'));
	const limits = [0, -1, 2.5, 31, '', null, 'ten', {}, []].flatMap((given) =>
		limited.map(([name, operation]) => ({ name, operation, given })),
	);
	it.each(limits)('$name refuses the limit $given', ({ operation, given }) => {
		for (const parameters of completeParameters(operation)) {
			const fields = reader({ ...parameters, limit: given } as IDataObject);
			expect(() => callOf(operation, fields, 'oAuth2', { utmSource: 'cma-x' })).toThrow(ParameterError);
		}
	});

	const wantsSource = operations.filter(([name]) => !['category.getRequestForm', 'keyword.search'].includes(name));
	it.each(wantsSource)('%s wants the UTM source of the credential', (_, operation) => {
		for (const parameters of completeParameters(operation)) {
			expect(() => callOf(operation, reader(parameters), 'oAuth2', {})).toThrow('UTM Source');
		}
	});
});

describe('Request: Create', () => {
	const create = operations.find(([name]) => name === 'request.create')![1];
	const [complete] = completeParameters(create);
	const call = (homeownerAgreed: unknown) =>
		callOf(create, reader({ ...complete, homeownerAgreed } as IDataObject), 'oAuth2', { utmSource: 'cma-x' });

	it.each([true, 'true', 'TRUE', 'yes', 1, '1', 'on'])('is made when the homeowner agreed: %p', (agreed) => {
		expect(call(agreed)).toMatchObject({ method: 'POST', path: '/api/v4/requests' });
	});

	it.each([false, 'false', 'no', 0, 'off', '', null, undefined, 'maybe', {}, [], [true]])(
		'is not made for %p',
		(agreed) => {
			expect(() => call(agreed)).toThrow(ParameterError);
		},
	);

	it('says to people and to AI agents that real pros are contacted and pay', () => {
		expect(create.action).toMatch(/real pros/);
		expect(create.action).toMatch(/pay/);
		expect(create.description).toMatch(/real lead/);
	});
});

describe('what a search found', () => {
	it.each<[string, IDataObject]>([
		['nothing', {}],
		['no list', { data: null }],
		['an empty list', { searchID: '1', data: [], metadata: {} }],
	])('%s gives no item', (_, reply) => {
		expect(foundPros(reply as never)).toEqual([]);
	});

	it('keeps the order, and gives every pro the search', () => {
		const reply = { searchID: '1', data: [{ businessID: '3' }, { businessID: '2' }], metadata: { categoryID: '4' } };
		const search = { searchId: '1', categoryId: '4', categoryName: null, requestLocation: null };
		expect(foundPros(reply)).toEqual([
			{ ...search, businessID: '3' },
			{ ...search, businessID: '2' },
		]);
	});

	it.each<[string, unknown]>([
		['text', 'from $95'],
		['null', null],
		['a list', []],
	])('reads a pro whose quote is %s', (_, quote) => {
		const pro = simplifiedPro({ businessID: '3', quote, widgets: quote } as never);
		expect(pro).toMatchObject({ businessId: '3', startingCost: null, costUnit: null, requestFlowUrl: null, pills: [] });
	});
});
