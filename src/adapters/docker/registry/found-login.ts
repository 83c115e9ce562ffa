import type { FoundLogin } from '../connection/registry-login';

/** Names a log-in for people, without its secret. */
export function loginText({ login, source }: FoundLogin): string {
  return 'username' in login
    ? `the log-in of ${login.username} (from ${source})`
    : `the log-in from ${source}`;
}

/** Returns the texts of a log-in that nobody else may see. */
export function secretsOf({ login }: FoundLogin): readonly string[] {
  if (!('username' in login)) return [login.identitytoken];
  const { username, password } = login;
  return [password, basicOf(username, password)];
}

/** Returns the value of a header that signs in with a password. */
export function basicHeader({ username, password }: { username: string; password: string }): string {
  return `Basic ${basicOf(username, password)}`;
}

function basicOf(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}
