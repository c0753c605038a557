import type { INodeProperties } from 'n8n-workflow';

const toConnect = (source: string, steps: string[]): INodeProperties => ({
	// n8n keeps links and lists of a notice's markup, nothing else.
	displayName: `To connect it to Thumbtack, one after the other:<ul>${steps.map((step) => `<li>${step}</li>`).join('')}</ul>`,
	name: `${source}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { source: [source] } },
});

const selfServe = toConnect('selfServe', [
	'Open "Webhook URLs" above and copy the "Production URL".',
	'Open <a href="https://thumbtack.com/pro/webhooks/list" target="_blank">thumbtack.com/pro/webhooks/list</a> (Apps → Manage webhooks) and choose "Create webhook".',
	'Paste the URL, and choose your business profile. Each profile needs a webhook of its own; all can have this URL.',
	'As authorization choose "Basic", and enter the same user name and password as in the credential here.',
	'Tick "Leads", "Messages" and "Reviews", and save.',
	'Publish this workflow (older n8n: activate it), then press "Test this webhook" at Thumbtack.',
]);

const managed = toConnect('managed', [
	'Choose your Thumbtack OAuth2 credential. It must be for the "Partner Platform (V4)".',
	'Choose the events, and publish the workflow: the webhooks are made at Thumbtack for you, with a password of their own.',
	'Unpublish the workflow, and they are removed.',
]);

const legacy = toConnect('legacy', [
	'Open "Webhook URLs" above and copy the "Production URL".',
	'Send it to Thumbtack as the endpoint for leads, messages, lead updates and reviews: this one URL takes them all, by POST and by PUT.',
	'Send along the user name and password of the credential here, by a safe way.',
	'Publish this workflow (older n8n: activate it), and have a test lead made ("Test Lead" in the Thumbtack node).',
]);

const open: INodeProperties = {
	displayName:
		'Without a check, whoever learns the URL can start this workflow with leads that nobody sent. Choose "Basic" before it does real work.',
	name: 'openNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { source: ['selfServe', 'legacy'], authentication: ['none'] } },
};

export const respondNotice: INodeProperties = {
	displayName:
		'Put a "Respond to Webhook" node on every path of the workflow, and a "Wait" node of 0 seconds right behind this trigger: without one, n8n\'s Respond node does not work behind a trigger that is not n8n\'s own. Thumbtack takes any answer from 200 to 299 as received and sends the event again after any other.',
	name: 'respondNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { respond: ['responseNode'] } },
};

export const notices = [selfServe, managed, legacy, open];
