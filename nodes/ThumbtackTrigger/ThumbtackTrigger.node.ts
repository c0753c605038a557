import type {
	IHookFunctions,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { credentialTest } from '../shared/auth/basic';
import { receive } from './webhook/receive';
import { properties } from './descriptions/properties';
import { followsRespond } from './descriptions/responding';
import { businessOptions } from './registration/businesses';
import { isRegistered, register, unregister } from './registration/reconcile';

export class ThumbtackTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Thumbtack Trigger',
		name: 'thumbtackTrigger',
		icon: { light: 'file:../../icons/thumbtack.svg', dark: 'file:../../icons/thumbtack.dark.svg' },
		group: ['trigger'],
		// Begins at 2, because a node of version 1 costs an evaluated expression on every call (n8n's old Binary Data
		// option of webhooks).
		version: 2,
		subtitle:
			'={{ ($parameter["source"] === "managed" ? "Managed webhook" : $parameter["source"] === "legacy" ? "Pro API" : "Your webhook") + ": " + [].concat($parameter["events"]).join(", ").replace("leadUpdate", "lead update") }}',
		description: 'Starts the workflow when Thumbtack sends a new lead, message, lead update or review',
		defaults: {
			name: 'Thumbtack Trigger',
		},
		eventTriggerDescription: 'Waiting for Thumbtack to call the Test URL',
		activationMessage:
			'Thumbtack can now call the Production URL. Each event starts this workflow and appears in its executions.',
		triggerPanel: {
			header: 'Testing? Paste the Test URL in Thumbtack first (not needed for a managed webhook)',
			executionsHelp: {
				inactive:
					'<b>To test:</b> paste the <b>Test URL</b> from "Webhook URLs" in Thumbtack, execute this step, then choose "Test this webhook" in Thumbtack. With a managed webhook, only execute this step.<br /><br /><b>In production:</b> publish the workflow (older n8n: activate it). It then runs for every event that arrives at the <b>Production URL</b>. See the <a data-key="executions">executions</a>.',
				active:
					'<b>To test:</b> paste the <b>Test URL</b> from "Webhook URLs" in Thumbtack, execute this step, then choose "Test this webhook" in Thumbtack. With a managed webhook, only execute this step.<br /><br /><b>In production:</b> the workflow is published and runs for every event that arrives at the <b>Production URL</b>. See the <a data-key="executions">executions</a>.',
			},
			activationHint: {
				inactive: 'Publish the workflow to run it for every event, without this button.',
				active: 'The workflow is published and runs for every event, without this button.',
			},
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// `hide` and not `show`: n8n's editor takes a parameter that stands in a `show` here for a matter of the credential alone, and no
		// longer shows the parameters on which that one depends.
		credentials: [
			{
				name: 'thumbtackBasicApi',
				required: true,
				testedBy: 'thumbtackBasicApiTest',
				displayOptions: { hide: { source: ['managed'], authentication: ['none'] } },
			},
			{
				name: 'thumbtackOAuth2Api',
				required: true,
				displayOptions: { hide: { source: ['selfServe', 'legacy'] } },
			},
		],
		// Two descriptions on one path: Thumbtack sends price updates by PUT. With both methods in one, n8n would run
		// the hooks below twice, at once.
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseData: 'noData',
				ndvHideUrl: '={{ $parameter["source"] === "managed" }}',
				ndvHideMethod: true,
				...followsRespond,
			},
			{
				name: 'setup',
				httpMethod: 'PUT',
				path: 'webhook',
				responseData: 'noData',
				ndvHideUrl: true,
				...followsRespond,
			},
		],
		properties,
	};

	methods = {
		credentialTest,
		loadOptions: {
			async getBusinesses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				return await businessOptions(this);
			},
		},
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
