import type { ICredentialTestRequest } from 'n8n-workflow';

import { ACCOUNT_PATH, USER_AGENT } from '../nodes/shared/api/hosts';
import { LEGACY_TEST_RULES } from '../nodes/shared/auth/oAuth2';
import { hostExpression } from './hosts.expressions';

/** The call that tests a connection to the Pro API: it reads the account and changes nothing. */
export const legacyTest: ICredentialTestRequest = {
	request: {
		baseURL: `={{ ${hostExpression('legacy', 'api', '$credentials')} }}`,
		url: ACCOUNT_PATH.legacy,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': USER_AGENT },
		disableFollowRedirect: true,
	},
	rules: LEGACY_TEST_RULES,
};
