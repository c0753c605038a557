import { deliveryChecks } from './selfcheck/deliveries.mts';
import { close, counts, open } from './selfcheck/harness.mts';
import { legacyChecks } from './selfcheck/legacy.mts';
import { marketplaceChecks } from './selfcheck/marketplace.mts';
import { oauthChecks } from './selfcheck/oauth.mts';
import { switchChecks } from './selfcheck/switches.mts';
import { v4Checks } from './selfcheck/v4.mts';

/** Walks through everything the sandbox offers, over HTTP, as a client would: npx tsx sandbox/selfcheck.mts */

await open();
await v4Checks();
await marketplaceChecks();
await oauthChecks();
await legacyChecks();
await deliveryChecks();
await switchChecks();
await close();

const { passed, failed } = counts();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
