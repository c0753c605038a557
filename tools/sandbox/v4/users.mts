import type { Call, Reply } from '../http.mts';
import { personOf } from './access.mts';

export function getSelf({ grant, sandbox }: Call): Reply {
	const { userId, email, firstName, lastName } = sandbox.state.data.users[personOf(grant)]!;
	return { body: { userID: userId, email, firstName, lastName } };
}
