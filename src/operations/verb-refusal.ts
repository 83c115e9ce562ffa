import { HelixError } from '../errors';
import type { Address } from '../values/resource';

/** A command on one resource, beside plan and apply. */
export type VerbAsked = 'start' | 'stop' | 'restart' | 'logs' | 'import' | 'rename' | 'build' | 'check';

/** Each command in the words of a refusal, and the hint that comes closest to what was meant. */
const WORDS: Record<VerbAsked, { readonly cannot: string; readonly hint: (address: Address) => string }> = {
  start: { cannot: 'be started', hint: () => '`helix status` shows how it is.' },
  stop: { cannot: 'be stopped', hint: (address) => `\`helix destroy --target ${address}\` removes it.` },
  restart: { cannot: 'be restarted', hint: () => '`helix status` shows how it is.' },
  logs: { cannot: 'show its log', hint: () => '`helix status` shows how it is.' },
  import: {
    cannot: 'be imported',
    hint: (address) => `\`helix apply --target ${address}\` creates a new one.`,
  },
  build: { cannot: 'be built', hint: () => '`helix plan` shows what the project declares.' },
  check: {
    cannot: 'be checked by the compiler',
    hint: () => '`helix check` checks the queries by the rules of Helix itself.',
  },
  rename: { cannot: 'be renamed', hint: () => 'Rename it back, or let the next apply replace it.' },
};

/** Returns the refusal of a command, in the one shape that all of them have: `instance.web cannot be stopped: REASON.` */
export function verbRefusal(address: Address, asked: VerbAsked, reason: string): HelixError {
  const { cannot, hint } = WORDS[asked];
  return new HelixError('refused', `${address} cannot ${cannot}: ${reason}.`, { hint: hint(address) });
}
