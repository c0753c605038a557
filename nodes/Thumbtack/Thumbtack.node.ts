import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { credentialTest } from '../shared/credentialTest';
import { listSearch } from './listSearch';
import { properties } from './resources';
import { run } from './run';

export class Thumbtack implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Thumbtack',
		name: 'thumbtack',
		icon: { light: 'file:../../icons/thumbtack.svg', dark: 'file:../../icons/thumbtack.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Answer Thumbtack leads and manage messages, reviews, webhooks and targeting',
		defaults: { name: 'Thumbtack' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'thumbtackOAuth2Api',
				required: true,
				// Not shown by "oAuth2": the parameter is absent where there is nothing to choose and nothing has been saved yet.
				displayOptions: { hide: { authentication: ['legacyToken', 'basic'] } },
			},
			{
				name: 'thumbtackLegacyTokenApi',
				required: true,
				displayOptions: { show: { authentication: ['legacyToken'] } },
			},
			{
				name: 'thumbtackBasicApi',
				required: true,
				testedBy: 'thumbtackBasicApiTest',
				displayOptions: { show: { authentication: ['basic'] } },
			},
		],
		properties: [
			{
				displayName: 'API Version',
				name: 'apiVersion',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'V4 (Partner Platform)',
						value: 'v4',
						description: 'The current API',
					},
					{
						name: 'Legacy (Pro API V1 to V3)',
						value: 'legacy',
						description: 'The older API, for partners who have not moved yet. The only one with targeting.',
					},
				],
				default: 'v4',
				description: 'Which of the two APIs Thumbtack gave you access to. They do not share clients or tokens.',
			},
			...properties,
		],
	};

	methods = { credentialTest, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this);
	}
}
