import { textIn } from './machine-power';

/** Reads the name in `{ "account": ... }`: that of its team, else its own, else its address. */
export function accountName(answer: string): string | null {
  const paths = [
    ['account', 'team', 'name'],
    ['account', 'name'],
    ['account', 'email'],
  ];
  return paths.map((path) => textIn(answer, path)).find((name) => name !== null && name !== '') ?? null;
}
