import type { INodeProperties } from 'n8n-workflow';

/** Where Thumbtack is: the same choice in every credential. */
export const environment: INodeProperties = {
	displayName: 'Environment',
	name: 'environment',
	type: 'options',
	options: [
		{ name: 'Production', value: 'production', description: 'The real Thumbtack' },
		{ name: 'Staging', value: 'staging', description: "Thumbtack's test environment, with clients of its own" },
		{ name: 'Custom', value: 'custom', description: 'A sandbox or a proxy of your own' },
	],
	default: 'production',
	description: 'Which Thumbtack the client belongs to. A client of one environment is unknown to the other.',
};

export const apiUrl: INodeProperties = {
	displayName: 'API URL',
	name: 'apiUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. http://localhost:8484',
	displayOptions: { show: { environment: ['custom'] } },
	description: 'Origin that serves /api/v4, /v1, /v2 and /v3. Must start with https://, a loopback address excepted.',
};

export const authUrlBase: INodeProperties = {
	displayName: 'Authorization URL Base',
	name: 'authUrlBase',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. http://localhost:8484',
	displayOptions: { show: { environment: ['custom'] } },
	description:
		'Origin that serves /oauth2/auth, /oauth2/token and /services/partner-connect/. Must start with https://, a loopback address excepted.',
};
