import { USER_AGENT } from '../../../nodes/shared/api/hosts';
import manifest from '../../../package.json';

it('the User-Agent names the version and the home of the package', () => {
	expect(USER_AGENT).toBe(`${manifest.name}/${manifest.version} (+${manifest.homepage.replace(/#.*/, '')})`);
});
