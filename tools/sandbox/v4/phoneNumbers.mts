import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import { utcSeconds } from '../json.mts';
import type { PhoneNumber } from '../types.mts';
import { ownBusiness } from './access.mts';
import { phoneNumberV4 } from '../wire/v4.mts';

interface Entry {
	phoneNumber: string;
	name?: string;
}

export function listPhoneNumbers(call: Call): Reply {
	const { businessId } = ownBusiness(call);
	const numbers = Object.values(call.sandbox.state.data.phoneNumbers).filter(
		(number) => number.businessId === businessId,
	);
	return { body: { phoneNumbers: numbers.map(phoneNumberV4) } };
}

export function createPhoneNumber(call: Call): Reply {
	return { status: 201, body: phoneNumberV4(added(call, call.body as unknown as Entry)) };
}

export function createPhoneNumbers(call: Call): Reply {
	const { phoneNumbers } = call.body as unknown as { phoneNumbers: Entry[] };
	return {
		status: 201,
		body: { phoneNumbers: phoneNumbers.map((entry) => phoneNumberV4(added(call, entry))) },
	};
}

export function updatePhoneNumber(call: Call): Reply {
	const number = ownNumber(call);
	Object.assign(number, call.body, { updatedAt: utcSeconds(new Date()) });
	call.sandbox.state.changed();
	return { body: phoneNumberV4(number) };
}

export function deletePhoneNumber(call: Call): Reply {
	delete call.sandbox.state.data.phoneNumbers[ownNumber(call).phoneNumberId];
	call.sandbox.state.changed();
	return { status: 204 };
}

function added(call: Call, { phoneNumber, name = '' }: Entry): PhoneNumber {
	const { businessId } = ownBusiness(call);
	const { state } = call.sandbox;
	const now = utcSeconds(new Date());
	const number = {
		phoneNumberId: state.nextId(),
		businessId,
		phoneNumber,
		name,
		createdAt: now,
		updatedAt: now,
	};
	state.data.phoneNumbers[number.phoneNumberId] = number;
	state.changed();
	return number;
}

function ownNumber(call: Call): PhoneNumber {
	const { businessId } = ownBusiness(call);
	const number = call.sandbox.state.data.phoneNumbers[call.params.phoneNumberID!];
	if (number?.businessId !== businessId) throw new ApiError(404, `phone number ${call.params.phoneNumberID} not found`);
	return number;
}
