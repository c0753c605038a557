import type { Json, JsonObject } from '../../../../shared/json';
import { isObject } from '../../../../shared/jsonAccess';
import { ParameterError, type ParameterReader } from '../../../../shared/parameters';

/**
 * `[{ questionID, answers: [{ answerID } or { value }] }]`; undefined when the field is empty. No stored page of Thumbtack shows the form
 * whole, so everything else passes as it is. `questionId` and `answerId`, as Get Request Form gives them, are understood.
 */
export function requestFormDetails(parameters: ParameterReader): Json[] | undefined {
	const list = parameters.jsonList('requestFormDetails');
	if (list === undefined || list.length === 0) return undefined;
	return list.map((entry) => {
		if (!isObject(entry)) {
			throw new ParameterError(
				`"${parameters.label('requestFormDetails')}" is not a list of answers`,
				'Enter a list such as [{"questionID": "123", "answers": [{"answerID": "456"}]}].',
			);
		}
		const question = withWireName(entry, 'questionId', 'questionID');
		return Array.isArray(question.answers)
			? {
					...question,
					answers: question.answers.map((one) => (isObject(one) ? withWireName(one, 'answerId', 'answerID') : one)),
				}
			: question;
	});
}

function withWireName(entry: JsonObject, name: string, wireName: string): JsonObject {
	if (!(name in entry) || wireName in entry) return entry;
	const { [name]: id, ...rest } = entry;
	return { [wireName]: id, ...rest };
}
