import type { INodeProperties } from 'n8n-workflow';

import { SAFE_URL } from '../nodes/shared/api/hosts';

/** Where Thumbtack is: the same choice in every credential. */
export const environment: INodeProperties = {
	displayName: 'Environment',
	name: 'environment',
	type: 'options',
	options: [
		{ name: 'Production', value: 'production', description: 'The real Thumbtack' },
		{ name: 'Staging', value: 'staging', description: "Thumbtack's test system, with its own clients" },
		{ name: 'Custom', value: 'custom', description: 'Your own sandbox or proxy' },
	],
	default: 'production',
	description:
		'The environment that Thumbtack issued the client for. A client of one environment does not work in the other.',
};

export const apiUrl: INodeProperties = {
	displayName: 'API URL',
	name: 'apiUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. http://localhost:8484',
	displayOptions: { show: { environment: ['custom'] } },
	description: 'The server that answers /api/v4, /v1, /v2 and /v3',
	hint: 'Must start with https://. Only an address on this machine, such as http://localhost:8484, may use http.',
};

export const authUrlBase: INodeProperties = {
	displayName: 'Authorization URL Base',
	name: 'authUrlBase',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. http://localhost:8484',
	displayOptions: { show: { environment: ['custom'] } },
	description: 'The server that answers /oauth2/auth, /oauth2/token and /services/partner-connect/',
	hint: 'Must start with https://. Only an address on this machine, such as http://localhost:8484, may use http.',
};

/** Says under an unsafe URL why n8n will refuse it: what n8n itself says of it is "OAuth url is not a valid URL". */
export const unsafeUrlNotice = ({ name, displayName, displayOptions }: INodeProperties): INodeProperties => ({
	displayName: `"${displayName}" is not safe: nothing will be sent to it. It must start with https://, because tokens are sent there.`,
	name: `${name}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { ...displayOptions, hide: { [name]: ['', { _cnd: { regex: SAFE_URL } }] } },
});

/** Where the browser, the token endpoint and the API are. */
export const place: INodeProperties[] = [
	environment,
	apiUrl,
	unsafeUrlNotice(apiUrl),
	authUrlBase,
	unsafeUrlNotice(authUrlBase),
];

export const hidden = (displayName: string, name: string, value: string): INodeProperties => ({
	displayName,
	name,
	type: 'hidden',
	default: value,
});
