import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { collect, connect } from '../shared/api';
import { listBusinesses } from '../shared/api/businesses';
import { byOffset } from '../shared/api/pagination';
import { readLead } from '../shared/events';
import { isObject } from '../shared/jsonAccess';
import { createParameterReader } from '../shared/parameters';
import { callOf } from './call';
import { credentialNameOf } from './operation';
import { getInfo } from './resources/legacy/account/getInfo';
import { getAll as getLeads } from './resources/v4/lead/getAll';
import { getAll as getWebhooks } from './resources/v4/webhook/getAll';

/** More nobody scrolls through; the search narrows them down. */
const LONGEST_LIST = 500;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function matching(items: INodeListSearchItems[], filter?: string): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase();
	const results = wanted ? items.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)) : items;
	return { results: results.slice(0, LONGEST_LIST) };
}

const fieldName = (name: string): string => ({ businessId: 'Business', owner: 'Owner' })[name] ?? name;

/** Parameters of the node that is being edited. */
const currentFields = (ctx: ILoadOptionsFunctions) =>
	createParameterReader((name) => ctx.getCurrentNodeParameter(name), fieldName);

/** A token of the legacy API is bound to one business, which is therefore the whole list. */
async function legacyBusiness(ctx: ILoadOptionsFunctions): Promise<INodeListSearchItems[]> {
	const authentication = ctx.getCurrentNodeParameter('authentication') === 'legacyToken' ? 'legacyToken' : 'oAuth2';
	const connection = await connect(ctx, credentialNameOf('legacy', authentication), 'legacy');
	const reply = await connection.send(callOf(getInfo, currentFields(ctx), authentication));
	const info = isObject(reply) ? reply : {};
	return [{ name: text(info.business_name), value: text(info.business_pk) }];
}

async function searchBusinesses(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	if (this.getCurrentNodeParameter('apiVersion') === 'legacy') return matching(await legacyBusiness(this), filter);
	const found = await listBusinesses(await connect(this, 'thumbtackOAuth2Api', 'v4'), LONGEST_LIST);
	return matching(
		found.map(({ businessId, name }) => ({ name, value: businessId })),
		filter,
	);
}

/** Leads of all businesses of the account, newest first. */
async function searchLeads(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const connection = await connect(this, 'thumbtackOAuth2Api', 'v4');
	const found: Array<INodeListSearchItems & { at: string }> = [];
	for (const { businessId } of await listBusinesses(connection, LONGEST_LIST)) {
		const call = callOf(
			getLeads,
			createParameterReader(() => businessId, fieldName),
			'oAuth2',
		);
		for (const data of await collect(connection, call, byOffset('negotiationID'), LONGEST_LIST)) {
			const lead = readLead(data, 'v4');
			const name = [lead.customerName, lead.category, lead.occurredAt?.slice(0, 10)].filter(Boolean).join(' · ');
			found.push({
				name,
				value: text(data.negotiationID),
				url: `https://www.thumbtack.com/pro-inbox/messages/${text(data.negotiationID)}`,
				at: lead.occurredAt ?? '',
			});
		}
	}
	found.sort((a, b) => b.at.localeCompare(a.at));
	return matching(
		found.map(({ name, value, url }) => ({ name, value, url })),
		filter,
	);
}

async function searchWebhooks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const connection = await connect(this, 'thumbtackOAuth2Api', 'v4');
	const call = callOf(getWebhooks, currentFields(this), 'oAuth2');
	const found = await collect(connection, call, byOffset('webhookID'), LONGEST_LIST);
	return matching(
		found.map(({ webhookID, webhookURL, enabled }) => ({
			name: `${text(webhookURL)}${enabled === false ? ' (disabled)' : ''}`,
			value: text(webhookID),
		})),
		filter,
	);
}

export const listSearch = { searchBusinesses, searchLeads, searchWebhooks };
