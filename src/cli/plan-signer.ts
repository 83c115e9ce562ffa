import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { signPlan, signingKey } from '../plan/signature';
import type { PlanSignature } from '../plan/signature';
import { readKeyText } from '../workflows/saved-plan';
import type { HelixContext } from './context';
import { durationOption } from './helix-command';

/** Signs a plan that is saved. */
export type Signer = (plan: Plan) => PlanSignature;

/**
 * Returns the signer that `--sign` asks for, or null. A key that cannot be read is found out before the work begins.
 * @throws HelixError `usage` without `--out`, or for a wrong `--sign-for`
 */
export async function readSigner(
  { ports, cwd }: HelixContext,
  {
    sign,
    out,
    signFor,
  }: { readonly sign: string | undefined; readonly out: string | undefined; readonly signFor: string },
): Promise<Signer | null> {
  if (sign === undefined) return null;
  if (out === undefined) throw new HelixError('usage', '--sign goes with --out: a saved plan is signed');
  const seconds = durationOption('--sign-for', signFor);
  const key = signingKey(await readKeyText(ports, sign, cwd), sign);
  return (planned) => signPlan(planned, key, ports.clock.now().toISOString(), seconds);
}
