import { clientById, homeownerId, isDemand } from '../cast.mts';
import type { State } from '../state.mts';

/** The pages a pro sees while connecting. */

export function v4ConsentPage(state: State, clientId: string, scopes: string[]): string {
	const marketplace = isDemand(clientById(clientId)!);
	const options = Object.values(state.data.users).map(({ userId, firstName, lastName }) => {
		const names = state.businessesOf(userId).map(({ name }) => name);
		const chosen = marketplace && userId === homeownerId;
		return option(userId, `${firstName} ${lastName} · ${names.join(', ') || 'no business'}`, chosen);
	});
	return page(
		'Allow access',
		`<h1>${escape(nameOf(clientId))} wants to access your Thumbtack account</h1>
		<form method="post">
			<label for="userId">Logged in as</label>
			<select id="userId" name="userId">${options.join('')}</select>
			<p>It will be able to use:</p>
			<ul class="scopes">${scopes.map((scope) => `<li><code>${escape(scope)}</code></li>`).join('')}</ul>
			<div class="buttons">
				<button class="primary" name="decision" value="allow">Allow</button>
				<button name="decision" value="deny">Deny</button>
			</div>
		</form>`,
	);
}

export function partnerConnectPage(state: State, clientId: string, scope: string): string {
	const groups = Object.values(state.data.users).map(({ userId, firstName, lastName }) => {
		const options = state.businessesOf(userId).map(({ businessId, name }) => option(businessId, name));
		return options.length === 0
			? ''
			: `<optgroup label="${escape(`${firstName} ${lastName}`)}">${options.join('')}</optgroup>`;
	});
	return page(
		'Connect with a partner',
		`<h1>Connect your Thumbtack business with ${escape(nameOf(clientId))}</h1>
		<p>${escape(nameOf(clientId))} asks for: ${scope
			.split(/\s+/)
			.map((word) => `<code>${escape(word)}</code>`)
			.join(' ')}</p>
		<form method="post">
			<label for="businessId">Select the business to connect</label>
			<select id="businessId" name="businessId">${groups.join('')}</select>
			<div class="buttons">
				<button class="primary" name="decision" value="allow">Confirm Connection</button>
				<button name="decision" value="deny">Cancel</button>
			</div>
		</form>`,
	);
}

export function codePage(code: string): string {
	return page(
		'Authorization code',
		`<h1>You are connected</h1>
		<p>Give this authorization code to the partner. It can be used once, within 5 minutes.</p>
		<output id="code" class="code">${escape(code)}</output>`,
	);
}

export function errorPage(error: string, description: string): string {
	return page(
		'Something went wrong',
		`<h1>This connection cannot be made</h1><p><code>${escape(error)}</code></p><p>${escape(description)}</p>`,
	);
}

function page(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<title>${escape(title)} · Thumbtack sandbox</title>
	<link rel="stylesheet" href="/style.css">
</head>
<body class="consent">
	<main class="card">
		<p class="brand">Thumbtack <span>sandbox</span></p>
		${body}
	</main>
</body>
</html>
`;
}

function nameOf(clientId: string): string {
	return clientById(clientId)?.name ?? clientId;
}

function option(value: string, text: string, selected = false): string {
	return `<option value="${escape(value)}"${selected ? ' selected' : ''}>${escape(text)}</option>`;
}

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
