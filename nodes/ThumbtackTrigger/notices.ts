import type { INodeProperties } from 'n8n-workflow';

const toConnect = (source: string, steps: string[]): INodeProperties => ({
	displayName: `<b>Connect it to Thumbtack</b><br>${steps.map((step, index) => `${index + 1}. ${step}`).join('<br>')}`,
	name: `${source}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { source: [source] } },
});

const selfServe = toConnect('selfServe', [
	'Open <b>Webhook URLs</b> above and copy the <b>Production URL</b>.',
	'Open <a href="https://thumbtack.com/pro/webhooks/list" target="_blank">thumbtack.com/pro/webhooks/list</a> (Apps → Manage webhooks) and choose <b>Create webhook</b>.',
	'Paste the URL, and choose your business profile. Each profile needs a webhook of its own; all can have this URL.',
	'As authorization choose <b>Basic</b>, and enter the same user name and password as in the credential here.',
	'Tick <b>Leads</b>, <b>Messages</b> and <b>Reviews</b>, and save.',
	'Publish this workflow (older n8n: activate it), then press <b>Test this webhook</b> at Thumbtack.',
]);

const managed = toConnect('managed', [
	'Choose your Thumbtack OAuth2 credential. It must be for the <b>Partner Platform (V4)</b>.',
	'Choose the events, and publish the workflow: the webhooks are made at Thumbtack for you, with a password of their own.',
	'Unpublish the workflow, and they are removed.',
]);

const legacy = toConnect('legacy', [
	'Open <b>Webhook URLs</b> above and copy the <b>Production URL</b>.',
	'Send it to Thumbtack as the endpoint for leads, messages, lead updates and reviews: this one URL takes them all, by POST and by PUT.',
	'Send along the user name and password of the credential here, by a safe way.',
	'Publish this workflow (older n8n: activate it), and have a test lead made (<b>Test Lead</b> in the Thumbtack node).',
]);

const open: INodeProperties = {
	displayName:
		'<b>Without a check, whoever learns the URL can start this workflow</b> with leads that nobody sent. Choose Basic before it does real work.',
	name: 'openNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { source: ['selfServe', 'legacy'], authentication: ['none'] } },
};

export const respondNotice: INodeProperties = {
	displayName:
		'Put a <b>Respond to Webhook</b> node on every path of the workflow. Thumbtack takes any answer from 200 to 299 as received and sends the event again after any other.',
	name: 'respondNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { respond: ['responseNode'] } },
};

export const notices = [selfServe, managed, legacy, open];
