import type { INodeProperties } from 'n8n-workflow';

import { numberedSteps } from '../../shared/numberedSteps';

const toConnect = (source: string, steps: string[], more = ''): INodeProperties => ({
	displayName: `${more}To connect this workflow to Thumbtack:${numberedSteps(steps)}`,
	name: `${source}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { source: [source] } },
});

const TESTING = 'Testing? Paste the "Test URL" in Thumbtack first, then execute this step. ';

const selfServe = toConnect(
	'selfServe',
	[
		'Open "Webhook URLs" above and copy the "Production URL".',
		'Open <a href="https://thumbtack.com/pro/webhooks/list" target="_blank">thumbtack.com/pro/webhooks/list</a> (Apps → Manage webhooks) and choose "Create webhook".',
		'Paste the URL and choose your business profile. Create one webhook for each profile. They can share this URL.',
		'Choose the same authorization as in "Authentication" here. If that is Basic or Header, enter the values of your credential.',
		'Select "Leads", "Messages" and "Reviews", and save.',
		'Publish this workflow (older n8n: activate it), then choose "Test this webhook" in Thumbtack.',
	],
	TESTING,
);

const managed = toConnect('managed', [
	'Choose a Thumbtack OAuth2 credential for "Partner Platform (V4)".',
	'Choose the events and publish the workflow. n8n creates the webhooks at Thumbtack, with a generated password.',
	'To remove the webhooks, unpublish the workflow.',
]);

const legacy = toConnect(
	'legacy',
	[
		'Open "Webhook URLs" above and copy the "Production URL".',
		'Send it to Thumbtack as your endpoint for leads, messages, lead updates and reviews. This URL accepts POST and PUT.',
		'If "Authentication" is Basic or Header, send Thumbtack the values of your credential through a secure channel.',
		'Publish this workflow (older n8n: activate it), then create a test lead ("Test Lead" in the Thumbtack node).',
	],
	TESTING,
);

const open: INodeProperties = {
	displayName:
		'Without authentication, anyone with the URL can start this workflow with made-up leads. Choose another authentication before you publish.',
	name: 'openNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { source: ['selfServe', 'legacy'], authentication: ['none'] } },
};

export const respondNotice: INodeProperties = {
	displayName:
		'Add a "Wait" node of 0 seconds after this trigger and a "Respond to Webhook" node on every path. Thumbtack sends the event again unless the status is 200 to 299.',
	name: 'respondNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { respond: ['responseNode'] } },
};

export const notices = [selfServe, managed, legacy, open];
