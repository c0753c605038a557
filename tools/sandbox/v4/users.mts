import type { Call, Reply } from '../http.mts';

export function getSelf({ grant, sandbox }: Call): Reply {
	const { userId, email, firstName, lastName } = sandbox.state.data.users[grant.userId]!;
	return { body: { userID: userId, email, firstName, lastName } };
}
