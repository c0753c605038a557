import type { JsonObject } from '../../../../shared/json';
import type { Operation } from '../../../operation';
import { categoryId } from '../marketplace/descriptions';
import { object, objects, renamed } from '../marketplace/reply';

/** GET /categories/{categoryID}/request-form: one item with all questions. */
export const getRequestForm: Operation = {
	value: 'getRequestForm',
	name: 'Get Request Form',
	action: 'Get request form of category',
	description: 'Get the questions that Thumbtack asks a homeowner of this category, with the possible answers',
	properties: [categoryId],
	method: 'GET',
	path: '/api/v4/categories/{categoryId}/request-form',
	replyLists: 'questions',
	read: (form, parameters) => ({ categoryId: parameters.id('categoryId'), ...form }),
	simplify: (form) => ({
		...renamed(form, { categoryId: 'categoryId', requestFormId: 'requestFormID' }),
		questions: objects(form.questions).map(simplifiedQuestion),
	}),
};

function simplifiedQuestion(question: JsonObject): JsonObject {
	return {
		...renamed(question, {
			questionId: 'questionID',
			prompt: 'prompt',
			inputType: 'inputType',
			questionType: 'questionType',
		}),
		answers: objects(question.answers).map((answer) =>
			renamed(answer, { answerId: 'answerID', value: 'value', type: 'type' }),
		),
		...renamed(object(question.validationConstraints), {
			minimumAnswersSelected: 'minimumAnswersSelected',
			maximumAnswersSelected: 'maximumAnswersSelected',
			minimumAnswerLength: 'minimumAnswerLength',
			maximumAnswerLength: 'maximumAnswerLength',
		}),
	};
}
