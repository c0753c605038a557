import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** What Thumbtack assigns: at most 48 characters (rules of the marketplace). */
export const UTM_SOURCE = '^cma-[A-Za-z0-9_-]{1,44}$';

/** `utm_source` of a marketplace credential, e.g. `cma-yourcompany`; empty elsewhere. */
export function utmSourceOf({ api, utmSource }: ICredentialDataDecryptedObject): string {
	return api === 'marketplace' && typeof utmSource === 'string' ? utmSource.trim() : '';
}

/** Why Thumbtack would refuse the source; undefined when it is well formed or absent, since not every call needs it. */
export function utmSourceRefusal(credential: ICredentialDataDecryptedObject): string | undefined {
	const source = utmSourceOf(credential);
	if (source === '' || new RegExp(UTM_SOURCE).test(source)) return undefined;
	return `"UTM Source" of the credential is "${source.slice(0, 60)}". It must start with cma-, have at most 48 characters, and contain only letters, digits, - and _.`;
}
