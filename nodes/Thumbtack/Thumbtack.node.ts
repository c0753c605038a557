import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { credentialTest } from '../shared/auth/basic';
import { listSearch } from './listSearch';
import { properties, subtitle } from './resources';
import { run } from './run';

export class Thumbtack implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Thumbtack',
		name: 'thumbtack',
		icon: { light: 'file:../../icons/thumbtack.svg', dark: 'file:../../icons/thumbtack.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Answer Thumbtack leads and manage messages, reviews, webhooks and targeting',
		defaults: { name: 'Thumbtack' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// `hide` throughout: n8n's editor takes a parameter that stands in a `show` here for a matter of the credential alone, and no longer
		// shows the parameters on which that one depends.
		credentials: [
			{
				name: 'thumbtackOAuth2Api',
				required: true,
				displayOptions: { hide: { apiVersion: ['legacy'] } },
			},
			{
				name: 'thumbtackLegacyOAuth2Api',
				required: true,
				displayOptions: { hide: { apiVersion: ['v4'], authentication: ['legacyToken', 'basic'] } },
			},
			{
				name: 'thumbtackLegacyTokenApi',
				required: true,
				displayOptions: { hide: { authentication: ['oAuth2', 'basic'] } },
			},
			{
				name: 'thumbtackBasicApi',
				required: true,
				testedBy: 'thumbtackBasicApiTest',
				displayOptions: { hide: { authentication: ['oAuth2', 'legacyToken'] } },
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
						description: 'The older API, for partners who have not migrated yet. Only this API has targeting.',
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
