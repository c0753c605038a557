import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { businesses, users } from './cast.mts';
import { settingDefaults, type Settings } from './settings.mts';
import type {
	AccessToken,
	AuthorizationCode,
	Business,
	Delivery,
	Grant,
	Lead,
	PartnerEndpoints,
	PhoneNumber,
	RefreshToken,
	Review,
	Search,
	SelfServeWebhook,
	User,
	Webhook,
} from './types.mts';

interface Data {
	lastId: string;
	settings: Settings;
	users: Record<string, User>;
	businesses: Record<string, Business>;
	leads: Record<string, Lead>;
	searches: Record<string, Search>;
	reviews: Record<string, Review>;
	phoneNumbers: Record<string, PhoneNumber>;
	webhooks: Record<string, Webhook>;
	selfServeWebhooks: Record<string, SelfServeWebhook>;
	partnerEndpoints: PartnerEndpoints | null;
	/** `businessId` or `businessId/categoryId` → on or off. */
	targeting: Record<string, boolean>;
	deliveries: Delivery[];
	grants: Record<string, Grant>;
	codes: Record<string, AuthorizationCode>;
	accessTokens: Record<string, AccessToken>;
	refreshTokens: Record<string, RefreshToken>;
}

const saveDelayMs = 200;

/** Everything the sandbox knows. Plain JSON inside, so that --data can keep it. */
export class State {
	data: Data;
	/** Grows with every change: the inbox page asks for it instead of for everything. */
	version = 0;
	private saveTimer: NodeJS.Timeout | null = null;

	constructor(private readonly file: string | null = null) {
		this.data = { ...freshData(firstId()), ...(file === null ? {} : readSaved(file)) };
	}

	/** 18 digits that no other run gave out: the clock starts the count, and the count never goes back. */
	nextId(): string {
		this.data.lastId = String(BigInt(this.data.lastId) + 1n);
		return this.data.lastId;
	}

	reset(): void {
		this.data = freshData(this.data.lastId);
		this.changed();
	}

	changed(): void {
		this.version++;
		if (this.file === null || this.saveTimer) return;
		this.saveTimer = setTimeout(() => this.save(), saveDelayMs);
		this.saveTimer.unref();
	}

	save(): void {
		if (this.file === null) return;
		if (this.saveTimer) clearTimeout(this.saveTimer);
		this.saveTimer = null;
		const half = `${this.file}.part`;
		writeFileSync(half, JSON.stringify(this.data));
		renameSync(half, this.file);
	}

	businessesOf(userId: string | null): Business[] {
		if (userId === null) return [];
		return Object.values(this.data.businesses).filter(({ ownerId }) => ownerId === userId);
	}

	leadsOf(businessId: string): Lead[] {
		return Object.values(this.data.leads).filter((lead) => lead.businessId === businessId);
	}
}

function freshData(lastId: string): Data {
	return structuredClone({
		lastId,
		settings: settingDefaults,
		users: Object.fromEntries(users.map((user) => [user.userId, user])),
		businesses: Object.fromEntries(businesses.map((business) => [business.businessId, business])),
		leads: {},
		searches: {},
		reviews: {},
		phoneNumbers: {},
		webhooks: {},
		selfServeWebhooks: {},
		partnerEndpoints: null,
		targeting: {},
		deliveries: [],
		grants: {},
		codes: {},
		accessTokens: {},
		refreshTokens: {},
	});
}

function firstId(): string {
	return String(400_000_000_000_000_000n + BigInt(Date.now()) * 100_000n);
}

function readSaved(file: string): Partial<Data> {
	try {
		const saved = JSON.parse(readFileSync(file, 'utf8')) as Data;
		return { ...saved, settings: { ...settingDefaults, ...saved.settings } };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
		throw error;
	}
}
